"""/since: what happened since a time, or since the person last looked: how a shift hands over to the next."""

from collections.abc import Sequence

from handlers.commands.since_time import parse_moment
from handlers.messages import Message
from handlers.render.hand_over import page_of
from handlers.requests import Answer, Request, Services
from handlers.what_happened import first_page, gather, lines_of, topics_for
from newsroom.desk.digest import Look, since_look, since_moment
from newsroom.errors import UserError
from newsroom.item import ItemId
from newsroom.sentence import sentence
from storage import hand_overs, search
from storage.database import Transaction

_SINCE = "since "


async def since(request: Request, services: Services) -> Answer:
    """/since 18:00, /since yesterday, /since monday, /since 7d; alone: since the person last looked."""
    place, user, now = request.place, request.speaker.user, request.now
    asked = request.argument.lower().removeprefix(_SINCE).strip()
    moment = parse_moment(asked, request.chat.zone, now) if asked else None
    async with services.database.read() as connection:
        thread, own = await topics_for(connection, place)
        if not own:
            raise UserError(sentence("since.nothing_tracked"))
        last = await hand_overs.last_look(connection, place, user)
        decided = ItemId(await search.last_decided(connection))
        window = since_look(last, decided, now) if moment is None else since_moment(moment, decided)
        shown = await gather(connection, request.chat.id, thread, own, window, now)
        lines = await lines_of(connection, shown)

    async def effect(tx: Transaction) -> Sequence[Message]:
        await hand_overs.note_look(tx, place, user, Look(made=now, to=decided))
        message = await first_page(tx, shown, lines, request.reader, now)
        return [message] if asked or last else [message, request.message("since.first_look")]

    return Answer(effect=effect)


async def press_page(request: Request, services: Services, number: int, page: int) -> Answer:
    """Turn to a page of a list."""
    async with services.database.read() as connection:
        shown = await hand_overs.kept(connection, number, request.place.chat)
        lines = [] if shown is None else await lines_of(connection, shown, page)
    if shown is None or not lines:
        raise UserError(sentence("since.gone"))
    message = page_of(shown, lines, request.reader, number=number, page=page)
    return Answer(messages=(message,), replaces=True)
