"""What the buttons under a hint do with its topic: another query in its place, and back again; or nothing."""

from collections.abc import Sequence

from handlers.buttons import HintAct, Press, button
from handlers.commands.arguments import TrackArgument, parse_command, parse_track
from handlers.commands.find import week_before
from handlers.commands.topics import choices, known_topic, track_line
from handlers.commands.track import Shown, look, look_now, same_topic, would_have_sent
from handlers.html import fit
from handlers.messages import Message
from handlers.requests import Answer, Request, Services
from newsroom.desk.state import DeliveryMode
from newsroom.errors import UserError
from newsroom.matching.query import Query, parse
from newsroom.sentence import sentence
from newsroom.topic import Topic
from storage import button_lines, story_cards, topics
from storage.database import Connection, Transaction


async def press(request: Request, services: Services, act: HintAct, pressed: Press) -> Answer:
    """A button under a hint."""
    topic = await known_topic(request, services, pressed.number)
    match act:
        case HintAct.LEAVE:
            return Answer(messages=(request.message("hint.left", query=topic.text),), replaces=True)
        case HintAct.CHANGE:
            return await _change(request, services, topic, pressed.detail)


async def _change(request: Request, services: Services, topic: Topic, line: int) -> Answer:
    """The topic asks for what the kept line says; what is open of that already is shown, and not sent again."""
    wish = await _kept(request, services, line)
    chat, since, query = request.place.chat, week_before(request.now), parse(wish.query)
    async with services.database.read() as connection:
        await _refuse_twice(connection, topic, query)
        shown = await look(connection, query, chat, since)

    async def effect(tx: Transaction) -> Sequence[Message]:
        await _refuse_twice(tx.connection, topic, query)  # it may be tracked by now
        before = await button_lines.keep(tx, request.speaker.place.chat, track_line(topic), request.now)
        least, confirm = wish.min_independent, wish.confirm_at
        changed = await topics.set_query(tx, topic.id, chat, query, min_independent=least, confirm_at=confirm)
        if changed is None:
            return []
        # The desk went on meanwhile: what it decided is in the preview, or would be lost.
        whole = shown.and_then(await look_now(tx, shown, chat, since))
        in_silence = [view.id for view in whole.fit(wish)]
        await story_cards.mark_known(tx, topic.place, in_silence, DeliveryMode.SILENT, request.now)
        return [_as_it_is_now(request, topic, changed, whole, wish, before)]

    return Answer(effect=effect, toast=request.reader.say("topics.saved"), replaces=True)


async def _refuse_twice(connection: Connection, topic: Topic, query: Query) -> None:
    """Raise UserError where another topic of the place asks for that already."""
    same = same_topic(await topics.topics_of(connection, topic.place.chat), topic.place, query)
    if same is not None and same.id != topic.id:
        raise UserError(sentence("hint.tracked_already", topic=same.id))


async def _kept(request: Request, services: Services, line: int) -> TrackArgument:
    found = await services.database.ask(lambda c: button_lines.line(c, line, request.speaker.place.chat))
    typed = parse_command(found or "")
    if typed is None:
        raise UserError(sentence("update.old_button"))
    return parse_track(typed.argument)


def _as_it_is_now(
    request: Request, before: Topic, topic: Topic, shown: Shown, wish: TrackArgument, line: int
) -> Message:
    reader = request.reader
    now, then = (track_line(one).removeprefix("/track ") for one in (topic, before))
    lines = [reader.html(sentence("hint.changed", query=now, before=then))]
    lines += would_have_sent(shown.fit(wish), shown.alerting, reader)
    back = button(reader.say("button.undo"), HintAct.CHANGE, topic.id, line)
    return Message(html=fit("\n".join(lines)), buttons=((back,), choices(topic, reader)))
