"""/addfeed, /feeds, /removefeed: sources of a chat's own."""

from collections.abc import Sequence
from datetime import datetime

from handlers.commands.arguments import COMMAND_CHARS
from handlers.commands.quotas import room_for_a_feed
from handlers.html import fit
from handlers.messages import Message
from handlers.render.feed_link import feed_link
from handlers.requests import Answer, Request, Services
from handlers.sentences.reader import Reader
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


async def addfeed(request: Request, services: Services) -> Answer:
    """Watch a feed, or find the feed of a site and watch that."""
    words = request.argument.split()
    if not words or len(words[0]) > COMMAND_CHARS:
        raise UserError(sentence("addfeed.which"))
    await services.database.ask(lambda c: room_for_a_feed(c, request.chat.id, services.limits))
    with services.look_ups.one(request.chat.id, request.speaker.user or request.chat.id, request.now):
        found = await services.find_feed(words[0])
    if found.problem:
        raise UserError(found.problem)
    domain = registered_domain(found.url)
    watched = await services.database.ask(sources.active_sources)
    listed = [(one.source.name, one.source.url) for one in watched]
    typed = clean_name(masked_text(" ".join(words[1:])))
    if typed and known_name(typed, found.url, services.publishers, listed):
        raise UserError(sentence("addfeed.known_name", name=typed, domain=domain))
    title = clean_name(masked_text(found.title))
    if not title or known_name(title, found.url, services.publishers, listed):
        title = domain
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


async def feeds(request: Request, services: Services) -> Answer:
    """The feeds that this chat added, with their health."""
    own = await services.database.ask(lambda c: sources.chat_sources(c, request.chat.id))
    everyone = await services.database.ask(lambda c: sources.active_sources(c, request.chat.id))
    if not own:
        return Answer(messages=(request.message("feeds.none", sources=sentence("unit.source", count=len(everyone))),))
    lines = [request.reader.say("feeds.heading", watched=len(everyone))]
    lines += [_feed(number, one, request.reader, request.now) for number, one in enumerate(own, start=1)]
    return Answer(messages=(Message(html=fit("\n".join(lines))),))


def _feed(number: int, watched: WatchedSource, reader: Reader, now: datetime) -> str:
    source = watched.source
    feed = feed_link(source.name, source.url)
    if watched.problem or watched.state is SourceState.RETIRED:
        problem = reader.html(watched.problem) if watched.problem else reader.say("feeds.retired")
        return reader.say("feeds.with_problem", feed=feed, problem=problem, number=number)
    if watched.last_ok_at:
        return reader.say("feeds.read", feed=feed, span=reader.span(now - watched.last_ok_at), number=number)
    return reader.say("feeds.unread", feed=feed, number=number)


async def removefeed(request: Request, services: Services) -> Answer:
    """Stop a feed of this chat, by its number, name or address."""
    own = await services.database.ask(lambda c: sources.chat_sources(c, request.chat.id))
    if not request.argument:
        return await feeds(request, services)
    wanted = request.argument.casefold()
    meant = [
        one.source
        for number, one in enumerate(own, start=1)
        if wanted in (str(number), one.source.name.casefold(), one.source.url.casefold())
    ]
    if not meant:
        raise UserError(sentence("removefeed.unknown", name=masked_text(request.argument)[:NAME_CHARS]))

    async def effect(tx: Transaction) -> Sequence[Message]:
        await sources.remove_chat_source(tx, meant[0].id, request.chat.id)
        return [request.message("removefeed.removed", feed=meant[0].name)]

    return Answer(effect=effect)
