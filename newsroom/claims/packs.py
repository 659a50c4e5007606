"""The pack of each language, made of its lists (newsroom/languages), and which pack reads a text.

A pack is a table and nothing else: the grammar that reads it (`people_counts`) is one for all languages.
"""

from collections.abc import Iterator, Mapping
from functools import cache

import regex

from newsroom.claims.word_senses import Hedge, Pack, Sense, WordRole, parts_of_counts
from newsroom.languages import languages
from newsroom.languages.counting import Counting
from newsroom.languages.notation import Section
from newsroom.text.listed_words import ListedWords
from newsroom.text.scripts import Script, script_of
from newsroom.text.words import fold, stem

_SCRIPT_LETTERS = 2_000  # characters of a text: a guess, enough to show its script
_HEDGES = {(hedge.value or "exactly").replace(" ", "_"): hedge for hedge in Hedge}
_UNITS, _TENS = range(1, 10), range(20, 100, 10)


def pack_for(text: str, language: str | None) -> Pack:
    """The pack of the text's language; of the one that reads the rest of its script where that has none.

    The script decides before the language: letters beside Latin ones are not there by chance.
    """
    script = script_of(text, _SCRIPT_LETTERS)
    counting = _counting(script)
    if language in counting:
        return pack_of(language)
    own = (tag for tag, letters in counting.items() if letters is not None and letters.search(text, 0, _SCRIPT_LETTERS))
    return pack_of(next(own, script.rest))


@cache
def _counting(script: Script) -> Mapping[str, "regex.Pattern[str] | None"]:
    """The languages of a script that have counting words, each with the letters that it alone has, if any."""
    counting = {tag: languages()[tag].writing for tag in script.tags if languages()[tag].counting.number}
    return {
        tag: regex.compile(f"[{letters}{letters.upper()}]") if (letters := writing.own_letters) else None
        for tag, writing in counting.items()
    }


@cache
def pack_of(language: str) -> Pack:
    """The pack of a language that can count."""
    counting = languages()[language].counting
    facts: dict[str, dict[str, object]] = {}
    for kind, value, word in _listed(counting):
        _learn(facts.setdefault(fold(word), {}), kind, value)
    learned = ListedWords(facts)
    words = ListedWords(
        {
            word: Sense(**_with_beginning(word, senses, learned))  # type: ignore[arg-type]  # _learn keeps to the fields
            for word, senses in facts.items()
        }
    )
    return Pack(
        language=language,
        words=words,
        phrases=_phrases(words.whole),
        group_endings=counting.group_endings,
        counting=_counting_phrases(words.whole),
        event_endings=_events_named(words) if counting.compounds else {},
        event_stems=frozenset(stem(word) for word in _events_named(words)),
    )


def _events_named(words: "ListedWords[Sense]") -> dict[str, str]:
    """The words that name a class of event, with the class."""
    return {word: sense.event for word, sense in (words.whole | words.beginnings).items() if sense.event}


def _listed(counting: Counting) -> Iterator[tuple[str, str, str]]:
    """Each word with the kind of its fact and the value; a word in several lists has all their senses."""
    for kind, table in counting:
        if isinstance(table, dict):
            yield from ((kind, str(value), word) for value, words in table.items() for word in words)
        elif isinstance(table, Section):
            fact = "role" if kind == "grammar" else kind
            yield from ((fact, value, word) for value, words in table for word in words)
    yield from (("number", str(value), word) for value, word in _joined_numbers(counting))


def _joined_numbers(counting: Counting) -> Iterator[tuple[int, str]]:
    """The numbers from 21 to 99 where they are one word: `zweiundzwanzig`."""
    if not (joint := counting.number_joint):
        return
    for ten in _TENS:
        for unit in _UNITS:
            first = counting.number_joint_one if unit == 1 else counting.number[unit][0]
            yield from ((ten + unit, f"{first}{joint}{word}") for word in counting.number[ten])


def _learn(sense: dict[str, object], kind: str, value: str) -> None:
    match kind:
        case "role":
            sense["roles"] = int(str(sense.get("roles", 0))) | int(getattr(WordRole, value.upper()))
        case "group":
            sense["roles"] = int(str(sense.get("roles", 0))) | WordRole.GROUP
            sense["group"] = value
        case "ordinal":
            sense["roles"] = int(str(sense.get("roles", 0))) | WordRole.ORDINAL
            sense[kind] = int(value)
        case "number" | "scale":
            sense[kind] = int(value)
        case "reach" | "hedge" | "hedge_after":
            sense[kind] = _HEDGES[value]
        case _:
            sense[kind] = value


def _with_beginning(word: str, senses: dict[str, object], learned: ListedWords[dict[str, object]]) -> dict[str, object]:
    """A listed word's senses with those of its beginning: "погибли" comes before its count, "погиб*" after it.

    Roles add up, of the others the word's own count.
    """
    begun = learned.by_beginning(word) or {}
    roles = int(str(begun.get("roles", 0))) | int(str(senses.get("roles", 0)))
    return begun | senses | {"roles": roles}


def _counting_phrases(exact: Mapping[str, Sense]) -> dict[str, int]:
    """The longest word of each phrase that is part of a count, with what part."""
    found: dict[str, int] = {}
    for phrase, sense in exact.items():
        if "_" in phrase and (parts := parts_of_counts(sense)):
            word = max(phrase.split("_"), key=len)
            found[word] = found.get(word, 0) | parts
    return found


def _phrases(exact: Mapping[str, Sense]) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for word in exact:
        if "_" in word:
            parts = tuple(word.split("_"))
            found.setdefault(parts[0], []).append(parts)
    return {first: tuple(sorted(parts, key=len, reverse=True)) for first, parts in found.items()}
