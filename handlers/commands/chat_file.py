"""/export topics and /import: a chat's topics, settings and own feeds as one file, out and in."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers.buttons import FileAct, button
from handlers.commands.added_feeds import add_feeds
from handlers.commands.listed_feeds import feed_specs
from handlers.commands.quotas import room_for_a_file
from handlers.commands.read_chat_file import is_chat_file, read_chat_file
from handlers.commands.take_over import change_settings, put_topics, stop_topics, take_back
from handlers.messages import File, Message
from handlers.render.chat_file_change import change_shown, taken_over
from handlers.render.export.chat_toml import filed_topic, settings_of, write_chat_file
from handlers.requests import Answer, Request, Services
from handlers.sentences.reader import Reader
from newsroom.chat import Chat, ChatKind
from newsroom.chat_file import ChatFile, FiledFeed, difference
from newsroom.errors import UserError
from newsroom.sentence import sentence
from newsroom.text.masked_address import masked_address, masked_text
from storage import chat_files, chats, sources, topics
from storage.chat_files import KeptFile
from storage.database import Connection, Transaction
from storage.states import SourceState

FILE_NAME = "Wirewatch.toml"

__all__ = ["export_topics", "import_file", "is_chat_file", "press"]


async def export_topics(request: Request, services: Services) -> Answer:
    """The chat's topics, settings and feeds as a file; in a group without feeds whose address has a key."""

    async def effect(tx: Transaction) -> Sequence[Message]:
        await room_for_a_file(tx.connection, request.speaker.place.chat, services.limits, request.now, picture=False)
        return ()

    async with services.database.read() as connection:
        await room_for_a_file(connection, request.speaker.place.chat, services.limits, request.now, picture=False)
        state = await _state(connection, request.chat, request.now)
    private = request.speaker.place.chat > 0  # groups and channels have numbers below 0
    shown = tuple(feed for feed in state.feeds if private or masked_address(feed.url) == feed.url)
    reader, left_out = request.reader, len(state.feeds) - len(shown)
    caption = reader.say("chat_file.caption", topics=reader.say("unit.topic", count=len(state.topics)))
    if left_out:
        caption += "\n" + reader.say("opml.left_out", feeds=reader.say("unit.feed", count=left_out))
    content = write_chat_file(replace(state, feeds=shown), request.chat.title, reader)
    return Answer(files=(File(name=FILE_NAME, content=content, caption=caption),), effect=effect)


async def _state(connection: Connection, chat: Chat, now: datetime) -> ChatFile:
    """What the chat has, as a file would have it."""
    own = await sources.chat_sources(connection, chat.id)
    return ChatFile(
        chat=chat.id,
        settings=settings_of(chat),
        topics=tuple(filed_topic(topic, now) for topic in await topics.topics_of(connection, chat.id)),
        feeds=tuple(
            FiledFeed(url=one.source.url, name=one.source.name) for one in own if one.state is SourceState.ACTIVE
        ),
    )


async def import_file(request: Request, services: Services) -> Answer:
    """What a file would change in this chat, with a button that takes it over; nothing is changed before."""
    if request.document is None:
        raise UserError(sentence("chat_file.which"))
    content = await services.read_document(request.document)
    wanted = _for_here(await asyncio.to_thread(read_chat_file, content, request.now), request)
    before = await services.database.ask(lambda c: _state(c, request.chat, request.now))
    change = difference(before, wanted)
    name = masked_text(request.document.name)
    if change.nothing and not change.others:
        return Answer(messages=(request.message("chat_file.nothing", name=name),))
    shown = change_shown(change, name, request.reader)
    text = write_chat_file(wanted, request.chat.title, Reader()).decode("utf-8")

    async def effect(tx: Transaction) -> Sequence[Message]:
        number = await chat_files.keep(tx, request.place, text, request.speaker.user, request.now)
        say = request.reader.say
        rows = [] if change.nothing else [(button(say("button.take_over"), FileAct.TAKE_OVER, number),)]
        if change.others:
            count = len(change.others)
            rows.append((button(say("button.take_over_whole", count=count), FileAct.TAKE_OVER_WHOLE, number),))
        return [replace(shown, buttons=tuple(rows))]

    return Answer(effect=effect)


def _for_here(wanted: ChatFile, request: Request) -> ChatFile:
    """Threads of another chat are none here: its topics go where the file was sent."""
    if wanted.chat == request.chat.id and request.chat.kind is ChatKind.SUPERGROUP:
        return wanted
    here = [replace(topic, thread=request.place.thread) for topic in wanted.topics]
    return replace(wanted, topics=tuple({topic.key: topic for topic in here}.values()))


async def press(request: Request, services: Services, act: FileAct, number: int) -> Answer:
    """A button under what a file would change, or has changed."""
    kept = await services.database.ask(lambda c: chat_files.kept(c, number, request.chat.id))
    if kept is None:
        raise UserError(sentence("chat_file.gone"))
    if act is FileAct.UNDO:
        return await _undone(request, kept)
    return await _taken_over(request, services, kept, whole=act is FileAct.TAKE_OVER_WHOLE)


async def _taken_over(request: Request, services: Services, kept: KeptFile, *, whole: bool) -> Answer:
    wanted = await asyncio.to_thread(read_chat_file, kept.content.encode("utf-8"), request.now)
    specs = await feed_specs([(feed.url, feed.name) for feed in wanted.feeds], services)

    async def effect(tx: Transaction) -> Sequence[Message]:
        chat = await chats.chat(tx.connection, request.chat.id) or request.chat
        before = await _state(tx.connection, chat, request.now)
        text = write_chat_file(before, chat.title, Reader()).decode("utf-8")
        if not await chat_files.note_taken(tx, kept.id, text, whole=whole):
            raise UserError(sentence("chat_file.taken_already"))
        change = difference(before, wanted)
        stopped = change.others if whole else ()
        await stop_topics(tx, chat.id, stopped)
        room = max(0, services.limits.topics_per_chat - len(before.topics) + len(stopped))
        added = change.added[:room]
        after = [topic for _, topic in change.changed]
        await put_topics(tx, request, (*added, *after))
        await change_settings(tx, chat, {name: value for name, (_, value) in change.settings.items()}, request.now)
        feeds = await add_feeds(tx, request, services, specs)
        done = replace(change, added=added, others=stopped)
        message = taken_over(done, feeds.without_room, len(change.added) - len(added), request.reader)
        undo = button(request.reader.say("button.undo"), FileAct.UNDO, kept.id)
        return [replace(message, buttons=((undo,),))]

    return Answer(effect=effect, replaces=True)


async def _undone(request: Request, kept: KeptFile) -> Answer:
    if kept.before is None:
        raise UserError(sentence("chat_file.gone"))
    # What was muted then, and is no longer, is not muted anew: a mute that is over is none.
    before = await asyncio.to_thread(read_chat_file, kept.before.encode("utf-8"), request.now)
    wanted = await asyncio.to_thread(read_chat_file, kept.content.encode("utf-8"), request.now)

    async def effect(tx: Transaction) -> Sequence[Message]:
        if not await chat_files.note_undone(tx, kept.id, request.now):
            raise UserError(sentence("chat_file.undone_already"))
        await take_back(tx, request, difference(before, wanted), whole=kept.whole)
        return [request.message("chat_file.undone")]

    return Answer(effect=effect, replaces=True)
