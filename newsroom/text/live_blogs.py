"""Live blogs and round-ups: they touch many stories, so they may join one and never hold two together."""

import re
from functools import lru_cache

import regex

from newsroom.languages import any_of, every
from newsroom.text.words import fold, written_words

_PHRASES = every(lambda language: language.headlines.live_phrases)
_FOUND = regex.compile(r"(?:^| )\L<phrases>(?: |$)", phrases=list(_PHRASES))
# A headline without any of these words or signs is of one thing, as nearly all are: both patterns take longer.
_PIECE = re.compile(r"[^\W_]+")
_FIRST_WORDS = frozenset(_PIECE.findall(phrase)[0] for phrase in _PHRASES)
_SIGNS = re.compile("[:|–—-]")
_LABELS = any_of(lambda language: language.headlines.live_labels)
_WORDS = any_of(lambda language: language.headlines.live_words)
_LIVE = regex.compile(rf"^\s*(?:{_LABELS})\s*[:|–—-]|\b(?:{_WORDS})\s*[:|]\s|\|\s*(?:{_WORDS})\b")


@lru_cache(maxsize=8)  # asked for the topics, the claims and the story of one item, one after the other
def is_live_blog(title: str) -> bool:
    """Whether a headline says that its text tells many things."""
    plain = title.lower() if title.isascii() else fold(title)
    if not _FIRST_WORDS.isdisjoint(_PIECE.findall(plain)):
        folded = " ".join(map(fold, written_words(title)))
        if _FOUND.search(folded):
            return True
    return bool(_SIGNS.search(title) and _LIVE.search(title))  # "LIVE:" is told by its sign
