"""The card of a topic: what it asks, what came of it, and every way to change it behind a button."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.buttons import Act, ListAct, Press, TopicCardAct, button
from handlers.commands import topic_sources
from handlers.commands.arguments import TrackArgument
from handlers.commands.change import asked_for
from handlers.commands.changed_topics import TopicChange, changed
from handlers.commands.find import week_before
from handlers.commands.topics import known_topic, page_of, wishes
from handlers.html import code, fit, italic
from handlers.messages import Message, Rows
from handlers.render.button_rows import packed
from handlers.render.chat_file_change import MODE_MARKS
from handlers.render.thread_link import thread_link
from handlers.requests import Answer, Request, Services
from newsroom.matching.query import explain
from newsroom.topic import Topic, TopicMode
from storage import story_cards, topics
from storage.database import Connection, Transaction

_MODES = {
    TopicCardAct.ALERTS: TopicMode.ALERTS,
    TopicCardAct.DIGEST: TopicMode.DIGEST,
    TopicCardAct.PAUSE: TopicMode.PAUSED,
}
_LABELS = {
    TopicCardAct.ALERTS: "button.alerts_now",
    TopicCardAct.DIGEST: "button.digest_only",
    TopicCardAct.PAUSE: "button.pause_feed",
}
_TWO = 2  # independent publishers: a second one is a confirmation


async def press(request: Request, services: Services, act: TopicCardAct, pressed: Press) -> Answer:
    """The button of a topic in the list, or one of its card."""
    topic = await known_topic(request, services, pressed.number)
    match act:
        case TopicCardAct.CARD:
            return Answer(messages=(await services.database.ask(lambda c: _card(c, request, topic)),), replaces=True)
        case TopicCardAct.EDIT:
            raise asked_for(topic)
        case TopicCardAct.PUBLISHERS:
            # Buttons of older messages name no number.
            least = pressed.detail if pressed.detail in {1, _TWO} else _publishers_then(topic)
            if least == topic.min_independent:
                return Answer(toast=request.reader.say("topics.saved"))  # tapped twice: the first tap did it
            wish = replace(TrackArgument.of(topic), min_independent=least)
            return await changed(
                request, services, TopicChange(topic=topic, query=topic.query, wish=wish), replaces=True
            )
        case TopicCardAct.NARROW:
            return await topic_sources.press(request, services, topic, pressed.detail)
        case TopicCardAct.HERE:
            return await _moved(request, services, topic)
        case TopicCardAct.ALERTS | TopicCardAct.DIGEST | TopicCardAct.PAUSE:
            return _in_mode(request, topic, _MODES[act])


async def _moved(request: Request, services: Services, topic: Topic) -> Answer:
    """Its alerts come into this thread; what is open of it is not sent there again."""

    async def shown(connection: Connection, new: Topic, _figure: str) -> Message:
        return await _card(connection, request, new)

    change = TopicChange(topic=topic, query=topic.query, wish=TrackArgument.of(topic), place=request.place)
    return await changed(request, services, change, replaces=True, shown_as=shown)


def _publishers_then(topic: Topic) -> int:
    """From how many publishers on it is alerted once its button is pressed."""
    return 1 if topic.min_independent > 1 else _TWO


def _in_mode(request: Request, topic: Topic, mode: TopicMode) -> Answer:
    async def effect(tx: Transaction) -> Sequence[Message]:
        new = await topics.set_mode(tx, topic.id, request.place.chat, mode)
        return [] if new is None else [await _card(tx.connection, request, new)]

    return Answer(effect=effect, toast=request.reader.say("topics.saved"), replaces=True)


async def _card(connection: Connection, request: Request, topic: Topic) -> Message:
    """The topic as it is now."""
    reader, now = request.reader, request.now
    count = await story_cards.alerts_of(connection, topic.place.chat, topic.id, week_before(now))
    day, alerts = reader.day(reader.local(topic.made).date()), reader.say("unit.alert", count=count)
    lines = [
        f"{MODE_MARKS[topic.mode]} {code(topic.text)}{wishes(topic)}",
        italic(reader.plain(explain(topic.query))),
        reader.say("topic_card.since", day=day, alerts=alerts),
    ]
    if topic.muted_until is not None and topic.muted_until > now:
        lines.append(reader.say("topic_card.muted", time=reader.clock(topic.muted_until, now)))
    if topic.place != request.place:
        lines.append(reader.say("topic_card.elsewhere", thread=thread_link(topic.place, reader)))
    page = await page_of(connection, topic)
    return Message(html=fit("\n".join(lines)), buttons=_buttons(topic, request, page))


def _buttons(topic: Topic, request: Request, page: int) -> Rows:
    """Two a row; at last the way back to the page of the list that has it."""
    say = request.reader.say
    modes = [
        button(f"✓ {say(name)}" if topic.mode is _MODES[act] else say(name), act, topic.id)
        for act, name in _LABELS.items()
    ]
    publishers = say("button.publishers", number=max(topic.min_independent, _TWO))
    publishers = f"✓ {publishers}" if topic.min_independent > 1 else publishers
    ways = [
        button(say("button.edit_topic"), TopicCardAct.EDIT, topic.id),
        button(say("button.topic_sources"), TopicCardAct.NARROW, topic.id),
        button(publishers, TopicCardAct.PUBLISHERS, topic.id, _publishers_then(topic)),
    ]
    if topic.place != request.place:
        ways.append(button(say("button.alerts_here"), TopicCardAct.HERE, topic.id))
    stop = button(say("button.stop_topic"), Act.DELETE, topic.id)
    back = button(say("button.back_to_list"), ListAct.TOPICS, page)
    return (*packed([*modes, *ways]), (stop, back))
