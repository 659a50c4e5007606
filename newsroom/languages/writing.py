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
    suffixes_apart: bool = False
    """Whether an apostrophe parts the suffixes of a name from it: `Gazze'ye`."""
    same_letters: Annotated[dict[str, str], PECULIAR] = Field(default_factory=dict)
    """A letter that is often written as another, and that other: both compare as equal (`ё` and `е`)."""
    contracted: PeculiarWords = ()
    """Short words that an apostrophe ties to the word before: `'ll`. Without it another word may come out (shell)."""
    spelled_out: Annotated[dict[str, str], PECULIAR] = Field(default_factory=dict)
    """Letters that may be written as two, where a keyboard or a wire does not have them: `ü` as `ue`."""
    small_letters: Annotated[dict[str, str], PECULIAR] = Field(default_factory=dict)
    """Capitals whose small letter is another one than in other languages: `I`, small `ı`."""
    plain_letters: bool = False
    """Whether its texts often write foreign names without their marks: `Malmo`."""
    alike: Annotated[dict[str, str], PECULIAR] = Field(default_factory=dict)
    """Letters of names that another language of the script writes as another letter, or leaves out (`""`), and that
    letter, bare: Мірзоян is Мирзоян. Names that no table has are compared so."""
    spells: Annotated[dict[str, Words], PECULIAR] = Field(default_factory=dict)
    """How it writes names from another script by their sound, letter by letter of those that `alike` leaves; several
    letters that are written otherwise together stand as such. A letter is written in one way all through a name:
    Kupyansk, Kupiansk."""
    respells: bool = False
    """Whether it writes the names of all languages by their sound, of whatever script: `Vagenknext`."""
    name_ends: PeculiarWords = ()
    """How names of persons and places end that are at home in its script, in the letters that `alike` leaves: a name
    that ends otherwise keeps its letters in languages of another script."""
    home_letters: Annotated[str, PECULIAR] = ""
    """Letters that hardly a name has that is not at home in its script, as `alike` leaves them."""
    romanised: Annotated[dict[str, str], PECULIAR] = Field(default_factory=dict)
    """How its officials write each letter in Latin script; "" for letters that vanish. Used for words that hold one of
    `own_letters`; what is not listed is left to anyascii."""


class LittleWords(Section):
    """Words that tell nothing of what a text is about, folded."""

    function: Words = ()
    """Articles, pronouns, prepositions, auxiliaries and the like."""
    common: Words = ()
    """Words of every day's news: they weigh little when two texts share them. English ones are counted, not listed."""
    near_days: PeculiarWords = ()
    """Words for yesterday, tomorrow and the like, where the language has no `dates`: they mean another day than that of
    the report."""


class Declension(Section):
    """How names with one ending are bent."""

    ends: Words
    """Endings of the name as dictionaries have it; of several that fit, the longest counts."""
    cut: int
    """How many of its last letters go before an ending is added."""
    endings: Words
    """The endings of all cases; `-` is none."""
    listed_only: bool = False
    """Whether only names that are listed (names.tsv) are bent so: other words that end so are too often names of their
    own (`Roberts`, `Berger`)."""


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
    other_forms: Annotated[dict[str, Words], PECULIAR] = Field(default_factory=dict)
    """Words, each with those of its forms that the dictionary takes for another word's alone: `wyborów` is of `wybory`
    (elections) as well as of `wybór` (choice). Nouns that are plurals only are the largest class of them."""
    suffixes: PeculiarWords = ()
    """Suffixes that follow one another on a noun, in languages without a dictionary of ours; one of them may be taken
    off where there is a dictionary."""
    restored: Annotated[dict[str, str], PECULIAR] = Field(default_factory=dict)
    """The last letter that a suffix leaves, and what it is without the suffix: `ğ` and `q` as in uşağı, uşaq."""
    prefixes: PeculiarWords = ()
    """Little words written as one with the next word, the longest first: "the", "and", "for" in Arabic."""
    article_prefixes: PeculiarWords = ()
    """Those of `prefixes` that hold the article."""
    derived: PeculiarWords = ()
    """What makes another noun of a noun that is met by the first one's topic too: `depremzede`, hit by a `deprem`."""
    joints: PeculiarWords = ()
    """What joins the words of a compound, `-` where nothing does: the `s` of `Bundestagswahl`. Empty where compounds
    are not read."""
    verb_endings: PeculiarWords = ()
    """What makes a verb of the first part of a compound that is no noun: the `en` of `warnen` in `Warnstreik`."""
    no_first_parts: PeculiarWords = ()
    """Words that begin other words without being a part of them in its own sense: the `aus` of `Auswahl`."""
    no_last_parts: PeculiarWords = ()
    """Last parts of compounds that are names of places: `Brandenburg`."""
    other_sense: PeculiarWords = ()
    """Compounds in which a word that topics ask for means something else: the `Waffe` of `Waffenruhe` (a ceasefire)."""
    doubled_letters: Annotated[str, PECULIAR] = ""
    """Consonants doubled before an ending, which the dictionary leaves double: `cancelled`."""
