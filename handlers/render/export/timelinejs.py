"""A timeline as TimelineJS 3 reads it. Source: https://timeline.knightlab.com/docs/json-format.html."""

import hashlib
import html
import json
from datetime import date
from typing import Any

from handlers.html import shortened
from handlers.render.timeline_dates import marks, when
from handlers.render.timeline_document import TimelineDocument, address, days_of, disagreements, plainly, sentence
from handlers.sentences.reader import Reader
from newsroom.dates import Precision
from newsroom.timelines.timeline_entries import TimelineEntry

_HEADLINE_CHARS = 110


def render_timelinejs(document: TimelineDocument) -> bytes:
    """A slide for each dated entry; what has no date is on the title's slide, since TimelineJS takes no other."""
    slides = [_slide(entry, document.reader, *days) for entry in document.rows if (days := days_of(entry))]
    undated = [entry for entry in document.rows if days_of(entry) is None]
    made = {
        "title": {"text": {"headline": _safe(document.title), "text": _front(document, undated)}, "autolink": False},
        "events": slides,
        "scale": "human",
    }
    return json.dumps(made, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"


def _front(document: TimelineDocument, undated: list[TimelineEntry]) -> str:
    documents = sum(covered.documents for covered in document.coverage)
    reader, time = document.reader, document.reader.moment_utc(document.made)
    counted = reader.say("unit.document", count=documents)
    lines = [f"<p>{_safe(reader.say('slides.made', documents=counted, time=time))}</p>"]
    if undated:
        lines.append(f"<p><b>{_safe(reader.say('timeline.undated'))}</b></p>")
        lines += [f"<p>{_safe(sentence(entry))}<br>{_cited(entry)}</p>" for entry in undated]
    return "".join(lines)


def _slide(entry: TimelineEntry, reader: Reader, first: date, last: date) -> dict[str, Any]:
    words = sentence(entry)
    headline = shortened(words, _HEADLINE_CHARS)
    start, end = _date(first, entry), _date(last, entry)
    slide: dict[str, Any] = {
        "start_date": start,
        "display_date": when(entry, reader),
        "text": {"headline": _safe(headline), "text": _body(entry, words if headline != words else "", reader)},
        "unique_id": _unique(entry),
        "autolink": False,
    }
    return slide if start == end else slide | {"end_date": end}


def _date(value: date, entry: TimelineEntry) -> dict[str, int]:
    """Only the parts that are known."""
    match entry.precision:
        case Precision.YEAR:
            return {"year": value.year}
        case Precision.MONTH:
            return {"year": value.year, "month": value.month}
        case _:
            return {"year": value.year, "month": value.month, "day": value.day}


def _body(entry: TimelineEntry, words: str, reader: Reader) -> str:
    lines = [words] if words else []
    lines += [reader.say("figures.differ", figures=line) for line in disagreements(entry, reader)]
    lines += [", ".join(marks(entry, reader))] if marks(entry, reader) else []
    return "".join(f"<p>{_safe(line)}</p>" for line in lines) + f"<p>{_cited(entry)}</p>"


def _cited(entry: TimelineEntry) -> str:
    cited: dict[str, str] = {}
    for mention in entry.mentions:
        name, url = _safe(mention.item.source.shown), _safe(address(mention))
        cited.setdefault(name, f'<a href="{url}">{name}</a>' if url else name)
    return ", ".join(cited.values())


def _unique(entry: TimelineEntry) -> str:
    parts = "\0".join((entry.value or "", entry.text, *(m.item.url for m in entry.mentions[:1])))
    return "entry-" + hashlib.sha256(parts.encode("utf-8", "replace")).hexdigest()[:16]


def _safe(text: str) -> str:
    """TimelineJS reads HTML."""
    return html.escape(plainly(text), quote=True)
