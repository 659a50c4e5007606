"""Months, weekdays and halves of the day as feeds name them, in every language that Babel knows.

The words come from a file that `scripts.feed_date_words` draws from Babel. It is read at the first word that is not
English. A word that means several months in several languages ("lis": October in Croatian, November in Polish) is
decided by the feed's own language, else it means none.
"""

import json
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

WORDS_FILE = Path(__file__).with_name("feed_date_words.json")
_Table = Mapping[str, Mapping[str, list[str]]]
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORTEST = 3  # letters of a month or a weekday that is cut short: two fit several
_MARKS = range(0x300, 0x370)  # accents over Latin, Greek and Cyrillic letters; vowel signs of other scripts are words
# What comes before a clock in CLDR's "{1} at {0}", which Babel leaves out; what it has is in the file.
_BEFORE_CLOCKS = frozenset(
    [
        "at",
        "on",
        "of",
        "the",
        "um",
        "a",
        "à",
        "las",
        "les",
        "alle",
        "ore",
        "às",
        "om",
        "kl",
        "в",
        "о",
        "об",
        "у",
        "v",
        "o",
        "ve",
        "u",
        "la",
        "στις",
        "klo",
        "pukul",
        "lúc",
        "ora",
        "orë",
        "kell",
        "plkst",
    ]
)
# What some write at a clock, which CLDR has not: "21:05 hs", "godz. 21:05".
_AT_CLOCKS = frozenset(["hs", "hrs", "hora", "horas", "heures", "godz", "uur", "hod"])
# The months of Lebanon, Syria, Jordan, Palestine and Iraq; those of two words without their space.
_LEVANTINE = {
    "كانونالثاني": 1,
    "شباط": 2,
    "اذار": 3,
    "نيسان": 4,
    "ايار": 5,
    "حزيران": 6,
    "تموز": 7,
    "اب": 8,
    "ايلول": 9,
    "تشرينالاول": 10,
    "تشرينالثاني": 11,
    "كانونالاول": 12,
}
_HAMZAS = str.maketrans(dict.fromkeys("\u0653\u0654\u0655"))  # over and under a letter, left out by many
_HEBREW_IN = "ב"  # written on the month: "20 in November"


def folded(word: str) -> str:
    """A word as words are compared: lower case, without accents, dots and what cannot be seen."""
    letters = unicodedata.normalize("NFKD", word.lower().replace("ı", "i").replace("’", "'"))
    kept = (c for c in letters if ord(c) not in _MARKS and unicodedata.category(c) != "Cf")
    return " ".join("".join(kept).replace(".", " ").split())


def english_month(word: str) -> int | None:
    """The month that the word or its beginning names in English."""
    return _beginning(_MONTHS, word)


def month(word: str, language: str | None) -> int | None:
    """The month that a word names, in English or in the feed's language or wherever it means one alone."""
    spelled = folded(word)
    known = english_month(spelled) or _LEVANTINE.get(_without_hamza(spelled))
    months = _tables()["months"]
    meaning = months.get(spelled) or months.get(spelled.removeprefix(_HEBREW_IN), {})
    return known or _decided(meaning, {_root(language)})


def _without_hamza(word: str) -> str:
    return word.translate(_HAMZAS) if not word.isascii() else word


def likely_month(word: str, language: str | None, beside: str) -> int | None:
    """The same of a word that `month` does not know: of the weekday's language, or cut short in another way.

    Args:
        word: As the feed writes it.
        language: The feed's.
        beside: The weekday that the date names, "" where it names none.
    """
    spelled, languages = folded(word), {_root(language), *_weekday_languages(beside)}
    if spelled in (table := _tables()["months"]):
        return _decided(table[spelled], languages)
    if len(spelled) < _SHORTEST:
        return None
    return _decided(_cut_short(spelled), languages)


def is_weekday(word: str) -> bool:
    """Whether the word names a day of the week in any language."""
    spelled = folded(word)
    return _beginning(_WEEKDAYS, spelled) is not None or spelled in _tables()["weekdays"]


def is_english_weekday(word: str) -> bool:
    """Whether a word is an English weekday, whatever the feed's language."""
    return _beginning(_WEEKDAYS, folded(word)) is not None


def afternoon(word: str, language: str | None) -> bool | None:
    """Whether the word means the second half of the day; None where it means no half."""
    spelled = folded(word)
    if (plain := spelled.replace(" ", "")) in {"am", "pm"}:
        return plain == "pm"
    meaning = _tables()["halves"].get(spelled) or _halves_unbroken().get(plain)
    if not meaning:
        return None
    own = [half for half, languages in meaning.items() if _root(language) in languages]
    if not own and len(plain) == 1 and plain.isascii():  # "a" and "p" are words of many more languages
        return None
    halves = own or list(meaning)
    return halves[0] == "pm" if len(halves) == 1 else None


def is_filler(word: str) -> bool:
    """Whether the word only joins the parts of a date in some language ("de", "um", "Uhr")."""
    spelled = folded(word)
    return not spelled or spelled in _fillers()


def is_before_number(word: str) -> bool:
    """Whether a month's number follows it ("tháng 11")."""
    return folded(word) in _tables()["before_month_numbers"]


def _beginning(names: tuple[str, ...], word: str) -> int | None:
    if len(word) < _SHORTEST:
        return None
    return next((i for i, name in enumerate(names, 1) if name.startswith(word)), None)


def _decided(meaning: Mapping[str, list[str]], languages: set[str]) -> int | None:
    own = [number for number, spoken in meaning.items() if languages.intersection(spoken)]
    numbers = own or list(meaning)
    return int(numbers[0]) if len(numbers) == 1 else None


def _weekday_languages(word: str) -> set[str]:
    return {language for spoken in _tables()["weekdays"].get(folded(word), {}).values() for language in spoken}


def _root(language: str | None) -> str:
    return (language or "").split("-")[0]


def _cut_short(spelled: str) -> dict[str, list[str]]:
    """The months that begin with the word in some language; else those that have its letters in order ("Mrz")."""
    months = _tables()["months"]
    found = _merged([meaning for name, meaning in months.items() if name.startswith(spelled)])
    if found or not spelled.isascii():
        return found
    like = [meaning for name, meaning in months.items() if _has_in_order(name, spelled)]
    return _merged(like) if len(spelled) == _SHORTEST else {}


def _has_in_order(name: str, letters: str) -> bool:
    left = iter(name)
    return name[0] == letters[0] and " " not in name and all(letter in left for letter in letters)


def _merged(meanings: list[Mapping[str, list[str]]]) -> dict[str, list[str]]:
    merged: dict[str, list[str]] = {}
    for meaning in meanings:
        for number, languages in meaning.items():
            merged.setdefault(number, []).extend(languages)
    return merged


@lru_cache(maxsize=1)
def _tables() -> dict[str, _Table]:
    tables: dict[str, _Table] = json.loads(WORDS_FILE.read_text("utf-8"))
    return tables


@lru_cache(maxsize=1)
def _fillers() -> frozenset[str]:
    return frozenset([*_tables()["fillers"], *map(folded, _BEFORE_CLOCKS | _AT_CLOCKS)])


@lru_cache(maxsize=1)
def _halves_unbroken() -> _Table:
    """Halves as they are written without their dots' spaces: `μμ` beside `μ.μ.`."""
    return {word.replace(" ", ""): meaning for word, meaning in _tables()["halves"].items()}
