"""A timeline as JSON."""

import json
from collections.abc import Mapping
from typing import Any

from handlers.render.timeline_dates import when
from handlers.render.timeline_document import TimelineDocument, address, plainly, sentence
from handlers.sentences.reader import Reader
from newsroom.timelines.timeline_entries import SourceMention, TimelineEntry


def render_json(document: TimelineDocument) -> bytes:
    """One object: `title`, `made`, `entries` in the order of a page, `coverage` by day, what is left out.

    `more` counts dates that are left out, `lesser` events of the dates that are there.

    An entry's `date` is EDTF (null where undated), `first` and `last` ISO days (null where nothing bounds them);
    `sources` names every article that reports it, with its address ("" where the feed gave none), in order of time.
    """
    made = {
        "title": plainly(document.title),
        "made": document.made.isoformat(timespec="seconds"),
        "entries": [_entry(entry, document.reader) for entry in document.rows],
        "more": document.timeline.more,
        "lesser": document.timeline.lesser,
        "coverage": [
            {"day": covered.day.isoformat(), "documents": covered.documents, "outlets": len(covered.outlets)}
            for covered in document.coverage
        ],
    }
    return as_json(made)


def as_json(made: Mapping[str, Any]) -> bytes:
    """An object as people and programs read it."""
    return json.dumps(made, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"


def _entry(entry: TimelineEntry, reader: Reader) -> dict[str, Any]:
    return {
        "date": entry.value,
        "first": entry.first.isoformat() if entry.first else None,
        "last": entry.last.isoformat() if entry.last else None,
        "when": when(entry, reader),
        "precision": entry.precision.value,
        "kind": entry.kind.value,
        "year_inferred": entry.year_inferred,
        "role": entry.role.value,
        "named": entry.named,
        "sentence": sentence(entry),
        "outlet": plainly(entry.item.source.shown),
        "documents": entry.documents,
        "figures": [
            {"slot": one.slot, "value": one.value, "number": one.number, "outlet": plainly(one.outlet)}
            for one in entry.figures
        ],
        "sources": [_source(mention) for mention in entry.mentions],
    }


def _source(mention: SourceMention) -> dict[str, Any]:
    item = mention.item
    return {
        "outlet": plainly(item.source.shown),
        "kind": item.source.kind.value,
        "headline": plainly(item.title),
        "url": address(mention),
        "published": item.published.isoformat(timespec="seconds") if item.published else None,
        "first_seen": item.arrived_at.isoformat(timespec="seconds"),
        "sentence": plainly(mention.sentence),
        "dated": mention.dated,
    }
