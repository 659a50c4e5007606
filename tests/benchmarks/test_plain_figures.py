"""The plain method calls every difference of numbers a conflict."""

from benchmarks.plain_figures import headlines_differ, numbers, reports_differ


def test_numbers_are_read_in_digits_and_in_words() -> None:
    assert numbers("At least three dead, 1,200 homeless and 3.5 million at risk") == {"3", "1,200", "3.5"}


def test_any_other_number_is_an_alarm() -> None:
    pair = {"pair": "x", "a": {"title": "Nine dead", "summary": ""}, "b": {"title": "9 dead", "summary": "In 2021"}}
    assert reports_differ([pair]) == [{"pair": "x", "verdict": "conflict"}]
    edits = [{"id": 1, "before": "Nine dead", "after": "9 dead"}, {"id": 2, "before": "Two hurt", "after": "3 hurt"}]
    assert [row["verdict"] for row in headlines_differ(edits)] == ["none", "figure_changed"]
