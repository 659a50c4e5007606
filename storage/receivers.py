"""Receivers of chats' alerts, and the posts that wait for them.

A post is written with what shows that Telegram has the message: who reads the chat and who reads by the receiver know
the same. It is gone once the receiver has it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.chat import ChatId
from newsroom.desk.receiver import Receiver
from newsroom.sentence import Sentence
from newsroom.story import StoryId
from storage.columns import AnyRow, Instant
from storage.database import Bell, Transaction
from storage.tables import chats, posts, receivers
from storage.upsert import upsert

ALERT = "alert"  # beside the kinds of notices


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One alert or notice for a receiver.

    Attributes:
        kind: ALERT, or the kind of a notice.
        item: Which item a notice is about, and `version` of it; 0 for an alert.
        words: Those of the match that made the card.
        attempts: Tries so far that the receiver did not take; `refusals`: those of them that it refused for the post's
            own sake.
    """

    id: int
    chat: ChatId
    story: StoryId
    kind: str
    item: int
    version: int
    words: tuple[str, ...]
    attempts: int
    refusals: int
    made: datetime


async def put(tx: Transaction, receiver: Receiver, made_by: int) -> None:
    """From now on the chat's alerts are posted there; what waits for an older receiver goes there as well."""
    values = {
        "url": receiver.url,
        "secret": receiver.secret,
        "made_by": made_by,
        "made_at": receiver.made,
        "failing_since": None,
        "problem": None,
        "given_up": 0,
        "given_up_at": None,
        "given_up_status": 0,
        "refusing_since": None,
        "warned_at": None,
    }
    new = upsert(receivers).values(chat_id=receiver.chat, **values)
    await tx.execute(new.on_conflict_do_update(index_elements=["chat_id"], set_=values))
    anew = {"due_at": receiver.made, "attempts": 0, "refusals": 0}
    await tx.execute(update(posts).where(posts.c.chat_id == receiver.chat).values(**anew))
    tx.ring(Bell.POSTS)


async def end(tx: Transaction, chat: int) -> bool:
    """Nothing of the chat is posted any more, what waits included; False where nothing was."""
    await tx.execute(delete(posts).where(posts.c.chat_id == chat))
    return bool((await tx.execute(delete(receivers).where(receivers.c.chat_id == chat))).rowcount)


async def receiver_of(connection: AsyncConnection, chat: int) -> Receiver | None:
    """Where a chat's alerts are posted; None: nowhere."""
    row = (await connection.execute(select(receivers).where(receivers.c.chat_id == chat))).first()
    if row is None:
        return None
    return Receiver(
        chat=ChatId(row.chat_id),
        url=row.url,
        secret=row.secret,
        made=row.made_at,
        failing_since=row.failing_since,
        problem=row.problem,
        given_up=row.given_up,
        given_up_at=row.given_up_at,
        given_up_status=row.given_up_status,
        refusing_since=row.refusing_since,
        warned_at=row.warned_at,
    )


async def queue(
    tx: Transaction,
    chat: ChatId,
    story: StoryId,
    now: datetime,
    *,
    kind: str = ALERT,
    item: int = 0,
    version: int = 0,
    words: Sequence[str] = (),
) -> None:
    """Post something of a story, where the chat has a receiver."""
    values = {"chat_id": chat, "story_id": story, "kind": kind, "item_id": item, "version": version}
    values |= {"words": list(words), "due_at": now, "attempts": 0, "refusals": 0, "made_at": now}
    await tx.execute(insert(posts).values(**values))
    tx.ring(Bell.POSTS)


async def has_receiver(tx: Transaction, chat: int) -> bool:
    """Whether a chat's alerts are posted."""
    return (await tx.execute(select(receivers.c.chat_id).where(receivers.c.chat_id == chat))).first() is not None


async def due(connection: AsyncConnection, now: datetime, busy: Collection[int], limit: int) -> list[Post]:
    """For each chat that is admitted, lets us in and is not busy the oldest post, where its time has come."""
    oldest = select(func.min(posts.c.id)).where(posts.c.chat_id.not_in(list(busy))).group_by(posts.c.chat_id)
    wanted = (
        select(posts)
        .join(chats, (chats.c.id == posts.c.chat_id) & chats.c.admitted & chats.c.closed_since.is_(None))
        .where(posts.c.id.in_(oldest), posts.c.due_at <= now)
        .order_by(posts.c.due_at, posts.c.id)
        .limit(limit)
    )
    return [_post(row) for row in await connection.execute(wanted)]


