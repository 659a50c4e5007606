"""What is forgotten, and when: `storage.keeping_rules` has the rule of each table.

Each piece drops a few rows in a transaction of its own, so that no loop waits for long.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeAlias

from sqlalchemy import (
    BigInteger,
    Select,
    Table,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import receivers
from storage.columns import json_number
from storage.database import Database, Transaction
from storage.forgetting import OF_CHATS, remove_chat, remove_own
from storage.intake import LISTED_EVERY
from storage.item_removal import A_NUMBER_ALONE, NOBODY, remove_items
from storage.readings import forget_readings
from storage.states import DeliveryState, SourceState
from storage.tables import (
    boilerplate,
    button_lines,
    cards,
    changes,
    chat_disagreements,
    chat_files,
    chat_items,
    chat_stories,
    chats,
    corrections,
    deliveries,
    digests,
    disagreements,
    dismissals,
    hand_overs,
    incidents,
    invites,
    items,
    listings,
    managers,
    posts,
    questions,
    queue,
    sources,
    stories,
    topic_addresses,
    topics,
    updates,
)

_AT_ONCE = 500  # rows a transaction: other writers wait for no more
_Piece: TypeAlias = Callable[[Transaction, datetime], Awaitable[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizons:
    """Since when each kind is kept.

    Attributes:
        deliveries: What was sent; digests, and what was taken back or used up, too.
        items: With stories and the log of changes.
        readings: What was read of the items that later ones are compared with.
        closed_chats: A chat that is closed since before then is removed.
        posts: What waits for the receiver of a chat that shut us out goes, where that was before then.
    """

    updates: datetime
    deliveries: datetime
    items: datetime
    readings: datetime
    paragraphs: datetime
    closed_chats: datetime
    posts: datetime


async def forget(database: Database, kept_since: Horizons) -> None:
    """Drop all that is older, piece by piece, each in a transaction of its own."""
    pieces: tuple[tuple[_Piece, datetime], ...] = (
        (forget_deliveries, kept_since.deliveries),
        (forget_updates, kept_since.updates),
        (forget_questions, kept_since.updates),
        (forget_button_lines, kept_since.deliveries),
        (forget_chat_files, kept_since.deliveries),
        (forget_closed_chats, kept_since.closed_chats),
        (forget_posts, kept_since.posts),
        (forget_digests, kept_since.deliveries),
        (forget_hand_overs, kept_since.deliveries),
        (forget_invites, kept_since.deliveries),
        (forget_corrections, kept_since.deliveries),
        (forget_readings, kept_since.readings),
        (forget_items, kept_since.items),
        (forget_stories, kept_since.items),
        (forget_own_stories, kept_since.items),
        (forget_changes, kept_since.items),
        (forget_paragraphs, kept_since.paragraphs),
        (forget_nobodys, kept_since.items),
        (forget_sources, kept_since.items),
    )
    for piece, before in pieces:
        await _all(database, piece, before)
    for table in OF_CHATS:
        while rows := await database.ask(partial(unaddressed, table=table)):  # by reading: writers need not wait for it
            async with database.write() as tx:
                await tx.execute(delete(table).where(tuple_(*table.primary_key).in_(rows)))
    async with database.write() as tx:
        await _forget_what_lost_its_place(tx)


async def _all(database: Database, piece: _Piece, before: datetime) -> None:
    dropped = 1
    while dropped:
        async with database.write() as tx:
            dropped = await piece(tx, before)


async def forget_updates(tx: Transaction, before: datetime) -> int:
    """Drop the numbers of some updates that were done before then, and what had failed; the newest stays."""
    newest = select(func.max(updates.c.update_id)).scalar_subquery()
    old = select(updates.c.update_id).where(updates.c.done_at < before, updates.c.update_id != newest).limit(_AT_ONCE)
    return (await tx.execute(delete(updates).where(updates.c.update_id.in_(old)))).rowcount


async def forget_questions(tx: Transaction, before: datetime) -> int:
    """Drop what was asked before then and never answered."""
    return (await tx.execute(delete(questions).where(questions.c.asked_at < before))).rowcount


async def forget_button_lines(tx: Transaction, before: datetime) -> int:
    """Drop some lines behind buttons that were made before then; gives how many."""
    old = select(button_lines.c.id).where(button_lines.c.made_at < before).limit(_AT_ONCE)
    return (await tx.execute(delete(button_lines).where(button_lines.c.id.in_(old)))).rowcount


async def forget_closed_chats(tx: Transaction, before: datetime) -> int:
    """Drop some rows of a chat that has been closed to us since before then, the chat itself last; gives how many."""
    closed = chats.c.reason.is_not(None), chats.c.closed_since < before
    chat_id = (await tx.execute(select(chats.c.id).where(*closed).limit(1))).scalar()
    return 0 if chat_id is None else (await remove_chat(tx, chat_id, _AT_ONCE)).total()


async def forget_posts(tx: Transaction, before: datetime) -> int:
    """Drop some posts of chats that are closed to us since before then, or not admitted: nobody waits for them."""
    to_nobody = exists(
        select(chats.c.id).where(
            chats.c.id == posts.c.chat_id, or_(chats.c.admitted.is_(False), chats.c.closed_since < before)
        )
    )
    some = select(posts.c.id).where(to_nobody).limit(_AT_ONCE)
    of_chats = (await tx.execute(delete(posts).where(posts.c.id.in_(some)).returning(posts.c.chat_id))).scalars().all()
    await receivers.begin_anew_without_posts(tx, set(of_chats))
    return len(of_chats)


async def forget_deliveries(tx: Transaction, before: datetime) -> int:
    """Drop some deliveries settled before then; gives how many. What still waits is never dropped."""
    return (await tx.execute(delete(deliveries).where(deliveries.c.id.in_(old_deliveries(before))))).rowcount


async def unaddressed(connection: AsyncConnection, table: Table) -> list[tuple[object, ...]]:
    """The keys of some rows of a table whose chat is not stored; of deliveries only those that are settled.

    Such are answers to strangers and to who was forgotten, and what the desk was just deciding for such a chat.
    """
    gone = ~exists(select(chats.c.id).where(chats.c.id == table.c.chat_id))
    settled = table.c.state.in_([DeliveryState.SENT, DeliveryState.DEAD]) if table is deliveries else true()
    found = select(*table.primary_key).where(gone, settled).limit(_AT_ONCE)
    return [tuple(row) for row in await connection.execute(found)]


async def _forget_what_lost_its_place(tx: Transaction) -> None:
    """Incidents of sources that are watched no more, addresses of topics likewise, managers of chats that are gone."""
    await tx.execute(delete(topic_addresses).where(topic_addresses.c.topic_id.not_in(select(topics.c.id))))
    watched = select(sources.c.id).where(sources.c.state == SourceState.ACTIVE)
    known = incidents.c.notified_at.is_not(None), incidents.c.source_id.is_not(None)
    await tx.execute(delete(incidents).where(*known, incidents.c.source_id.not_in(watched)))
    here = select(chats.c.id)
    known_ids = select(disagreements.c.id).union_all(select(chat_disagreements.c.id))
    await tx.execute(delete(dismissals).where(dismissals.c.disagreement_id.not_in(known_ids)))
    await tx.execute(delete(managers).where(or_(managers.c.chat_id.not_in(here), managers.c.user_id.not_in(here))))


async def forget_digests(tx: Transaction, before: datetime) -> int:
    """Drop some marks of digests made before then, but the newest of each chat."""
    later = digests.alias()
    newer = exists(
        select(later.c.chat_id).where(later.c.chat_id == digests.c.chat_id, later.c.made_at > digests.c.made_at)
    )
    key = tuple_(*digests.primary_key)
    some = select(*digests.primary_key).where(digests.c.made_at < before, newer).limit(_AT_ONCE)
    return (await tx.execute(delete(digests).where(key.in_(some)))).rowcount


async def forget_chat_files(tx: Transaction, before: datetime) -> int:
    """Drop some files with topics and settings that were sent before then: nobody takes them over or back any more."""
    some = select(chat_files.c.id).where(chat_files.c.made_at < before).limit(_AT_ONCE)
    return (await tx.execute(delete(chat_files).where(chat_files.c.id.in_(some)))).rowcount


async def forget_hand_overs(tx: Transaction, before: datetime) -> int:
    """Drop some lists made before then: their pages can't be turned any more."""
    some = select(hand_overs.c.id).where(hand_overs.c.made_at < before).limit(_AT_ONCE)
    return (await tx.execute(delete(hand_overs).where(hand_overs.c.id.in_(some)))).rowcount


