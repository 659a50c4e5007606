"""How much the bot keeps, how much of it waits, and since when: for who watches over it from outside."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, column, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import desk_queue, outbox
from storage.outbox import DeliveryKind, Priority
from storage.states import ChatState, DeliveryState, SourceState
from storage.tables import chats, deliveries, incidents, sources, topics, updates

NOT_ADMITTED = "not_admitted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """All chats' and sources' work, at one moment.

    Attributes:
        sources_ill: Those of the polled sources that have a problem.
        undecided_since: Since when the oldest entry of the desk's queue waits; None: none does.
        alerts_due: Alerts and edits of their cards that may be sent by now, of chats that can be written to.
        alert_due_since: Since when the oldest of them waits; None: none does.
        chats: By their state, or `NOT_ADMITTED`.
        incidents: What is wrong just now, by kind.
    """

    sources: int
    sources_ill: int
    undecided: int
    undecided_since: datetime | None
    deliveries: Mapping[DeliveryState, int]
    alerts_due: int
    alert_due_since: datetime | None
    updates_undone: int
    chats: Mapping[str, int]
    topics: int
    incidents: Mapping[str, int]
    size_bytes: int


async def workload(connection: AsyncConnection, now: datetime) -> Workload:
    """What is there and what waits."""
    polled, ill = await _sources(connection)
    undone = select(func.count()).select_from(updates).where(updates.c.done_at.is_(None))
    alerts_due, alert_due_since = await _alerts_due(connection, now)
    return Workload(
        sources=polled,
        sources_ill=ill,
        undecided=await desk_queue.waiting(connection),
        undecided_since=await desk_queue.waiting_since(connection),
        deliveries=await outbox.counts(connection),
        alerts_due=alerts_due,
        alert_due_since=alert_due_since,
        updates_undone=int((await connection.execute(undone)).scalar_one()),
        chats=await _chats(connection),
        topics=int((await connection.execute(select(func.count()).select_from(topics))).scalar_one()),
        incidents=await _incidents(connection),
        size_bytes=await _size_bytes(connection),
    )


async def _sources(connection: AsyncConnection) -> tuple[int, int]:
    ill = func.count(case((sources.c.problem.is_not(None), 1)))
    row = (await connection.execute(select(func.count(), ill).where(sources.c.state == SourceState.ACTIVE))).one()
    return int(row[0]), int(row[1])


async def _alerts_due(connection: AsyncConnection, now: datetime) -> tuple[int, datetime | None]:
    """Of chats that can be written to: the others' wait for them, not for us."""
    open_chat = or_(chats.c.id.is_(None), (chats.c.state == ChatState.ACTIVE) & chats.c.admitted)
    waits = deliveries.c.state.in_([DeliveryState.DUE, DeliveryState.IN_FLIGHT])
    edits = (deliveries.c.priority == int(Priority.EDIT)) & (deliveries.c.kind == DeliveryKind.CARD)
    alerts = waits & or_(deliveries.c.priority == int(Priority.ALERT), edits) & (deliveries.c.due_at <= now)
    here = deliveries.outerjoin(chats, chats.c.id == deliveries.c.chat_id)
    wanted = select(func.count(), func.min(deliveries.c.due_at)).select_from(here).where(alerts, open_chat)
    number, oldest = (await connection.execute(wanted)).one()
    return int(number), oldest


async def _chats(connection: AsyncConnection) -> Counter[str]:
    found: Counter[str] = Counter()
    kinds = select(chats.c.state, chats.c.admitted, func.count()).group_by(chats.c.state, chats.c.admitted)
    for state, admitted, number in await connection.execute(kinds):
        found[state if admitted else NOT_ADMITTED] += number
    return found


async def _incidents(connection: AsyncConnection) -> Counter[str]:
    lasting = select(incidents.c.kind, func.count()).where(incidents.c.over_at.is_(None)).group_by(incidents.c.kind)
    return Counter({kind: number for kind, number in await connection.execute(lasting)})  # noqa: C416 - rows are no pairs to mypy


async def _size_bytes(connection: AsyncConnection) -> int:
    """What it takes on its disk, without the log that SQLite writes beside it."""
    if connection.dialect.name == "postgresql":
        return int((await connection.execute(select(func.pg_database_size(func.current_database())))).scalar_one())
    pages = select(func.pragma_page_count().table_valued(column("page_count")).c.page_count)
    size = select(func.pragma_page_size().table_valued(column("page_size")).c.page_size)
    return int((await connection.execute(pages)).scalar_one()) * int((await connection.execute(size)).scalar_one())
