"""Words that narrow a query that finds too much: each with how many of its stories are left. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from newsroom.item import Item
from newsroom.story import StoryId
from newsroom.text.frequency import function_words
from newsroom.text.words import fold, tokens

_FEWEST_LETTERS = 4  # a guess: shorter words say little of what a story is about
_FEWEST_LEFT = 2  # a word of one story alone is that story's
_MOST_SHARE = 0.6  # of the stories: a word that more of them have cuts too little to be worth a tap


@dataclass(frozen=True, slots=True, kw_only=True)
class NarrowingWord:
    """A word to add, and how many stories have it."""

    word: str
    left: int


def narrowing_words(
    stories: Mapping[StoryId, Sequence[Item]], asked: Collection[str], most: int
) -> list[NarrowingWord]:
    """Words of the stories' headlines that part of the stories have, those that leave most first.

    `asked`: the words of the query. Two words of the same stories cut alike: the first one is offered.
    """
    having = {
        story: _folded(" ".join(f"{item.title} {item.text}" for item in items)) for story, items in stories.items()
    }
    known = {fold(word) for word in asked}
    found: dict[frozenset[StoryId], NarrowingWord] = {}
    for word in _headline_words(stories, known):
        those = frozenset(story for story, words in having.items() if word in words)
        if _FEWEST_LEFT <= len(those) <= _MOST_SHARE * len(stories):
            found.setdefault(those, NarrowingWord(word=word, left=len(those)))
    return sorted(found.values(), key=lambda one: (-one.left, one.word))[:most]


def _headline_words(stories: Mapping[StoryId, Sequence[Item]], known: Collection[str]) -> list[str]:
    words: dict[str, None] = {}
    for items in stories.values():
        for item in items:
            little = function_words(item.language)
            for word in sorted(_folded(item.title)):
                if len(word) >= _FEWEST_LETTERS and word.isalpha() and word not in little and word not in known:
                    words[word] = None
    return list(words)


def _folded(text: str) -> frozenset[str]:
    return frozenset(token.folded for token in tokens(text))
