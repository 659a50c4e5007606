"""The page has a row for each set of stories, and says so where it lost a mark."""

import pytest

from benchmarks.quality_page import page_with

MARK = "<!-- {}: written by `python -m benchmarks.quality --accept` -->\n<!-- end -->\n"
PAGE = "".join(MARK.format(name) for name in ("expectations", "stories", "other figures"))


def test_a_set_of_stories_is_one_row_with_its_goals() -> None:
    accepted = {f"stream-en: B3 {name}": 0.9 for name in ("precision", "recall", "F1")}
    page = page_with(accepted, PAGE)
    (row,) = [line for line in page.splitlines() if line.startswith("| stream-en |")]
    assert row.startswith("| stream-en | .900 / .900 / .900 |")
    assert row.endswith("| P .940, F1 .945 |")
    assert page_with(accepted, page) == page


def test_another_figure_has_a_row_of_its_own() -> None:
    assert "| edits | recall | 0.970 | - | 0.500 | 0.900 | 0.960 |" in page_with(
        {"edits: recall": 0.97, "edits: plain: recall": 0.5}, PAGE
    )


def test_a_page_without_its_marks_is_an_error() -> None:
    with pytest.raises(ValueError, match="no mark"):
        page_with({}, "# How good is it?")
