"""/story, /sources, /why, /edits, /disagreements: questions about one story."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.commands.arguments import parse_page, parse_story_number
from handlers.commands.find import find_stories, kept_story, needed_story, one_story, too_broad
from handlers.commands.listed_sources import all_page
from handlers.commands.noting import notes_of
from handlers.commands.query_work import briefly
from handlers.commands.story_shown import heading_here, story_message
from handlers.leads import leads_in
from handlers.messages import Message
from handlers.render.notices import conflict
from handlers.render.search_results import edits as edits_message
from handlers.render.sources import story_sources, topic_sources
from handlers.render.why import EXPLAINED_ITEMS, NamedNext, OtherStories
from handlers.render.why import why as why_message
from handlers.requests import Answer, Request, Services
from newsroom.chat import ChatKind
from newsroom.claims.disagreements import DisagreementKind
from newsroom.desk.story_view import NamedStory, StoryView
from newsroom.errors import UserError
from newsroom.item import ItemId
from newsroom.matching.matcher import Matcher, Tier
from newsroom.matching.typed_query import parse_typed
from newsroom.sentence import sentence
from newsroom.story import numbered
from newsroom.topic import Topic, TopicId
from storage import corrections, disputes, next_stories, stories, story_notes, topics
from storage.database import Connection, Transaction

_SHOWN_STORIES = 40
_SHOWN_DISPUTES = 5
_HITS_A_TOPIC = 2


async def story(request: Request, services: Services) -> Answer:
    """One story's card, as it is now, and what was noted on it."""
    view = await needed_story(request, services, sentence("story.which"))
    async with services.database.read() as connection:
        shown = await story_message(connection, request, view)
        notes = await story_notes.count(connection, view, request.chat.id)
        if not notes or request.chat.kind is ChatKind.CHANNEL:
            return Answer(messages=(shown,))
        return Answer(messages=(shown, await notes_of(connection, request, view)))


async def _shown(request: Request, services: Services, view: StoryView) -> Answer:
    return Answer(messages=(await services.database.ask(lambda c: story_message(c, request, view)),))


async def all_sources(request: Request, services: Services) -> Answer:
    """Who reported a story or a topic; without either, the watched sources and their health."""
    view = await one_story(request, services)
    if view is not None:
        return await _sources(request, services, view)
    if request.argument:
        asked, page = parse_page(request.argument)
        query, chat = parse_typed(asked), request.place.chat
        found = await find_stories(services.database, query, chat, _SHOWN_STORIES, passing=False)
        if not found.views:
            raise UserError(sentence("sources.no_story"))
        reader, now = request.reader, request.now
        leads = await services.database.ask(lambda c: leads_in(c, request.place, found.views, reader, now))
        outlets = topic_sources(asked, found.views, leads, reader, now, page=page)
        return Answer(messages=(outlets, *too_broad(request, found.cut)))
    return await all_page(request, services, 0)


async def press_sources(request: Request, services: Services, story_id: int) -> Answer:
    """The sources button under an alert."""
    return await _sources(request, services, await kept_story(request, services, story_id))


async def _sources(request: Request, services: Services, view: StoryView) -> Answer:
    lead = await services.database.ask(lambda c: heading_here(c, request, view))
    return Answer(messages=(story_sources(view, lead, request.reader, request.now),))


async def why(request: Request, services: Services) -> Answer:
    """Which words matched, and what joined the items of a story."""
    view = await needed_story(request, services, sentence("why.which"))
    return await _why(request, services, view)


async def press_why(request: Request, services: Services, story_id: int) -> Answer:
    """The why button under an alert."""
    return await _why(request, services, await kept_story(request, services, story_id))


async def _why(request: Request, services: Services, view: StoryView) -> Answer:
    ids = [placed.item.id for placed in view.items[:EXPLAINED_ITEMS]]
    async with services.database.read() as connection:
        own = await topics.topics_of(connection, request.place.chat)
        others = await _others(connection, request, view, ids)
        lead = await heading_here(connection, request, view)
    words = await briefly(_hits, own, view)
    return Answer(messages=(why_message(view, words, others, lead, request.reader),))


