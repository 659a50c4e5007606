"""Disagreements: claims that count the same people of the same event and give different numbers."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final, TypeAlias, assert_never

from newsroom.claims.claim_index import ClaimIndex
from newsroom.claims.claims import Claim
from newsroom.claims.event_coreference import FRESH, comparable, coreferent_because, event_likeness
from newsroom.claims.people_counts import ATTACKERS, PeopleOutcome, same_group
from newsroom.claims.qualifiers import Qualifier
from newsroom.claims.word_senses import Hedge
from newsroom.item import ItemId

# Numbers further apart: one of the two counts something else. At 4, 17 of the 29 differences of figures_dev_2 are found
# instead of 19 and 60 of our own 66 instead of 61, with no false alarm less; at 15 as at 10.
LARGEST_RATIO: Final = 10
# Disasters whose first number is a first guess.
SUDDEN: Final = frozenset({"quake", "storm", "flood", "landslide", "fire", "explosion", "collapse", "mine", "aircraft"})
# Such a number grows no further in a day. A guess: "at least one dead" of a quake, hours later 69.
LARGEST_GROWTH: Final = 100
# The likeness of contexts from which such growth is believed: at .6 two of the 64 are lost, down to .4 no figure moves.
GROWN_ALIKE: Final = 0.55
# A fresh toll is corrected downwards, but not to less than half: that is another event. At 1.5 four of the 64 are lost
# with one false alarm, at 3 no figure moves.
LARGEST_FALL: Final = 2
# A toll may still grow until then. A guess: the labelled pairs are at most 36 hours apart. Quakes and floods are
# counted for about a week; a shorter time calls growth a contradiction, a longer one hides contradictions.
SETTLED: Final = timedelta(days=7)
NO_FACT: Final = frozenset({Qualifier.DOUBTED, Qualifier.DENIED})
# Of "nearly 50" and 49 it is said that they agree; further apart than this part of them two numbers differ, though the
# words allow both and no alarm is raised. A guess: a tenth, as far as one rounds to the next ten.
SURELY_ROUNDED: Final = 10
ROUND: Final = 1000  # a bare number with three noughts or more is taken as rounded; with two, one of the 64 is lost
DOZEN: Final = 12  # as its name says
# Two exact numbers stated so near in time can't both be right, though the later is higher. At three hours, the first
# design's bar, three of five such pairs read in 100,000 headlines were tolls that had grown.
AT_ONCE: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agree:
    """Both give one number, or numbers that are the same once one of them is taken as rounded."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Developing:
    """The later number is higher, as a toll that grows."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Differs:
    """The numbers differ, but their hedges allow both."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Both can't be right."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unrelated:
    """The two can't be compared."""

    why: str


Verdict: TypeAlias = Agree | Developing | Differs | Contradiction | Unrelated


_ORDER: Final = (Contradiction, Developing, Differs, Agree, Unrelated)


