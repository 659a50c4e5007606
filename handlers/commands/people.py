"""/role: who may do what, and the buttons that change it. For owners."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers.access import givers, role_called, role_name
from handlers.buttons import AccessAct, button
from handlers.html import bold, escape, fit
from handlers.messages import Message, to_payload
from handlers.render.pages import page_buttons, page_number
from handlers.requests import Answer, Request, Services
from handlers.sending.readers import reader_in
from handlers.sentences.reader import Reader
from newsroom.access import Role
from newsroom.chat import ChatId, Place
from newsroom.errors import UserError
from newsroom.sentence import sentence
from storage import admission, change_log, outbox, people
from storage.database import Connection, Transaction
from storage.people import Person

PEOPLE_A_PAGE = 10
_NAME_CHARS = 40
_MAKING = {
    Role.READER: AccessAct.MAKE_READER,
    Role.REPORTER: AccessAct.MAKE_REPORTER,
    Role.EDITOR: AccessAct.MAKE_EDITOR,
    Role.OWNER: AccessAct.MAKE_OWNER,
}


async def role(request: Request, services: Services) -> Answer:
    """List people; or show one; or give one a role: /role @anna editor."""
    words = request.argument.split()
    if not words:
        return await press_page(request, services, 0)
    found = await services.database.ask(lambda c: people.find(c, words[0]))
    if found is None:
        raise UserError(sentence("role.unknown_person", name=words[0][:_NAME_CHARS]))
    if len(words) == 1:
        return await press_person(request, services, found.id)
    return _change(request, services, found, role_of_word(words[1]))


def role_of_word(word: str) -> Role | None:
    """The role that a person typed; None for "none"."""
    if word.casefold() == "none":
        return None
    role = role_called(word)
    if role is None:
        raise UserError(sentence("role.unknown_role", name=word[:_NAME_CHARS]))
    return role


async def press_page(request: Request, services: Services, number: int) -> Answer:
    """People with a role, so many a page."""
    async with services.database.read() as connection:
        message = await _list(connection, request, services, number)
    return Answer(messages=(message,), replaces=True)


async def _list(connection: Connection, request: Request, services: Services, number: int) -> Message:
    everybody, reader = await people.everybody(connection), request.reader
    number = page_number(number, len(everybody), PEOPLE_A_PAGE)
    shown = everybody[number * PEOPLE_A_PAGE :][:PEOPLE_A_PAGE]
    lines = [reader.html(sentence("role.heading" if everybody else "role.nobody"))]
    lines += [_line(one, services.access.role(one.id, one.role), reader) for one in shown]
    known = {one.id for one in everybody}
    if number == 0:
        lines += [reader.say("role.by_settings", person=one) for one in sorted(services.access.admins - known)]
    rows = [(button(_label(one, reader), AccessAct.PERSON, one.id),) for one in shown]
    pages = page_buttons(AccessAct.PEOPLE, number, len(everybody), PEOPLE_A_PAGE, reader)
    return Message(html=fit("\n".join(lines)), buttons=(*rows, *pages))


def _line(one: Person, actual: Role | None, reader: Reader) -> str:
    return f"• {escape(one.shown)} — {reader.html(role_name(actual))}"


def _label(one: Person, reader: Reader) -> str:
    return f"{one.shown} · {reader.plain(role_name(one.role))}"


async def press_person(request: Request, services: Services, person_id: int) -> Answer:
    """One person, with buttons for the other roles."""
    async with services.database.read() as connection:
        if await people.known(connection, person_id) is None:
            raise UserError(sentence("role.unknown_person", name=str(person_id)))
        message = await _view(connection, request, person_id)
    return Answer(messages=(message,), replaces=True)


async def _view(connection: Connection, request: Request, person_id: int) -> Message:
    one, reader = await people.known(connection, person_id), request.reader
    if one is None:
        return Message(html=reader.html(sentence("role.unknown_person", name=str(person_id))))
    name = one.name if one.username is None else f"{one.shown} ({one.name})"
    lines = [bold(name), reader.html(sentence("role.is", role=role_name(one.role)))]
    if one.role is not None:
        by = one.added_by
        giver = sentence("role.giver_terminal") if by is None else await people.name_of(connection, by)
        lines.append(reader.html(sentence("role.since", day=reader.day(one.added_at), giver=giver)))
    if chats := await people.let_in_by(connection, person_id):
        lines.append(reader.html(sentence("role.let_in", chats=sentence("unit.chat", count=chats))))
    makes = [button(_role_label(other, reader), _MAKING[other], one.id) for other in Role if other is not one.role]
    rows = [tuple(makes[:2]), tuple(makes[2:])]
    remove = [button(reader.say("button.remove_person"), AccessAct.REMOVE_PERSON, one.id)] if one.role else []
    back = button(reader.say("button.all_people"), AccessAct.PEOPLE, 0)
    return Message(html=fit("\n".join(lines)), buttons=(*rows, (*remove, back)))


def _role_label(role: Role, reader: Reader) -> str:
    return reader.plain(sentence("button.make", role=role_name(role)))


async def press_role(request: Request, services: Services, person_id: int, new: Role | None) -> Answer:
    """The button that gives a role, or takes it away."""
    found = await services.database.ask(lambda c: people.known(c, person_id))
    if found is None:
        raise UserError(sentence("role.unknown_person", name=str(person_id)))
    return _change(request, services, found, new)


def _change(request: Request, services: Services, one: Person, new: Role | None) -> Answer:
    if one.id in services.access.admins:
        raise UserError(sentence("role.is_by_settings"))

    async def effect(tx: Transaction) -> Sequence[Message]:
        if new is not Role.OWNER and await _is_only_owner(tx.connection, one.id, services):
            return [request.message("role.only_owner")]
        before = await people.let_in_by(tx.connection, one.id)
        await _put(tx, one, new, request, services)
        closed = before - await people.let_in_by(tx.connection, one.id)
        view = await _view(tx.connection, request, one.id)
        if closed > 0:
            line = request.reader.html(sentence("role.closed", chats=sentence("unit.chat", count=closed)))
            view = replace(view, html=f"{view.html}\n{line}")
        return [view]

    return Answer(effect=effect, replaces=True)


async def _is_only_owner(connection: Connection, person_id: int, services: Services) -> bool:
    owners = {one.id for one in await people.owners(connection)} | services.access.admins
    return owners == {person_id}


async def _put(tx: Transaction, one: Person, new: Role | None, request: Request, services: Services) -> None:
    by, now = request.speaker.user, request.now
    if new is None:
        await people.remove(tx, one.id)
        await change_log.add(tx, by, sentence("log.role_removed", person=one.shown), now)
    else:
        await people.put(tx, one.with_role(new, by, now))
        await change_log.add(tx, by, sentence("log.role", person=one.shown, role=role_name(new)), now)
    await admission.settle(tx, services.access, now)
    if one.id != by:
        await notify(tx, one.id, new, services, now)


async def notify(tx: Transaction, person_id: int, new: Role | None, services: Services, now: datetime) -> None:
    """The person learns in private of the new role, or that there is none any more."""
    reader = await reader_in(tx.connection, person_id)
    if new is None:
        what = sentence("role.ended", whom=await givers(tx.connection, services.access))
    else:
        what = sentence("role.changed", role=role_name(new))
    payload = to_payload(Message(html=reader.html(what)))
    place = Place(chat=ChatId(person_id))
    await outbox.send_to_stranger(tx, await outbox.put(tx, place, outbox.DeliveryKind.MESSAGE, payload, now))
