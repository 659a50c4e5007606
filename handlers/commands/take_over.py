"""What a file changes in a chat, written; and taken back."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from handlers.commands.read_chat_file import digest_of, quiet_of
from handlers.requests import Request
from newsroom.chat import Chat, ChatId, Place
from newsroom.chat_file import ChatFileChange, FiledTopic
from newsroom.desk.quiet_hours import quiet_until
from newsroom.matching.query import MOST_TERMS, parse
from storage import chats, sources, topics, waiting
from storage.database import Transaction


async def put_topics(tx: Transaction, request: Request, filed: Iterable[FiledTopic]) -> None:
    """Track these as a file has them."""
    chat, user = request.chat.id, request.speaker.user
    for topic in filed:
        place = Place(chat=chat, thread=topic.thread)
        await topics.put(tx, place, parse(topic.query, most_near=MOST_TERMS), user, request.now, topic)


async def stop_topics(tx: Transaction, chat: ChatId, gone: Iterable[FiledTopic]) -> None:
    """Track these no more, where they are tracked."""
    keys = {topic.key for topic in gone}
    for topic in await topics.topics_of(tx.connection, chat):
        if (topic.place.thread, topic.text) in keys:
            await topics.untrack(tx, topic.id, chat)


async def change_settings(tx: Transaction, chat: Chat, settings: Mapping[str, str], now: datetime) -> None:
    """Set what is named; the others stay."""
    if "zone" in settings:
        await chats.set_zone(tx, chat.id, settings["zone"])
    if "language" in settings:
        await chats.set_language(tx, chat.id, settings["language"])
    if {"digest", "digest_empty"} & set(settings):
        times = digest_of(settings["digest"], now) if "digest" in settings else chat.digest
        say_empty = settings["digest_empty"] == "say" if "digest_empty" in settings else chat.digest_empty
        await chats.set_digest(tx, chat.id, times, say_empty=say_empty)
    if "quiet" in settings:
        hours = quiet_of(settings["quiet"])
        ended, ends = quiet_until(chat, now), quiet_until(replace(chat, quiet=hours), now)
        await chats.set_quiet(tx, chat.id, hours)
        if ended is not None and ended != ends:
            await waiting.move(tx, chat.id, ends or now, ended=ended)


async def take_back(tx: Transaction, request: Request, change: ChatFileChange, *, whole: bool) -> None:
    """Have the chat again as it was before this change; what it changed itself elsewhere since stays."""
    chat = await chats.chat(tx.connection, request.chat.id) or request.chat
    await stop_topics(tx, chat.id, change.added)
    await put_topics(tx, request, [before for before, _ in change.changed])
    if whole:
        await put_topics(tx, request, change.others)
    await change_settings(tx, chat, {name: before for name, (before, _) in change.settings.items()}, request.now)
    added = {feed.url for feed in change.feeds}
    for one in await sources.chat_sources(tx.connection, chat.id):
        if one.source.url in added:
            await sources.remove_chat_source(tx, one.source.id, chat.id)
