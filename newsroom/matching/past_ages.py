"""Sentences about another age.

"During the Soviet era, Armenia, Azerbaijan and Georgia were ruled from Moscow" is history put into news: who tracks
Georgia doesn't want the item for it. A sentence that opens with an era is left out of matching beyond the lead; a word
that is news too stands elsewhere in the text as well. Only the frame at the very beginning counts: in "the largest
blast since the Second World War" the era measures the news.
"""

import regex

from newsroom.languages import every

_FARTHEST_FRAME = 80  # characters into the sentence
# Between the preposition and the era: "in the late Soviet era", "за часів радянської влади".
_MOST_WORDS_BETWEEN = 2

_WORD = regex.compile(r"[\p{L}\p{N}]+")
_PREPOSITIONS = frozenset(every(lambda language: language.past_ages.prepositions))
_KEY = 2  # letters by which an era is found: no list is walked for each of an item's sentences
_ERAS: dict[str, list[tuple[str, ...]]] = {}
for _line in every(lambda language: language.past_ages.eras):
    _ERAS.setdefault(_line[:_KEY], []).append(tuple(_line.split()))


def frames_an_era(sentence: str) -> bool:
    """Whether the sentence opens by naming an age long past, in en, uk, ru, fr, de or az."""
    words = _WORD.findall(sentence[:_FARTHEST_FRAME].casefold())
    if not words:
        return False
    if words[0] not in _PREPOSITIONS:
        return _is_era(words)
    return any(_is_era(words[at:]) for at in range(1, min(_MOST_WORDS_BETWEEN + 3, len(words))))


def _is_era(words: list[str]) -> bool:
    """Whether the words begin with an era's; "совет*" stands for every word that begins so."""
    eras = _ERAS.get(words[0][:_KEY], ())
    return any(len(words) >= len(era) and all(map(_is, words, era)) for era in eras)


def _is(word: str, pattern: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern
