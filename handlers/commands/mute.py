"""/mute, /unmute: a story, a topic or a whole chat kept quiet, for good or for a while."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from handlers.asked_back import Choice, ChoiceError
from handlers.buttons import Act, ListAct, SnoozeAct, button
from handlers.commands.arguments import parse_story_number
from handlers.commands.find import kept_story, needed_story, one_story
from handlers.commands.snooze import in_thread, quiet_for_a_while, spans, topics_for_a_while
from handlers.commands.spans import take_end
from handlers.commands.story_shown import name_here
from handlers.commands.topics import meant_topics
from handlers.html import escape, fit
from handlers.leads import leads_in
from handlers.messages import Message
from handlers.render.outlet_names import plain_headline
from handlers.render.pages import page_buttons, page_number, page_of_pages
from handlers.requests import Answer, Request, Services
from newsroom.chat import MAIN_THREAD, Place
from newsroom.desk.state import DeliveryMode
from newsroom.desk.story_view import StoryView
from newsroom.errors import UserError
from newsroom.sentence import sentence
from newsroom.story import StoryId, numbered
from storage import stories, story_cards, topics
from storage.database import Connection, Transaction

_A_PAGE = 15  # stories: their headlines fit one message


async def mute(request: Request, services: Services) -> Answer:
    """/mute 12, /mute 12 2h, /mute ferry 2h, /mute 2h: a story, a topic, the thread or the chat."""
    what, until = take_end(request.argument, request.chat, request.now)
    asked = replace(request, argument=what)
    if what and parse_story_number(what) is None:
        return await _mute_topic(asked, services, until)
    if not what and request.replied is None and until is not None:
        own = await services.database.ask(lambda c: topics.topics_of(c, request.place.chat))
        here = in_thread(request, own)
        if own and not here and request.place.thread != MAIN_THREAD:
            whole = Choice(f"/quiet {request.argument}", sentence("mute.whole_chat"))
            raise ChoiceError(sentence("mute.none_in_thread"), [whole])
        return topics_for_a_while(request, here, until) if here else quiet_for_a_while(request, until)
    return _set_muted(request, await needed_story(asked, services, sentence("mute.which")), muted=True, until=until)


async def _mute_topic(request: Request, services: Services, until: datetime | None) -> Answer:
    own = await services.database.ask(lambda c: topics.topics_of(c, request.place.chat))
    meant = meant_topics(own, request.argument, "/mute {}")
    if until is None:
        raise UserError(sentence("mute.topic_how_long", query=meant[0].text))
    return topics_for_a_while(request, meant, until)


async def unmute(request: Request, services: Services) -> Answer:
    """Take a story or a topic up again; without one, list what is muted."""
    if request.argument and parse_story_number(request.argument) is None:
        own = await services.database.ask(lambda c: topics.topics_of(c, request.place.chat))
        return topics_for_a_while(request, meant_topics(own, request.argument, "/unmute {}"), None)
    view = await one_story(request, services)
    if view is not None:
        return _set_muted(request, view, muted=False)
    return await press_page(request, services, 0)


async def press_page(request: Request, services: Services, page: int) -> Answer:
    """A page of what is muted."""
    async with services.database.read() as connection:
        muted = await story_cards.muted_stories(connection, request.place.chat)
        page = page_number(page, len(muted), _A_PAGE)
        named = await _named(connection, request, muted[page * _A_PAGE : (page + 1) * _A_PAGE])
    if not muted:
        return Answer(messages=(request.message("unmute.none"),), replaces=True)
    reader = request.reader
    lines = [reader.say("unmute.heading") + page_of_pages(page, len(muted), _A_PAGE, reader)]
    lines += [f"• {escape(plain_headline(title, reader))} /unmute_{numbered(story)}" for story, title in named]
    turns = page_buttons(ListAct.MUTED, page, len(muted), _A_PAGE, reader)
    return Answer(messages=(Message(html=fit("\n".join(lines)), buttons=turns),), replaces=True)


async def _named(
    connection: Connection, request: Request, muted: Sequence[tuple[Place, StoryId]]
) -> Sequence[tuple[StoryId, str]]:
    """With the headline of its card where it is muted; "" where nothing is kept of it any more."""
    views = await stories.stories_asked_for(connection, [story for _, story in muted], request.place.chat)
    titles: dict[tuple[Place, StoryId], str] = {}
    for place in dict.fromkeys(place for place, _ in muted):
        here = [story for there, story in muted if there == place and story in views]
        leads = await leads_in(connection, place, [views[story] for story in here], request.reader, request.now)
        titles |= {(place, story): leads[views[story].id].title for story in here}
    return [(story, titles.get((place, story), "")) for place, story in muted]


async def press_mute(request: Request, services: Services, story_id: int, *, muted: bool) -> Answer:
    """The button under an alert; that under the answer to it, which takes its place: it would go on to say "muted"."""
    return replace(_set_muted(request, await kept_story(request, services, story_id), muted=muted), replaces=not muted)


async def press_snooze(request: Request, services: Services, act: SnoozeAct, number: int, hours: int) -> Answer:
    """A span under what was muted: a story for so long, or a topic (0: no longer)."""
    until = request.now + timedelta(hours=hours) if hours else None
    if act is SnoozeAct.TOPIC:
        topic = await services.database.ask(lambda c: topics.topic(c, number, request.place.chat))
        if topic is None:
            raise UserError(sentence("topics.gone"))
        return replace(topics_for_a_while(request, [topic], until), replaces=True)
    view = await kept_story(request, services, number)
    return replace(_set_muted(request, view, muted=True, until=until), replaces=True)


def _set_muted(request: Request, view: StoryView, *, muted: bool, until: datetime | None = None) -> Answer:
    async def effect(tx: Transaction) -> Sequence[Message]:
        await story_cards.mark_known(tx, request.place, [view.id], DeliveryMode.SILENT, request.now)
        await story_cards.set_muted(tx, request.place, view.id, muted=muted, at=request.now, until=until)
        story = await name_here(tx.connection, request, view)
        return [_confirmed(request, view, story, muted=muted, until=until)]

    return Answer(effect=effect, toast=request.reader.say("mute.toast" if muted else "unmute.toast"))


def _confirmed(request: Request, view: StoryView, story: str, *, muted: bool, until: datetime | None) -> Message:
    reader, name = request.reader, escape(story)
    if until is not None:
        html = reader.say("mute.muted_here_until", story=name, end=reader.clock(until, request.now))
    else:
        html = reader.say("mute.muted_here" if muted else "unmute.unmuted_here", story=name)
    undo = button(reader.say("button.unmute"), Act.UNMUTE, view.id)
    return Message(html=html, buttons=((*spans(SnoozeAct.STORY, view.id, request), undo),) if muted else ())
