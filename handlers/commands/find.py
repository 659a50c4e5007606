"""What a command is about: one story, or everything that a query finds."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.commands.arguments import parse_story_number
from handlers.commands.query_work import BATCH, Sifting, briefly
from handlers.messages import Message
from handlers.requests import Request, Services
from newsroom.chat import ChatId
from newsroom.desk.story_view import StoryView
from newsroom.errors import UserError
from newsroom.item import Item, ItemId
from newsroom.matching.needed_words import query_words
from newsroom.matching.query import Query
from newsroom.sentence import Sentence, sentence
from newsroom.story import StoryId, numbered
from newsroom.topic import Topic
from storage import search, stories, story_cards, topics
from storage.database import Connection, Database
from storage.items import items_by_id

MOST_ITEMS = 3_000  # read for one question; enough for months of a busy topic
_READ_AT_ONCE = 4 * BATCH  # items of one statement, which the loop waits for: some 4 ms

Beside = Callable[[Callable[[Sequence[Item]], None], Sequence[Item]], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryItems:
    """What a query finds: the items that match it well enough to alert, and those that only mention it.

    Attributes:
        cut: There may be more, older ones: the query is too broad to look at all of them.
    """

    query: Query
    alerting: tuple[Item, ...]
    mentioning: tuple[Item, ...]
    cut: bool = False

    @property
    def items(self) -> tuple[Item, ...]:
        """All of them, oldest first."""
        return tuple(sorted((*self.alerting, *self.mentioning), key=lambda i: (i.time, i.id)))


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryStories:
    """The newest stories that a query finds.

    Attributes:
        alerting: The items of these stories that match it well enough to alert.
        cut: As in `QueryItems`.
    """

    views: tuple[StoryView, ...]
    alerting: frozenset[ItemId]
    cut: bool


async def one_story(request: Request, services: Services) -> StoryView | None:
    """The story that is named by number or replied to; None where neither is."""
    number = parse_story_number(request.argument) if request.argument else None
    async with services.database.read() as connection:
        if number is None and request.replied is not None and not request.argument:
            number = await story_cards.story_of_message(connection, request.speaker.place.chat, request.replied)
        if number is None:
            return None
        view = await stories.story(connection, number, request.place.chat)
    if view is None:
        raise UserError(sentence("story.unknown", number=numbered(number)))
    return view


async def needed_story(request: Request, services: Services, otherwise: Sentence) -> StoryView:
    """The story that is named by number or replied to.

    Raises:
        UserError: neither is, which `otherwise` asks for; or there is no such story.
    """
    view = await one_story(request, services)
    if view is None:
        raise UserError(otherwise)
    return view


async def kept_story(request: Request, services: Services, story_id: int) -> StoryView:
    """The story of a button.

    Raises:
        UserError: it was forgotten meanwhile.
    """
    view = await services.database.ask(lambda c: stories.story(c, story_id, request.place.chat))
    if view is None:
        raise UserError(sentence("story.gone"))
    return view


async def find_items(database: Database, query: Query, viewer: ChatId | None) -> QueryItems:
    """Every stored item that the query matches and that a chat may meet (None: of those for all)."""
    async with database.read() as connection:
        return await items_matching(connection, query, viewer)


async def items_matching(
    connection: Connection,
    query: Query,
    viewer: ChatId | None,
    since: datetime | None = None,
    after: int = 0,
    work: Beside = briefly,
) -> QueryItems:
    """As `find_items`, of what a connection sees: since a time, of ids above `after`.

    `work`: where the items are looked at; a transaction has to wait for nobody else's question.
    """
    ids = await _candidates(connection, query, viewer, since, after)
    sifting = Sifting(query)
    await _sift(connection, sifting, ids, work)
    return QueryItems(
        query=query,
        alerting=tuple(sifting.alerting),
        mentioning=tuple(sifting.mentioning),
        cut=sifting.over or len(ids) == MOST_ITEMS,
    )


async def find_stories(
    database: Database,
    query: Query,
    viewer: ChatId | None,
    limit: int,
    *,
    passing: bool = True,
    since: datetime | None = None,
) -> QueryStories:
    """The stories with an item that the query matches, that with the latest report first, and no more than `limit`.

    No more items are looked at than these take. `passing`: also those that only mention it; `since`: those with an
    item that matches and is not older.
    """
    async with database.read() as connection:
        candidates = await _candidates(connection, query, viewer, since)
        story_of = await stories.stories_by_item(connection, candidates, viewer)
        ids = await _latest_first(connection, story_of, viewer)
        sifting = Sifting(query)
        found: dict[StoryId, None] = {}
        looked_at = 0
        while looked_at < len(ids) and len(found) < limit and not sifting.over:
            batch = ids[looked_at : looked_at + BATCH]
            looked_at += len(batch)
            await _sift(connection, sifting, batch)
            sifted = (*sifting.alerting, *(sifting.mentioning if passing else ()))
            matching = {item.id for item in sifted if since is None or item.time >= since}
            found |= dict.fromkeys(story_of[id_] for id_ in batch if id_ in matching)
        views = await stories.stories_by_id(connection, [*found][:limit], viewer)
        inside = {placed.item.id for view in views for placed in view.items}
        await _sift(connection, sifting, [id_ for id_ in ids[looked_at:] if id_ in inside])
    alerting = frozenset(item.id for item in sifting.alerting) & inside
    return QueryStories(views=tuple(views), alerting=alerting, cut=sifting.over or len(candidates) == MOST_ITEMS)


async def finds_any(connection: Connection, query: Query, viewer: ChatId, since: datetime) -> bool:
    """Whether any item since then matches the query well enough to alert: no more are looked at than that takes."""
    ids = await _candidates(connection, query, viewer, since)
    sifting = Sifting(query)
    for at in range(0, len(ids), BATCH):
        await _sift(connection, sifting, ids[at : at + BATCH])
        if any(item.time >= since for item in sifting.alerting):
            return True
        if sifting.over:
            break
    return False


async def _latest_first(
    connection: Connection, story_of: Mapping[ItemId, StoryId], viewer: ChatId | None
) -> list[ItemId]:
    """The items in the order of their stories' latest reports, which is not that in which a first document came in."""
    latest = await stories.latest_reports(connection, set(story_of.values()), viewer)
    return sorted(story_of, key=lambda item: (latest[story_of[item]], story_of[item], item), reverse=True)


