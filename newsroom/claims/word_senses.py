"""What a word does around a count of people, and how a word is looked up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from newsroom.text.listed_words import ListedWords
from newsroom.text.words import fold

# Words remembered that no table holds: those of some hours of 60 sources.
_MOST_REMEMBERED = 8_192
# Words of which no more is remembered than what they can be in a count: those of a day of 60 sources, at 100 bytes.
_MOST_PARTS_REMEMBERED = 32_768


class Hedge(StrEnum):
    """How a count is hedged."""

    EXACT = ""
    AT_LEAST = "at least"
    OVER = "more than"
    NEARLY = "nearly"
    ABOUT = "about"
    UP_TO = "up to"
    UNDER = "fewer than"
    BETWEEN = "between"


class WordRole:
    """What a word may do around a count: bits of `Sense.roles`.

    Plain numbers: as an IntFlag the same tests took a third of the time that `claims` has.
    """

    NONE: Final = 0
    PEOPLE: Final = 1 << 0  # everyone, narrows nothing down: "people"
    GROUP: Final = 1 << 1  # a part of mankind: "children"
    THING: Final = 1 << 2  # counted, but no person, or a unit: "elephants", "hours"
    LINK: Final = 1 << 3  # may come between a count's noun and its state: "have been"
    STOP: Final = 1 << 4  # ends a noun phrase: "after"
    NEAR: Final = 1 << 5  # a noun phrase may run through it: "12 people in Kyiv were killed"
    JOINT: Final = 1 << 6
    PART: Final = 1 << 7  # what follows is part of another count: "including 12"
    SEVERE: Final = 1 << 8  # narrows the injured down: "critically"
    MORE: Final = 1 << 9  # comes on top of a count given elsewhere: "12 more"
    OTHERS: Final = 1 << 10  # the rest: "12 others"
    WHOLE: Final = 1 << 11  # makes it a total over many events: "this year"
    DOUBT: Final = 1 << 12  # a thought, not a fact: "could"
    DENIAL: Final = 1 << 13
    FEAR: Final = 1 << 14  # feared or believed only
    SERIES: Final = 1 << 15  # sets one event of a series apart from another: "second"
    VAGUE: Final = 1 << 16  # a number that names no number: "dozens"
    SKIP: Final = 1 << 17  # carries no meaning between a verb and its count: "the"
    MONTH: Final = 1 << 18
    AGE: Final = 1 << 19
    PERCENT: Final = 1 << 20
    MONEY: Final = 1 << 21
    ORDINAL: Final = 1 << 22
    BODY: Final = 1 << 23  # the dead as found: "bodies"
    SINCE: Final = 1 << 24
    SAY: Final = 1 << 25  # a verb of saying, beside the speaker's name
    # The lists of [counting.grammar], under their own names: the schema says what each does.
    SPEAKER_FOLLOWS: Final = 1 << 26
    RELATIVES: Final = 1 << 27
    JOINS: Final = 1 << 28
    AMONG: Final = 1 << 29
    PART_BUT_WEAK: Final = 1 << 30
    HAS: Final = 1 << 31
    FROM_NUMBER: Final = 1 << 32
    ARTICLES: Final = 1 << 33
    ONE_SCALE: Final = 1 << 34
    BEFORE_SCALE: Final = 1 << 35
    PLUS: Final = 1 << 36
    CLOCK: Final = 1 << 37
    ORDINAL_ENDINGS: Final = 1 << 38
    NUMBER_ENDINGS: Final = 1 << 39
    YEARS: Final = 1 << 40
    AGE_AT_DEATH: Final = 1 << 41
    TENS_JOINT: Final = 1 << 42
    FACT: Final = 1 << 43
    SUPERLATIVE: Final = 1 << 44
    WITHIN: Final = 1 << 45
    HOURS: Final = 1 << 46
    DAYS: Final = 1 << 47
    FOUND: Final = 1 << 48
    DIES_TOO: Final = 1 << 49
    BETWEEN: Final = 1 << 50
    RANGE_JOINS: Final = 1 << 51
    OPENING_SCALE: Final = 1 << 52
    MOVES: Final = 1 << 53
    TO_NUMBER: Final = 1 << 54
    FORMERLY: Final = 1 << 55


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
        hedge_after: Hedge of a word that follows its number ("12 or more").
        number: Value of a number word below a thousand; None for other words.
        ordinal: Value of a word like "second"; 0 for other words.
        scale: Factor of "thousand" and the like.
    """

    roles: int = WordRole.NONE
    state: str = ""
    act: str = ""
    toll: str = ""
    reach: Hedge | None = None
    hedge: Hedge | None = None
    hedge_after: Hedge | None = None
    group: str = ""
    event: str = ""
    number: int | None = None
    scale: int = 0
    ordinal: int = 0


