"""A story's record: what was reported of it, and what a chat was sent of it, in the order of time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from newsroom.claims.claims import Claim
from newsroom.claims.disagreements import DisagreementKind
from newsroom.claims.people_counts import PeopleOutcome
from newsroom.desk.story_view import Dispute, ItemVersion, StoryView
from newsroom.item import Item


class RecordKind(StrEnum):
    """What happened: what outlets did and what was found in it; then what the chat was sent."""

    REPORTED = "reported"
    COPIED = "copied"
    EDITED = "edited"
    CONTRADICTED = "contradicted"
    DEVELOPED = "developed"
    ALERTED = "alerted"
    LISTED = "listed"
    CAUGHT_UP = "caught_up"
    IN_DIGEST = "in_digest"
    CARD_EDITED = "card_edited"
    NOTICE_OF_CONTRADICTION = "notice_of_contradiction"
    NOTICE_OF_EDIT = "notice_of_edit"
    NOTICE_OF_CONFIRMATION = "notice_of_confirmation"


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMessage:
    """What a chat was sent of a story, or was to be.

    Attributes:
        thread: The forum thread; 0 for the chat's main one.
        decided: When it was decided to send it.
        sent: When Telegram had it; None where it waits, was given up, or is older than deliveries are kept.
        words: Those of the match that made the card.
        waits: It is still to be sent.
        given_up: Why it was never sent; "" where nothing is known against it.
        maybe_twice: It was in flight at a kill, or its answer was lost.
    """

    kind: RecordKind
    thread: int
    decided: datetime
    sent: datetime | None
    words: tuple[str, ...] = ()
    waits: bool = False
    given_up: str = ""
    maybe_twice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordEntry:
    """One thing that happened.

    Attributes:
        item: Which report did it; None for what the chat was sent.
        text: The headline, or the sentences that differ; "" for what the chat was sent.
        message: What the chat was sent; None for what happened outside.
    """

    at: datetime
    kind: RecordKind
    item: Item | None = None
    text: str = ""
    message: SentMessage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryRecord:
    """A story and all that happened to it, the earliest first."""

    view: StoryView
    entries: tuple[RecordEntry, ...]


_DIFFERENCES = {
    DisagreementKind.CONTRADICTION: RecordKind.CONTRADICTED,
    DisagreementKind.RESOLVED: RecordKind.CONTRADICTED,
    DisagreementKind.DEVELOPING: RecordKind.DEVELOPED,
}


def story_record(view: StoryView, sent: Sequence[SentMessage], since: datetime | None = None) -> StoryRecord:
    """The record of a story as a chat sees it, with what it was sent; `since`: only what happened from then on."""
    entries = [
        *_reports(view),
        *_edits(view.versions),
        *_differences(view),
        *(RecordEntry(at=one.sent or one.decided, kind=one.kind, message=one) for one in sent),
    ]
    kept = (entry for entry in entries if since is None or entry.at >= since)
    return StoryRecord(view=view, entries=tuple(sorted(kept, key=lambda entry: entry.at)))


def _reports(view: StoryView) -> Iterable[RecordEntry]:
    """Each under the headline that it came with: a later one stands at the time of its edit.

    Whose text a copy is, its time of publication decides: a reprint may have been read before what it reprints.
    """
    latest_first = sorted(view.versions, key=lambda version: version.number, reverse=True)
    first_titles = {version.item.id: version.title for version in latest_first}
    for report in view.independence().reports:
        item = report.item
        kind = RecordKind.REPORTED if report.reprint_of is None else RecordKind.COPIED
        yield RecordEntry(at=item.time, kind=kind, item=item, text=first_titles.get(item.id, item.title))


def _edits(versions: Iterable[ItemVersion]) -> Iterable[RecordEntry]:
    for version in versions:
        words = "; ".join(f"{change.before or '—'} → {change.after or '—'}" for change in version.changed)
        text = words or f"{version.title} → {version.item.title}"
        yield RecordEntry(at=version.replaced, kind=RecordKind.EDITED, item=version.item, text=text)


def _differences(view: StoryView) -> Iterable[RecordEntry]:
    """Each pair of figures once, however many outlets have them; what a person dismissed is no difference any more."""
    items = {placed.item.id: placed.item for placed in view.items}
    alike: dict[tuple[RecordKind, PeopleOutcome, int, int], list[Dispute]] = {}
    for dispute in sorted(view.disputes, key=lambda one: (one.found, one.id)):
        kind = _DIFFERENCES.get(dispute.disagreement.kind)
        if kind is not None and not dispute.dismissed:
            low, high = sorted(claim.value for claim in _claims(dispute))
            alike.setdefault((kind, dispute.disagreement.slot, low, high), []).append(dispute)
    for (kind, *_), disputes in alike.items():
        first = disputes[0]
        a, b = first.disagreement.a, first.disagreement.b
        text = " | ".join(_stated(side, disputes) for side in (a, b))
        yield RecordEntry(at=first.found, kind=kind, item=items.get(b.item) or items.get(a.item), text=text)


def _stated(claim: Claim, disputes: Sequence[Dispute]) -> str:
    """A claim's sentence, after the outlets that give the same figure, that of the sentence first."""
    same = [other.outlet for one in disputes for other in _claims(one) if other.value == claim.value]
    return f"{', '.join(dict.fromkeys([claim.outlet, *same]))}: {claim.sentence}"


def _claims(dispute: Dispute) -> tuple[Claim, Claim]:
    return dispute.disagreement.a, dispute.disagreement.b
