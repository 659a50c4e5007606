"""The lists of sources, a chat's own and all, as pages whose buttons open a source's card."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256

from handlers.buttons import FeedAct, ListAct, button
from handlers.commands.starters import sets_button
from handlers.html import fit
from handlers.messages import Button, Message, Rows
from handlers.render.button_rows import packed
from handlers.render.feed_link import feed_link
from handlers.render.pages import list_buttons, page_number, page_of_pages
from handlers.render.source_card import health_mark
from handlers.render.source_health import SOURCES_A_PAGE, SourceHealth, health, in_order
from handlers.requests import Answer, Request, Services
from handlers.sentences.reader import Reader
from newsroom.sentence import sentence
from newsroom.text.masked_address import masked_address
from newsroom.text.words import bare
from storage import sources
from storage.database import Connection
from storage.sources import WatchedSource
from storage.states import SourceState

_NUMBER_BYTES = 6  # 14 digits or 15, of 18 that a button may have
_A_PAGE = 10  # feeds: five rows of buttons, which a phone shows with the lines above them


async def own_page(request: Request, services: Services, page: int) -> Answer:
    """A page of the feeds that the chat added."""
    own = await services.database.ask(lambda c: sources.chat_sources(c, request.chat.id))
    everyone = await services.database.ask(lambda c: sources.active_sources(c, request.chat.id))
    watched = counted(everyone)
    reader, page = request.reader, page_number(page, len(own), _A_PAGE)
    below = packed([*sets_button(request, services), button(reader.say("button.all_sources"), ListAct.SOURCES, 0)])
    if not own:
        none = sentence("feeds.none", sources=sentence("unit.source", count=watched))
        html = reader.html(none if watched else sentence("feeds.none_at_all"))
        return Answer(messages=(Message(html=html, buttons=below),), replaces=True)
    shown = list(enumerate(own, start=1))[page * _A_PAGE : (page + 1) * _A_PAGE]
    lines = [reader.say("feeds.heading", watched=watched) + page_of_pages(page, len(own), _A_PAGE, reader)]
    lines += [_feed(number, one, reader, request.now) for number, one in shown]
    lines.append(reader.say("feeds.foot"))
    turns = list_buttons(ListAct.FEEDS, page, len(own), _A_PAGE, reader)
    buttons = (*card_buttons(one for _, one in shown), *turns, *below)
    return Answer(messages=(Message(html=fit("\n".join(lines)), buttons=buttons),), replaces=True)


async def all_page(request: Request, services: Services, page: int) -> Answer:
    """A page of all that is watched for the chat, with its health; what is not well comes first."""
    watched = await services.database.ask(lambda c: sources.active_sources(c, request.chat.id))
    page, reader = page_number(page, len(watched), SOURCES_A_PAGE), request.reader
    html = health([_health(one) for one in watched], page, reader, request.now).html
    shown = _in_order(watched)[page * SOURCES_A_PAGE : (page + 1) * SOURCES_A_PAGE]
    turns = list_buttons(ListAct.SOURCES, page, len(watched), SOURCES_A_PAGE, reader)
    return Answer(messages=(Message(html=html, buttons=(*card_buttons(shown), *turns)),), replaces=True)


def _in_order(watched: Sequence[WatchedSource]) -> list[WatchedSource]:
    by_source = {one.source: one for one in watched}
    return [by_source[one.source] for one in in_order([_health(one) for one in watched])]


def _health(one: WatchedSource) -> SourceHealth:
    return SourceHealth(
        source=one.source,
        problem=one.problem,
        last_ok=one.last_ok_at,
        last_new=one.last_new_at,
        paused=one.paused_at is not None,
    )


async def page_of(connection: Connection, request: Request, watched: WatchedSource) -> int:
    """On which page of its list a source is."""
    if watched.source.owner is not None:
        own = [one.source.id for one in await sources.chat_sources(connection, request.chat.id)]
        return own.index(watched.source.id) // _A_PAGE if watched.source.id in own else 0
    ordered = [one.source.id for one in _in_order(await sources.active_sources(connection, request.chat.id))]
    return ordered.index(watched.source.id) // SOURCES_A_PAGE if watched.source.id in ordered else 0


def counted(watched: Iterable[WatchedSource]) -> int:
    """How many are said to be watched: not what could never be read, since nothing comes of it."""
    return sum(one.first_polled_at is not None or one.problem is None for one in watched)


def card_buttons(shown: Iterable[WatchedSource]) -> Rows:
    """A button for the card of each, two a row where their names have room."""
    return packed([_card_button(one) for one in shown])


def _card_button(one: WatchedSource) -> Button:
    return button(f"{health_mark(one)} {one.source.name}", FeedAct.CARD, button_number(one))


def button_number(one: WatchedSource | str) -> int:
    """What a button calls a source, or its address.

    Its place in a list changes, and its row's number tells of other chats'.
    """
    url = one if isinstance(one, str) else one.source.url
    return int.from_bytes(sha256(url.encode()).digest()[:_NUMBER_BYTES])


def is_called(one: WatchedSource, name: str) -> bool:
    """Whether a source is meant: by its address, or its name in whatever case and with or without its accents."""
    return bare(name) == bare(one.source.name) or name.casefold() == one.source.url.casefold()


def can_be_offered(one: WatchedSource) -> bool:
    """Not what can't be read, nor what waits already, nor what is somebody's alone: its address has a key."""
    url = one.source.url
    well = one.state is SourceState.ACTIVE and one.problem is None and one.paused_at is None
    return well and one.offered_at is None and masked_address(url) == url


def _feed(number: int, watched: WatchedSource, reader: Reader, now: datetime) -> str:
    source, mark = watched.source, health_mark(watched)
    begun = f"{number}. {mark} {feed_link(source.name, source.url)} — "
    if watched.state is SourceState.RETIRED:
        return begun + reader.say("feeds.retired")
    if watched.paused_at is not None:
        return begun + reader.say("feeds.paused", span=reader.span(now - watched.paused_at))
    if watched.problem:
        return begun + reader.say("feeds.failing", span=reader.span(now - (watched.failing_since or now)))
    if watched.offered_at:
        return begun + reader.say("feeds.offered")
    if watched.last_ok_at:
        return begun + reader.say("feeds.read", span=reader.span(now - watched.last_ok_at))
    return begun + reader.say("feeds.unread")