async def taken(tx: Transaction, post: Post) -> None:
    """The receiver has it."""
    await drop(tx, post)
    await begin_anew(tx, [post.chat])


async def begin_anew(tx: Transaction, ids: Collection[int]) -> None:
    """Failures and refusals so far count no more against the receivers of these chats."""
    failing = or_(receivers.c.failing_since.is_not(None), receivers.c.refusing_since.is_not(None))
    none = {"failing_since": None, "problem": None, "refusing_since": None}
    await tx.execute(update(receivers).where(receivers.c.chat_id.in_(list(ids)), failing).values(**none))


async def begin_anew_without_posts(tx: Transaction, ids: Collection[int]) -> None:
    """`begin_anew` for those for which nothing waits: what failed is gone, and nothing is tried until a next one."""
    waiting = select(posts.c.chat_id).where(posts.c.chat_id.in_(list(ids)))
    await begin_anew(tx, set(ids) - set((await tx.execute(waiting)).scalars()))


async def answers(tx: Transaction, chat: int) -> None:
    """The receiver is there: it has taken a post, or refused one for the post's own sake."""
    failing = (receivers.c.chat_id == chat) & receivers.c.failing_since.is_not(None)
    await tx.execute(update(receivers).where(failing).values(failing_since=None, problem=None))


async def refused(tx: Transaction, post: Post, again_at: datetime) -> None:
    """The receiver minds this very post: it is tried again then."""
    more = {"attempts": post.attempts + 1, "refusals": post.refusals + 1}
    await tx.execute(update(posts).where(posts.c.id == post.id).values(due_at=again_at, **more))
    await answers(tx, post.chat)


async def given_up(tx: Transaction, post: Post, status: int, now: datetime) -> None:
    """The receiver has refused this very post for good: the next one goes on."""
    await drop(tx, post)
    since = func.coalesce(receivers.c.refusing_since, literal(now, Instant()))
    last = {"given_up": receivers.c.given_up + 1, "given_up_at": now, "given_up_status": status}
    here = receivers.c.chat_id == post.chat
    await tx.execute(update(receivers).where(here).values(refusing_since=since, **last))
    await answers(tx, post.chat)


async def warned(tx: Transaction, chat: int, now: datetime) -> None:
    """The chat reads that its receiver refused one for good."""
    await tx.execute(update(receivers).where(receivers.c.chat_id == chat).values(warned_at=now))


async def unanswered(tx: Transaction, post: Post, problem: Sentence, again_at: datetime, now: datetime) -> None:
    """The receiver is not there, or takes nothing at all: it is tried again then."""
    await tx.execute(update(posts).where(posts.c.id == post.id).values(due_at=again_at, attempts=post.attempts + 1))
    row = (await tx.execute(select(receivers.c.failing_since).where(receivers.c.chat_id == post.chat))).first()
    since = row.failing_since if row is not None and row.failing_since is not None else now
    here = receivers.c.chat_id == post.chat
    await tx.execute(update(receivers).where(here).values(failing_since=since, problem=problem))


async def drop(tx: Transaction, post: Post) -> None:
    """It is posted no more."""
    await tx.execute(delete(posts).where(posts.c.id == post.id))


async def drop_of_chats(tx: Transaction, ids: Collection[int]) -> None:
    """Nothing that waits is posted for these chats."""
    await tx.execute(delete(posts).where(posts.c.chat_id.in_(list(ids))))
    await begin_anew(tx, ids)


async def waiting(connection: AsyncConnection, chat: int) -> int:
    """How many posts of a chat wait."""
    found = select(func.count()).select_from(posts).where(posts.c.chat_id == chat)
    return int((await connection.execute(found)).scalar_one())


def _post(row: AnyRow) -> Post:
    return Post(
        id=row.id,
        chat=ChatId(row.chat_id),
        story=StoryId(row.story_id),
        kind=row.kind,
        item=row.item_id,
        version=row.version,
        words=tuple(row.words),
        attempts=row.attempts,
        refusals=row.refusals,
        made=row.made_at,
    )
