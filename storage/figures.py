"""What a decision states and contradicts, written: for all, or for the chat alone whose own desk decided it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, Table, delete, func, insert, or_, select, true, update

from newsroom.chat import ChatId
from newsroom.claims.claims import Claim
from newsroom.claims.disagreements import NO_FACT, DisagreementKind
from newsroom.desk.decision import Decision
from storage.database import Transaction
from storage.json_values import claim_json, disagreement_json, disagreement_of
from storage.tables import chat_claims, chat_disagreements, claims, disagreements
from storage.upsert import upsert


async def keep_claims(tx: Transaction, made: Sequence[Decision], chat: ChatId | None = None) -> None:
    """Write the claims of items; those of an edited one in place of what it claimed before."""
    table = claims if chat is None else chat_claims
    edited = [decision.item.id for decision in made if decision.edit is not None]
    if edited:
        await tx.execute(delete(table).where(table.c.item_id.in_(edited)))
    rows = [_claim(claim, chat) for decision in made for claim in decision.claims]
    if rows:
        await tx.execute(insert(table), rows)


def _claim(claim: Claim, chat: ChatId | None) -> dict[str, object]:
    whose = {"slot": claim.slot.value} if chat is None else {"chat_id": chat}
    return {"item_id": claim.item, "stated_at": claim.stated_at, "body": claim_json(claim), **whose}


async def keep_disagreements(tx: Transaction, decision: Decision, now: datetime, chat: ChatId | None = None) -> None:
    """Write which figures of an item contradict others; what an edited one states no more contradicts nothing."""
    table = disagreements if chat is None else chat_disagreements
    here = true() if chat is None else chat_disagreements.c.chat_id == chat
    whose = {} if chat is None else {"chat_id": chat, "id": _next_number(chat)}
    if decision.edit is not None:
        await _drop_stale(tx, decision, table, here)
    for found in decision.disagreements:
        pair = {"slot": found.slot.value, "item_a": found.a.item, "item_b": found.b.item}
        values = {"kind": found.kind.value, "body": disagreement_json(found)}  # a person's word on the pair stays
        if found.kind is DisagreementKind.RESOLVED:
            known = (table.c[name] == value for name, value in pair.items())
            await tx.execute(update(table).where(here, *known).values(**values))
            continue
        new = upsert(table).values(**whose, **pair, **values, found_at=now)
        key = [*pair] if chat is None else ["chat_id", *pair]
        await tx.execute(new.on_conflict_do_update(index_elements=key, set_=values))


def _next_number(chat: ChatId) -> ScalarSelect[int]:
    lowest = select(func.coalesce(func.min(chat_disagreements.c.id), 0) - 1)
    return lowest.where(chat_disagreements.c.chat_id == chat).scalar_subquery()


async def _drop_stale(tx: Transaction, decision: Decision, table: Table, here: ColumnElement[bool]) -> None:
    item = decision.item.id
    stated = {(claim.slot, claim.value) for claim in decision.claims if not claim.marks & NO_FACT}
    of_item = or_(table.c.item_a == item, table.c.item_b == item)
    for row in (await tx.execute(select(table.c.id, table.c.body).where(here, of_item))).all():
        found = disagreement_of(row.body)
        own = found.a if found.a.item == item else found.b
        if (own.slot, own.value) not in stated:
            await tx.execute(delete(table).where(here, table.c.id == row.id))
