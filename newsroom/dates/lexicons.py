"""Which lexicon reads a text."""

import re

from newsroom.dates.english import ENGLISH
from newsroom.dates.french import FRENCH
from newsroom.dates.german import GERMAN
from newsroom.dates.lexicon import Lexicon
from newsroom.dates.slavic import SLAVIC

_BY_TAG = {"en": ENGLISH, "fr": FRENCH, "de": GERMAN, "uk": SLAVIC, "ru": SLAVIC, "be": SLAVIC, "bg": SLAVIC}
LEXICONS = (ENGLISH, FRENCH, GERMAN, SLAVIC)
LOOK_AT = 600  # letters; enough function words for a guess, and the cost stays the same for long articles
_FUNCTION = re.compile(
    r"\b(?:(?P<en>the|of|and|in|was|for|that)|(?P<fr>le|la|les|des|du|une|est|au|dans|il)|"
    r"(?P<de>der|die|das|und|den|im|am|vor|ist|wurde|vom))\b"
)
_CYRILLIC = re.compile("[а-яіїєґё]")


def lexicon_for(plain: str, language: str | None) -> Lexicon:
    """The lexicon of the language told; without one, that whose letters and little words the text has, else English."""
    if language is not None:
        known = _BY_TAG.get(language.lower().partition("-")[0])
        if known is not None:
            return known
    opening = plain[:LOOK_AT]
    if not opening.isascii() and len(_CYRILLIC.findall(opening)) * 2 > len(opening.replace(" ", "")):
        return SLAVIC
    counts = {"en": 0, "fr": 0, "de": 0}
    for match in _FUNCTION.finditer(opening):
        counts[match.lastgroup or "en"] += 1
    best = max(counts, key=lambda tag: counts[tag])
    return _BY_TAG[best] if counts[best] > 1 else ENGLISH
