"""/invite, /invites: links that give whoever opens them a role. For editors and owners."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from handlers.access import role_called, role_in, role_name
from handlers.buttons import AccessAct, button
from handlers.commands.people import notify
from handlers.html import escape, fit
from handlers.messages import Button, Message
from handlers.render.pages import page_buttons, page_number
from handlers.requests import Answer, Request, Services
from newsroom.access import AccessMode, Invite, InviteState, Role
from newsroom.errors import UserError
from newsroom.sentence import Sentence, sentence
from storage import admission, change_log, invites, people
from storage.database import Connection, Transaction

_INVITES_A_PAGE = 8
_CODE_BYTES = 16
_MOST_USES, _MOST_DAYS = 100, 90  # a guess: a newsroom's staff in one link; a season
_DAYS = 7
_WORD_CHARS = 40
_WISH = re.compile(r"(uses|days):(\d{1,4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteArgument:
    """The invite that a person asks for."""

    role: Role = Role.REPORTER
    uses: int = 1
    days: int = _DAYS


def new_code() -> str:
    """The code of an invite: nobody guesses 128 random bits."""
    return secrets.token_urlsafe(_CODE_BYTES)


def parse_invite(argument: str) -> InviteArgument:
    """`[role] [uses:N] [days:N]`, in any order.

    Raises:
        UserError: A word is none of these, or a number is too small or too large.
    """
    role, numbers = Role.REPORTER, {"uses": 1, "days": _DAYS}
    for word in argument.lower().split():
        if found := _WISH.fullmatch(word):
            numbers[found[1]] = int(found[2])
            continue
        called = role_called(word)
        if called is None:
            raise UserError(sentence("invite.unknown_word", name=word[:_WORD_CHARS]))
        role = called
    if not (1 <= numbers["uses"] <= _MOST_USES and 1 <= numbers["days"] <= _MOST_DAYS):
        raise UserError(sentence("invite.bounds", uses=_MOST_USES, days=_MOST_DAYS))
    return InviteArgument(role=role, uses=numbers["uses"], days=numbers["days"])


async def invite(request: Request, services: Services) -> Answer:
    """A link for so many people and days."""
    if services.access.mode is AccessMode.LISTED:
        raise UserError(sentence("invite.listed"))
    wanted = parse_invite(request.argument)
    own = request.speaker.role
    if own is None or wanted.role not in own.grants:
        raise UserError(sentence("invite.above", wanted=role_name(wanted.role), yours=role_name(own)))
    code, expires = new_code(), request.now + timedelta(days=wanted.days)
    link = f"https://t.me/{services.bot_name()}?start={code}"

    async def effect(tx: Transaction) -> Sequence[Message]:
        number = await invites.make(
            tx, code, wanted.role, request.now, made_by=request.speaker.user, uses=wanted.uses, expires_at=expires
        )
        made = sentence("log.invited", number=number, role=role_name(wanted.role))
        await change_log.add(tx, request.speaker.user, made, request.now)
        html = request.reader.say(
            "invite.made",
            link=escape(link),
            role=request.reader.html(role_name(wanted.role)),
            people=request.reader.say("unit.person", count=wanted.uses),
            day=request.reader.day(expires),
        )
        return [Message(html=html, secret=True)]

    return Answer(effect=effect)


async def list_invites(request: Request, services: Services) -> Answer:
    """The invites that one made; an owner sees all."""
    return await press_page(request, services, 0)


async def press_page(request: Request, services: Services, number: int) -> Answer:
    """So many invites, newest first."""
    async with services.database.read() as connection:
        message = await _list(connection, request, services, number)
    return Answer(messages=(message,), replaces=True)


async def _list(connection: Connection, request: Request, services: Services, number: int) -> Message:
    owner, reader = request.speaker.role is Role.OWNER, request.reader
    made_by = None if owner else request.speaker.user
    _, total = await invites.page(connection, 0, 1, made_by=made_by)
    number = page_number(number, total, _INVITES_A_PAGE)
    shown, _ = await invites.page(connection, number, _INVITES_A_PAGE, made_by=made_by)
    lines, rows = [reader.say("invites.heading" if shown else "invites.none")], []
    for one in shown:
        came = await people.by_invite(connection, one.id)
        state = await _state(connection, one, request, services)
        lines.append(reader.html(await _line(connection, one, state, came, request)))
        if buttons := _buttons(one, state, came if owner else 0, request):
            rows.append(buttons)
    pages = page_buttons(AccessAct.INVITES, number, total, _INVITES_A_PAGE, reader)
    return Message(html=fit("\n".join(lines)), buttons=(*rows, *pages))


async def _state(connection: Connection, one: Invite, request: Request, services: Services) -> InviteState:
    return one.state(request.now, await role_in(connection, services.access, one.made_by))


async def _line(connection: Connection, one: Invite, state: InviteState, came: int, request: Request) -> Sentence:
    return sentence(
        "invites.line",
        number=one.id,
        role=role_name(one.role),
        maker=await people.name_of(connection, one.made_by or 0),
        state=_state_sentence(one, state, request),
        came=sentence("unit.person", count=came),
    )


def _state_sentence(one: Invite, state: InviteState, request: Request) -> Sentence:
    match state:
        case InviteState.GOOD:
            day = request.reader.day(one.expires_at or request.now)
            return sentence("invites.good", people=sentence("unit.person", count=one.uses_left), day=day)
        case InviteState.USED_UP:
            return sentence("invites.used_up")
        case InviteState.EXPIRED:
            return sentence("invites.expired")
        case InviteState.REVOKED:
            return sentence("invites.revoked")


def _buttons(one: Invite, state: InviteState, came: int, request: Request) -> tuple[Button, ...]:
    reader, found = request.reader, []
    if state is InviteState.GOOD:
        found.append(button(reader.say("button.revoke", number=one.id), AccessAct.WHETHER_REVOKE, one.id))
    if came:
        label = reader.say("button.revoke_and_remove", number=one.id, people=reader.say("unit.person", count=came))
        found.append(button(label, AccessAct.REVOKE_AND_REMOVE, one.id))
    return tuple(found)


async def press_whether_revoke(request: Request, services: Services, number: int) -> Answer:
    """A question, since a tap is soon done, and a link that was sent around opens nothing any more."""
    await _theirs(request, services, number)
    revoke = button(request.reader.say("button.revoke", number=number), AccessAct.REVOKE_INVITE, number)
    keep = button(request.reader.say("button.keep"), AccessAct.INVITES, 0)
    html = request.reader.say("invites.whether_revoke", number=number)
    return Answer(messages=(Message(html=html, buttons=((revoke,), (keep,))),), replaces=True)


async def _theirs(request: Request, services: Services, number: int) -> None:
    """Refuse what another editor made.

    Raises:
        UserError: The invite is not theirs, or there is none.
    """
    one = await services.database.ask(lambda c: invites.by_number(c, number))
    if one is None or (request.speaker.role is not Role.OWNER and one.made_by != request.speaker.user):
        raise UserError(sentence("invites.not_yours"))


async def press_whether_remove(request: Request, services: Services, number: int) -> Answer:
    """A question, since a tap is soon done, and people are notified at once that they have no role."""
    came = await services.database.ask(lambda c: people.by_invite(c, number))
    reader, persons = request.reader, request.reader.say("unit.person", count=came)
    remove = button(
        reader.say("button.revoke_and_remove", number=number, people=persons), AccessAct.REMOVE_THEM, number
    )
    keep = button(reader.say("button.keep"), AccessAct.INVITES, 0)
    html = reader.say("invites.whether_remove", number=number, people=persons)
    return Answer(messages=(Message(html=html, buttons=((remove,), (keep,))),), replaces=True)


async def press_revoke(request: Request, services: Services, number: int, *, remove: bool) -> Answer:
    """Nobody may use the invite any more; `remove`: those who did lose the role that it gave them."""
    await _theirs(request, services, number)

    async def effect(tx: Transaction) -> Sequence[Message]:
        await invites.revoke(tx, number, request.now)
        what = sentence("log.revoked", number=number)
        if remove:
            gone = await people.remove_by_invite(tx, number, request.speaker.user)
            await admission.settle(tx, services.access, request.now)
            for person in gone:
                await notify(tx, person.id, None, services, request.now)
            what = sentence("log.revoked_removed", number=number, people=", ".join(one.shown for one in gone))
        await change_log.add(tx, request.speaker.user, what, request.now)
        return [await _list(tx.connection, request, services, 0)]

    return Answer(effect=effect, toast=request.reader.say("invites.revoked_toast", number=number), replaces=True)