class DisagreementKind(StrEnum):
    """How two counts of one event differ; *resolved*: one publisher has come to the other's number since."""

    CONTRADICTION = "contradiction"
    DEVELOPING = "developing"
    DIFFERS = "differs"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Two claims that disagree on one count; `a` is the earlier."""

    slot: PeopleOutcome
    kind: DisagreementKind
    a: Claim
    b: Claim


def compare(a: Claim, b: Claim, *, same_story: bool) -> Verdict:
    """Compare two claims.

    Args:
        a: A claim.
        b: Another, earlier or later.
        same_story: Whether the desk has their items in one story; False where that is unknown.
    """
    if a.slot is not b.slot:
        return Unrelated(why="they count different things")
    if not (a.plain or a.of_badly_hurt) or not (b.plain or b.of_badly_hurt):
        return Unrelated(why="one of them is no count of all: " + ", ".join(sorted(a.marks | b.marks)))
    event = coreferent_because(a, b, same_story=same_story)
    if not event:
        return Unrelated(why="they may speak of different events")
    if _same_number(a, b):
        return Agree(why=f"same event ({event})")
    if Hedge.BETWEEN in {a.hedge, b.hedge} and not _exclude_each_other(a, b):
        return Unrelated(why="one of them gives a range that holds the other, which is no sign that they agree")
    if _rounds(a, b) or _rounds(b, a):
        return Unrelated(why="the wording of one of them allows the other, which is no sign that they agree")
    if a.value in b.also or b.value in a.also:
        return Unrelated(why="one of them counts some apart whom the other counts in")
    return _incomparable(a, b, same_story=same_story) or _difference(a, b, event)


def _incomparable(a: Claim, b: Claim, *, same_story: bool) -> Unrelated | None:
    if not _same_people_unless_hedged(a, b):
        return Unrelated(why="they count different people")
    if _is_limit(a, b) or _is_limit(b, a):
        return Unrelated(why="one of them is a limit under which the other stays")
    early, late = (a, b) if a.stated_at <= b.stated_at else (b, a)
    grown = _is_growing_toll(early, late, same_story=same_story)
    if not grown and max(a.value, b.value) > LARGEST_RATIO * max(min(a.value, b.value), 1):
        return Unrelated(why=f"more than {LARGEST_RATIO} times apart: one of them counts something else")
    if late.stated_at - early.stated_at <= FRESH and not late.background and late.value * LARGEST_FALL < early.value:
        return Unrelated(why="a toll does not fall so far: one of them counts something else")
    return None


def _is_limit(limit: Claim, other: Claim) -> bool:
    return limit.hedge in {Hedge.UP_TO, Hedge.UNDER} and other.value < limit.value


def _is_growing_toll(early: Claim, late: Claim, *, same_story: bool) -> bool:
    """Whether the first number of a sudden disaster grew: "at least one dead", hours later 69.

    Of one story it is believed of whatever the wording.
    """
    return (
        bool(early.events & late.events & SUDDEN)
        and early.value < late.value <= LARGEST_GROWTH * early.value
        and (same_story or (early.hedge is Hedge.AT_LEAST and event_likeness(early, late).cosine >= GROWN_ALIKE))
        and late.stated_at - early.stated_at <= FRESH
    )


def _difference(a: Claim, b: Claim, event: str) -> Verdict:
    early, late = (a, b) if a.stated_at <= b.stated_at else (b, a)
    apart = late.stated_at - early.stated_at
    exact = early.hedge is Hedge.EXACT and late.hedge is Hedge.EXACT and not early.marks and not late.marks
    numbers = f"{early.value} and {late.value}, same event ({event})"
    if early.slot is PeopleOutcome.MISSING and apart <= SETTLED:
        return Developing(why=f"{numbers}: the missing are found, or more are missed")
    if _exclude_each_other(early, late):
        if apart > SETTLED or (late.value < early.value and late.hedge is Hedge.EXACT):
            return Contradiction(why=f"{numbers}: both can't be right")
        if exact and apart <= AT_ONCE:
            return Contradiction(why=f"{numbers}, within an hour of each other")
    if late.value > early.value:
        return Developing(why=f"{numbers}: the later is higher")
    return Differs(why=f"{numbers}: the wording allows both")


def _exclude_each_other(a: Claim, b: Claim) -> bool:
    return (a.high is not None and a.high < b.low) or (b.high is not None and b.high < a.low)


def _same_number(a: Claim, b: Claim) -> bool:
    """Whether the two give one number, if one of them is rounded: "nearly 50" and 49, not "more than 200" and 241."""
    if Hedge.BETWEEN in {a.hedge, b.hedge}:
        return (a.low, a.high) == (b.low, b.high)
    near = abs(a.value - b.value) * SURELY_ROUNDED <= max(a.value, b.value)
    return a.value == b.value or (near and (_rounds(a, b) or _rounds(b, a)))


def _rounds(loose: Claim, other: Claim) -> bool:
    step, above = _step(loose.value), other.value - loose.value
    near = DOZEN if _in_dozens(loose) else min(step, max(1, loose.value // 4))
    rounded = {
        Hedge.OVER: 0 < above < near,
        Hedge.NEARLY: -near < above < 0,
        Hedge.ABOUT: abs(above) <= near / 2,
        Hedge.UP_TO: -near < above <= 0,
        Hedge.UNDER: -near < above < 0,
        Hedge.EXACT: step >= ROUND and abs(above) <= step / 2,
    }
    return rounded.get(loose.hedge, False)


def _in_dozens(claim: Claim) -> bool:
    """Whether a number in words is of dozens: "over two dozen" are up to 35."""
    written = claim.sentence[claim.start : claim.end]
    return claim.value % DOZEN == 0 and not any(sign.isdigit() for sign in written)


def _step(value: int) -> int:
    """The place to which a number is rounded: 60 -> 10, 2,200 -> 100, 43 -> 1."""
    step = 1
    while value and value % (step * 10) == 0:
        step *= 10
    return step


def _same_people_unless_hedged(a: Claim, b: Claim) -> bool:
    """Whether both count the same people.

    One that counts a group ("four children") and one that counts everyone do so where the group is the larger number
    and everyone is counted exactly or at least: then the group can't be a part. Other hedges leave it open. The badly
    hurt are such a group among the hurt; attackers are none among the victims.
    """
    if a.of_badly_hurt == b.of_badly_hurt and same_group(a.people, b.people):
        return True
    a_part, b_part = (bool(claim.people or claim.of_badly_hurt) for claim in (a, b))
    part, whole = (a, b) if a_part else (b, a)
    if (a_part and b_part) or ATTACKERS in part.people.split():
        return False
    return part.value > whole.value and whole.hedge in {Hedge.EXACT, Hedge.AT_LEAST}


def gravest(
    left: tuple[Claim, ...], right: tuple[Claim, ...], *, same_story: bool
) -> tuple[Verdict, Claim, Claim] | None:
    """The gravest verdict over all pairs of two items' claims; None where no two speak of one figure of one event.

    That two items agree is only said where no figure of theirs differs: one that gives both numbers, the old one in
    the headline, neither contradicts the other nor agrees with it.
    """
    found: list[tuple[Verdict, Claim, Claim]] = []
    for x in left:
        for y in right:
            verdict = compare(x, y, same_story=same_story)
            if isinstance(verdict, Unrelated):
                continue
            if isinstance(verdict, Agree) or not (reconciled(x, y, left) or reconciled(y, x, right)):
                found.append((verdict, x, y))
    best = min(found, key=lambda each: _ORDER.index(type(each[0])), default=None)
    if best is not None and isinstance(best[0], Agree) and any(_figures_differ(x, y) for x in left for y in right):
        return None
    return best


def _figures_differ(x: Claim, y: Claim) -> bool:
    """Whether two claims count the same of the same people, near the top of their items, and differ."""
    of_one_figure = x.slot is y.slot and same_group(x.people, y.people) and comparable(x) and comparable(y)
    return of_one_figure and not (x.background or y.background) and not _same_number(x, y)


def disagreements(
    item_claims: Iterable[Claim], index: ClaimIndex, story_of: Callable[[ItemId], object | None]
) -> tuple[Disagreement, ...]:
    """The disagreements of one item's claims with those in the index: at most one per outcome and other item.

    A publisher that gives another number than before has corrected itself and contradicts nobody; a contradiction of
    its former number with a publisher whose number it gives now is resolved, and comes as such, between those two.

    Args:
        item_claims: All claims of the item.
        index: Earlier claims; those of the item itself may be among them.
        story_of: The story that an item belongs to; None where it belongs to none.
    """
    own = tuple(item_claims)
    found: dict[tuple[PeopleOutcome, ItemId], Disagreement] = {}
    resolved: dict[tuple[PeopleOutcome, ItemId, ItemId], Disagreement] = {}
    for claim in filter(comparable, own):
        others = index.candidates(claim)
        verdicts = [compare(claim, other, same_story=_one_story(claim, other, story_of)) for other in others]
        agreeing = [other for other, verdict in zip(others, verdicts, strict=True) if isinstance(verdict, Agree)]
        for pair in _resolved(claim, others, agreeing, story_of):
            resolved[pair.slot, pair.a.item, pair.b.item] = pair
        given_up = _given_up(others, agreeing)
        for other, verdict in zip(others, verdicts, strict=True):
            key = (claim.slot, other.item)
            if key in found or other.family == claim.family:
                continue
            disagreement = _disagreement(claim, other, own, verdict)
            if disagreement is None or reconciled(other, claim, index.of_item(other.item)):
                continue
            if disagreement.kind is not DisagreementKind.CONTRADICTION or other.item not in given_up:
                found[key] = disagreement
    return (*found.values(), *resolved.values())


def _resolved(
    claim: Claim, others: Sequence[Claim], agreeing: Sequence[Claim], story_of: Callable[[ItemId], object | None]
) -> Iterator[Disagreement]:
    """The contradictions of the claim's publisher, by a former number, with publishers whose number it gives now."""
    former = [c for c in others if c.family == claim.family and c.stated_at <= claim.stated_at and c not in agreeing]
    for before in former:
        for other in agreeing:
            if other.family == claim.family:
                continue
            verdict = compare(before, other, same_story=_one_story(before, other, story_of))
            if isinstance(verdict, Contradiction):
                # As it was found: of two that were stated at once the later item's comes first.
                early, late = sorted((before, other), key=lambda c: (c.stated_at, -c.item))
                yield Disagreement(slot=claim.slot, kind=DisagreementKind.RESOLVED, a=early, b=late)


