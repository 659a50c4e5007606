"""A timeline as a calendar of all-day events. Source: RFC 5545."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from handlers.html import shortened
from handlers.render.timeline_dates import marks, when
from handlers.render.timeline_document import TimelineDocument, address, days_of, disagreements, plainly, sentence
from handlers.sentences.reader import Reader
from newsroom.timelines.timeline_entries import TimelineEntry

_LINE_OCTETS = 75  # without its line break. Source: RFC 5545, 3.1
_SUMMARY_CHARS = 120
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def render_ical(document: TimelineDocument) -> bytes:
    """An event for each dated entry; a month is an event of its days, a bound an event on its day that says so.

    An entry keeps its UID in every export as long as its date and the first article that reported it stay. What has no
    date has no place in a calendar: the calendar's description counts it.
    """
    dated = [(entry, days) for entry in document.rows if (days := days_of(entry))]
    undated = len(document.rows) - len(dated)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Wirewatch//Timeline//{document.reader.language.upper()}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        _text("X-WR-CALNAME", shortened(plainly(document.title), _SUMMARY_CHARS)),
    ]
    if undated:
        lines.append(_text("X-WR-CALDESC", document.reader.say("calendar.left_out", count=undated)))
    uids: Counter[str] = Counter()
    for entry, days in dated:
        uid = _uid(document.key, entry)
        uids[uid] += 1
        again = f"-{uids[uid]}" if uids[uid] > 1 else ""  # two events of one date in one sentence
        lines += _event(f"{uid}{again}@wirewatch", document.made, entry, document.reader, *days)
    lines.append("END:VCALENDAR")
    return "".join(folded for line in lines for folded in _folded(line)).encode("utf-8")


def _event(uid: str, made: datetime, entry: TimelineEntry, reader: Reader, first: date, last: date) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{uid}"
    yield f"DTSTAMP:{made:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{_day(first)}"
    if last < date.max:
        yield f"DTEND;VALUE=DATE:{_day(last + timedelta(days=1))}"  # the first day after. Source: RFC 5545, 3.6.1
    yield _text("SUMMARY", _summary(entry, reader, exact=first == entry.first == last))
    yield _text("DESCRIPTION", _description(entry, reader))
    if links := [url for mention in entry.mentions if (url := address(mention))]:
        yield f"URL:{links[0]}"
    yield f"CATEGORIES:{entry.role.value.upper()}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _summary(entry: TimelineEntry, reader: Reader, *, exact: bool) -> str:
    words = shortened(sentence(entry), _SUMMARY_CHARS)
    return words if exact else f"[{when(entry, reader)}] {words}"


def _description(entry: TimelineEntry, reader: Reader) -> str:
    lines = [sentence(entry), "", ", ".join((when(entry, reader), *marks(entry, reader)))]
    lines += [reader.say("figures.differ", figures=line) for line in disagreements(entry, reader)]
    lines += [f"{plainly(m.item.source.shown)}: {address(m) or plainly(m.item.title)}" for m in entry.mentions]
    return "\n".join(lines)


def _uid(key: str, entry: TimelineEntry) -> str:
    first = entry.mentions[0] if entry.mentions else None
    parts = "\0".join((key, entry.value or "", address(first) if first else "", first.sentence if first else ""))
    return hashlib.sha256(parts.encode("utf-8", "replace")).hexdigest()[:32]


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
