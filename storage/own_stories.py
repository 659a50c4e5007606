"""What a chat's own desk decided, written: the stories, and where items are in that chat."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Table, delete, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.chat import ChatId
from newsroom.desk.decision import Decision
from newsroom.desk.merge_split import StoryAfter
from newsroom.item import ItemId
from newsroom.sentence import Sentence
from newsroom.story import StoryId
from storage import figures, shown_decisions, word_index
from storage.columns import json_number
from storage.database import Transaction
from storage.decisions import keep_edits, keep_matches, placed_columns, story_columns
from storage.delivery_payloads import change_payloads
from storage.json_values import sentence_json
from storage.move_rows import move_or_drop, move_rows
from storage.states import SourceState
from storage.tables import (
    cards,
    chat_claims,
    chat_disagreements,
    chat_items,
    chat_stories,
    corrections,
    deliveries,
    dismissals,
    items,
    sources,
    stories,
)
from storage.upsert import upsert

_OF_STORY = ("lead_item_id", "opened_at", "updated_at", "version", "outlets", "independent", "related_to")


async def adopt(tx: Transaction, chat: ChatId, story: StoryId) -> None:
    """The chat's desk decides the story from now on: as it is for all until then."""
    columns = [stories.c[name] for name in _OF_STORY]
    shared = select(literal(chat), stories.c.id, *columns).where(stories.c.id == story)
    new = upsert(chat_stories).from_select(["chat_id", "story_id", *_OF_STORY], shared)
    await tx.execute(new.on_conflict_do_nothing())


async def save(tx: Transaction, chat: ChatId, decision: Decision, now: datetime) -> None:
    """Write one decision of a chat's own desk. Of an item that is for all, the shared desk's is written before."""
    if not decision.late:
        await _save_story(tx, chat, decision, now)
        await _save_place(tx, chat, decision)
    if decision.item.owner is not None:
        await _save_item(tx, chat, decision, now)
    await figures.keep_disagreements(tx, decision, now, chat)
    await shown_decisions.show(tx, shown_decisions.of_decisions([decision]), now)


async def _save_story(tx: Transaction, chat: ChatId, decision: Decision, now: datetime) -> None:
    columns = story_columns(decision, now)
    key = {"chat_id": chat, "story_id": decision.story}
    opened = {"lead_item_id": decision.item.id, "opened_at": now, "updated_at": now, "related_to": decision.related}
    new = upsert(chat_stories).values(**key, **opened | columns)
    await tx.execute(new.on_conflict_do_update(index_elements=list(key), set_=columns))


async def _save_place(tx: Transaction, chat: ChatId, decision: Decision) -> None:
    placement = decision.placement
    if placement is None:
        return
    if decision.item.owner is None:
        await keep_places(tx, chat, decision.story, [decision.item.id])
        return
    key = {"chat_id": chat, "item_id": decision.item.id}
    placed = {"story_id": decision.story, **placed_columns(placement)}
    new = upsert(chat_items).values(**key, **placed)
    await tx.execute(new.on_conflict_do_update(index_elements=list(key), set_=placed))


async def _save_item(tx: Transaction, chat: ChatId, decision: Decision, now: datetime) -> None:
    item = decision.item.id
    await tx.execute(update(items).where(items.c.id == item).values(decided_at=now))
    await keep_edits(tx, [decision])
    await keep_matches(tx, {item: decision.matches})
    await word_index.index_words(tx, {item: decision.words})
    await figures.keep_claims(tx, [decision], chat)


async def save_after(tx: Transaction, chat: ChatId, after: StoryAfter, why: Sentence, now: datetime) -> None:
    """Write a story of a chat's own desk as it is after a merge or a split."""
    here = (chat_stories.c.chat_id == chat) & (chat_stories.c.story_id == after.story)
    if after.merged_into is not None:
        await adopt(tx, chat, after.story)
        led = (chat_stories.c.chat_id == chat) & (chat_stories.c.merged_into == after.story)
        await tx.execute(update(chat_stories).where(here).values(merged_into=after.merged_into, version=after.version))
        await tx.execute(update(chat_stories).where(led).values(merged_into=after.merged_into))
        return
    key = {"chat_id": chat, "story_id": after.story}
    columns = {
        "lead_item_id": after.lead,
        "version": after.version,
        "outlets": after.outlets,
        "independent": after.independent,
        "updated_at": after.updated,
        "merged_into": None,
    }
    new = upsert(chat_stories).values(**key, **columns, opened_at=now)
    await tx.execute(new.on_conflict_do_update(index_elements=list(key), set_=columns))
    await keep_places(tx, chat, after.story, after.items, why)


