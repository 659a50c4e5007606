"""/story, /sources, /why, /edits, /disagreements: questions about one story."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from handlers.commands.arguments import story_number
from handlers.commands.find import find, one_story, stories_of
from handlers.messages import Message
from handlers.render.card import card
from handlers.render.notices import conflict
from handlers.render.search_results import edits as edits_message
from handlers.render.source_health import SourceHealth, health
from handlers.render.sources import story_sources, topic_sources
from handlers.render.sources import why as why_message
from handlers.requests import Answer, Request, Services
from newsroom.desk.story_view import StoryView
from newsroom.errors import UserError
from newsroom.matching.matcher import Matcher, Tier
from newsroom.matching.query import parse
from newsroom.topic import Topic, TopicId
from storage import sources, stories, topics
from storage.database import Transaction

_SHOWN_STORIES = 40
_HITS_A_TOPIC = 2


async def story(request: Request, services: Services) -> Answer:
    """One story's card, as it is now."""
    view = await one_story(request, services)
    if view is None:
        raise UserError("Which story? Write its number, /story 12, or reply to an alert with /story.")
    return Answer(messages=(card(view, (), request.reader, request.now),))


async def all_sources(request: Request, services: Services) -> Answer:
    """Who reported a story or a topic; without either, the watched sources and their health."""
    view = await one_story(request, services)
    if view is not None:
        return Answer(messages=(story_sources(view, request.reader, request.now),))
    if request.argument:
        found = await find(request.argument, services)
        views = await stories_of(found.alerting, services, _SHOWN_STORIES)
        if not views:
            raise UserError("No story matches that. /search looks further, in passing mentions too.")
        return Answer(messages=(topic_sources(request.argument, views, request.reader, request.now),))
    watched = await services.database.ask(sources.active_sources)
    known = [
        SourceHealth(name=one.source.name, problem=one.problem, last_ok=one.last_ok_at, last_new=one.last_new_at)
        for one in watched
    ]
    return Answer(messages=(health(known, request.reader, request.now),))


async def press_sources(request: Request, services: Services, story_id: int) -> Answer:
    """The sources button under an alert."""
    return Answer(messages=(story_sources(await _story(services, story_id), request.reader, request.now),))


async def why(request: Request, services: Services) -> Answer:
    """Which words matched, and what joined the items of a story."""
    view = await one_story(request, services)
    if view is None:
        raise UserError("Why what? Write a story's number, /why 12, or reply to an alert with /why.")
    return await _why(request, services, view)


async def press_why(request: Request, services: Services, story_id: int) -> Answer:
    """The why button under an alert."""
    return await _why(request, services, await _story(services, story_id))


async def _why(request: Request, services: Services, view: StoryView) -> Answer:
    own = await services.database.ask(lambda c: topics.topics_of(c, request.place.chat))
    words = await asyncio.to_thread(_hits, own, view)
    return Answer(messages=(why_message(view, words, request.reader),))


def _hits(own: Sequence[Topic], view: StoryView) -> list[tuple[str, tuple[str, ...], str]]:
    """Asked of the matcher anew and not of the record: a topic may be younger than the story."""
    matcher = Matcher({topic.id: parse(topic.query) for topic in own})
    named = {topic.id: topic.query for topic in own}
    found = [(match, told.item) for told in view.items for match in matcher.match(told.item)]
    found.sort(key=lambda pair: (pair[0].tier is not Tier.ALERT, pair[0].topic))
    lines: dict[TopicId, list[tuple[str, tuple[str, ...], str]]] = {}
    for match, item in found:
        lines.setdefault(match.topic, []).append((named[match.topic], match.words, item.title))
    return [line for told in lines.values() for line in told[:_HITS_A_TOPIC]]


async def edits(request: Request, services: Services) -> Answer:
    """How the headlines and texts of a story were changed."""
    view = await one_story(request, services)
    if view is None:
        raise UserError("Edits of which story? Write /edits 12, or reply to an alert with /edits.")
    return Answer(messages=(edits_message(view, request.reader),))


async def disagreements(request: Request, services: Services) -> Answer:
    """Where sources contradict each other: a story's list, or one disagreement by its number."""
    if request.command == "disagreements" and request.replied is None and request.argument:
        number = story_number(request.argument)
        if number is None:
            raise UserError("Write the number that stands behind “Figures differ”, or reply to an alert.")
        dispute = await services.database.ask(lambda c: stories.dispute(c, number))
        if dispute is not None:
            return Answer(messages=(conflict(dispute, request.reader),))
        raise UserError(f"I know no disagreement #{number}.")
    view = await one_story(request, services)
    if view is None:
        raise UserError("Reply to an alert with /disagreements, or write the number behind “Figures differ”.")
    standing = [d for d in view.disputes if not d.dismissed]
    if not standing:
        return Answer(
            messages=(Message(html="Its sources do not contradict each other in any figure that I can compare."),)
        )
    return Answer(messages=tuple(conflict(d, request.reader) for d in standing[:5]))


async def press_story(request: Request, services: Services, story_id: int) -> Answer:
    """A story's button in a list."""
    return Answer(messages=(card(await _story(services, story_id), (), request.reader, request.now),))


async def press_conflict(request: Request, services: Services, dispute_id: int, *, stands: bool) -> Answer:
    """A person's word on a disagreement; the same button takes it back."""
    dispute = await services.database.ask(lambda c: stories.dispute(c, dispute_id))
    if dispute is None:
        raise UserError("This disagreement is no longer kept.")

    async def effect(tx: Transaction) -> Sequence[Message]:
        await stories.dismiss(tx, dispute_id, None if stands else request.speaker.user)
        return [conflict(replace(dispute, dismissed=not stands), request.reader)]

    toast = "It counts as a conflict again" if stands else "Noted: not a conflict"
    return Answer(effect=effect, toast=toast, replaces=True)


async def _story(services: Services, story_id: int) -> StoryView:
    view = await services.database.ask(lambda c: stories.story(c, story_id))
    if view is None:
        raise UserError("This story is no longer kept.")
    return view
