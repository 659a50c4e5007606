"""What a plain method makes of two reports, or of two states of a headline: an alarm wherever their numbers differ."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_IN_WORDS = {
    word: str(value)
    for value, word in enumerate(
        ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], start=2
    )
}


def numbers(text: str) -> frozenset[str]:
    """The numbers of a text in digits or, up to twelve, in English words."""
    in_words = (_IN_WORDS[word] for word in re.findall(r"\w+", text.lower()) if word in _IN_WORDS)
    return frozenset(_NUMBER.findall(text)) | frozenset(in_words)


def reports_differ(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The verdicts on pairs of reports."""
    return [{"pair": row["pair"], "verdict": _verdict(_text(row["a"]), _text(row["b"]), "conflict")} for row in rows]


def headlines_differ(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The verdicts on changes of a headline."""
    return [{"id": row["id"], "verdict": _verdict(row["before"], row["after"], "figure_changed")} for row in rows]


def _text(report: Mapping[str, Any]) -> str:
    return f"{report.get('title') or ''} {report.get('summary') or ''}"


def _verdict(one: str, other: str, alarm: str) -> str:
    return alarm if numbers(one) != numbers(other) else "none"
