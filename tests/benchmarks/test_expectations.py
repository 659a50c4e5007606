"""What is promised comes out of the figures."""

from benchmarks.expectations import expectations

TOPICS = {"topics: precision": 0.966, "topics: recall": 0.5}


def test_what_was_measured_is_promised_and_nothing_else() -> None:
    (line,) = expectations(TOPICS, {})
    assert line.startswith("- **Topics.** Of 100 alerts of a topic 97 are of it, and 50 of 100 headlines")


def test_the_bars_of_other_sets_make_the_promise() -> None:
    (line,) = expectations(TOPICS, {"topics: precision": 0.8})
    assert "80 are of it" in line
