"""Sentences of our own with the dates that trip a tagger: benchmarks/dates_own.jsonl.

They were written kind by kind before the rules for them were, in two batches (`tuned` and `later`); those whose
`gold_part` is `aside` or `later-aside` were run once, after the last rule. `gold` has the place of each expression and
its value as TIMEX3 or, of a span, EDTF writes it; null where whatever it is read as is right.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.labelled_set import ROOT, rows
from benchmarks.scoring import Score, of_counts

SET = ROOT / "benchmarks" / "dates_own.jsonl"
_CALENDAR = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?(?:/\d{4}(?:-\d\d-\d\d)?)?(?=T|$)")


def part(name: str) -> list[dict[str, Any]]:
    """The rows of the part `tuned`, `aside`, `later` or `later-aside`."""
    return [row for row in rows(SET) if row["gold_part"] == name]


def score(gold: Sequence[Mapping[str, Any]], answers: Sequence[Mapping[str, Any]]) -> tuple[Score, float]:
    """The values right, of those given and of those wanted, and the share of sentences with nothing wrong in them."""
    found = {row["id"]: row["dates"] for row in answers}
    counted = [_counts(row["gold"], found[row["id"]]) for row in gold]
    hits, given, wanted = (sum(one[at] for one in counted) for at in range(3))
    faultless = sum(one[0] == one[1] == one[2] for one in counted)
    return of_counts(hits, given, wanted), faultless / len(counted)


def _counts(gold: Sequence[Mapping[str, Any]], given: Sequence[Mapping[str, Any]]) -> tuple[int, int, int]:
    """Values right, given and wanted in one sentence; each expression takes the first one that overlaps it."""
    free, hits, taken, wanted = list(given), 0, 0, 0
    for one in gold:
        match = next((date for date in free if date["start"] < one["end"] and one["start"] < date["end"]), None)
        if match is not None:
            free.remove(match)
        if one["value"] is not None:
            wanted += 1
            taken += match is not None
            hits += match is not None and _day(match["value"]) == _day(one["value"])
    return hits, taken + len(free), wanted


def _day(value: str) -> str | None:
    """The value without its time of day; None for what names no year, month or day."""
    found = _CALENDAR.match(value)
    return found.group() if found else None
