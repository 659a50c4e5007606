"""One match of the grammar, with the tokens around it, and the period that it is resolved to."""

from dataclasses import dataclass
from datetime import date

from newsroom.dates.direction import Direction, direction_at
from newsroom.dates.mention import Derivation, Precision
from newsroom.dates.periods import Period
from newsroom.dates.scan import Scan
from newsroom.languages import every

# Tokens for which a text goes on to speak of the day that it named ("in the afternoon"). A guess: on TimeBank no figure
# moves from 10 to 60.
SPOKEN_OF = 30
_UNTIL = frozenset(every(lambda language: language.dates.traps.until))
_UNTIL_BEHIND = frozenset(every(lambda language: language.dates.traps.until_behind))
# What may stand between "until" and its date, and how many of it: "jusqu'au" is three, "Eylül'e kadar" as well.
_SMALL, _SMALL_WORDS = "TiO'", 3


@dataclass(frozen=True, slots=True)
class ResolvedDate:
    """The period that an expression names, and how it was derived."""

    period: Period
    kind: Derivation
    year_inferred: bool = False


@dataclass(frozen=True, slots=True)
class GrammarMatch:
    """Tokens `start` to `end` of a scan, matched by one rule; `published`: the day of publication."""

    scan: Scan
    published: date
    start: int
    end: int
    earlier: ResolvedDate | None = None  # the date before it in the text, for "that year"
    since_earlier: int = 0  # tokens from there to this one

    @property
    def classes(self) -> str:
        """The class string of the match."""
        return self.scan.classes[self.start : self.end]

    def has(self, kinds: str) -> bool:
        """Whether a token of one of these classes is in the match."""
        return any(kind in self.classes for kind in kinds)

    def numbers(self, kinds: str) -> list[int]:
        """The numbers of all tokens of these classes, in order."""
        return [self.scan.number(at) for at in range(self.start, self.end) if self.scan.classes[at] in kinds]

    def number(self, kinds: str) -> int:
        """The number of the first token of these classes.

        Raises:
            LookupError: There is none; the grammar promised one.
        """
        return self.numbers(kinds)[0]

    def before(self, places: int = 1) -> str:
        """The class of the token so many places before the match; empty at the text's start."""
        at = self.start - places
        return self.scan.classes[at] if at >= 0 else ""

    def after(self, places: int = 1) -> str:
        """The class of the token so many places behind the match; empty at the text's end."""
        at = self.end - 1 + places
        return self.scan.classes[at] if at < len(self.scan.classes) else ""

    @property
    def classes_since_earlier(self) -> str:
        """The classes of the tokens between the date before and the match; of all before it where there is none."""
        return self.scan.classes[self.start - self.since_earlier : self.start]

    @property
    def day_spoken_of(self) -> date:
        """The day that the text named last if it is near and past, else that of publication."""
        if self.earlier is None or self.since_earlier > SPOKEN_OF or self.earlier.period.precision is not Precision.DAY:
            return self.published
        return min(self.earlier.period.last, self.published)

    def word_after(self) -> str:
        """The lower-case word behind the match; empty at the text's end."""
        return self.scan.words[self.end] if self.end < len(self.scan.words) else ""

    def word_before(self) -> str:
        """The lower-case word before the match; empty at the text's start."""
        return self.scan.words[self.start - 1] if self.start else ""

    def direction(self, *, of_day: bool = False) -> Direction:
        """Whether the sentence looks back or ahead here, for a day or for something longer."""
        return direction_at(self.scan, self.start, self.end, of_day=of_day)

    def ends_a_stretch(self) -> bool:
        """Whether "until" or the like comes before the date, maybe with small words between, or behind it."""
        at = self.start - 1
        while at >= 0 and self.start - at <= _SMALL_WORDS and self.scan.classes[at] in _SMALL:
            if self.scan.words[at] in _UNTIL:
                return True
            at -= 1
        if at >= 0 and self.scan.words[at] in _UNTIL:
            return True
        return any(word in _UNTIL_BEHIND for word in self.scan.words[self.end : self.end + _SMALL_WORDS])

    def is_tight(self) -> bool:
        """Whether no white space is inside and nothing is glued to its sides (as to a score, a price, F-16)."""
        inside = all(self.scan.glued(at) for at in range(self.start + 1, self.end))
        return inside and not self.scan.glued(self.start) and not self._runs_on()

    def _runs_on(self) -> bool:
        return self.end < len(self.scan.words) and self.scan.glued(self.end) and self.after() in "-/_$%dn"

    def step(self) -> int:
        """-1 for "last", 1 for "next", before the noun or behind it; 0 for "this" and where none is written."""
        for kind in self.classes:
            if kind in "<«":
                return -1
            if kind in ">»":
                return 1
        return 0
