"""The desk's decisions, written: all rows of a decision in the transaction that marks its item decided."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import Table, Update, bindparam, delete, insert, update

from newsroom.desk.decision import Decision
from newsroom.desk.late_topics import LateAlerts
from newsroom.item import ItemId
from newsroom.matching.matcher import TopicMatch
from newsroom.sentence import sentence
from newsroom.stories.placement import Placement, kind_of
from storage import figures, shown_decisions, word_index
from storage.database import Transaction
from storage.json_values import next_story_json, sentence_json
from storage.tables import item_versions, items, matches, stories

# Built once: to build a statement anew for each row costs more than to carry it out.
_NEW_STORIES = insert(stories)
_NEW_MATCHES = insert(matches)
_NO_MATCHES = delete(matches).where(matches.c.item_id == bindparam("of_item"))
_NO_MATCH = _NO_MATCHES.where(matches.c.topic_id == bindparam("of_topic"))
_JUDGED = (
    update(item_versions)
    .where(item_versions.c.item_id == bindparam("of_item"), item_versions.c.version == bindparam("before"))
    .values(verdict=bindparam("new_verdict"), changed=bindparam("new_changed"))
)


async def save(tx: Transaction, made: Sequence[Decision], now: datetime) -> None:
    """Write decisions about what is for all, in order. Those about new items are written together, table by table.

    To run one statement costs ten times what SQLite takes to carry it out: of one item after another it were thirteen.
    """
    for run in _runs(made):
        await _keep_stories(tx, run, now)
        await _keep_items(tx, run, now)
        await keep_edits(tx, run)
        await keep_matches(tx, {decision.item.id: decision.matches for decision in run})
        await word_index.index_words(tx, {decision.item.id: decision.words for decision in run})
        await figures.keep_claims(tx, run)
        for decision in run:
            await figures.keep_disagreements(tx, decision, now)
        await shown_decisions.show(tx, shown_decisions.of_decisions(run), now)


def _runs(made: Iterable[Decision]) -> Iterator[list[Decision]]:
    """The decisions in order; with an item that comes again a new run begins, since it replaces what came before."""
    run: dict[ItemId, Decision] = {}
    for decision in made:
        if decision.item.id in run:
            yield list(run.values())
            run = {}
        run[decision.item.id] = decision
    if run:
        yield list(run.values())


async def save_late(tx: Transaction, alerts: LateAlerts, now: datetime) -> None:
    """Write what topics that came late or were changed found, and the cards to show for it."""
    again = [{"of_item": late.item, "of_topic": m.topic} for late in alerts.found for m in late.matches]
    if again:  # a changed topic may have found it before
        await tx.execute(_NO_MATCH, again)
    await keep_matches(tx, {late.item: late.matches for late in alerts.found})
    await shown_decisions.show(tx, shown_decisions.of_story(alerts.story, alerts.cards), now)


async def set_aside(tx: Transaction, item: ItemId, problem: str, now: datetime) -> None:
    """An item that can't be decided: kept with the problem, and matched by nobody's topic."""
    why = sentence("joined.set_aside", problem=problem[:500])
    values = {"decided_at": now, "placed_why": sentence_json(why)}
    await tx.execute(update(items).where(items.c.id == item, items.c.decided_at.is_(None)).values(**values))


async def _keep_stories(tx: Transaction, run: Sequence[Decision], now: datetime) -> None:
    opened: dict[int, dict[str, object]] = {}
    changed: dict[int, dict[str, object]] = defaultdict(dict)
    for decision in run:
        if decision.opened:
            new = {"id": decision.story, "lead_item_id": decision.item.id, "opened_at": now}
            opened[decision.story] = {**new, "related_to": decision.related}
        if not decision.late:
            (opened if decision.story in opened else changed)[decision.story] |= story_columns(decision, now)
    if opened:
        await tx.execute(_NEW_STORIES, list(opened.values()))
    await _update(tx, stories, changed)


async def _keep_items(tx: Transaction, run: Sequence[Decision], now: datetime) -> None:
    changed: dict[int, dict[str, object]] = defaultdict(dict)
    for decision in run:
        columns = changed[decision.item.id]
        columns["decided_at"] = now
        if not decision.late:  # the desk no longer holds the story: where the item stands is not its to say
            columns["story_id"] = decision.story
        if decision.placement is not None:
            columns |= placed_columns(decision.placement)
    await _update(tx, items, changed)


async def _update(tx: Transaction, table: Table, changed: Mapping[int, Mapping[str, object]]) -> None:
    """Change rows by their ids; those that change the same columns by one statement."""
    by_columns: dict[tuple[str, ...], list[dict[str, object]]] = defaultdict(list)
    for id_, columns in changed.items():
        by_columns[tuple(columns)].append({f"new_{name}": value for name, value in columns.items()} | {"row": id_})
    for names, rows in by_columns.items():
        await tx.execute(_update_of(table, names), rows)


@cache
def _update_of(table: Table, columns: tuple[str, ...]) -> Update:
    new: dict[str, object] = {name: bindparam(f"new_{name}") for name in columns}
    return update(table).where(table.c.id == bindparam("row")).values(new)


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


async def keep_edits(tx: Transaction, run: Iterable[Decision]) -> None:
    """Write what edits changed, and drop the matches of the version before."""
    rows = [
        {
            "of_item": decision.item.id,
            "before": decision.item.version - 1,
            "new_verdict": decision.edit.verdict.value,
            "new_changed": [[c.before, c.after] for c in decision.edit.changed],
        }
        for decision in run
        if decision.edit is not None
    ]
    if rows:
        await tx.execute(_JUDGED, rows)
        await tx.execute(_NO_MATCHES, [{"of_item": row["of_item"]} for row in rows])


async def keep_matches(tx: Transaction, found: Mapping[ItemId, Sequence[TopicMatch]]) -> None:
    """Write which topics each item matches."""
    rows = [
        {"item_id": item, "topic_id": m.topic, "tier": m.tier.value, "words": list(m.words)}
        for item, of_item in found.items()
        for m in of_item
    ]
    if rows:
        await tx.execute(_NEW_MATCHES, rows)
