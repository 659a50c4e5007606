"""Several feeds added to a chat at once: from a file, or from a set to begin with."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from handlers.html import escape
from handlers.requests import Request, Services
from storage import sources
from storage.database import Transaction
from storage.sources import SourceSpec
from storage.states import SourceState

_SHOWN = 30  # names: more are read in /feeds


@dataclass(slots=True)
class Addition:
    """What became of several feeds: the names of those added, how many were watched already or found no room."""

    added: list[str] = field(default_factory=list)
    watched: int = 0
    without_room: int = 0


async def add_feeds(tx: Transaction, request: Request, services: Services, specs: Sequence[SourceSpec]) -> Addition:
    """Watch them for the chat alone, as far as it may have so many."""
    own = await sources.chat_sources(tx.connection, request.chat.id)
    known = {one.source.url for one in own if one.state is SourceState.ACTIVE}
    room = services.limits.feeds_per_chat - len(known)
    addition = Addition()
    for spec in specs:
        if spec.url in known:
            addition.watched += 1
        elif len(addition.added) >= room:
            addition.without_room += 1
        elif await add_feed(tx, request, services, spec) is None:
            addition.watched += 1
        else:
            addition.added.append(spec.name)
    return addition


async def add_feed(tx: Transaction, request: Request, services: Services, spec: SourceSpec) -> int | None:
    """Watch one for the chat alone; None where it is watched for all already."""
    by = request.speaker.user or None
    return await sources.add_chat_source(tx, spec, request.chat.id, request.now, services.poll_floor_s, by)


def addition_lines(request: Request, addition: Addition, *, added: str, no_address: int = 0) -> list[str]:
    """HTML; `added` names the sentence for what was added, whose names stand right below it."""
    reader = request.reader
    counts = {
        added: len(addition.added),
        "opml.watched_already": addition.watched,
        "opml.no_address": no_address,
        "opml.no_room": addition.without_room,
    }
    lines = list[str]()
    for name, count in counts.items():
        if count or (name == added and not addition.watched and not addition.without_room):
            lines.append(reader.say(name, feeds=reader.say("unit.feed", count=count)))
        if name == added and addition.added:
            lines.append(escape(" · ".join(sorted(addition.added, key=str.casefold)[:_SHOWN])))  # names have commas
    if addition.added:
        lines.append(reader.say("opml.look"))
    return lines
