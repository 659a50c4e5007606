"""/search: every story that a query finds."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from handlers.asked_back import Choice, ChoiceError, QuestionError
from handlers.commands.arguments import TimelineArgument, parse_page, parse_timeline
from handlers.commands.find import QueryStories, find_stories, too_broad
from handlers.commands.query_work import briefly
from handlers.commands.relative_days import midnight, since_perhaps, with_dates
from handlers.leads import leads_in
from handlers.render.search_results import SHOWN, Ordering, best_first, results
from handlers.render.snippets import Hit
from handlers.render.timeline_document import Format
from handlers.requests import Answer, Request, Services
from newsroom.desk.story_view import StoryView
from newsroom.item import Item
from newsroom.matching.matcher import Matcher
from newsroom.matching.query import Query
from newsroom.matching.typed_query import parse_typed
from newsroom.sentence import sentence
from newsroom.story import StoryId
from newsroom.topic import TopicId

_RANKED = 200  # stories among which the best come first; a guess: of more nobody turns the pages
_LOOKED_AT = 4  # items of a story for its hit; a guess: of a large story most have the words
_ORDERED = re.compile(r"\s+order:(best|newest)$", re.IGNORECASE)
_ASKED = TopicId(0)


async def search(request: Request, services: Services) -> Answer:
    """Every story that a query finds, passing mentions too; newest first, or `order:best`."""
    if not request.argument:
        raise QuestionError(sentence("search.what"), "search")
    paged, page = parse_page(request.argument)
    asked, order = _ordered(paged)
    today = request.reader.local(request.now).date()
    wish = parse_timeline(with_dates(asked, today))
    if _is_file(wish, asked) or wish.until is not None:
        choice = Choice(f"/timeline {asked}")
        raise ChoiceError(sentence("search.as_timeline"), [choice])
    since = midnight(wish.since, request.chat.zone) if wish.since else None
    # "motion picture" is searched for: a picture is asked for with "as" before it.
    query = parse_typed(asked if wish.form is not None else wish.about)
    found = await _found(request, services, query, page, order, since)
    if not found.views and (dated := since_perhaps(asked, today)):
        raise ChoiceError(sentence("timeline.no_match", query=asked), [Choice(f"/search {dated}")])
    first = (page - 1) * SHOWN
    shown, reader = found.views[first : first + SHOWN], request.reader
    leads = await services.database.ask(lambda c: leads_in(c, request.place, shown, reader, request.now))
    hits = await briefly(_hits, query, shown, leads)
    message = results(asked, found.views, found.alerting, leads, reader, page=page, order=order, hits=hits)
    return Answer(messages=(message, *too_broad(request, found.cut)))


def _ordered(argument: str) -> tuple[str, Ordering]:
    found = _ORDERED.search(argument)
    if found is None:
        return argument, Ordering.NEWEST
    return argument[: found.start()].strip(), Ordering(found.group(1).lower())


def _is_file(wish: TimelineArgument, asked: str) -> bool:
    """Whether a file is asked for: the last word alone may be one of the query."""
    return wish.form is not None and (wish.form is not Format.PICTURE or re.search(r"\bas\b", asked) is not None)


async def _found(
    request: Request, services: Services, query: Query, page: int, order: Ordering, since: datetime | None
) -> QueryStories:
    chat, limit = request.place.chat, page * SHOWN + 1
    if order is Ordering.NEWEST:
        return await find_stories(services.database, query, chat, limit, since=since)
    found = await find_stories(services.database, query, chat, max(_RANKED, limit), since=since)
    return replace(found, views=best_first(found.views, found.alerting))


def _hits(query: Query, views: Sequence[StoryView], leads: Mapping[StoryId, Item]) -> Mapping[StoryId, Hit]:
    """Of each story the words that hit, in its lead where that has any."""
    matcher = Matcher({_ASKED: query})
    found: dict[StoryId, Hit] = {}
    for view in views:
        lead = leads[view.id]
        others = [placed.item for placed in view.items if placed.item.id != lead.id]
        for item in (lead, *others[-_LOOKED_AT:]):
            if matches := matcher.match(item):
                found[view.id] = Hit(item, matches[0].words)
                break
    return found
