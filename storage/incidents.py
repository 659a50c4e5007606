"""What is wrong just now: people are notified once when it begins, and once when it is over."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, delete, insert, or_, select, update

from newsroom.sentence import Filling, Sentence
from newsroom.source import SourceId
from storage.columns import AnyRow
from storage.database import Transaction
from storage.stored_sentences import Filled
from storage.tables import incidents


class IncidentKind(StrEnum):
    """What can be wrong. Its sentences are `incident.<kind>` in the catalogue, and `incident.<kind>.over`."""

    SOURCE_FAILING = "source_failing"
    SOURCE_SILENT = "source_silent"
    SOURCE_ENDED = "source_ended"
    DESK_LAGS = "desk_lags"
    TELEGRAM_CONFLICT = "telegram_conflict"
    TELEGRAM_TOKEN = "telegram_token"  # noqa: S105 - a kind, no password

    @property
    def ends(self) -> bool:
        """Whether it can be over: a source that has ended for good stays ended."""
        return self is not IncidentKind.SOURCE_ENDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Something that is wrong, or was until lately.

    Attributes:
        source: Whose trouble it is; None: the program's own.
        details: What fills the gaps of its sentences.
        over: It is over, and people who were notified of it are not yet notified of that.
    """

    kind: IncidentKind
    source: SourceId | None
    details: Filled
    over: bool

    @property
    def sentence(self) -> Sentence:
        """What is wrong and the remedy; or that it is over."""
        return Sentence(f"incident.{self.kind}.over" if self.over else f"incident.{self.kind}", self.details)


async def begin(
    tx: Transaction,
    kind: IncidentKind,
    now: datetime,
    source: SourceId | None = None,
    /,
    **details: Filling,
) -> None:
    """Something is wrong; what is known to be wrong already stays as people were notified of it."""
    known = await tx.execute(update(incidents).where(_same(kind, source)).values(over_at=None))
    if not known.rowcount:
        new = insert(incidents).values(kind=kind.value, source_id=source, details=details, since=now)
        await tx.execute(new)


async def end(tx: Transaction, kind: IncidentKind, now: datetime, source: SourceId | None = None, /) -> None:
    """It is over; nobody is notified of the end who was not notified of the beginning."""
    here = _same(kind, source)
    await tx.execute(delete(incidents).where(here, incidents.c.notified_at.is_(None)))
    await tx.execute(update(incidents).where(here).values(over_at=now))


async def to_notify(tx: Transaction) -> list[Incident]:
    """What people are to be notified of now, oldest first: beginnings, and ends of what they know of."""
    wanted = or_(incidents.c.notified_at.is_(None), incidents.c.over_at.is_not(None))
    return [_incident(row) for row in await tx.execute(select(incidents).where(wanted).order_by(incidents.c.since))]


async def notified(tx: Transaction, incident: Incident, now: datetime) -> None:
    """People know; what is over, or is never over, is forgotten."""
    here = _same(incident.kind, incident.source)
    if incident.over or not incident.kind.ends:
        await tx.execute(delete(incidents).where(here))
    else:
        await tx.execute(update(incidents).where(here).values(notified_at=now))


def _same(kind: IncidentKind, source: SourceId | None) -> ColumnElement[bool]:
    return and_(incidents.c.kind == kind.value, incidents.c.source_id.is_not_distinct_from(source))


def _incident(row: AnyRow) -> Incident:
    return Incident(
        kind=IncidentKind(row.kind),
        source=None if row.source_id is None else SourceId(row.source_id),
        details=row.details,
        over=row.over_at is not None,
    )
