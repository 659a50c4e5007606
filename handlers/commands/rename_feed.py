"""/renamefeed: another name for a feed of this chat, or, by an owner, for one that is for all or offered to all."""

import re
from collections.abc import Sequence

from handlers.commands.listed_sources import button_number
from handlers.commands.meant_source import changeable
from handlers.commands.offers import notify
from handlers.commands.undo import with_undo
from handlers.messages import Message
from handlers.requests import Answer, Request, Services
from newsroom.access import Role
from newsroom.chat import Chat, ChatKind
from newsroom.errors import UserError
from newsroom.sentence import sentence
from newsroom.source import Source
from newsroom.stories.known_names import clean_name, known_name
from newsroom.text.masked_address import masked_text
from newsroom.text.url import registered_domain
from storage import change_log, offers, source_words, sources
from storage.database import Connection, Transaction

_OFFERED = re.compile(r"offer(\d{1,9})", re.IGNORECASE)


async def renamefeed(request: Request, services: Services) -> Answer:
    """/renamefeed 2 Name: of this chat. /renamefeed offer12 Name: of an offer or of what came by one."""
    which, _, rest = request.argument.partition(" ")
    name = clean_name(masked_text(rest))
    if not name:
        raise UserError(sentence("renamefeed.which"))
    if offered := _OFFERED.fullmatch(which):
        return await _of_offer(request, services, int(offered.group(1)), name)
    meant = await changeable(request, services, which)
    if meant.owner is None:
        return _of_all(request, meant, name)
    watched = await services.database.ask(sources.active_sources)
    listed = [(one.source.name, one.source.url) for one in watched]
    if known_name(name, meant.url, services.publishers, listed):
        raise UserError(sentence("renamefeed.known_name", name=name, domain=registered_domain(meant.url)))

    async def effect(tx: Transaction) -> Sequence[Message]:
        if await offers.one(tx.connection, meant.id):
            return [request.message("renamefeed.offered", feed=meant.name)]
        if await sources.owner_of(tx, meant.id) != request.chat.id:
            return [request.message("offerfeed.gone")]
        await source_words.rename(tx, meant.id, name)
        if request.chat.kind is not ChatKind.PRIVATE:  # what a person calls a feed of theirs is nobody else's
            await _log(tx, request, meant, name, of=request.chat)
        return [_renamed(request, meant, name)]

    return Answer(effect=effect)


def _renamed(request: Request, meant: Source, name: str) -> Message:
    answer = request.message("renamefeed.renamed", old=meant.name, new=name)
    return with_undo(answer, f"/renamefeed {button_number(meant.url)} {meant.name}", request.reader)


def _of_all(request: Request, meant: Source, name: str) -> Answer:
    """An owner's word on what is for all: any name, also where the operator's list has another."""

    async def effect(tx: Transaction) -> Sequence[Message]:
        if await sources.owner_of(tx, meant.id) is not None:
            return [request.message("offerfeed.gone")]
        await source_words.rename(tx, meant.id, name)
        await _log(tx, request, meant, name)
        return [_renamed(request, meant, name)]

    return Answer(effect=effect)


async def _of_offer(request: Request, services: Services, number: int, name: str) -> Answer:
    """An owner's word: any name."""
    if request.speaker.role is not Role.OWNER:
        raise UserError(sentence("renamefeed.owners_only"))
    meant = await services.database.ask(lambda c: _offered(c, number))
    if meant is None:
        raise UserError(sentence("offer.over"))

    async def effect(tx: Transaction) -> Sequence[Message]:
        if await _offered(tx.connection, number) is None:
            return [request.message("offer.over")]
        await source_words.rename(tx, number, name)
        offered_by = await offers.offering_chat(tx.connection, number)
        if offered_by is not None and name != meant.name:
            renamed = sentence("offer.is_renamed", feed=meant.name, new=name)
            await notify(tx, offered_by, renamed, request.now)
        await _log(tx, request, meant, name)
        return [request.message("renamefeed.renamed", old=meant.name, new=name)]

    return Answer(effect=effect)


async def _log(tx: Transaction, request: Request, meant: Source, name: str, of: Chat | None = None) -> None:
    """`of`: the chat whose own feed it is; None: it is for all, or offered to all."""
    values = {"old": meant.name, "new": name, "domain": registered_domain(meant.url)}
    what = sentence("log.renamed_feed", **values)
    if of is not None:
        what = sentence("log.renamed_own_feed", **values, chat=of.title)
    await change_log.add(tx, request.speaker.user, what, request.now)


async def _offered(connection: Connection, number: int) -> Source | None:
    offer = await offers.one(connection, number)
    accepted = await offers.accepted(connection, number)
    return offer.source if offer else accepted[0] if accepted else None
