"""The private addresses at which topics can be read: of the secret in each only a hash is kept."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.chat import ChatId
from newsroom.topic import Topic, TopicId
from storage import topics as tracked
from storage.database import Transaction
from storage.tables import chats, topic_addresses
from storage.upsert import upsert


def _hash(secret: str) -> str:
    """Secrets are random and long: nothing is gained by a slow hash or salt."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


async def put(tx: Transaction, topic: Topic, secret: str, made_by: int, now: datetime) -> None:
    """From now on the topic is read by this secret, and by no older one."""
    values = {"chat_id": topic.place.chat, "secret_hash": _hash(secret), "made_by": made_by, "made_at": now}
    new = upsert(topic_addresses).values(topic_id=topic.id, **values)
    await tx.execute(new.on_conflict_do_update(index_elements=["topic_id"], set_=values))


async def end(tx: Transaction, topic: int, chat: ChatId) -> bool:
    """Nobody reads the topic by an address any more; False where nobody could."""
    here = (topic_addresses.c.topic_id == topic) & (topic_addresses.c.chat_id == chat)
    return bool((await tx.execute(delete(topic_addresses).where(here))).rowcount)


async def made_in(connection: AsyncConnection, chat: ChatId) -> Mapping[TopicId, datetime]:
    """By topic of a chat when its address was made."""
    here = select(topic_addresses).where(topic_addresses.c.chat_id == chat)
    return {TopicId(row.topic_id): row.made_at for row in await connection.execute(here)}


async def topic_behind(connection: AsyncConnection, secret: str) -> Topic | None:
    """The topic that is read by a secret; None where there is none, or its chat is not admitted."""
    admitted = (chats.c.id == topic_addresses.c.chat_id) & chats.c.admitted
    found = select(topic_addresses).join(chats, admitted).where(topic_addresses.c.secret_hash == _hash(secret))
    row = (await connection.execute(found)).first()
    return None if row is None else await tracked.topic(connection, row.topic_id, row.chat_id)
