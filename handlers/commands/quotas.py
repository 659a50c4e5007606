"""What one chat may have and ask for.

Each is looked at before the work, and once more in the transaction that adds it: two people's commands are answered
side by side, and both would find the last place free.
"""

from datetime import datetime, timedelta

from config.schema import LimitSettings
from newsroom.errors import UserError
from newsroom.sentence import sentence
from storage import outbox, sources, topics
from storage.database import Connection
from storage.states import SourceState

_HOUR = timedelta(hours=1)


async def room_for_a_topic(connection: Connection, chat: int, limits: LimitSettings) -> None:
    """Raises UserError where the chat tracks as many as it may."""
    taken = await topics.count(connection, chat)
    if taken >= limits.topics_per_chat:
        raise UserError(sentence("track.full", topics=sentence("unit.topic", count=taken)))


async def room_for_a_feed(connection: Connection, chat: int, limits: LimitSettings) -> None:
    """Raises UserError where the chat has added as many as it may."""
    own = await sources.chat_sources(connection, chat)
    if len([one for one in own if one.state is SourceState.ACTIVE]) >= limits.feeds_per_chat:
        raise UserError(sentence("addfeed.full", feeds=sentence("unit.feed", count=limits.feeds_per_chat)))


async def room_for_a_file(
    connection: Connection, chat: int, limits: LimitSettings, now: datetime, *, picture: bool
) -> None:
    """Raises UserError where the chat has asked for as many pictures, or documents, as it may within an hour."""
    most = limits.pictures_per_hour if picture else limits.documents_per_hour
    kind = outbox.DeliveryKind.PHOTO if picture else outbox.DeliveryKind.DOCUMENT
    if await outbox.asked_since(connection, chat, kind, now - _HOUR) >= most:
        raise UserError(sentence("timeline.too_many_pictures" if picture else "timeline.too_many_documents", most=most))
