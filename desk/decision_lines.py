"""What the log says of decisions."""

from collections.abc import Iterable

import structlog

from desk.own_desks import Keep
from newsroom.desk.decision import Decision
from storage.desk_queue import Queued, QueuedCorrection
from storage.trace import item_trace

log = structlog.get_logger()


def log_decisions(kept: Iterable[Decision | Keep], entries: Iterable[Queued | QueuedCorrection]) -> None:
    """A line for each item, by its trace: those of a chat's own source have only that chat's stories."""
    for one in kept:
        if isinstance(one, Decision):
            shown, item = len(one.cards), one.item
            log.info(
                "decision",
                trace=item_trace(item.id),
                source=item.source.id,
                story=one.story,
                edited=one.edit is not None,
                cards=shown,
                notices=len(one.notices),
            )
    for entry in entries:
        if isinstance(entry, Queued) and entry.item.owner is not None:
            log.info("decision", trace=item_trace(entry.item.id), source=entry.item.source.id, chat=entry.item.owner)
