"""What a command is about: one story, or everything that a query finds."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.commands.arguments import parse_story_number
from handlers.requests import Request, Services
from newsroom.chat import ChatId
from newsroom.desk.story_view import StoryView
from newsroom.errors import UserError
from newsroom.item import Item
from newsroom.matching.matcher import Matcher, Tier
from newsroom.matching.query import Query
from newsroom.matching.terms import query_words
from newsroom.sentence import Sentence, sentence
from newsroom.story import numbered
from newsroom.topic import Topic, TopicId
from storage import search, stories, story_cards, topics
from storage.database import Connection, Database

MOST_ITEMS = 3_000  # read for one question; enough for months of a busy topic
_ASKED = TopicId(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryItems:
    """What a query finds: the items that match it well enough to alert, and those that only mention it."""

    query: Query
    alerting: tuple[Item, ...]
    mentioning: tuple[Item, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """All of them, oldest first."""
        return tuple(sorted((*self.alerting, *self.mentioning), key=lambda i: (i.time, i.id)))


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
    connection: Connection, query: Query, viewer: ChatId | None, since: datetime | None = None, after: int = 0
) -> QueryItems:
    """As `find_items`, of what a connection sees: since a time, of ids above `after`."""
    words = query_words(query, await search.languages(connection, viewer))
    candidates = await search.items_with(connection, words, MOST_ITEMS, since, after, viewer)
    return await asyncio.to_thread(_sift, query, candidates)


def _sift(query: Query, candidates: Sequence[Item]) -> QueryItems:
    matcher = Matcher({_ASKED: query})
    alerting: list[Item] = []
    mentioning: list[Item] = []
    for item in candidates:
        for match in matcher.match(item):
            (alerting if match.tier is Tier.ALERT else mentioning).append(item)
    return QueryItems(query=query, alerting=tuple(alerting), mentioning=tuple(mentioning))


async def newest_stories(
    connection: Connection, found: Sequence[Item], limit: int, viewer: ChatId | None
) -> list[StoryView]:
    """The stories of these items as a chat sees them, the newest first."""
    ids = await stories.story_ids(connection, [item.id for item in sorted(found, key=lambda item: -item.id)], viewer)
    return await stories.stories_by_id(connection, ids[:limit], viewer)


async def own_topic(request: Request, services: Services) -> Topic | None:
    """The chat's only topic, where it has just one: what a command without an argument is about."""
    own = await services.database.ask(lambda c: topics.topics_of(c, request.place.chat))
    here = [t for t in own if t.place == request.place] or own
    return here[0] if len(here) == 1 else None


def week_before(now: datetime) -> datetime:
    """A week ago: how far back a preview looks."""
    return now - timedelta(days=7)
