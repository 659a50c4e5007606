"""The event context of a sentence: classes of event, names, countries and distinctive words."""

from dataclasses import dataclass
from itertools import pairwise

from newsroom.claims.countries import country_code, region_named
from newsroom.claims.lexemes import Lexeme, has_role, is_title_case
from newsroom.claims.numerals import NumeralKind
from newsroom.claims.people_counts import CountedSentence
from newsroom.claims.word_senses import WordRole
from newsroom.languages import every, languages
from newsroom.text.frequency import frequency, function_words
from newsroom.text.name_forms import without_apart, without_article
from newsroom.text.names import known, known_rows, spelling
from newsroom.text.words import stem

# Distinctive words kept of a sentence with its title: a bound. At 80 no claim of 20,000 headlines changes, at 20 31 do.
MOST_TERMS = 40
# Classes whose words name vehicles: "two buses collide" is one event.
VEHICLES = frozenset({"aircraft", "train", "road"})
_WEEKDAYS = frozenset(every(lambda language: language.headlines.weekdays))


@dataclass(frozen=True, slots=True, kw_only=True)
class EventContext:
    """What identifies the event that a count belongs to.

    Attributes:
        events: Classes of event named ("fire", "storm").
        terms: Stems of the distinctive words, rarest first.
        names: Stems of the words written with a capital inside a sentence, countries left out.
        places: ISO codes of the countries named.
        joined: Codes of countries counted together ("in India and Pakistan"), and the continent where one is named;
            empty where only one country is.
        series: Words that set this event apart from others of its kind ("second", "2 strikes").
    """

    events: frozenset[str]
    terms: tuple[str, ...]
    names: frozenset[str]
    places: frozenset[str]
    joined: frozenset[str]
    series: frozenset[str]


def event_context(sentences: list[CountedSentence], language: str) -> EventContext:
    """The context that one or more sentences give together. Series and joined countries come from the first alone."""
    first = sentences[0]
    events: set[str] = set()
    terms: set[str] = set()
    names: set[str] = set()
    places: set[str] = set()
    for sentence in sentences:
        events |= {word.sense.event for word in sentence.words if word.sense.event}
        found = _countries(sentence, language)
        places |= {code for _, code in found}
        rows = _names_of_several_words(sentence, language)
        read = {index for index, _ in found} | rows.keys()
        whole = _numbered_names(sentence) | {*rows.values()}
        terms |= _terms(sentence, read, language) | whole
        names |= _names(sentence, read, language) | whole
    rarity = frequency(language).rarity
    ranked = sorted(terms, key=lambda term: (-rarity(term), term))[:MOST_TERMS]
    return EventContext(
        events=frozenset(events),
        terms=tuple(ranked),
        names=frozenset(names & terms),
        places=frozenset(places),
        joined=_joined(first, language),
        series=_series(first),
    )


def _terms(sentence: CountedSentence, read: set[int], language: str) -> set[str]:
    without_topic = function_words(language)
    inflected = languages()[language].writing.inflected
    has_prefixes = bool(languages()[language].bending.prefixes)  # written as one with names, which have no capital
    found: set[str] = set()
    for index, word in enumerate(sentence.words):
        if index in read or word.digits or word.mark or word.sense.state or word.sense.act or word.sense.toll:
            continue
        # Of an event only the class can be shared there, and "12 persons" say nothing of which.
        if inflected and (word.sense.event or has_role(word, WordRole.PEOPLE)):
            continue
        for part in word.word.split("_"):
            if part not in without_topic and len(part) > 1 and not _is_no_topic_word(word):
                found.add(_name_stem(part, language) if word.capital or has_prefixes else stem(part))
    return found


def _is_no_topic_word(word: Lexeme) -> bool:
    sense = word.sense
    return (
        sense.number is not None
        or bool(sense.scale or sense.ordinal)
        or sense.hedge is not None
        or sense.reach is not None
        or has_role(word, WordRole.VAGUE | WordRole.SAY | WordRole.LINK | WordRole.MONTH)
    )


def _names(sentence: CountedSentence, read: set[int], language: str) -> set[str]:
    """Stems of capitalised words that may name a place or a person: no weekdays, and no abbreviations like "ISIS".

    `read`: indexes of words that are read otherwise, as countries and names of several words.

    None of a headline in title case, where a capital does not mark a name. Nouns count as names where all have a
    capital.
    """
    if is_title_case(sentence.words) and not languages()[language].writing.nouns_capital:
        return set()
    return {
        _name_stem(word.word, language)
        for index, word in enumerate(sentence.words)
        if index > 0
        and word.capital
        and index not in read
        and not word.sense.event
        and not _is_no_topic_word(word)
        and word.word not in _WEEKDAYS
        and not sentence.text[word.start : word.end].isupper()
    }


