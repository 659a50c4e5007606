"""/addfeed, /feeds, /removefeed: sources of a chat's own."""

from collections.abc import Sequence
from datetime import datetime
from difflib import get_close_matches
from hashlib import sha256

from handlers.asked_back import Choice, ChoiceError, QuestionError
from handlers.buttons import ListAct, OfferAct, button
from handlers.commands.arguments import COMMAND_CHARS
from handlers.commands.quotas import room_for_a_feed
from handlers.html import fit
from handlers.messages import Message, Rows
from handlers.render.feed_link import feed_link
from handlers.render.pages import list_buttons, page_number, page_of_pages
from handlers.requests import Answer, Request, Services
from handlers.sentences.reader import Reader
from newsroom.errors import UserError
from newsroom.sentence import sentence
from newsroom.source import SourceKind
from newsroom.stories.known_names import NAME_CHARS, clean_name, known_name
from newsroom.text.masked_address import masked_address, masked_text
from newsroom.text.url import registered_domain
from storage import sources
from storage.database import Transaction
from storage.sources import SourceSpec, WatchedSource
from storage.states import SourceState

_NEAR_FEEDS = 3  # a guess: of names that are alike one is meant
_NUMBER_BYTES = 6  # 14 digits or 15, of 18 that a button may have
_A_PAGE = 10  # feeds: each may have a problem with its mend, and a row with a button


async def addfeed(request: Request, services: Services) -> Answer:
    """Watch a feed, or find the feed of a site and watch that."""
    words = request.argument.split()
    if not words or len(words[0]) > COMMAND_CHARS:
        raise QuestionError(sentence("addfeed.which"), "addfeed")
    await services.database.ask(lambda c: room_for_a_feed(c, request.chat.id, services.limits))
    with services.look_ups.one(request.chat.id, request.speaker.user or request.chat.id, request.now):
        found = await services.find_feed(words[0])
    if found.problem:
        raise UserError(sentence("addfeed.local", problem=found.problem) if services.local else found.problem)
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
        await room_for_a_feed(tx.connection, request.chat.id, services.limits)
        added = await sources.add_chat_source(tx, spec, request.chat.id, request.now, services.poll_floor_s)
        if added is None:
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
    """The feeds that this chat added, with their health."""
    return await press_page(request, services, 0)


async def press_page(request: Request, services: Services, page: int) -> Answer:
    """A page of them."""
    own = await services.database.ask(lambda c: sources.chat_sources(c, request.chat.id))
    everyone = await services.database.ask(lambda c: sources.active_sources(c, request.chat.id))
    if not own:
        none = request.message("feeds.none", sources=sentence("unit.source", count=len(everyone)))
        return Answer(messages=(none,), replaces=True)
    reader, page = request.reader, page_number(page, len(own), _A_PAGE)
    shown = list(enumerate(own, start=1))[page * _A_PAGE : (page + 1) * _A_PAGE]
    lines = [reader.say("feeds.heading", watched=len(everyone)) + page_of_pages(page, len(own), _A_PAGE, reader)]
    lines += [_feed(number, one, reader, request.now) for number, one in shown]
    lines.append(reader.say("feeds.foot"))
    turns = list_buttons(ListAct.FEEDS, page, len(own), _A_PAGE, reader)
    buttons = (*_offer_buttons(shown, reader), *turns)
    return Answer(messages=(Message(html=fit("\n".join(lines)), buttons=buttons),), replaces=True)


def _offer_buttons(shown: Sequence[tuple[int, WatchedSource]], reader: Reader) -> Rows:
    """A row for each feed that could be offered to all."""
    return tuple(
        (button(reader.say("button.offer", number=number, feed=one.source.name), OfferAct.OFFER, button_number(one)),)
        for number, one in shown
        if _can_be_offered(one)
    )


def button_number(one: WatchedSource) -> int:
    """What a button calls a feed of a chat: its place in /feeds changes, and its row's number tells of other chats'."""
    return int.from_bytes(sha256(one.source.url.encode()).digest()[:_NUMBER_BYTES])


def _can_be_offered(one: WatchedSource) -> bool:
    """Not what can't be read, nor what waits already, nor what is somebody's alone: its address has a key."""
    url = one.source.url
    well = one.state is SourceState.ACTIVE and one.problem is None
    return well and one.offered_at is None and masked_address(url) == url


def _feed(number: int, watched: WatchedSource, reader: Reader, now: datetime) -> str:
    source = watched.source
    feed = feed_link(source.name, source.url)
    if watched.problem or watched.state is SourceState.RETIRED:
        problem = reader.html(watched.problem) if watched.problem else reader.say("feeds.retired")
        return reader.say("feeds.with_problem", feed=feed, problem=problem, number=number)
    if watched.offered_at:
        return reader.say("feeds.offered", feed=feed, number=number)
    if watched.last_ok_at:
        return reader.say("feeds.read", feed=feed, span=reader.span(now - watched.last_ok_at), number=number)
    return reader.say("feeds.unread", feed=feed, number=number)


async def removefeed(request: Request, services: Services) -> Answer:
    """Stop a feed of this chat, by its number, name or address."""
    if not request.argument:
        return await feeds(request, services)
    meant = (await own_feed(request, services, request.argument)).source

    async def effect(tx: Transaction) -> Sequence[Message]:
        await sources.remove_chat_source(tx, meant.id, request.chat.id)
        return [request.message("removefeed.removed", feed=meant.name)]

    return Answer(effect=effect)


async def own_feed(request: Request, services: Services, name: str) -> WatchedSource:
    """The feed of this chat that is called by its number in /feeds, its name or its address.

    Raises:
        UserError: There is none.
    """
    own = await services.database.ask(lambda c: sources.chat_sources(c, request.chat.id))
    wanted = name.casefold()
    meant = [
        one
        for number, one in enumerate(own, start=1)
        if wanted in (str(number), one.source.name.casefold(), one.source.url.casefold())
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