async def forget_invites(tx: Transaction, before: datetime) -> int:
    """Drop the invites that nobody could use since before then."""
    used_up = (invites.c.uses_left <= 0) & (invites.c.made_at < before)
    over = or_(used_up, invites.c.expires_at < before, invites.c.revoked_at < before)
    return (await tx.execute(delete(invites).where(over))).rowcount


async def forget_corrections(tx: Transaction, before: datetime) -> int:
    """Drop what was taken back before then, and what speaks of items that are forgotten."""
    here = select(items.c.id)
    lost = or_(corrections.c.item_a.not_in(here), corrections.c.item_b.not_in(here))
    waiting = exists(select(queue.c.id).where(json_number(queue.c.payload, "correction") == corrections.c.id))
    some = select(corrections.c.id).where(or_(corrections.c.undone_at < before, lost), ~waiting).limit(_AT_ONCE)
    return (await tx.execute(delete(corrections).where(corrections.c.id.in_(some)))).rowcount


async def forget_stories(tx: Transaction, before: datetime) -> int:
    """Drop some stories without an item that last changed before then, with their cards."""
    ids = list((await tx.execute(old_stories(before))).scalars())
    if ids:
        await tx.execute(delete(cards).where(cards.c.story_id.in_(ids)))
        await tx.execute(delete(chat_stories).where(chat_stories.c.story_id.in_(ids)))
        await tx.execute(delete(stories).where(stories.c.id.in_(ids)))
    return len(ids)


