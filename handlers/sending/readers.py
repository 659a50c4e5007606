"""Who reads what a chat gets, by the settings that are stored of it."""

from handlers.sentences.reader import Reader, reader_of
from storage import chats
from storage.database import Connection


async def reader_in(connection: Connection, chat_id: int, default_zone: str = "UTC") -> Reader:
    """The reader of a chat's messages; one with the default zone where we never met the chat."""
    known = await chats.chat(connection, chat_id)
    return reader_of(known) if known else Reader(zone=default_zone)
