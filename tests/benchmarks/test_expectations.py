"""What is promised comes out of the figures."""

import pytest

from benchmarks.expectations import expectations
from benchmarks.figure_lines import ACCEPTED, read_figures
from benchmarks.quality_page import PAGE, page_with

TOPICS = {
    "topics-own-2-aside: precision": 0.966,
    "topics-own-5-aside: precision": 0.974,
    "topics-own-5-aside: recall": 0.5,
}


def test_what_was_measured_is_promised_and_nothing_else() -> None:
    (line,) = expectations(TOPICS, {})
    assert line.startswith("- **Topics.** Of 100 alerts of a topic 97 are of it, and 50 of 100 headlines")


def test_the_bars_of_other_sets_make_the_promise() -> None:
    (line,) = expectations(TOPICS, {"topics-own-2-aside: precision": 0.626})
    assert "80 are of it" in line


@pytest.mark.parametrize(
    ("precision", "recall", "words"),
    [
        ((0.94, 0.93), (0.95, 0.95), "the first figure is lower, the second the same."),
        ((0.93, 0.94), (0.95, 0.94), "the first figure is higher, the second lower."),
        ((0.94, 0.94), (0.95, 0.95), "both are the same."),
        ((0.93, 0.94), (0.93, 0.94), "both are higher."),
        ((0.934, 0.931), (0.90, 0.97), "the first figure is the same, the second higher."),
    ],
)
def test_what_a_repair_does_is_chosen_by_the_figures(
    precision: tuple[float, float], recall: tuple[float, float], words: str
) -> None:
    streams = {
        f"stream-{language}: {when}B3 {figure}": value
        for language in ("en", "fr", "ru")
        for figure, both in (("precision", precision), ("recall", recall))
        for when, value in zip(("on arrival: ", ""), both, strict=True)
    }
    (line,) = expectations(streams, {})
    assert line.endswith(f"after the repairs of every ten minutes {words}")


def test_the_page_has_the_sentences_that_its_figures_give() -> None:
    page = PAGE.read_text("utf-8")
    assert page_with(read_figures(ACCEPTED), page) == page
