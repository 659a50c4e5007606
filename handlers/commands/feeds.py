"""/addfeed, /feeds, /removefeed: sources of a chat's own."""

from collections.abc import Sequence

from handlers.commands.arguments import COMMAND_CHARS
from handlers.html import bold, escape, fit, link
from handlers.messages import Message
from handlers.render.times import count, span
from handlers.requests import Answer, Request, Services
from handlers.sentences.reader import Reader
from newsroom.errors import UserError
from newsroom.source import SourceKind
from newsroom.text.url import registered_domain
from storage import sources
from storage.database import Transaction
from storage.sources import SourceSpec, SourceState, WatchedSource


async def addfeed(request: Request, services: Services) -> Answer:
    """Watch a feed, or find the feed of a site and watch that."""
    words = request.argument.split()
    if not words or len(words[0]) > COMMAND_CHARS:
        raise UserError("Which feed? Write its address or the site's: /addfeed https://example.org")
    own = await services.database.ask(lambda c: sources.chat_sources(c, request.chat.id))
    if len([one for one in own if one.state is SourceState.ACTIVE]) >= services.limits.feeds_per_chat:
        raise UserError(
            f"This chat has {services.limits.feeds_per_chat} feeds, as many as one chat may. /removefeed makes room."
        )
    found = await services.find_feed(words[0])
    if found.problem:
        raise UserError(found.problem)
    domain = registered_domain(found.url)
    spec = SourceSpec(
        url=found.url,
        name=(" ".join(words[1:]) or found.title or domain)[:80],
        family=found.family or domain,
        kind=SourceKind.PRIVATE,
    )

    async def effect(tx: Transaction) -> Sequence[Message]:
        await sources.add_chat_source(tx, spec, request.chat.id, request.now, services.poll_floor_s)
        text = (
            f"Watching {link(spec.name, spec.url)}: {count(found.items, 'item')} in it now. They are searchable in a "
            "moment and stand in timelines; alerts come for what appears from now on."
        )
        return [Message(html=text)]

    return Answer(effect=effect)


async def feeds(request: Request, services: Services) -> Answer:
    """The feeds that this chat added, with their health."""
    own = await services.database.ask(lambda c: sources.chat_sources(c, request.chat.id))
    everyone = await services.database.ask(sources.active_sources)
    if not own:
        text = (
            f"This chat added no feed of its own. It hears from {count(len(everyone), 'source')} all the same: "
            "/sources lists them. Add one with /addfeed https://example.org"
        )
        return Answer(messages=(Message(html=text),))
    lines = [f"{bold('Feeds of this chat')} (all {len(everyone)} watched: /sources)"]
    lines += [_feed(one, request) for one in own]
    return Answer(messages=(Message(html=fit("\n".join(lines))),))


def _feed(watched: WatchedSource, request: Request) -> str:
    source, problem = watched.source, watched.problem
    name = link(source.name, source.url)
    if watched.state is SourceState.RETIRED and problem is None:
        return f"✗ {name} — retired /removefeed_{source.id}"
    if problem is not None:
        return f"✗ {name} — {Reader().html(problem)} /removefeed_{source.id}"
    read = f"read {span(request.now - watched.last_ok_at)} ago" if watched.last_ok_at else "not read yet"
    return f"✓ {name} — {read} · stop: /removefeed_{source.id}"


async def removefeed(request: Request, services: Services) -> Answer:
    """Stop a feed of this chat, by its number, name or address."""
    own = await services.database.ask(lambda c: sources.chat_sources(c, request.chat.id))
    if not request.argument:
        return await feeds(request, services)
    wanted = request.argument.casefold()
    meant = [
        one.source
        for one in own
        if wanted in (str(one.source.id), one.source.name.casefold(), one.source.url.casefold())
    ]
    if not meant:
        raise UserError(f"This chat has no feed “{request.argument[:80]}”. /feeds lists its feeds with their links.")

    async def effect(tx: Transaction) -> Sequence[Message]:
        await sources.remove_chat_source(tx, meant[0].id, request.chat.id)
        return [Message(html=f"Removed: {escape(meant[0].name)}. Its items stay in timelines.")]

    return Answer(effect=effect)
