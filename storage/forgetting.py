"""Chats and people, forgotten: what is theirs alone is removed, a person's number is taken out of what is others'."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Table, Text, cast, delete, literal, or_, select, tuple_, update

from newsroom.access import Role
from newsroom.sentence import Sentence
from storage import story_work
from storage.columns import json_number
from storage.database import Transaction
from storage.item_removal import A_NUMBER_ALONE, NEWEST_ITEM, NOBODY, remove_items
from storage.states import DeliveryState, QueueKind, SourceState
from storage.tables import (
    assignments,
    boilerplate,
    button_lines,
    cards,
    changes,
    chat_claims,
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
    invites,
    items,
    looks,
    managers,
    matches,
    notes,
    people,
    posts,
    questions,
    queue,
    receivers,
    saved_stories,
    sources,
    story_notes,
    topic_addresses,
    topics,
    updates,
)

# Rows that go with their chat, and are known by its number alone.
OF_CHATS = (
    deliveries,
    cards,
    digests,
    hand_overs,
    looks,
    questions,
    button_lines,
    chat_files,
    topic_addresses,
    posts,
    receivers,
    chat_items,
    chat_stories,
    chat_claims,
    chat_disagreements,
    dismissals,
    assignments,
    saved_stories,
    story_notes,
)
_ITEMS_AT_ONCE = 500
_ALL = 1_000_000_000  # rows
_SOMEBODY = Sentence("forgetme.somebody")
# Whoever wrote, pressed or let the bot in. Source: Bot API, Update.
_SENDERS = ("message", "channel_post", "callback_query", "my_chat_member", "inline_query")


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgottenRows:
    """How much there was.

    Attributes:
        cards: Stories that were alerted or listed in the private chat.
        deliveries: What was sent to it, or waited to be.
        elsewhere: Rows of other chats that named the person: topics, corrections, dismissals, chats, taken
            stories, notes on stories.
    """

    chats: int
    topics: int
    feeds: int
    cards: int
    deliveries: int
    elsewhere: int

    @property
    def none(self) -> bool:
        """Nothing but the answers to the person's last words."""
        return not (self.chats or self.topics or self.feeds or self.cards or self.elsewhere)


async def forget_person(tx: Transaction, user_id: int, now: datetime) -> ForgottenRows:
    """Remove the person's private chat with all that is in it, and their name and number everywhere else.

    A private chat has the number of its person. Source: Bot API, Chat.
    """
    await _take_name_out_of_changes(tx, user_id)
    feeds = await _hand_over_feeds(tx, user_id)
    removed = await remove_chat(tx, user_id)
    for table in (managers, looks, questions):
        await tx.execute(delete(table).where(table.c.user_id == user_id))
    role = await tx.execute(delete(people).where(people.c.user_id == user_id))
    theirs = [json_number(updates.c.payload, kind, "from", "id") == user_id for kind in _SENDERS]
    await tx.execute(delete(updates).where(updates.c.done_at.is_not(None), or_(*theirs)))
    await _hand_over_groups(tx, user_id)
    elsewhere = role.rowcount + await story_work.take_name_out(tx, user_id, now)
    for column, nobody in (
        (topics.c.made_by, NOBODY),
        (topic_addresses.c.made_by, NOBODY),
        (receivers.c.made_by, NOBODY),
        (corrections.c.user_id, NOBODY),
        (dismissals.c.user_id, NOBODY),
        (disagreements.c.dismissed_by, NOBODY),
        (people.c.added_by, NOBODY),
        (chat_files.c.made_by, NOBODY),
        (invites.c.made_by, NOBODY),
        (changes.c.user_id, NOBODY),
        (sources.c.added_by, None),
        (chats.c.owner_id, None),
    ):
        named = update(column.table).where(column == user_id).values({column: nobody})
        elsewhere += (await tx.execute(named)).rowcount
    return ForgottenRows(
        chats=removed["chats"],
        topics=removed["topics"],
        feeds=feeds,
        cards=removed["cards"],
        deliveries=removed["deliveries"],
        elsewhere=elsewhere,
    )


async def _take_name_out_of_changes(tx: Transaction, user_id: int) -> None:
    """What others did to the person stays in the log, done to somebody."""
    met = select(chats.c.title, chats.c.username).where(chats.c.id == user_id)
    given = select(people.c.name, people.c.username).where(people.c.user_id == user_id)
    names: set[str] = set()
    for name, username in [*await tx.execute(met), *await tx.execute(given)]:
        names |= {name, f"@{username}"} if username else {name}
    for row in (await tx.execute(select(changes.c.id, changes.c.sentence))).all():
        values = row.sentence.values
        unnamed = {gap: _SOMEBODY if isinstance(v, str) and v in names else v for gap, v in values.items()}
        if unnamed != values:
            what = Sentence(row.sentence.name, unnamed)
            await tx.execute(update(changes).where(changes.c.id == row.id).values(sentence=what))


async def _hand_over_groups(tx: Transaction, user_id: int) -> None:
    """Groups that the person answered for are an owner's now; nobody's where there is none, and so not admitted."""
    other = select(people.c.user_id).where(people.c.role == Role.OWNER.value).order_by(people.c.added_at).limit(1)
    theirs = update(chats).where(chats.c.admitted_by == user_id)
    await tx.execute(theirs.values(admitted_by=other.scalar_subquery()))


