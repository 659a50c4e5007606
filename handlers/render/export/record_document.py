"""Records of stories as files: what happened, who reported, and what a chat was sent when."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers.render.export.csv import table
from handlers.render.export.formats import Rendered
from handlers.render.export.json import as_json
from handlers.render.export.page_template import page_template
from handlers.render.heading import lead_in
from handlers.render.timeline_document import Format, plainly
from handlers.sentences.reader import Reader
from newsroom.desk.story_record import RecordEntry, SentMessage, StoryRecord
from newsroom.source import SourceKind
from newsroom.story import numbered

COLUMNS = ("time", "local_time", "story", "headline", "what", "who", "text", "address", "words", "state")
_PURPOSES = {Format.PAGE: "export.page", Format.TABLE: "export.table", Format.JSON: "export.json"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDocument:
    """Records with what is shown around them.

    Attributes:
        key: What it is of: file names hold it.
        chat: What the chat is called that was sent the messages.
        since: Only what happened from then on; None: all that is kept.
        records: The story that was opened first comes first.
    """

    key: str
    title: str
    chat: str
    since: datetime | None
    made: datetime
    records: tuple[StoryRecord, ...]
    reader: Reader


def render_record(document: RecordDocument, wanted: Format) -> Rendered:
    """The records in a form: table, JSON or page."""
    return Rendered(
        name=f"{document.key}-record.{wanted.value}",
        content=_RENDERERS[wanted](document),
        purpose=document.reader.say(_PURPOSES[wanted]),
    )


def _as_table(document: RecordDocument) -> bytes:
    """One row for each thing that happened; times in UTC, and on the chat's clock."""
    heads = [document.reader.say(f"record_column.{column}") for column in COLUMNS]
    pairs = ((record, entry) for record in document.records for entry in record.entries)
    return table(heads, (_cells(record, entry, document) for record, entry in pairs))


def _cells(record: StoryRecord, entry: RecordEntry, document: RecordDocument) -> Sequence[str]:
    reader, message = document.reader, entry.message
    return (
        entry.at.isoformat(timespec="seconds"),
        reader.local(entry.at).isoformat(sep=" ", timespec="seconds")[:19],
        numbered(record.view.id),
        lead_in(record.view, reader.language).title,
        reader.say(f"record_kind.{entry.kind}"),
        _who(entry, document),
        entry.text,
        entry.item.page if entry.item else "",
        ", ".join(message.words) if message else "",
        _state(message, reader) if message else "",
    )


def _who(entry: RecordEntry, document: RecordDocument) -> str:
    """The outlet that did it, or the chat and thread that were sent it."""
    if entry.item is not None:
        return entry.item.source.shown
    if entry.message is not None and entry.message.thread:
        return document.reader.say("record.thread", chat=document.chat, thread=entry.message.thread)
    return document.chat if entry.message is not None else ""


def _state(message: SentMessage, reader: Reader) -> str:
    if message.given_up:
        return reader.say("record.given_up", reason=message.given_up)
    if message.waits:
        return reader.say("record.waits")
    if message.sent is None:
        return ""
    return reader.say("record.maybe_twice" if message.maybe_twice else "record.sent")


def _as_json(document: RecordDocument) -> bytes:
    """One object: `title`, `chat`, `since` (null: everything), `made`, `stories` with their `entries` in order.

    An entry has `at` and `what`; one of an outlet `outlet`, `text`, `url` and `first_seen`, one that the chat was sent
    `thread` (0: the main one), `decided`, `sent` (null: it was not, or that is no longer known) and `words`.
    """
    return as_json(
        {
            "title": plainly(document.title),
            "chat": plainly(document.chat),
            "since": _iso(document.since),
            "made": _iso(document.made),
            "stories": [_story(record, document.reader) for record in document.records],
        }
    )


def _story(record: StoryRecord, reader: Reader) -> Mapping[str, Any]:
    view = record.view
    return {
        "number": numbered(view.id),
        "headline": plainly(lead_in(view, reader.language).title),
        "opened": _iso(view.opened),
        "updated": _iso(view.updated),
        "outlets": view.outlets,
        "independent_publishers": view.independent,
        "entries": [_entry(entry) for entry in record.entries],
    }


def _entry(entry: RecordEntry) -> Mapping[str, Any]:
    made: dict[str, Any] = {"at": _iso(entry.at), "what": entry.kind.value}
    if entry.item is not None:
        item = entry.item
        made |= {"outlet": plainly(item.source.shown), "kind": item.source.kind.value, "text": plainly(entry.text)}
        made |= {"url": plainly(item.page), "first_seen": _iso(item.arrived_at)}
    elif entry.text:
        made |= {"text": plainly(entry.text)}
    if entry.message is not None:
        message = entry.message
        made |= {"thread": message.thread, "decided": _iso(message.decided), "sent": _iso(message.sent)}
        made |= {"words": [plainly(word) for word in message.words], "waits": message.waits}
        made |= {"given_up": plainly(message.given_up), "maybe_twice": message.maybe_twice}
    return made


def _iso(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def _as_page(document: RecordDocument) -> bytes:
    """A page of its own, which asks the network for nothing."""
    reader = document.reader
    stories = reader.say("unit.story", count=len(document.records))
    since = reader.say("record.since", time=reader.moment(document.since)) if document.since else ""
    page = page_template("record.html.jinja")(
        title=plainly(document.title),
        summary=" · ".join(filter(None, (plainly(document.chat), stories, since))),
        records=[_section(record, document) for record in document.records],
        zone=reader.zone_name,
        made=reader.moment_utc(document.made),
        language=reader.language,
        say=reader.say,
    )
    return page.encode("utf-8")


def _section(record: StoryRecord, document: RecordDocument) -> Mapping[str, Any]:
    view, reader = record.view, document.reader
    lead = lead_in(view, reader.language)
    return {
        "number": numbered(view.id),
        "headline": plainly(lead.title),
        "url": lead.page,
        "entries": [_row(entry, document, reader) for entry in record.entries],
    }


def _row(entry: RecordEntry, document: RecordDocument, reader: Reader) -> Mapping[str, Any]:
    message = entry.message
    return {
        "iso": _iso(entry.at),
        "when": reader.moment(entry.at),
        "what": reader.say(f"record_kind.{entry.kind}"),
        "who": plainly(_who(entry, document)),
        "official": entry.item is not None and entry.item.source.kind is SourceKind.STATE,
        "text": plainly(entry.text),
        "url": entry.item.page if entry.item else "",
        "words": plainly(", ".join(message.words)) if message else "",
        "state": plainly(_state(message, reader)) if message else "",
    }


_RENDERERS: Mapping[Format, Callable[[RecordDocument], bytes]] = {
    Format.TABLE: _as_table,
    Format.JSON: _as_json,
    Format.PAGE: _as_page,
}
