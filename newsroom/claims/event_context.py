"""What a sentence is about: kinds of event, names, countries and telling words; what tells one event from another."""

from dataclasses import dataclass
from itertools import pairwise

from newsroom.claims.countries import country
from newsroom.claims.lexemes import Lexeme, is_, title_case
from newsroom.claims.numerals import NumeralKind
from newsroom.claims.people_counts import CountedSentence
from newsroom.languages import WordRole
from newsroom.text.frequency import background, function_words
from newsroom.text.names import spelling
from newsroom.text.words import stem

MOST_TERMS = 40  # telling words kept of a sentence with its title


@dataclass(frozen=True, slots=True, kw_only=True)
class EventContext:
    """Attributes.

    Attributes:
        events: Classes of event named ("fire", "storm").
        terms: Stems of the telling words, rarest first.
        names: Stems of the words written with a capital inside a sentence; countries left out.
        places: ISO codes of the countries named.
        joined: Codes of countries counted together ("in India and Pakistan"); empty where there is but one.
        series: What tells this event from others of its kind ("second", "2 strikes").
    """

    events: frozenset[str]
    terms: tuple[str, ...]
    names: frozenset[str]
    places: frozenset[str]
    joined: frozenset[str]
    series: frozenset[str]


def event_context(readings: list[CountedSentence], language: str) -> EventContext:
    """The scene that one or more sentences set together; of the first alone come series and joined countries."""
    first = readings[0]
    events: set[str] = set()
    terms: set[str] = set()
    names: set[str] = set()
    places: set[str] = set()
    for reading in readings:
        events |= {word.sense.event for word in reading.words if word.sense.event}
        found = _countries(reading)
        places |= {code for _, code in found}
        countries = {index for index, _ in found}
        terms |= _terms(reading, countries, language)
        names |= _names(reading, countries)
    rarity = background().rarity
    ranked = sorted(terms, key=lambda term: (-rarity(term), term))[:MOST_TERMS]
    return EventContext(
        events=frozenset(events),
        terms=tuple(ranked),
        names=frozenset(names & terms),
        places=frozenset(places),
        joined=_joined(first),
        series=_series(first),
    )


def _terms(reading: CountedSentence, countries: set[int], language: str) -> set[str]:
    silent = function_words(language)
    found: set[str] = set()
    for index, word in enumerate(reading.words):
        if index in countries or word.numeral or word.mark or word.sense.state or word.sense.act or word.sense.toll:
            continue
        if word.sense.event and language != "en":  # inflected, so that only the class can be shared
            continue
        for part in word.word.split("_"):
            if part not in silent and len(part) > 1 and not _says_nothing(word):
                found.add(stem(spelling(part) if word.capital else part))
    return found


def _says_nothing(word: Lexeme) -> bool:
    sense = word.sense
    return (
        sense.number is not None
        or bool(sense.scale)
        or is_(word, WordRole.VAGUE | WordRole.SAY | WordRole.LINK | WordRole.MONTH)
    )


def _names(reading: CountedSentence, countries: set[int]) -> set[str]:
    """Stems of capitalised words; none of a headline in title case, where a capital tells nothing."""
    if title_case(reading.words):
        return set()
    return {
        stem(spelling(word.word))
        for index, word in enumerate(reading.words)
        if index > 0 and word.capital and index not in countries and not word.sense.event and not _says_nothing(word)
    }


def _countries(reading: CountedSentence) -> list[tuple[int, str]]:
    found = []
    words = reading.words
    for index, word in enumerate(words):
        if not word.capital or word.mark or word.numeral:
            continue
        following = words[index + 1] if index + 1 < len(words) else None
        written = reading.text[word.start : word.end]
        code = country(written, following.word if following and following.capital else "")
        if code:
            found.append((index, code))
            if following is not None and not country(written):  # "South Korea": the second word is no name either
                found.append((index + 1, code))
    return found


def _joined(reading: CountedSentence) -> frozenset[str]:
    """Countries that stand in one list."""
    found = _countries(reading)
    joined: set[str] = set()
    for (left, code), (right, other) in pairwise(found):
        between = reading.words[left + 1 : right]
        if code != other and between and len(between) <= 2 and all(_lists(word) for word in between):  # noqa: PLR2004
            joined |= {code, other}
    return frozenset(joined)


def _lists(word: Lexeme) -> bool:
    return word.word == "," or is_(word, WordRole.AND)


def _series(reading: CountedSentence) -> frozenset[str]:
    """Words and counts that tell one event of a series from the next: "another boat", "2 strikes"."""
    words = reading.words
    found = {
        stem(word.word)
        for at, word in enumerate(words)
        if is_(word, WordRole.SERIES) and _before_event(words, at) and not _begins_name(words, at)
    }
    people = {count.figure.first for count in reading.counts}
    for figure in reading.figures:
        if figure.first in people or figure.kind not in {NumeralKind.COUNT, NumeralKind.ORDINAL}:
            continue
        event = _before_event(words, figure.last)
        named = (
            figure.first > 0 and words[figure.first - 1].capital and not words[figure.first - 1].mark
        )  # "Category 4"
        if event and not named and figure.value > 1:
            found.add(f"{int(figure.value)} {event}")
    return frozenset(found)


def _begins_name(words: list[Lexeme], at: int) -> bool:
    """New York, New Year."""
    following = words[at + 1]
    return words[at].capital and following.capital and not following.sense.event


def _before_event(words: list[Lexeme], at: int) -> str:
    """The class of event that the words right after name; "" where they name none."""
    for word in words[at + 1 : at + 5]:
        if word.sense.event:
            return word.sense.event
        if (
            word.mark
            or word.sense.state
            or word.sense.act
            or is_(word, WordRole.STOP | WordRole.NEAR | WordRole.AND | WordRole.PEOPLE | WordRole.GROUP)
        ):
            return ""
    return ""
