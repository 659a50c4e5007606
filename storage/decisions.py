"""The desk's decisions, written: all rows of a decision in the transaction that marks its item decided."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, update

from newsroom.desk.decision import Decision, Notice
from newsroom.desk.late_topics import LateAlerts
from newsroom.item import ItemId
from newsroom.matching.matcher import TopicMatch
from newsroom.sentence import sentence
from newsroom.stories.placement import Placement, kind_of
from storage import figures, outbox, search
from storage.database import Transaction
from storage.json_values import next_story_json, sentence_json
from storage.story_cards import save_card
from storage.tables import item_versions, items, matches, stories


async def save(tx: Transaction, decision: Decision, now: datetime) -> None:
    """Write one decision about what is for all."""
    await _keep_story(tx, decision, now)
    await _keep_item(tx, decision, now)
    if decision.edit is not None:
        await tx.execute(delete(matches).where(matches.c.item_id == decision.item.id))
    await keep_matches(tx, decision.item.id, decision.matches)
    await search.index_words(tx, decision.item.id, decision.words)
    await figures.keep_claims(tx, decision)
    await figures.keep_disagreements(tx, decision, now)
    for change in decision.cards:
        await save_card(tx, decision.story, change, now)
    for notice in decision.notices:
        await keep_notice(tx, decision, notice, now)


async def save_late(tx: Transaction, alerts: LateAlerts, now: datetime) -> None:
    """Write what topics that came late found, and the cards to show for it."""
    for late in alerts.found:
        await keep_matches(tx, late.item, late.matches)
    for change in alerts.cards:
        await save_card(tx, alerts.story, change, now)


async def set_aside(tx: Transaction, item: ItemId, problem: str, now: datetime) -> None:
    """An item that can't be decided: kept with the problem, and matched by nobody's topic."""
    why = sentence("joined.set_aside", problem=problem[:500])
    values = {"decided_at": now, "placed_why": sentence_json(why)}
    await tx.execute(update(items).where(items.c.id == item, items.c.decided_at.is_(None)).values(**values))


async def _keep_story(tx: Transaction, decision: Decision, now: datetime) -> None:
    if decision.late:
        return
    columns = story_columns(decision, now)
    if decision.opened:
        new = {"id": decision.story, "lead_item_id": decision.item.id, "opened_at": now, "related_to": decision.related}
        await tx.execute(insert(stories).values(**new, **columns))
    else:
        await tx.execute(update(stories).where(stories.c.id == decision.story).values(**columns))


async def _keep_item(tx: Transaction, decision: Decision, now: datetime) -> None:
    values: dict[str, object] = {"decided_at": now}
    if not decision.late:  # the desk no longer holds the story: where the item stands is not its to say
        values["story_id"] = decision.story
    if decision.placement is not None:
        values |= placed_columns(decision.placement)
    await tx.execute(update(items).where(items.c.id == decision.item.id).values(**values))
    await keep_edit(tx, decision)


def story_columns(decision: Decision, now: datetime) -> dict[str, object]:
    """What a decision changes in the row of its story, the one for all or a chat's own."""
    columns: dict[str, object] = {
        "version": decision.version,
        "outlets": decision.outlets,
        "independent": decision.independent,
    }
    if decision.placement is not None:  # an edit keeps no story open: the desk's memory counts alike
        columns["updated_at"] = now
    return columns


def placed_columns(placement: Placement) -> dict[str, object]:
    """How an item was placed, as its row keeps it, the one for all or a chat's own."""
    return {
        "placement": kind_of(placement).value,
        "placed_of": placement.of,
        "likeness_pct": getattr(placement, "likeness_pct", 100),
        "placed_why": sentence_json(placement.why),
        "next_story": next_story_json(getattr(placement, "next_story", None)),
    }


async def keep_edit(tx: Transaction, decision: Decision) -> None:
    """Write what an edit changed, where the decision is about one."""
    if decision.edit is None:
        return
    before = (item_versions.c.item_id == decision.item.id) & (item_versions.c.version == decision.item.version - 1)
    changed = [[c.before, c.after] for c in decision.edit.changed]
    await tx.execute(update(item_versions).where(before).values(verdict=decision.edit.verdict.value, changed=changed))


async def keep_matches(tx: Transaction, item: ItemId, found: Sequence[TopicMatch]) -> None:
    """Write which topics an item matches."""
    rows = [{"item_id": item, "topic_id": m.topic, "tier": m.tier.value, "words": list(m.words)} for m in found]
    if rows:
        await tx.execute(insert(matches), rows)


async def keep_notice(tx: Transaction, decision: Decision, notice: Notice, now: datetime) -> None:
    """Queue a notice about the story that was decided about."""
    payload = {
        "notice": notice.kind.value,
        "story": decision.story,
        "item": decision.item.id,
        "version": decision.item.version,
    }
    await outbox.put(
        tx, notice.place, outbox.DeliveryKind.NOTICE, payload, now, priority=outbox.Priority.ALERT, due_at=notice.until
    )