async def forget_own_stories(tx: Transaction, before: datetime) -> int:
    """Drop some stories of single chats without an item that last changed before then, with their cards."""
    here = (chat_items.c.chat_id == chat_stories.c.chat_id) & (chat_items.c.story_id == chat_stories.c.story_id)
    old = (
        chat_stories.c.updated_at < before,
        chat_stories.c.story_id < 0,
        ~exists(select(chat_items.c.item_id).where(here)),
    )
    rows = await tx.execute(select(chat_stories.c.chat_id, chat_stories.c.story_id).where(*old).limit(_AT_ONCE))
    keys = [(row.chat_id, row.story_id) for row in rows]
    for table in (cards, chat_stories):
        await tx.execute(delete(table).where(tuple_(table.c.chat_id, table.c.story_id).in_(keys)))
    return len(keys)


async def forget_changes(tx: Transaction, before: datetime) -> int:
    """Drop some of the log of changes."""
    some = select(changes.c.id).where(changes.c.made_at < before).limit(_AT_ONCE)
    return (await tx.execute(delete(changes).where(changes.c.id.in_(some)))).rowcount


async def forget_nobodys(tx: Transaction, before: datetime) -> int:
    """Drop some rows of the feeds whose owner was forgotten, whenever that was."""
    del before
    return (await remove_own(tx, NOBODY, _AT_ONCE)).total()


async def forget_sources(tx: Transaction, before: datetime) -> int:
    """Drop some sources that are watched no more and of which no item is left.

    One that has ended for good stays: it is known by that when it is asked for again. The newest stays: SQLite gives
    its number once more, and an owner who accepts an offer that is over would accept another source.
    """
    of_it = exists(select(items.c.id).where(items.c.source_id == sources.c.id))
    free = or_(sources.c.claimed_until.is_(None), sources.c.claimed_until < before)  # or claimed by a killed process
    newest = select(func.max(sources.c.id)).scalar_subquery()
    over = sources.c.state == SourceState.RETIRED, sources.c.ended_at.is_(None), free, sources.c.id != newest
    ids = list((await tx.execute(select(sources.c.id).where(*over, ~of_it).limit(_AT_ONCE))).scalars())
    if ids:
        for table in (boilerplate, listings):
            await tx.execute(delete(table).where(table.c.source_id.in_(ids)))
        await tx.execute(delete(sources).where(sources.c.id.in_(ids)))
    return len(ids)


async def forget_items(tx: Transaction, before: datetime) -> int:
    """Drop some decided items last listed before then, with all that hangs on them; gives how many."""
    ids = list((await tx.execute(old_items(before))).scalars())
    if ids:
        await remove_items(tx, ids)
    return len(ids)


async def forget_paragraphs(tx: Transaction, before: datetime) -> int:
    """Drop some counts of paragraphs last seen before then; gives how many."""
    key = tuple_(boilerplate.c.source_id, boilerplate.c.hash)
    return (await tx.execute(delete(boilerplate).where(key.in_(old_paragraphs(before))))).rowcount


def old_deliveries(before: datetime) -> Select[Any]:
    """Ids of at most 500 deliveries settled before then."""
    return select(deliveries.c.id).where(deliveries.c.settled_at < before).limit(_AT_ONCE)


def old_items(before: datetime) -> Select[Any]:
    """Ids of at most 500 decided items that were last listed before then.

    Forgotten while its feed lists it, an item would be news once more. A feed that was not read since, or says that it
    is unchanged, may still list what its last document held: that is kept, however old.
    """
    other = items.alias()
    latest = select(func.max(other.c.listed_at)).where(other.c.source_id == items.c.source_id).scalar_subquery()
    a_day = literal(LISTED_EVERY // timedelta(microseconds=1), BigInteger)  # as Instant counts
    # The least number of days that items can be kept for is far more than LISTED_EVERY. `arrived_at`: for its index.
    gone = items.c.arrived_at < before, items.c.listed_at < before, items.c.listed_at < latest - a_day
    decided = items.c.decided_at.is_not(None) & ~A_NUMBER_ALONE
    return select(items.c.id).where(*gone, decided).limit(_AT_ONCE)


def old_stories(before: datetime) -> Select[Any]:
    """Ids of at most 500 stories that last changed before then, and whose items are all forgotten or elsewhere."""
    empty = ~exists(select(items.c.id).where(items.c.story_id == stories.c.id))
    return select(stories.c.id).where(stories.c.updated_at < before, empty).limit(_AT_ONCE)


def old_paragraphs(before: datetime) -> Select[Any]:
    """Keys of at most 500 paragraphs last seen before then."""
    return (
        select(boilerplate.c.source_id, boilerplate.c.hash).where(boilerplate.c.last_found_at < before).limit(_AT_ONCE)
    )