NOTHING = Sense()
# Letters of a compound that names an event: those of the event ("brand", no "zug"), of its first part, and of a case
# ending. Guesses, as short words go.
FEWEST_LETTERS_OF_EVENT: Final = 5
FEWEST_LETTERS_BEFORE: Final = 3
LONGEST_CASE: Final = 2
# What a word can be in a count of people: bits.
OUTCOME: Final = 1
NUMBER: Final = 2


def parts_of_counts(sense: Sense) -> int:
    """What a word of this sense can be in a count of people: OUTCOME, NUMBER, both, or 0."""
    outcome = sense.state or sense.act or sense.toll or sense.roles & WordRole.BODY
    number = sense.number is not None or sense.scale or sense.ordinal > 1
    return (OUTCOME if outcome else 0) | (NUMBER if number else 0)


@dataclass(slots=True, kw_only=True)
class Pack:
    """A language's words. `look` and `phrases` are all that the grammar needs.

    Attributes:
        words: What each does; phrases too, joined by `_`.
        phrases: First word of a phrase to the phrases that begin with it, longest first.
        group_endings: Endings by which an unknown word is taken for people.
        event_stems: Stems of the words that name a class of event.
        counting: The longest word of each phrase that is part of a count, with what part.
        event_endings: Words with which a compound may end, with the class of event; empty where none are read.
    """

    language: str
    words: ListedWords[Sense]
    phrases: Mapping[str, tuple[tuple[str, ...], ...]]
    group_endings: tuple[str, ...] = ()
    event_stems: frozenset[str] = frozenset()
    counting: Mapping[str, int] = field(default_factory=dict)
    event_endings: Mapping[str, str] = field(default_factory=dict)
    _remembered: dict[str, Sense] = field(default_factory=dict, repr=False)
    _remembered_parts: dict[str, int] = field(default_factory=dict, repr=False)

    def look(self, word: str) -> Sense:
        """What the folded word does; `NOTHING` for a word the pack does not know."""
        sense = self.words.whole.get(word)
        if sense is not None:
            return sense
        sense = self._remembered.get(word)
        if sense is None:
            sense = self._by_beginning(word)
            if len(self._remembered) < _MOST_REMEMBERED:
                self._remembered[word] = sense
        return sense

    def parts_of_counts(self, written: str) -> int:
        """What a word can be in a count of people: OUTCOME, NUMBER, both, or 0. A quick look before any grammar."""
        parts = self._remembered_parts.get(written)
        if parts is None:
            bare = written.strip("'")
            parts = NUMBER if bare[:1].isdigit() else self._parts(fold(bare))
            if not parts and "'" in bare:  # "l'arrestation"
                parts = self._parts(fold(bare.rpartition("'")[2]))
            if len(self._remembered_parts) < _MOST_PARTS_REMEMBERED:
                self._remembered_parts[written] = parts
        return parts

    def _parts(self, word: str) -> int:
        sense = self.words.whole.get(word)
        return self.counting.get(word, 0) | parts_of_counts(self._by_beginning(word) if sense is None else sense)

    def _by_beginning(self, word: str) -> Sense:
        return self.words.by_beginning(word) or self._by_last_part(word)

    def _by_last_part(self, word: str) -> Sense:
        """The class of event that a compound's last part names, in whatever case: the fire of `Hotelbrands`."""
        for start in range(FEWEST_LETTERS_BEFORE, len(word) - FEWEST_LETTERS_OF_EVENT + 1):
            for end in range(len(word), max(len(word) - LONGEST_CASE, start + FEWEST_LETTERS_OF_EVENT) - 1, -1):
                if event := self.event_endings.get(word[start:end]):
                    return Sense(event=event)
        return NOTHING
