"""Random mixes of what two chats and everybody publish, edit and correct."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
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
        kind: publish, edit, split, merge, undo, dismiss, recluster, restart.
        source: Of an item; its key is `key`. `of`: another item of a correction.
        chat: Whose people correct.
    """

    kind: str
    at: datetime
    source: int = 0
    key: str = ""
    title: str = ""
    text: str = ""
    of: str = ""
    chat: ChatId = ONE

    @property
    def owner(self) -> ChatId | None:
        """The chat whose step it is; None: everybody's."""
        if self.kind in {"publish", "edit"}:
            return OWNER.get(self.source)
        return None if self.kind in {"recluster", "restart"} else self.chat


def mix(seed: int, length: int = 16) -> list[MixStep]:
    """Random items of a few events by shared and own sources, with edits and corrections between."""
    dice = random.Random(seed)  # noqa: S311 - examples, no secrets
    steps: list[MixStep] = []
    published: list[MixStep] = []
    for number in range(length):
        at = START + timedelta(minutes=7 * number + dice.randrange(6))
        kind = dice.choices(
            ["publish", "edit", "split", "merge", "undo", "dismiss", "recluster", "restart"], [60, 8, 7, 7, 3, 4, 8, 6]
        )[0]
        if kind == "publish" or not published:
            step = _published(dice, number, at, published)
            published.append(step)
        elif kind == "edit":
            old = dice.choice(published)
            step = _written(dice, old.source, old.key, at, kind="edit")
        elif kind in {"split", "merge", "dismiss", "undo"}:
            some, of = dice.choice(published), dice.choice(published)
            step = MixStep(kind=kind, at=at, key=some.key, of=of.key, chat=dice.choice([ONE, OTHER]))
        else:
            step = MixStep(kind=kind, at=at)
        steps.append(step)
    return steps


def _published(dice: random.Random, number: int, at: datetime, published: Sequence[MixStep]) -> MixStep:
    source = dice.choice((*SHARED, *SHARED, *OF_ONE, *OF_OTHER))
    if published and dice.random() < 0.15:  # a reprint: another's text
        copied = dice.choice(published)
        return MixStep(
            kind="publish", at=at, source=source, key=f"k{number}", title=f"{copied.title}.", text=copied.text
        )
    return _written(dice, source, f"k{number}", at)


def _written(dice: random.Random, source: int, key: str, at: datetime, kind: str = "publish") -> MixStep:
    what, place, did, whom, scene = dice.choice(_EVENTS)
    values = {"what": what, "place": place, "did": did, "whom": whom, "kind": scene, "toll": dice.choice([4, 7, 9, 12])}
    title = dice.choice(_WORDINGS).format(**values)
    text = " ".join(part.format(**values) for part in dice.sample(_TEXTS, dice.choice([1, 2])))
    return MixStep(kind=kind, at=at, source=source, key=key, title=title[:1].upper() + title[1:], text=text)
