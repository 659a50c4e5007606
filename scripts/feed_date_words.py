"""Draw months, weekdays and halves of the day in all of Babel's languages into one file for the parsing process.

    python -m scripts.feed_date_words

Babel itself takes 0.85 s and 100 MB for all of its languages, the file 10 ms: a parsing process has neither to spare.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from babel.localedata import locale_identifiers

from watchers.feed_date_words import WORDS_FILE, folded

_SCRIPT_LETTERS = 4  # of a tag's second part: "sr_Latn" has other words than "sr", "de_AT" hardly any
_QUOTED = re.compile(r"'([^'\d]+)'")
_UNQUOTED = re.compile(r"[^\W\d_a-zA-Z]+")
_NUMBERED_MONTH = re.compile(r"([^\W\d]{2,})\.? ?\d{1,2}")
_HALVES = ("am", "pm")
FeedDateWords = dict[str, dict[str, list[str]]]


def _locales() -> Iterator[tuple[str, Locale]]:
    for name in sorted(locale_identifiers()):
        tail = name.split("_")[1:]
        if not tail or (len(tail) == 1 and len(tail[0]) == _SCRIPT_LETTERS) or name == "de_AT":
            yield name.split("_")[0], Locale.parse(name)


def _add(words: FeedDateWords, text: str, meaning: object, language: str) -> None:
    word = folded(text)
    if word and not any(letter.isdigit() for letter in word):
        languages = words.setdefault(word, {}).setdefault(str(meaning), [])
        if language not in languages:
            languages.append(language)


def drawn() -> str:
    """The file's text."""
    words: dict[str, FeedDateWords] = defaultdict(dict)
    fillers: set[str] = set()
    before_numbers: set[str] = set()
    for language, locale in _locales():
        for kind, names in (("months", locale.months), ("weekdays", locale.days)):
            for context in ("format", "stand-alone"):
                for width in ("wide", "abbreviated"):
                    for meaning, name in names[context][width].items():
                        _add(words[kind], name, meaning, language)
                        if kind == "months" and (numbered := _NUMBERED_MONTH.fullmatch(name)):
                            before_numbers.add(folded(numbered[1]))
        for widths in locale.day_periods.values():
            for width in ("wide", "abbreviated"):
                for half, name in widths.get(width, {}).items():
                    if half in _HALVES:
                        _add(words["halves"], name, half, language)
        patterns = [*locale.date_formats.values(), *locale.time_formats.values(), *locale.datetime_formats.values()]
        for pattern in [*patterns, *locale.datetime_skeletons.values()]:
            text = pattern if isinstance(pattern, str) else pattern.pattern
            literals = [*_QUOTED.findall(text), *_UNQUOTED.findall(text)]
            fillers.update(folded(word) for literal in literals for word in literal.split())
    tables = {kind: dict(sorted(table.items())) for kind, table in sorted(words.items())}
    whole = {**tables, "fillers": sorted(fillers - {""}), "before_month_numbers": sorted(before_numbers)}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).replace("},", "},\n") + "\n"


def main() -> None:
    """Write the file anew."""
    Path(WORDS_FILE).write_text(drawn(), "utf-8")


if __name__ == "__main__":
    main()