def _given_up(others: Sequence[Claim], agreeing: Sequence[Claim]) -> frozenset[ItemId]:
    """The items in which publishers stated what they did before they came to the claim's number."""
    latest = {claim.family: claim.stated_at for claim in sorted(agreeing, key=lambda claim: claim.stated_at)}
    return frozenset(c.item for c in others if c.family in latest and c.stated_at < latest[c.family])


def _one_story(claim: Claim, other: Claim, story_of: Callable[[ItemId], object | None]) -> bool:
    story = story_of(claim.item)
    return story is not None and story == story_of(other.item)


def _disagreement(claim: Claim, other: Claim, own: tuple[Claim, ...], verdict: Verdict) -> Disagreement | None:
    match verdict:
        case Contradiction():
            kind = DisagreementKind.CONTRADICTION
        case Developing():
            kind = DisagreementKind.DEVELOPING
        case Differs():
            kind = DisagreementKind.DIFFERS
        case Agree() | Unrelated():
            return None
        case _:
            assert_never(verdict)
    if reconciled(claim, other, own):
        return None
    early, late = (claim, other) if claim.stated_at <= other.stated_at else (other, claim)
    return Disagreement(slot=claim.slot, kind=kind, a=early, b=late)


def reconciled(claim: Claim, other: Claim, own: tuple[Claim, ...]) -> bool:
    """Whether the claim's item gives the other's number too, and so takes account of it.

    "Two more have died, the toll is four" takes no account of a toll of two.
    """
    return any(
        c.slot is claim.slot and c.value == other.value and not c.marks & {*NO_FACT, Qualifier.MORE} for c in own
    )