async def _candidates(
    connection: Connection, query: Query, viewer: ChatId | None, since: datetime | None = None, after: int = 0
) -> list[ItemId]:
    """Of the items that have the words which the query needs, the newest."""
    # Beside the loops: it may be the first to ask for a dictionary, which is read then.
    words = await asyncio.to_thread(query_words, query, await search.languages(connection))
    return await search.ids_with(connection, words, MOST_ITEMS, since, after, viewer)


async def _sift(connection: Connection, sifting: Sifting, ids: Sequence[ItemId], work: Beside = briefly) -> None:
    """Look at these items, in batches, until the budget is used up."""
    for at in range(0, len(ids), BATCH):
        if at % _READ_AT_ONCE == 0:
            found = await items_by_id(connection, ids[at : at + _READ_AT_ONCE])
        await work(sifting.sift, [found[id_] for id_ in ids[at : at + BATCH]])
        if sifting.over:
            break


def too_broad(request: Request, cut: bool) -> tuple[Message, ...]:  # noqa: FBT001 - the one thing that is asked
    """A word on a query that was not looked at to its end; nothing where it was."""
    return (request.message("find.cut"),) if cut else ()


async def newest_stories(
    connection: Connection, found: Sequence[Item], limit: int, viewer: ChatId | None
) -> list[StoryView]:
    """The stories of these items as a chat sees them, that with the latest report first."""
    story_of = await stories.stories_by_item(connection, [item.id for item in found], viewer)
    ids = list(dict.fromkeys(story_of[item] for item in await _latest_first(connection, story_of, viewer)))
    return await stories.stories_by_id(connection, ids[:limit], viewer)


async def own_topic(request: Request, services: Services) -> Topic | None:
    """The chat's only topic, where it has just one: what a command without an argument is about."""
    own = await services.database.ask(lambda c: topics.topics_of(c, request.place.chat))
    here = [t for t in own if t.place == request.place] or own
    return here[0] if len(here) == 1 else None


def week_before(now: datetime) -> datetime:
    """A week ago: how far back a preview looks."""
    return now - timedelta(days=7)
