"""What the buttons under a hint do with its topic: another query in its place, and back again; or nothing."""

from handlers.buttons import HintAct, Press
from handlers.commands.arguments import TrackArgument, parse_command, parse_track
from handlers.commands.changed_topics import TopicChange, changed
from handlers.commands.topics import known_topic
from handlers.requests import Answer, Request, Services
from newsroom.errors import UserError
from newsroom.matching.query import parse
from newsroom.sentence import sentence
from storage import button_lines


async def press(request: Request, services: Services, act: HintAct, pressed: Press) -> Answer:
    """A button under a hint."""
    topic = await known_topic(request, services, pressed.number)
    match act:
        case HintAct.LEAVE:
            return Answer(messages=(request.message("hint.left", query=topic.text),), replaces=True)
        case HintAct.CHANGE:
            wish = await _kept(request, services, pressed.detail)
            return await changed(
                request, services, TopicChange(topic=topic, query=parse(wish.query), wish=wish), replaces=True
            )


async def _kept(request: Request, services: Services, line: int) -> TrackArgument:
    found = await services.database.ask(lambda c: button_lines.line(c, line, request.speaker.place.chat))
    typed = parse_command(found or "")
    if typed is None:
        raise UserError(sentence("update.old_button"))
    return parse_track(typed.argument)