async def _hand_over_feeds(tx: Transaction, chat_id: int) -> int:
    """Make a chat's own sources and items nobody's, without address and name; gives how many sources there were.

    Items also of a source that is for all by now: what it brought before is the chat's alone. Removing 100,000 items
    would hold up every loop: `storage.retention` does it, some at a time.
    """
    its_own = sources.c.owner_chat_id == chat_id
    its_items = items.c.owner_chat_id == chat_id
    await tx.execute(delete(queue).where(queue.c.item_id.in_(select(items.c.id).where(its_items))))
    await tx.execute(update(items).where(its_items).values(owner_chat_id=NOBODY))
    return await _make_nobodys(tx, its_own)


async def _make_nobodys(tx: Transaction, which: ColumnElement[bool]) -> int:
    blank = dict.fromkeys(("problem", "etag", "last_modified", "moved_to", "offered_at"))
    nameless = {"owner_chat_id": NOBODY, "state": SourceState.RETIRED, "name": "", "family": "", **blank}
    address = literal("forgotten:") + cast(sources.c.id, Text)  # two of one owner have none alike
    return (await tx.execute(update(sources).where(which).values(url=address, **nameless))).rowcount


async def remove_chat(tx: Transaction, chat_id: int, most: int = _ALL) -> Counter[str]:
    """Remove at most so many rows of a chat: its topics first, so that nothing new comes, and the chat itself last.

    Gives how many of each table; nothing at all once the chat is gone. What an admin made hold for all holds on.
    """
    removed: Counter[str] = Counter()
    its_topics = select(topics.c.id).where(topics.c.chat_id == chat_id)
    for table, its_own in (
        (matches, matches.c.topic_id.in_(its_topics)),
        (topics, topics.c.chat_id == chat_id),
        *((table, _of_chat(table, chat_id)) for table in OF_CHATS),
        (managers, managers.c.chat_id == chat_id),
        (notes, notes.c.name.like(f"thread_shut.{chat_id}.%") | (notes.c.name == f"turned_away.{chat_id}")),
    ):
        removed[table.name] = await _remove(tx, table, its_own, most - removed.total())
    removed += await remove_own(tx, chat_id, most - removed.total())
    if removed.total() < most:
        named = update(corrections).where(corrections.c.chat_id == chat_id, corrections.c.for_all)
        await tx.execute(named.values(chat_id=NOBODY))
        await tx.execute(update(sources).where(sources.c.offered_by == chat_id).values(offered_by=None))
        removed["chats"] = await _remove(tx, chats, chats.c.id == chat_id, 1)
    return removed


def _of_chat(table: Table, chat_id: int) -> ColumnElement[bool]:
    here: ColumnElement[bool] = table.c.chat_id == chat_id
    return here & table.c.state.in_(list(DeliveryState)) if table is deliveries else here  # for its index


async def remove_own(tx: Transaction, chat_id: int, most: int) -> Counter[str]:
    """Remove at most so many rows of what the chat alone brought: its sources with their items, and its corrections.

    Items 500 at a time: more ids than 32,766 no statement takes.
    """
    removed: Counter[str] = Counter()
    await tx.execute(
        update(sources).where(sources.c.owner_chat_id == chat_id).values(state=SourceState.RETIRED, offered_at=None)
    )
    removed["items"] = await _remove_own_items(tx, chat_id, most)
    its_own_corrections = (corrections.c.chat_id == chat_id) & corrections.c.for_all.is_(False)
    its_orders = json_number(queue.c.payload, "correction").in_(select(corrections.c.id).where(its_own_corrections))
    left = select(items.c.source_id).where(A_NUMBER_ALONE, items.c.owner_chat_id == NOBODY)
    if chat_id != NOBODY:
        theirs = (sources.c.owner_chat_id == chat_id) & sources.c.id.in_(left)
        removed["sources"] = await _make_nobodys(tx, theirs)
    without_items = (sources.c.owner_chat_id == chat_id) & sources.c.id.not_in(left)
    its_sources = select(sources.c.id).where(without_items)
    for table, its_own in (
        (queue, (queue.c.kind == QueueKind.CORRECTION) & its_orders),  # first: the desk reads the correction by it
        (corrections, its_own_corrections),
        (boilerplate, boilerplate.c.source_id.in_(its_sources)),
        (sources, without_items),
    ):
        removed[table.name] += await _remove(tx, table, its_own, most - removed.total())
    return removed


async def _remove_own_items(tx: Transaction, chat_id: int, most: int) -> int:
    removed = 0
    while some := min(most - removed, _ITEMS_AT_ONCE):
        all_its = (items.c.owner_chat_id == chat_id) & (~A_NUMBER_ALONE | (items.c.id != NEWEST_ITEM))
        its_items = select(items.c.id).where(all_its).limit(some)
        ids = list((await tx.execute(its_items)).scalars())
        await remove_items(tx, ids)
        removed += len(ids)
        if len(ids) < some:
            break
    return removed


async def _remove(tx: Transaction, table: Table, its_own: ColumnElement[bool], most: int) -> int:
    """Some rows of a table; gives how many."""
    if most <= 0:
        return 0
    some = select(*table.primary_key).where(its_own).limit(most)
    return (await tx.execute(delete(table).where(tuple_(*table.primary_key).in_(some)))).rowcount
