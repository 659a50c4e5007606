"""Which lexicon reads a text."""

import re
from collections.abc import Mapping
from functools import cache

from newsroom.dates.lexicon import Lexicon, lexicon
from newsroom.languages import alternatives, languages
from newsroom.text.scripts import MAIN, OTHERS

LOOK_AT = 600  # letters; enough little words for a guess, and the cost stays the same for long articles
_FEWEST_LITTLE_WORDS = 2  # one alone may be a name's ("Le Pen"): a guess


@cache
def lexicons() -> Mapping[str, Lexicon]:
    """The lexicons by tag; one and the same for languages that are read together, or by the words of another."""
    dated = {tag: language.dates for tag, language in languages().items() if language.dates.months}
    together = {tag: tuple(sorted({tag, *dates.read_with}, key=list(dated).index)) for tag, dates in dated.items()}
    built = {tags: lexicon([dated[tag] for tag in tags]) for tags in together.values()}
    others = {other: built[together[tag]] for tag, dates in dated.items() for other in dates.also_for}
    return others | {tag: built[tags] for tag, tags in together.items()}


def primary_tag(language: str) -> str:
    """The first part of a BCP 47 tag, in small letters: that by which lexicons and calendars are kept."""
    return language.lower().partition("-")[0]


def lexicon_for(plain: str, language: str | None) -> Lexicon:
    """The lexicon of the text's language; without one, that whose letters and little words the text has.

    Args:
        plain: The text in small letters.
        language: BCP 47 tag; None where it is not known.
    """
    if language is not None:
        known = lexicons().get(primary_tag(language))
        if known is not None:
            return known
    opening = plain[:LOOK_AT]
    if not opening.isascii():
        most = len(opening.replace(" ", ""))
        for script in OTHERS:
            if script.rest in lexicons() and len(script.letter.findall(opening)) * 2 > most:
                return lexicons()[script.rest]
    return _by_little_words(opening)


def _by_little_words(opening: str) -> Lexicon:
    """The lexicon of most little words of the text, the main language's where it has none to speak of."""
    pattern, tags = _little_words()
    counts = dict.fromkeys(tags, 0)
    for match in pattern.finditer(opening):
        counts[tags[(match.lastindex or 1) - 1]] += 1
    best = max(counts, key=lambda tag: counts[tag])
    return lexicons()[best if counts[best] >= _FEWEST_LITTLE_WORDS else MAIN.rest]


@cache
def _little_words() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """A pattern with a group for each language of the main script, and the languages in the order of their groups."""
    words = {tag: languages()[tag].dates.guessed_by for tag in lexicons() if tag in MAIN.tags}
    words = {tag: words[tag] for tag in MAIN.tags if words.get(tag)}
    groups = "|".join(f"({alternatives(listed)})" for listed in words.values())
    return re.compile(rf"\b(?:{groups})\b"), tuple(words)
