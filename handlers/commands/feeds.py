"""/addfeed, /feeds, /removefeed: sources of a chat's own."""

from collections.abc import Sequence
from difflib import get_close_matches

from handlers.asked_back import Choice, ChoiceError, QuestionError
from handlers.commands.added_feeds import add_feed
from handlers.commands.arguments import COMMAND_CHARS
from handlers.commands.listed_sources import button_number, is_called, own_page
from handlers.commands.quotas import room_for_a_feed
from handlers.commands.source_cards import card_named, removal
from handlers.look_ups import of_one_look
from handlers.messages import Message
from handlers.render.feed_link import feed_link
from handlers.requests import Answer, Request, Services
from newsroom.errors import UserError
from newsroom.sentence import sentence
from newsroom.source import SourceKind
from newsroom.stories.known_names import NAME_CHARS, clean_name, known_name
from newsroom.text.masked_address import masked_text
from newsroom.text.url import registered_domain
from storage import sources
from storage.database import Transaction
from storage.sources import SourceSpec, WatchedSource
from storage.states import SourceState

_NEAR_FEEDS = 3  # a guess: of names that are alike one is meant


async def addfeed(request: Request, services: Services) -> Answer:
    """Watch a feed, or find the feed of a site and watch that."""
    words = request.argument.split()
    if not words or len(words[0]) > COMMAND_CHARS:
        raise QuestionError(sentence("addfeed.which"), "addfeed")
    await services.database.ask(lambda c: room_for_a_feed(c, request.chat.id, services.limits))
    with services.look_ups.one(request.chat.id, request.speaker.user or request.chat.id, request.now):
        found = await services.find_feed(words[0])
    if found.problem:
        problem = of_one_look(found.problem)
        raise UserError(sentence("addfeed.local", problem=problem) if services.local else problem)
    domain = registered_domain(found.url)
    watched = await services.database.ask(sources.active_sources)
    listed = [(one.source.name, one.source.url) for one in watched]
    typed = clean_name(masked_text(" ".join(words[1:])))
    if typed and known_name(typed, found.url, services.publishers, listed):
        raise UserError(sentence("addfeed.known_name", name=typed, domain=domain))
    title = own_name(found.title, found.url, services, listed)
    family = found.family or domain
    spec = SourceSpec(url=found.url, name=typed or title, family=family, kind=SourceKind.PRIVATE)

    async def effect(tx: Transaction) -> Sequence[Message]:
        own = await sources.chat_sources(tx.connection, request.chat.id)
        known = next(
            (one.source for one in own if one.source.url == spec.url and one.state is SourceState.ACTIVE), None
        )
        if known is not None and typed in ("", known.name):
            return [request.message("addfeed.own_already", feed=known.name)]
        await room_for_a_feed(tx.connection, request.chat.id, services.limits)
        if await add_feed(tx, request, services, spec) is None:
            return [request.message("addfeed.for_all")]
        items = request.reader.say("unit.item", count=found.items)
        return [Message(html=request.reader.say("addfeed.watching", feed=feed_link(spec.name, spec.url), items=items))]

    return Answer(effect=effect)


def own_name(title: str, url: str, services: Services, listed: Sequence[tuple[str, str]]) -> str:
    """What a feed calls itself; its domain where it has no name, or another publisher's.

    `listed`: name and address of each source that is for all.
    """
    name = clean_name(masked_text(title))
    return registered_domain(url) if not name or known_name(name, url, services.publishers, listed) else name


async def feeds(request: Request, services: Services) -> Answer:
    """The feeds that this chat added, with their health; the card of one that is named."""
    if request.argument:
        return await card_named(request, services, request.argument)
    return await own_page(request, services, 0)


async def removefeed(request: Request, services: Services) -> Answer:
    """Stop a feed of this chat, by its number, name or address."""
    if not request.argument:
        return await feeds(request, services)
    meant = await own_feed(request, services, request.argument)

    async def effect(tx: Transaction) -> Sequence[Message]:
        await sources.remove_chat_source(tx, meant.source.id, request.chat.id)
        return [removal(request, meant)]

    return Answer(effect=effect)


async def own_feed(request: Request, services: Services, name: str) -> WatchedSource:
    """The feed of this chat that is called by its number in /feeds, its name or its address.

    Raises:
        UserError: There is none.
    """
    own = await services.database.ask(lambda c: sources.chat_sources(c, request.chat.id))
    meant = [
        one
        for number, one in enumerate(own, start=1)
        if name in (str(number), str(button_number(one))) or is_called(one, name)
    ]
    if not meant:
        raise _unknown_feed(own, request, name)
    return meant[0]


def _unknown_feed(own: Sequence[WatchedSource], request: Request, name: str) -> UserError:
    shown, names = masked_text(name)[:NAME_CHARS], {one.source.name.casefold(): one.source.name for one in own}
    alike = get_close_matches(name.casefold(), list(names), n=_NEAR_FEEDS)
    if not alike:
        return UserError(sentence("removefeed.unknown", name=shown))
    # What follows the name differs from command to command.
    choices = [Choice(f"/removefeed {names[one]}", names[one]) for one in alike if request.command == "removefeed"]
    return ChoiceError(sentence("removefeed.unknown_near", name=shown, near=names[alike[0]]), choices)