async def keep_places(
    tx: Transaction, chat: ChatId, story: StoryId, there: Sequence[ItemId], why: Sentence | None = None
) -> None:
    """Note which items are in a story in this chat: rows only where that differs from what is so for all.

    `why`: what /why says of those that came; None: as it was.
    """
    found = await tx.execute(select(items.c.id, items.c.owner_chat_id, items.c.story_id).where(items.c.id.in_(there)))
    rows = found.all()
    moved: dict[str, object] = {"story_id": story}
    if why is not None:
        moved["placed_why"] = sentence_json(why)
    own = [row.id for row in rows if row.owner_chat_id is not None]
    came = (chat_items.c.chat_id == chat) & chat_items.c.item_id.in_(own) & (chat_items.c.story_id != story)
    await tx.execute(update(chat_items).where(came).values(**moved))
    same = [row.id for row in rows if row.owner_chat_id is None and row.story_id == story]
    await tx.execute(delete(chat_items).where(chat_items.c.chat_id == chat, chat_items.c.item_id.in_(same)))
    for row in rows:
        if row.owner_chat_id is None and row.story_id != story:
            new = upsert(chat_items).values(chat_id=chat, item_id=row.id, **moved)
            await tx.execute(new.on_conflict_do_update(index_elements=["chat_id", "item_id"], set_=moved))


async def keep_roots(tx: Transaction, chat: ChatId, loose: Iterable[ItemId], on: ItemId) -> None:
    """Note on which item some that hung on none hang from now on."""
    here = (chat_items.c.chat_id == chat) & chat_items.c.item_id.in_(list(loose))
    await tx.execute(update(chat_items).where(here).values(placed_of=on))


async def move_chat(tx: Transaction, old: int, new: int) -> None:
    """A group became a supergroup: what it sees differently follows it. Numbers that are taken there are counted on."""
    on = await _free_below(tx, chat_stories, chat_stories.c.story_id, old, new)
    for table, column in (
        (chat_stories, "story_id"),
        (chat_stories, "merged_into"),
        (chat_stories, "related_to"),
        (chat_items, "story_id"),
        (cards, "story_id"),
    ):
        own = (table.c.chat_id == old) & (table.c[column] < 0)
        await tx.execute(update(table).where(own).values({column: table.c[column] + on}))
    named = json_number(deliveries.c.payload, "story") < 0  # by a notice that waits
    await change_payloads(
        tx, (deliveries.c.chat_id == old) & named, lambda payload: payload | {"story": payload["story"] + on}
    )
    since = await _free_below(tx, chat_disagreements, chat_disagreements.c.id, old, new)
    of_old = chat_disagreements.c.chat_id == old
    await tx.execute(update(chat_disagreements).where(of_old).values(id=chat_disagreements.c.id + since))
    their_word = (dismissals.c.chat_id == old) & (dismissals.c.disagreement_id < 0)
    await tx.execute(update(dismissals).where(their_word).values(disagreement_id=dismissals.c.disagreement_id + since))
    for table in (chat_stories, chat_items, chat_claims, chat_disagreements, dismissals, corrections):
        await move_or_drop(tx, table, table.c.chat_id == old, {"chat_id": new})
    await tx.execute(update(items).where(items.c.owner_chat_id == old).values(owner_chat_id=new))
    await tx.execute(update(sources).where(sources.c.offered_by == old).values(offered_by=new))
    owned = sources.c.owner_chat_id == old
    await move_rows(tx, sources, owned, {"owner_chat_id": new})
    await tx.execute(update(sources).where(owned).values(state=SourceState.RETIRED))  # the new one has the same feed


async def _free_below(tx: Transaction, table: Table, number: ColumnElement[int], old: int, new: int) -> int:
    """How far to count the group's numbers on: below those that either has, since rows are renumbered one by one."""
    lowest = [
        (await tx.execute(select(func.min(number)).where(table.c.chat_id == chat))).scalar() for chat in (old, new)
    ]
    here, there = (min(one or 0, 0) for one in lowest)
    return min(here, there) if there else 0


async def own_story_of(connection: AsyncConnection, chat: ChatId, item: int) -> StoryId | None:
    """Where an item is in a chat that has it elsewhere than others; None: nowhere else."""
    here = (chat_items.c.chat_id == chat) & (chat_items.c.item_id == item)
    story = (await connection.execute(select(chat_items.c.story_id).where(here))).scalar()
    return None if story is None else StoryId(story)
