"""Random mixes of what two chats and everybody publish, edit and correct, and of what is made of the chats' sources."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from newsroom.chat import ChatId

START = datetime(2026, 3, 3, 6, 0, tzinfo=UTC)
ONE, OTHER = ChatId(1001), ChatId(-1002002)
SHARED, OF_ONE, OF_OTHER = (0, 1, 2), (3, 4), (5, 6)
OWNER: dict[int, ChatId] = {**dict.fromkeys(OF_ONE, ONE), **dict.fromkeys(OF_OTHER, OTHER)}
_EVENTS = (
    ("ferry Aurora", "Sundby", "ran aground", "sailors", "shipwreck"),
    ("mine Karolina", "Ostrava", "collapsed after a blast", "miners", "pit"),
    ("dam Velkan", "Brezno", "burst in the night", "villagers", "flood"),
    ("bridge of Orla", "Tarnholm", "fell into the river", "motorists", "highway"),
)
_WORDINGS = (
    "{what} {did} near {place}, {toll} {whom} killed",
    "At least {toll} {whom} dead as {what} {did} at {place}",
    "{place} mourns {toll} {whom} after {what} {did}",
    "{what} {did}: {place} rescuers find {toll} dead {whom}",
)
_TEXTS = (
    "The {what} {did} near {place} on Monday. Rescuers said {toll} {whom} were killed in the {kind}.",
    "Officials in {place} said {toll} {whom} died when the {what} {did}. An inquiry into the {kind} has begun.",
    "A reporter at the {kind} of {place} counted {toll} dead {whom}; the {what} {did} on 2 March.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MixStep:
    """What happens at one moment.

    Attributes:
        kind: publish, edit, split, merge, undo, dismiss, recluster, restart; accept, refuse, stop: of a source that its
            chat offered.
        source: Of an item; its key is `key`. `of`: another item of a correction.
        chat: Whose people correct, or who offered the source.
        owner: The chat whose step it is; None: everybody's.
    """

    kind: str
    at: datetime
    source: int = 0
    key: str = ""
    title: str = ""
    text: str = ""
    of: str = ""
    chat: ChatId = ONE
    owner: ChatId | None = None


@dataclass(slots=True)
class MixedSources:
    """Which sources are whose, and which are polled, while a mix is made.

    Attributes:
        own: The chats' own sources and their owners.
        opened: Those that were accepted.
        refused: Not offered again.
    """

    own: dict[int, ChatId] = field(default_factory=lambda: dict(OWNER))
    opened: list[int] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)

    @property
    def polled(self) -> tuple[int, ...]:
        """The sources that bring items, those for all twice as often."""
        return (*SHARED, *SHARED, *self.opened, *self.own)

    def decided(self, dice: random.Random, at: datetime) -> MixStep | None:
        """An owner decides about an offer, or stops what was accepted; None: there is nothing to decide."""
        if self.opened and dice.random() < 0.4:
            stopped = self.opened.pop()
            return MixStep(kind="stop", at=at, source=stopped)
        could = [source for source in self.own if source not in self.refused]
        if not could:
            return None
        source = dice.choice(could)
        if dice.random() < 0.3:
            self.refused.append(source)
            return MixStep(kind="refuse", at=at, source=source, chat=self.own[source], owner=self.own[source])
        self.opened.append(source)
        return MixStep(kind="accept", at=at, source=source, chat=self.own.pop(source))


_WEIGHTS = {
    "publish": 60,
    "edit": 8,
    "split": 7,
    "merge": 7,
    "undo": 3,
    "dismiss": 4,
    "recluster": 8,
    "restart": 6,
    "offer": 9,
}


def mix(seed: int, length: int = 16) -> list[MixStep]:
    """Random items of a few events by shared and own sources, with edits, corrections and offers between."""
    dice = random.Random(seed)  # noqa: S311 - examples, no secrets
    steps: list[MixStep] = []
    published: list[MixStep] = []
    known = MixedSources()
    for number in range(length):
        at = START + timedelta(minutes=7 * number + dice.randrange(6))
        kind = dice.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
        decided = known.decided(dice, at) if kind == "offer" else None
        listed = [one for one in published if one.source in known.polled]
        if decided is not None:
            step = decided
        elif kind in {"publish", "offer"} or not listed:
            step = _published(dice, number, at, published, known)
            published.append(step)
        elif kind == "edit":
            old = dice.choice(listed)
            step = replace(_written(dice, old.source, old.key, at), kind="edit", owner=old.owner)
        elif kind in {"recluster", "restart"}:
            step = MixStep(kind=kind, at=at)
        else:
            some, of, chat = dice.choice(published), dice.choice(published), dice.choice([ONE, OTHER])
            step = MixStep(kind=kind, at=at, key=some.key, of=of.key, chat=chat, owner=chat)
        steps.append(step)
    return steps


def _published(
    dice: random.Random, number: int, at: datetime, published: Sequence[MixStep], known: MixedSources
) -> MixStep:
    source = dice.choice(known.polled)
    step = _written(dice, source, f"k{number}", at)
    if published and dice.random() < 0.15:  # a reprint: another's text
        copied = dice.choice(published)
        step = replace(step, title=f"{copied.title}.", text=copied.text)
    return replace(step, owner=known.own.get(source))


def _written(dice: random.Random, source: int, key: str, at: datetime) -> MixStep:
    what, place, did, whom, scene = dice.choice(_EVENTS)
    values = {"what": what, "place": place, "did": did, "whom": whom, "kind": scene, "toll": dice.choice([4, 7, 9, 12])}
    title = dice.choice(_WORDINGS).format(**values)
    text = " ".join(part.format(**values) for part in dice.sample(_TEXTS, dice.choice([1, 2])))
    return MixStep(kind="publish", at=at, source=source, key=key, title=title[:1].upper() + title[1:], text=text)