async def _others(connection: Connection, request: Request, view: StoryView, ids: Sequence[ItemId]) -> OtherStories:
    """What came next to these items, and what people keep apart from the story."""
    chat = request.place.chat
    near = await next_stories.near_stories(connection, view.id, ids, chat)
    split = await corrections.kept_apart(connection, [placed.item.id for placed in view.items], chat)
    named = {view.id, *(one.id for one in near.values())}
    apart = [story for story in await stories.story_ids(connection, split, chat) if story not in named]
    asked = [*(named - {view.id}), *apart]
    there = await stories.stories_by_id(connection, asked, chat)
    leads = await leads_in(connection, request.place, there, request.reader, request.now)
    titles = {story: lead.title for story, lead in leads.items()}
    return OtherStories(
        near={
            item: NamedNext(story=NamedStory(id=one.id, title=titles[one.id]), found=one.found)
            for item, one in near.items()
            if one.id in titles
        },
        apart=[NamedStory(id=story, title=titles[story]) for story in apart if story in titles],
    )


def _hits(own: Sequence[Topic], view: StoryView) -> list[tuple[str, tuple[str, ...], str]]:
    """Asked of the matcher anew and not of the record: a topic may be younger than the story."""
    matcher = Matcher({topic.id: topic.query for topic in own})
    named = {topic.id: topic.text for topic in own}
    found = [(match, placed.item) for placed in view.items for match in matcher.match(placed.item)]
    found.sort(key=lambda pair: (pair[0].tier is not Tier.ALERT, pair[0].topic))
    lines: dict[TopicId, list[tuple[str, tuple[str, ...], str]]] = {}
    for match, item in found:
        lines.setdefault(match.topic, []).append((named[match.topic], match.words, item.title))
    return [line for hits in lines.values() for line in hits[:_HITS_A_TOPIC]]


async def edits(request: Request, services: Services) -> Answer:
    """How the headlines and texts of a story were changed."""
    view = await needed_story(request, services, sentence("edits.which"))
    lead = await services.database.ask(lambda c: heading_here(c, request, view))
    return Answer(messages=(edits_message(view, lead, request.reader),))


async def disagreements(request: Request, services: Services) -> Answer:
    """Where sources contradict each other: a story's list, or one disagreement by its number."""
    if request.command == "disagreements" and request.replied is None and request.argument:
        number = parse_story_number(request.argument)
        if number is None:
            raise UserError(sentence("disagreements.which"))
        dispute = await services.database.ask(lambda c: disputes.dispute(c, number, request.place.chat))
        if dispute is not None:
            return Answer(messages=(conflict(dispute, request.reader),))
        raise UserError(sentence("disagreements.unknown", number=numbered(number)))
    view = await needed_story(request, services, sentence("disagreements.which_story"))
    resolved = DisagreementKind.RESOLVED
    open_disputes = [one for one in view.disputes if not (one.dismissed or one.disagreement.kind is resolved)]
    if not open_disputes:
        return Answer(messages=(request.message("disagreements.none"),))
    return Answer(messages=tuple(conflict(dispute, request.reader) for dispute in open_disputes[:_SHOWN_DISPUTES]))


async def press_story(request: Request, services: Services, story_id: int) -> Answer:
    """A story's button in a list."""
    return await _shown(request, services, await kept_story(request, services, story_id))


async def press_conflict(request: Request, services: Services, dispute_id: int, *, dismissed: bool) -> Answer:
    """A person says whether a disagreement is a conflict; the same button takes that back."""
    dispute = await services.database.ask(lambda c: disputes.dispute(c, dispute_id, request.place.chat))
    if dispute is None:
        raise UserError(sentence("disagreements.gone"))

    async def effect(tx: Transaction) -> Sequence[Message]:
        if dismissed:
            await disputes.dismiss(tx, dispute_id, request.place.chat, request.speaker.user, request.now)
        else:
            await disputes.take_back(tx, dispute_id, request.place.chat)
        return [conflict(replace(dispute, dismissed=dismissed), request.reader)]

    toast = request.reader.say("disagreements.dismissed" if dismissed else "disagreements.counts")
    return Answer(effect=effect, toast=toast, replaces=True)
