"""/publisher: which publisher is behind a source, where its domain does not say so.

Independence is counted by domains and the operator's word. What a chat says of a feed of its own only joins: the feed
counts with that publisher as well, so that nobody makes two voices of one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from handlers.asked_back import Choice, ChoiceError, QuestionError
from handlers.commands.listed_sources import button_number
from handlers.commands.meant_source import changeable
from handlers.commands.undo import undo_button
from handlers.messages import Button, Message
from handlers.requests import Answer, Request, Services
from newsroom.chat import ChatKind
from newsroom.errors import UserError
from newsroom.sentence import sentence
from newsroom.source import Source
from newsroom.stories.known_names import NAME_CHARS
from newsroom.stories.publishers import key
from newsroom.text.masked_address import masked_text
from newsroom.text.url import registered_domain
from storage import change_log, source_words, sources
from storage.database import Transaction

_OFF = "off"
_NEAR = 3  # a guess: of names that are alike one is meant


async def publisher(request: Request, services: Services) -> Answer:
    """/publisher 2 Harbour Press; /publisher 2 off."""
    which, _, name = request.argument.partition(" ")
    if not which:
        raise QuestionError(sentence("publisher.which"), "publisher")
    meant, name = await changeable(request, services, which), " ".join(name.split())
    if not name:
        asked = sentence("publisher.whose", feed=meant.name)
        raise QuestionError(asked, "publisher", begun=f"{button_number(meant.url)}")
    if name.casefold() == _OFF:
        return _taken_back(request, meant)
    family = await _family(request, services, name, button_number(meant.url))
    return _by_owner(request, meant, family) if meant.owner is None else _joined(request, meant, family)


async def _family(request: Request, services: Services, name: str, number: int) -> str:
    """The family of the source or the publisher that is called so."""
    watched = await services.database.ask(lambda c: sources.active_sources(c, request.chat.id))
    listed = [one.source for one in watched]
    known = dict(_called(listed, services.publishers))
    found = known.get(key(name))
    if found is None:
        alike = get_close_matches(key(name), list(known), n=_NEAR, cutoff=0.5)
        outlets = {key(source.name): source.name for source in listed}
        choices = [_guess(number, outlets.get(one, ""), known[one]) for one in alike]
        raise ChoiceError(sentence("publisher.unknown", name=masked_text(name)[:NAME_CHARS]), choices)
    return found


def _guess(number: int, outlet: str, family: str) -> Choice:
    """A publisher by the outlet whose name is like what was written, where it is an outlet's."""
    named = f"{outlet} · {family}" if outlet and key(outlet) != key(family) else family
    return Choice(f"/publisher {number} {family}", named)


def _called(watched: Sequence[Source], publishers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What somebody may write, folded, and the family that it means: last what a source is called."""
    for outlet, family in publishers.items():
        yield from ((outlet, family), (key(family), family))
    for source in watched:
        yield key(source.family), source.family
        yield key(registered_domain(source.url)), source.family
    yield from ((key(source.name), source.family) for source in watched)


def _joined(request: Request, meant: Source, family: str) -> Answer:
    if family in (meant.family, meant.joined):
        raise UserError(sentence("publisher.is_so", feed=meant.name, publisher=family))

    async def effect(tx: Transaction) -> Sequence[Message]:
        await _still_theirs(tx, meant)
        await source_words.join(tx, meant, request.chat.id, family)
        if request.chat.kind is not ChatKind.PRIVATE:  # as for its name
            await _log_own(tx, request, meant, family)
        answer = request.reader.html(sentence("publisher.joined", feed=meant.name, publisher=family))
        return [Message(html=answer, buttons=((_undo(request, meant, meant.joined),),))]

    return Answer(effect=effect)


def _by_owner(request: Request, meant: Source, family: str) -> Answer:
    async def effect(tx: Transaction) -> Sequence[Message]:
        await _still_theirs(tx, meant)
        await source_words.set_family(tx, meant.id, family)
        return [await _logged(tx, request, meant, family)]

    return Answer(effect=effect)


def _taken_back(request: Request, meant: Source) -> Answer:
    async def effect(tx: Transaction) -> Sequence[Message]:
        await _still_theirs(tx, meant)
        if meant.owner is not None:
            await source_words.join(tx, meant, request.chat.id, None)
            if request.chat.kind is not ChatKind.PRIVATE:
                await _log_own(tx, request, meant, meant.family)
            off = request.message("publisher.off", feed=meant.name, publisher=meant.family)
            return [replace(off, buttons=((_undo(request, meant, meant.joined),),) if meant.joined else ())]
        family = await source_words.as_listed(tx, meant.id)
        if family is None:
            raise UserError(sentence("publisher.is_so", feed=meant.name, publisher=meant.family))
        return [await _logged(tx, request, meant, family)]

    return Answer(effect=effect)


async def _logged(tx: Transaction, request: Request, meant: Source, family: str) -> Message:
    domain = registered_domain(meant.url)
    what = sentence("log.publisher", feed=meant.name, domain=domain, publisher=family)
    await change_log.add(tx, request.speaker.user, what, request.now)
    answer = request.reader.html(sentence("publisher.counted", feed=meant.name, publisher=family))
    return Message(html=answer, buttons=((_undo(request, meant, ""),),))


async def _log_own(tx: Transaction, request: Request, meant: Source, family: str) -> None:
    domain, chat = registered_domain(meant.url), request.chat.title
    what = sentence("log.own_publisher", feed=meant.name, domain=domain, publisher=family, chat=chat)
    await change_log.add(tx, request.speaker.user, what, request.now)


def _undo(request: Request, meant: Source, before: str) -> Button:
    return undo_button(f"/publisher {button_number(meant.url)} {before or _OFF}", request.reader)


async def _still_theirs(tx: Transaction, meant: Source) -> None:
    if await sources.owner_of(tx, meant.id) != meant.owner:
        raise UserError(sentence("offerfeed.gone"))
