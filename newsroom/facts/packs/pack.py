"""What a language pack holds, and how a word is looked up in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntFlag, StrEnum, auto

from newsroom.text.words import fold

LONGEST_BEGINNING = 14  # letters; no beginning in the tables is longer


class Hedge(StrEnum):
    """How a count is hedged."""

    EXACT = ""
    AT_LEAST = "at least"
    OVER = "more than"
    NEARLY = "nearly"
    ABOUT = "about"
    UP_TO = "up to"
    UNDER = "fewer than"


class Role(IntFlag):
    """What a word may do around a count."""

    NONE = 0
    PEOPLE = auto()  # everyone, narrows nothing down: "people"
    GROUP = auto()  # a part of mankind: "children"
    THING = auto()  # counted, but no person, or a unit: "elephants", "hours"
    LINK = auto()  # may stand between a count's noun and its state: "have been"
    STOP = auto()  # ends a noun phrase: "after"
    NEAR = auto()  # a noun phrase may run through it: "12 people in Kyiv were killed"
    AND = auto()
    PART = auto()  # what follows is part of another count: "including 12"
    MORE = auto()  # comes on top of a count given elsewhere: "12 more"
    OTHERS = auto()  # the rest: "12 others"
    WHOLE = auto()  # makes it a total over many events: "this year"
    DOUBT = auto()  # a thought, not a fact: "could"
    DENIAL = auto()
    FEAR = auto()  # feared or believed only
    SERIES = auto()  # tells one event of a series from another: "second"
    VAGUE = auto()  # a number that names no number: "dozens"
    SKIP = auto()  # carries no meaning between a verb and its count: "the"
    MONTH = auto()
    AGE = auto()
    PERCENT = auto()
    MONEY = auto()
    ORDINAL = auto()
    BODY = auto()  # the dead as found: "bodies"
    SINCE = auto()
    SAY = auto()  # names who said it


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """All that a pack knows of a word; empty or 0 where it knows nothing.

    Attributes:
        state: Slot of a word that follows its count ("12 dead").
        act: Slot of a word that precedes its count ("kills 12").
        toll: Slot of a word for a running total.
        reach: Hedge brought by a word that ties a toll to its number ("rises", "tops"); None for other words.
        group: The part of mankind.
        event: Class of event.
        number: Value of a number word below a thousand; None for other words.
        scale: Factor of "thousand" and the like.
    """

    roles: Role = Role.NONE
    state: str = ""
    act: str = ""
    toll: str = ""
    reach: Hedge | None = None
    hedge: Hedge | None = None
    group: str = ""
    event: str = ""
    number: int | None = None
    scale: int = 0


NOTHING = Sense()


@dataclass(slots=True, kw_only=True)
class Pack:
    """A language's words. `look` and `phrases` are all that the grammar needs.

    Attributes:
        phrases: First word of a phrase to the phrases that begin with it, longest first.
        group_endings: Endings by which an unknown word is taken for people.
    """

    language: str
    exact: Mapping[str, Sense]
    beginnings: Mapping[str, Sense]
    phrases: Mapping[str, tuple[tuple[str, ...], ...]]
    group_endings: tuple[str, ...] = ()
    _seen: dict[str, Sense] = field(default_factory=dict, repr=False)

    def look(self, word: str) -> Sense:
        """What the folded word does; `NOTHING` for a word the pack does not know."""
        sense = self.exact.get(word)
        if sense is not None:
            return sense
        sense = self._seen.get(word)
        if sense is None:
            sense = self._by_beginning(word)
            if len(self._seen) < 50_000:  # noqa: PLR2004 - the cache of unknown words may not grow without end
                self._seen[word] = sense
        return sense

    def _by_beginning(self, word: str) -> Sense:
        for letters in range(min(len(word), LONGEST_BEGINNING), 2, -1):
            sense = self.beginnings.get(word[:letters])
            if sense is not None:
                return sense
        return NOTHING


def build(language: str, tables: Mapping[str, Mapping[str, str]], group_endings: tuple[str, ...] = ()) -> Pack:
    """A pack from its tables: kind of fact -> value -> words.

    Words stand parted by spaces; "a_b" is the phrase "a b", "ab*" every word that begins so.
    A word that stands in several tables has all their senses.
    """
    facts: dict[str, dict[str, object]] = {}
    for kind, table in tables.items():
        for value, words in table.items():
            for word in words.split():
                _learn(facts.setdefault(fold(word), {}), kind, value)
    exact = {w: Sense(**f) for w, f in facts.items() if not w.endswith("*")}  # type: ignore[arg-type]  # checked in _learn
    beginnings = {w[:-1]: Sense(**f) for w, f in facts.items() if w.endswith("*")}  # type: ignore[arg-type]  # same
    return Pack(
        language=language, exact=exact, beginnings=beginnings, phrases=_phrases(exact), group_endings=group_endings
    )


def _learn(sense: dict[str, object], kind: str, value: str) -> None:
    match kind:
        case "role":
            sense["roles"] = Role(int(str(sense.get("roles", 0)))) | Role[value]
        case "group":
            sense["roles"] = Role(int(str(sense.get("roles", 0)))) | Role.GROUP
            sense["group"] = value
        case "number" | "scale":
            sense[kind] = int(value)
        case "reach" | "hedge":
            sense[kind] = Hedge(value)
        case _:
            sense[kind] = value


def _phrases(exact: Mapping[str, Sense]) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for word in exact:
        if "_" in word:
            parts = tuple(word.split("_"))
            found.setdefault(parts[0], []).append(parts)
    return {first: tuple(sorted(parts, key=len, reverse=True)) for first, parts in found.items()}
