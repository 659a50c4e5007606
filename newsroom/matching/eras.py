"""Sentences about another age.

"During the Soviet era, Armenia, Azerbaijan and Georgia were ruled from Moscow" is history put into news: who tracks
Georgia doesn't want the item for it. A sentence that opens with an era is left out of matching beyond the lead; a word
that is news too stands elsewhere in the text as well. Only the frame at the very beginning counts: in "the largest
blast since the Second World War" the era measures the news.
"""

import regex

from newsroom.text.tables import table

_FARTHEST_FRAME = 80  # characters into the sentence
# Between the preposition and the era: "in the late Soviet era", "за часів радянської влади".
_MOST_WORDS_BETWEEN = 2

_WORD = regex.compile(r"[\p{L}\p{N}]+")
_PREPOSITIONS = frozenset(table("eras")["prepositions"].split())
_ERAS = tuple(tuple(line.split()) for line in table("eras")["eras"].strip().splitlines())


def frames_an_era(sentence: str) -> bool:
    """Whether the sentence opens by naming an age long past, in en, uk, ru, fr, de or az."""
    words = _WORD.findall(sentence[:_FARTHEST_FRAME].casefold())
    if not words:
        return False
    if words[0] not in _PREPOSITIONS:
        return any(_begins(words, era) for era in _ERAS)
    return any(_begins(words[at:], era) for at in range(1, _MOST_WORDS_BETWEEN + 3) for era in _ERAS)


def _begins(words: list[str], era: tuple[str, ...]) -> bool:
    """Whether the words begin with the era's; "совет*" stands for every word that begins so."""
    return len(words) >= len(era) and all(map(_is, words, era))


def _is(word: str, pattern: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern
