"""A topic asks for something else, in its own place: by a hint's button, by its card's, or typed after /change."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from handlers.buttons import HintAct, TopicCardAct, button
from handlers.commands.arguments import TrackArgument
from handlers.commands.find import week_before
from handlers.commands.topics import choices, track_line
from handlers.commands.track import (
    FLOOD_A_DAY,
    Shown,
    alerts_a_day,
    how_many,
    look,
    look_now,
    same_topic,
    would_have_sent,
)
from handlers.html import fit
from handlers.messages import Message
from handlers.requests import Answer, Request, Services
from newsroom.chat import Place
from newsroom.desk.state import DeliveryMode
from newsroom.errors import UserError
from newsroom.matching.query import Query
from newsroom.sentence import sentence
from newsroom.topic import Topic
from storage import button_lines, story_cards, topics
from storage.database import Connection, Transaction

ShownAs: TypeAlias = Callable[[Connection, Topic, str], Awaitable[Message]]
"""Makes the answer of the topic as it is now and of how many alerts it would have sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicChange:
    """What a topic is to ask from now on.

    Attributes:
        topic: As it is now.
        wish: How many publishers it is to wait for.
        place: Where its alerts are to come; None: where they come now.
    """

    topic: Topic
    query: Query
    wish: TrackArgument
    place: Place | None = None

    @property
    def moved(self) -> Topic:
        """The topic where its alerts are to come."""
        return replace(self.topic, place=self.place or self.topic.place)


async def changed(
    request: Request,
    services: Services,
    change: TopicChange,
    *,
    replaces: bool = False,
    shown_as: ShownAs | None = None,
) -> Answer:
    """Change a topic; what is open of what it asks then is shown, and not sent again.

    `replaces`: the message whose button was pressed; `shown_as`: None: with what it asked before, and the way back.

    Raises:
        UserError: another topic of the place asks for that already.
    """
    since, moved, wish = week_before(request.now), change.moved, change.wish
    chat = moved.place.chat
    async with services.database.read() as connection:
        await _refuse_twice(connection, moved, change.query)
        shown = await look(connection, change.query, chat, since)

    async def effect(tx: Transaction) -> Sequence[Message]:
        await _refuse_twice(tx.connection, moved, change.query)  # it may be tracked by now
        least, confirm = wish.min_independent, wish.confirm_at
        new = await topics.set_query(tx, moved, change.query, min_independent=least, confirm_at=confirm)
        if new is None:
            return [request.message("topics.gone")]
        # The desk went on meanwhile: what it decided is in the preview, or would be lost.
        whole = shown.and_then(await look_now(tx, shown, chat, since))
        in_silence = [view.id for view in whole.fit(wish)]
        await story_cards.mark_known(tx, new.place, in_silence, DeliveryMode.SILENT, request.now)
        if shown_as is not None:
            return [await shown_as(tx.connection, new, how_many(whole.fit(wish), request.reader))]
        before = await button_lines.keep(tx, request.speaker.place.chat, track_line(change.topic), request.now)
        return [_as_it_is_now(request, change.topic, new, whole, before, in_place=replaces)]

    return Answer(effect=effect, toast=request.reader.say("topics.saved") if replaces else None, replaces=replaces)


async def _refuse_twice(connection: Connection, topic: Topic, query: Query) -> None:
    """Raise UserError where another topic of the place asks for that already."""
    same = same_topic(await topics.topics_of(connection, topic.place.chat), topic.place, query)
    if same is not None and same.id != topic.id:
        raise UserError(sentence("hint.tracked_already", topic=same.id))


def _as_it_is_now(request: Request, before: Topic, topic: Topic, shown: Shown, line: int, *, in_place: bool) -> Message:
    """What it asks now; `in_place`: the message was the topic's card, or a hint, and leads to the card."""
    reader, views = request.reader, shown.fit(TrackArgument.of(topic))
    now, then = (track_line(one).removeprefix("/track ") for one in (topic, before))
    lines = [reader.html(sentence("hint.changed", query=now, before=then))]
    lines += would_have_sent(views, shown.alerting, reader)
    a_day = alerts_a_day(views, request.now)
    if a_day >= FLOOD_A_DAY:
        lines.append(reader.say("track.floods", alerts=reader.say("unit.alert", count=a_day)))
    ways = [button(reader.say("button.undo"), HintAct.CHANGE, topic.id, line)]
    if in_place:
        ways.append(button(reader.say("button.back_to_topic"), TopicCardAct.CARD, topic.id))
    return Message(html=fit("\n".join(lines)), buttons=(tuple(ways), choices(topic, reader)))
