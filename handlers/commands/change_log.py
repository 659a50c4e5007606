"""/log: what admins changed. For owners."""

from handlers.buttons import AccessAct
from handlers.html import escape, fit
from handlers.messages import Message
from handlers.render.pages import page_buttons, page_number
from handlers.requests import Answer, Request, Services
from newsroom.sentence import Sentence, sentence
from storage import change_log, people
from storage.change_log import Change
from storage.database import Connection

_CHANGES_A_PAGE = 10


async def log(request: Request, services: Services) -> Answer:
    """The newest changes."""
    return await press_page(request, services, 0)


async def press_page(request: Request, services: Services, number: int) -> Answer:
    """So many changes, newest first."""
    reader = request.reader
    async with services.database.read() as connection:
        kept = await change_log.count(connection)
        number = page_number(number, kept, _CHANGES_A_PAGE)
        changes = await change_log.page(connection, number, _CHANGES_A_PAGE)
        lines = [await _line(connection, one, request) for one in changes]
    heading = reader.say("log.heading" if lines else "log.empty")
    pages = page_buttons(AccessAct.LOG, number, kept, _CHANGES_A_PAGE, reader)
    return Answer(messages=(Message(html=fit("\n".join([heading, *lines])), buttons=pages),), replaces=True)


async def _line(connection: Connection, change: Change, request: Request) -> str:
    reader = request.reader
    who: str | Sentence = sentence("log.terminal") if change.by is None else await people.name_of(connection, change.by)
    what = reader.html(change.sentence)
    time = reader.clock(change.made_at, request.now)
    shown = reader.html(who) if isinstance(who, Sentence) else escape(who)
    return reader.say("log.line", time=time, who=shown, what=what)
