"""A timeline as a calendar of all-day events. Source: RFC 5545."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from handlers.html import shortened
from handlers.render.timeline_dates import marks, when
from handlers.render.timeline_document import TimelineDocument, address, days_of, disagreements, plainly, sentence
from newsroom.timelines.timeline_entries import TimelineEntry

_LINE_OCTETS = 75  # without its line break. Source: RFC 5545, 3.1
_SUMMARY_CHARS = 120
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def render_ical(exhibit: TimelineDocument) -> bytes:
    """An event for each dated entry; a month is an event of its days, a bound an event on its day that says so.

    An entry keeps its UID in every export as long as its date and the first article that told it stay. What has no
    date has no place in a calendar: the calendar's description counts it.
    """
    dated = [(entry, days) for entry in exhibit.rows if (days := days_of(entry))]
    undated = len(exhibit.rows) - len(dated)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Wirewatch//Timeline//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        _text("X-WR-CALNAME", shortened(plainly(exhibit.title), _SUMMARY_CHARS)),
    ]
    if undated:
        lines.append(_text("X-WR-CALDESC", f"{undated} without a date left out"))
    told: Counter[str] = Counter()
    for entry, days in dated:
        uid = _uid(exhibit.key, entry)
        told[uid] += 1
        again = f"-{told[uid]}" if told[uid] > 1 else ""  # two events of one date in one sentence
        lines += _event(f"{uid}{again}@wirewatch", exhibit.made, entry, *days)
    lines.append("END:VCALENDAR")
    return "".join(folded for line in lines for folded in _folded(line)).encode("utf-8")


def _event(uid: str, made: datetime, entry: TimelineEntry, first: date, last: date) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{uid}"
    yield f"DTSTAMP:{made:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{_day(first)}"
    if last < date.max:
        yield f"DTEND;VALUE=DATE:{_day(last + timedelta(days=1))}"  # the first day after. Source: RFC 5545, 3.6.1
    yield _text("SUMMARY", _summary(entry, exact=first == entry.first == last))
    yield _text("DESCRIPTION", _description(entry))
    if links := [url for mention in entry.mentions if (url := address(mention))]:
        yield f"URL:{links[0]}"
    yield f"CATEGORIES:{entry.role.value.upper()}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _summary(entry: TimelineEntry, *, exact: bool) -> str:
    said = shortened(sentence(entry), _SUMMARY_CHARS)
    return said if exact else f"[{when(entry)}] {said}"


def _description(entry: TimelineEntry) -> str:
    told = [sentence(entry), "", ", ".join((when(entry), *marks(entry)))]
    told += [f"Figures differ, {line}" for line in disagreements(entry)]
    told += [f"{plainly(m.item.source.name)}: {address(m) or plainly(m.item.title)}" for m in entry.mentions]
    return "\n".join(told)


def _uid(key: str, entry: TimelineEntry) -> str:
    first = entry.mentions[0] if entry.mentions else None
    told = "\0".join((key, entry.value or "", address(first) if first else "", first.sentence if first else ""))
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:32]


def _day(value: date) -> str:
    return f"{value.year:04d}{value.month:02d}{value.day:02d}"


def _text(name: str, value: str) -> str:
    return f"{name}:{value.translate(_ESCAPES)}"


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, never inside a character; each but the first begins with a space."""
    piece, octets = "", 0
    for char in line:
        size = len(char.encode("utf-8"))
        if octets + size > _LINE_OCTETS:
            yield piece + "\r\n"
            piece, octets = " ", 1
        piece += char
        octets += size
    yield piece + "\r\n"