def _name_stem(word: str, language: str) -> str:
    """The stem of a name, the same in all its cases where the table has it; else without suffixes and articles of its.

    Of a script without capitals that of any word.
    """
    written = word.capitalize()
    if key := known(written, language):
        return stem(key)
    return stem(spelling(without_article(without_apart(written, language), language)))


def _numbered_names(sentence: CountedSentence) -> set[str]:
    """Names of letters and a number, of roads for instance: the "ap-7" of "AP-7", the "m4" of "M4"."""
    words = sentence.words
    found = set()
    for numeral in sentence.numerals:
        if numeral.kind is NumeralKind.NAME:
            first = numeral.first - 2 if words[numeral.first - 1].mark else numeral.first - 1
            found.add("".join(word.word for word in words[max(first, 0) : numeral.last + 1]))
    return found


def _names_of_several_words(sentence: CountedSentence, language: str) -> dict[int, str]:
    """The keys of such names by the indexes of their words, in whatever case: "Кривому Розі" and "Кривий Ріг"."""
    words = sentence.words
    written = ["" if word.mark or word.digits else sentence.text[word.start : word.end] for word in words]
    rows = known_rows(written, language, [at for at, word in enumerate(words) if word.capital and not word.mark])
    return {
        index: key for at, length, key in rows for index in range(at, at + length) if not country_code(key.capitalize())
    }


def _countries(sentence: CountedSentence, language: str) -> list[tuple[int, str]]:
    inflected = languages()[language].writing.inflected
    found = []
    words = sentence.words
    for index, word in enumerate(words):
        if not word.capital or word.mark or word.digits:
            continue
        following = words[index + 1] if index + 1 < len(words) else None
        written = sentence.text[word.start : word.end]
        code = country_code(written, following.word if following and following.capital else "")
        if not code and inflected:  # "в Турции"
            code = country_code(known(written, language).capitalize())
        if code:
            found.append((index, code))
            if following is not None and not country_code(
                written
            ):  # "South Korea": the second word is not a name either
                found.append((index + 1, code))
    return found


def _joined(sentence: CountedSentence, language: str) -> frozenset[str]:
    """Countries named in one list, and continents."""
    found = _countries(sentence, language)
    in_names = {index for index, _ in found}  # "South Africa"
    words = enumerate(sentence.words)
    joined = {region_named(sentence.text[word.start : word.end]) for at, word in words if at not in in_names} - {""}
    if joined:  # "12 dead in Germany as rain falls across Europe": of which of the two the count is, nobody can say
        joined |= {code for _, code in found}
    for (left, code), (right, other) in pairwise(found):
        between = sentence.words[left + 1 : right]
        if code != other and between and len(between) <= 2 and all(_is_list_joint(word) for word in between):  # noqa: PLR2004
            joined |= {code, other}
    return frozenset(joined)


def _is_list_joint(word: Lexeme) -> bool:
    return word.word == "," or has_role(word, WordRole.JOINT)


def _series(sentence: CountedSentence) -> frozenset[str]:
    """Words and counts that set one event of a series apart from the next: "another boat", "2 strikes"."""
    words = sentence.words
    found = {
        stem(word.word)
        for at, word in enumerate(words)
        if has_role(word, WordRole.SERIES) and _event_class_after(words, at) and not _begins_place_name(words, at)
    }
    people = {count.numeral.first for count in sentence.counts}
    for numeral in sentence.numerals:
        if numeral.first in people or numeral.kind not in {NumeralKind.COUNT, NumeralKind.ORDINAL}:
            continue
        event = _event_class_after(words, numeral.last)
        named = (
            numeral.first > 0 and words[numeral.first - 1].capital and not words[numeral.first - 1].mark
        )  # "Category 4"
        if event and event not in VEHICLES and not named and numeral.value > 1:
            found.add(f"{int(numeral.value)} {event}")
    return frozenset(found)


def _begins_place_name(words: list[Lexeme], at: int) -> bool:
    """Whether a word of order begins a name: "New York", "New Year"."""
    following = words[at + 1]
    return words[at].capital and following.capital and not following.sense.event


def _event_class_after(words: list[Lexeme], at: int) -> str:
    """The class of event that the next four words name; "" where they name none."""
    for word in words[at + 1 : at + 5]:
        if word.sense.event:
            return word.sense.event
        if (
            word.mark
            or word.sense.state
            or word.sense.act
            or has_role(
                word,
                WordRole.STOP
                | WordRole.NEAR
                | WordRole.JOINT
                | WordRole.PEOPLE
                | WordRole.GROUP
                | WordRole.HOURS
                | WordRole.DAYS,
            )
        ):
            return ""
    return ""
