"""/opml: a chat's feeds as the file that feed readers exchange, out and in."""

import asyncio
from collections.abc import Sequence

from handlers.commands.added_feeds import add_feeds, addition_lines
from handlers.commands.listed_feeds import feed_specs
from handlers.commands.quotas import room_for_a_file
from handlers.messages import File, Message
from handlers.requests import Answer, Request, Services
from handlers.sent_documents import SentDocument
from newsroom.errors import UserError
from newsroom.opml import NoOpmlError, OpmlFeed, read_opml, write_opml
from newsroom.sentence import sentence
from newsroom.text.masked_address import masked_address, masked_text
from newsroom.text.url import is_feed_address
from storage import sources
from storage.database import Transaction
from storage.states import SourceState

FILE_NAME = "Wirewatch.opml"


async def opml(request: Request, services: Services) -> Answer:
    """The chat's feeds as a file; with a file, its feeds for this chat."""
    if request.document is None:
        return await _given_out(request, services)
    return await _taken_in(request, services, request.document)


def is_opml(content: bytes) -> bool:
    """Whether a document is meant to be a list of feeds."""
    try:
        read_opml(content)
    except NoOpmlError:
        return False
    return True


async def _given_out(request: Request, services: Services) -> Answer:
    own = await services.database.ask(lambda c: sources.chat_sources(c, request.chat.id))
    await services.database.ask(
        lambda c: room_for_a_file(c, request.place.chat, services.limits, request.now, picture=False)
    )
    watched = [one.source for one in own if one.state is SourceState.ACTIVE]
    # In a group everybody reads along, and an address may have somebody's key.
    shown = [one for one in watched if _is_private(request) or masked_address(one.url) == one.url]
    if not watched:
        return Answer(messages=(request.message("opml.none"),))
    reader = request.reader
    lines = [reader.say("opml.caption", feeds=reader.say("unit.feed", count=len(shown)))]
    if left_out := len(watched) - len(shown):
        lines.append(reader.say("opml.left_out", feeds=reader.say("unit.feed", count=left_out)))
    content = write_opml(request.chat.title, [OpmlFeed(url=one.url, name=one.name) for one in shown])
    return Answer(files=(File(name=FILE_NAME, content=content, caption="\n".join(lines)),))


def _is_private(request: Request) -> bool:
    return request.speaker.place.chat > 0  # groups and channels have numbers below 0


async def _taken_in(request: Request, services: Services, document: SentDocument) -> Answer:
    """Each is watched from now on; whether it can be read shows at its first visit, in /feeds."""
    try:
        listed = await asyncio.to_thread(read_opml, await services.read_document(document))
    except NoOpmlError:
        raise UserError(sentence("opml.not_opml", name=masked_text(document.name))) from None
    feeds = [one for one in listed if is_feed_address(one.url)]
    if not feeds:
        raise UserError(sentence("opml.no_feeds", name=masked_text(document.name)))
    specs = await feed_specs([(one.url, one.name) for one in feeds], services)

    async def effect(tx: Transaction) -> Sequence[Message]:
        addition = await add_feeds(tx, request, services, specs)
        lines = addition_lines(request, addition, added="opml.added", no_address=len(listed) - len(feeds))
        return [Message(html="\n".join(lines))]

    return Answer(effect=effect)
