"""How a language is written and bent, and its words that say nothing: what `newsroom.text` works with."""

from typing import Annotated

from pydantic import Field

from newsroom.languages.notation import PECULIAR, PeculiarWords, Section, Words


class Writing(Section):
    """Script, spelling and what they tell apart."""

    script: str
    """The Unicode name of the script: `Latin`, `Cyrillic`."""
    reads_the_rest: bool = False
    """Whether a text of this script whose language is unknown, or has no lists, is read as this language."""
    own_letters: Annotated[str, PECULIAR] = ""
    """Letters that no other language of the script has here: they tell it from the one that `reads_the_rest`."""
    dictionary: bool = False
    """Whether simplemma has a dictionary of it: topics then match every form of a word."""
    nouns_capital: bool = False
    """Whether common nouns have a capital, so that a capital makes no name."""
    inflected: bool = True
    """Whether the words for a kind of event change so much with their case that only the kind can be compared."""
    elided: PeculiarWords = ()
    """What an apostrophe ties to the next word, short as it is: `l'Ukraine`, `qu'elle`."""
    elided_words: PeculiarWords = ()
    """The same for longer words, which count as words of their own where sentences are counted: `jusqu'au`."""
    possessive: PeculiarWords = ()
    """What an apostrophe ties to the word before, and is no part of it: `'s`."""
    same_letters: Annotated[dict[str, str], PECULIAR] = Field(default_factory=dict)
    """A letter that is often written as another, and that other: both compare as equal (`ё` and `е`)."""
    romanised: Annotated[dict[str, str], PECULIAR] = Field(default_factory=dict)
    """How its officials write each letter in Latin script; "" for letters that vanish. Used for words that hold one of
    `own_letters`; what is not listed is left to anyascii."""


class LittleWords(Section):
    """Words that tell nothing of what a text is about, folded."""

    function: Words = ()
    """Articles, pronouns, prepositions, auxiliaries and the like."""
    common: Words = ()
    """Words of every day's news: they weigh little when two texts share them. English ones are counted, not listed."""


class Declension(Section):
    """How names with one ending are bent."""

    ends: Words
    """Endings of the name as dictionaries have it; of several that fit, the longest counts."""
    cut: int
    """How many of its last letters go before an ending is added."""
    endings: Words
    """The endings of all cases; `-` is none."""


class Bending(Section):
    """The forms of names, and of words that no dictionary has."""

    adjective_endings: PeculiarWords = ()
    """Endings of adjectives made of names (those with `~` in names.tsv); `-` is none."""
    declensions: Annotated[tuple[Declension, ...], PECULIAR] = ()
    """How names change with their case; empty where they do not."""
    softened: Annotated[dict[str, str], PECULIAR] = Field(default_factory=dict)
    """Last letters that change before `softened_ending`: `г` to `з` as in Прага, Празі."""
    softened_ending: Annotated[str, PECULIAR] = ""
    """The ending before which they do."""
    softened_after: Annotated[str, PECULIAR] = ""
    """The ending that such a name has in dictionaries."""
    final_vowels: Annotated[str, PECULIAR] = ""
    """Letters left at the end of a bent word that belong to neither its stem nor its ending."""
    surname_stems: PeculiarWords = ()
    """Endings of surnames that bend like nouns and stand in no dictionary: `ов`."""
    surname_endings: PeculiarWords = ()
    """What such surnames add: `ова`, `овым`."""
    suffixes: PeculiarWords = ()
    """Suffixes that follow one another on a noun, in languages without a dictionary of ours."""
    doubled_letters: Annotated[str, PECULIAR] = ""
    """Consonants doubled before an ending, which the dictionary leaves double: `cancelled`."""
