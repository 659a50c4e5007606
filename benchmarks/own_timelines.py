"""Items of our own, each with a time that trips a timeline: benchmarks/timelines_own.jsonl.

They were written kind by kind before anything was run on them; those whose `gold_part` is `aside` were run once, when
the kinds were mended. `gold_wanted` are the lines that an item must make and `gold_never` those that it must not: a
value and a precision each, null where any will do. A line that says to be of something named in passing is not false.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.labelled_set import ROOT, lab, rows

SET = ROOT / "benchmarks" / "timelines_own.jsonl"


def faultless(part: str, folder: Path) -> float:
    """The share of the items of the part `tuned` or `aside` whose lines are all that is wanted and none that is not."""
    gold = [row for row in rows(SET) if row["gold_part"] == part]
    return sum(_is_faultless(row, _lines(row, folder)) for row in gold) / len(gold)


def _lines(row: Mapping[str, Any], folder: Path) -> Sequence[Mapping[str, Any]]:
    items, made = folder / "items.jsonl", folder / "timeline.json"
    items.write_text(json.dumps({key: value for key, value in row.items() if not key.startswith("gold")}), "utf-8")
    lab("timeline", items, "-o", made)
    lines: Sequence[Mapping[str, Any]] = json.loads(made.read_text("utf-8"))["entries"]
    return lines


def _is_faultless(row: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> bool:
    return all(_has(lines, one) for one in row["gold_wanted"]) and not any(
        _has(lines, one) for one in row["gold_never"]
    )


def _has(lines: Sequence[Mapping[str, Any]], wanted: Sequence[str | None]) -> bool:
    value, precision = wanted
    unmarked = (line for line in lines if not line["named"])
    return any(line["date"] == value and precision in (None, line["precision"]) for line in unmarked)
