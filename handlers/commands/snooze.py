"""No alerts for a while: in a chat, of a topic, of a story. What waits comes in one list at the end."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from handlers.buttons import SnoozeAct, button
from handlers.messages import Button, Message
from handlers.requests import Answer, Request
from newsroom.chat import MAIN_THREAD
from newsroom.desk.quiet_hours import quiet_until
from newsroom.sentence import sentence
from newsroom.topic import Topic
from storage import chats, topics, waiting
from storage.database import Transaction

SPANS_H = (1, 8, 48)  # on buttons, as in Telegram's own menu


def quiet_for_a_while(request: Request, until: datetime) -> Answer:
    """The whole chat, until then: what would have come before waits as well."""
    chat = replace(request.chat, snoozed_until=until)
    ends = quiet_until(chat, request.now) or until

    async def effect(tx: Transaction) -> Sequence[Message]:
        await chats.snooze(tx, chat.id, until)
        if old := quiet_until(request.chat, request.now):
            await waiting.move(tx, chat.id, ends, ended=old)
        await waiting.move(tx, chat.id, ends)
        return [snoozed(request, ends)]

    return Answer(effect=effect, toast=request.reader.say("mute.toast"))


def quiet_no_longer(request: Request) -> Answer:
    """A snooze ends; the quiet hours go on."""
    chat, now = replace(request.chat, snoozed_until=None), request.now
    ends, old = quiet_until(chat, now), quiet_until(request.chat, now)

    async def effect(tx: Transaction) -> Sequence[Message]:
        await chats.snooze(tx, chat.id, None)
        if old is not None and old != ends:
            await waiting.move(tx, chat.id, ends or now, ended=old)
        if ends is None:
            return [request.message("snooze.over")]
        return [request.message("snooze.over_still_quiet", end=request.reader.clock(ends, now))]

    return Answer(effect=effect, toast=request.reader.say("unmute.toast"))


def snoozed(request: Request, ends: datetime) -> Message:
    """Until when, and the way back."""
    values = {"end": request.reader.clock(ends, request.now)}
    html = request.reader.html(sentence("snooze.quiet", **values))
    if request.chat.quiet is not None and request.chat.quiet.break_at:
        publishers = request.reader.say("unit.publisher", count=request.chat.quiet.break_at)
        html += " " + request.reader.say("snooze.breaks", publishers=publishers)
    return Message(html=html, buttons=(spans(SnoozeAct.CHAT, 0, request), (_end(request),)))


def spans(act: SnoozeAct, number: int, request: Request) -> tuple[Button, ...]:
    """1 h, 8 h, 2 d."""
    return tuple(button(_named(hours, request), act, number, hours) for hours in SPANS_H)


def _named(hours: int, request: Request) -> str:
    days, rest = divmod(hours, 24)
    if rest:
        return request.reader.say("button.hours", number=hours)
    return request.reader.say("button.days", number=days)


def _end(request: Request) -> Button:
    return button(request.reader.say("button.end_quiet"), SnoozeAct.CHAT, 0)


async def press_chat(request: Request, hours: int) -> Answer:
    """A span under what was said of the chat's quiet; 0 ends it."""
    if hours == 0:
        return replace(quiet_no_longer(request), replaces=True)
    return replace(quiet_for_a_while(request, request.now + timedelta(hours=hours)), replaces=True)


def topics_for_a_while(request: Request, meant: Sequence[Topic], until: datetime | None) -> Answer:
    """Some of a place's topics wait until then; None: no longer."""
    ids, now = [topic.id for topic in meant], request.now
    before = {topic.muted_until for topic in meant if topic.muted_until and topic.muted_until > now}

    async def effect(tx: Transaction) -> Sequence[Message]:
        await topics.mute_until(tx, ids, request.chat.id, until)
        for thread in dict.fromkeys(topic.place.thread for topic in meant):
            for ended in before:
                await waiting.move(tx, request.chat.id, until or now, ended=ended, thread_id=thread)
        return [_topics_muted(request, meant, until)]

    return Answer(effect=effect)


def _topics_muted(request: Request, meant: Sequence[Topic], until: datetime | None) -> Message:
    names = ", ".join(topic.text for topic in meant)
    if until is None:
        return request.message("snooze.topic_over", query=names)
    message = request.message("snooze.topic", query=names, end=request.reader.clock(until, request.now))
    if len(meant) > 1:
        return message
    unmute = button(request.reader.say("button.unmute"), SnoozeAct.TOPIC, meant[0].id)
    return replace(message, buttons=(spans(SnoozeAct.TOPIC, meant[0].id, request), (unmute,)))


def in_thread(request: Request, own: Sequence[Topic]) -> list[Topic]:
    """The topics of the forum thread where this is asked; none outside threads."""
    if request.place.thread == MAIN_THREAD:
        return []
    return [topic for topic in own if topic.place == request.place]
