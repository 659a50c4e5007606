"""/start CODE: an invite is used, or refused kindly."""

from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from telegram import Message as TelegramMessage
from telegram import User

from handlers.access import givers, role_in, role_name
from handlers.commands import start_help_status
from handlers.messages import Message
from handlers.requests import Answer, Request, Services, Speaker
from handlers.updates.origin import known_chat, place_of
from handlers.updates.understood_update import UnderstoodUpdate
from newsroom.access import Invite, InviteState, Role
from newsroom.sentence import Sentence, sentence
from storage import admission, change_log, chats, invites, people
from storage.database import Transaction
from storage.people import Person

_WRONG_AN_HOUR = 5
_REMEMBERED = 10_000  # persons: a guess; whoever is forgotten has five tries more, of 2^128
_HOUR = timedelta(hours=1)


class WrongCodes:
    """Who tried codes that are none, and when: five an hour each."""

    def __init__(self) -> None:
        self._tries: dict[int, deque[datetime]] = {}

    def too_many(self, person: int, now: datetime) -> bool:
        """Whether the person has to wait."""
        tries = self._tries.get(person, deque())
        while tries and tries[0] <= now - _HOUR:
            tries.popleft()
        return len(tries) >= _WRONG_AN_HOUR

    def note(self, person: int, now: datetime) -> None:
        """The person tried one that is none."""
        tries = self._tries.pop(person, deque())
        tries.append(now)
        self._tries[person] = tries
        while len(self._tries) > _REMEMBERED:
            del self._tries[next(iter(self._tries))]


class Redemption:
    """Takes the codes that people send in private."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._wrong = WrongCodes()

    async def redeem(
        self, understood: UnderstoodUpdate, message: TelegramMessage, code: str, now: datetime
    ) -> UnderstoodUpdate:
        """The update, with what becomes of the code; the sender is a person in a private chat."""
        user = message.from_user
        if user is None:
            return understood
        chat = await known_chat(message.chat, user, self._services.database, self._services.zone, now)
        speaker = Speaker(user=user.id, admin=True, place=place_of(message))
        request = Request(speaker=speaker, chat=chat, place=speaker.place, command="start", argument=code, now=now)

        async def effect(tx: Transaction) -> Sequence[Message]:
            given = await self._use(tx, user, code, now)
            if not isinstance(given, Role):
                return [Message(html=request.reader.html(given))]
            zone = self._services.zone
            await chats.meet(tx, chat.id, chat.kind.value, chat.title, user.username, user.id, zone, now, chat.language)
            await admission.settle(tx, self._services.access, now)
            return await _beginning(request, given, self._services)

        return replace(understood, answer=Answer(effect=effect), reader=request.reader, for_stranger=True)

    async def _use(self, tx: Transaction, user: User, code: str, now: datetime) -> Role | Sentence:
        """The role that the code gives; or why it gives none."""
        access = self._services.access
        whom = await givers(tx.connection, access)
        if self._wrong.too_many(user.id, now):
            return sentence("invite.too_many")
        invite = await invites.by_code(tx.connection, code)
        if invite is None:
            self._wrong.note(user.id, now)
            return sentence("invite.unknown", whom=whom)
        state = invite.state(now, await role_in(tx.connection, access, invite.made_by))
        if state is not InviteState.GOOD:
            return _refused(state, whom)
        # Of what everybody may where the bot is open nothing is left once it is closed: that is no role of one's own.
        own = Role.OWNER if user.id in access.admins else await people.role_of(tx.connection, user.id)
        if own is not None and own.includes(invite.role):
            return sentence("invite.already", role=role_name(own))
        await _give(tx, user, invite, now)
        return invite.role


def _refused(state: InviteState, whom: Sentence) -> Sentence:
    match state:
        case InviteState.USED_UP:
            return sentence("invite.used_up", whom=whom)
        case InviteState.EXPIRED:
            return sentence("invite.expired", whom=whom)
        case _:
            return sentence("invite.revoked", whom=whom)


async def _give(tx: Transaction, user: User, invite: Invite, now: datetime) -> None:
    await invites.use(tx, invite.id)
    new = Person(
        id=user.id,
        role=invite.role,
        name=user.full_name,
        username=user.username,
        added_by=invite.made_by,
        invite=invite.id,
        added_at=now,
    )
    await people.put(tx, new)
    joined = sentence("log.joined", number=invite.id, role=role_name(invite.role))
    await change_log.add(tx, user.id, sentence("log.first_owner") if invite.made_by is None else joined, now)


async def _beginning(request: Request, role: Role, services: Services) -> Sequence[Message]:
    """What somebody reads who has that role from now on."""
    welcome = request.message("invite.welcome", role=role_name(role), may=sentence(f"role.may_{role}"))
    started = replace(request, argument="", speaker=replace(request.speaker, role=role))
    return [welcome, *(await start_help_status.start(started, services)).messages]
