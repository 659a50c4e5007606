"""Noun phrases: which people, if any, the words behind a number name."""

from dataclasses import dataclass
from typing import Final

from newsroom.claims.countries import country_code
from newsroom.claims.lexemes import Lexeme, has_role
from newsroom.claims.numerals import Numeral
from newsroom.claims.word_senses import NOTHING, Pack, WordRole
from newsroom.languages import languages

LONGEST_ABBREVIATION: Final = 4  # letters; "US" and "U.S." fold to these
LONGEST_PHRASE: Final = (
    9  # lexemes between a count and its state; longer ones crossed clauses in 3 of 4 cases read by eye
)
# Words of a noun phrase that the pack does not know. A guess: at 1, 5 of 805 headlines with claims have others, at 6
# none; longer phrases would count more things as people.
LONGEST_UNKNOWN_NOUN: Final = 3


@dataclass(frozen=True, slots=True)
class People:
    """The people named by the words behind a number.

    Attributes:
        group: The group of people ("child"); "" for everyone.
        others: They are others than those just mentioned ("12 others", "12 more").
    """

    group: str = ""
    others: bool = False


def object_end(words: list[Lexeme], numeral: Numeral) -> int:
    """The index behind the noun phrase that follows a number."""
    end = numeral.last + 1
    while end < len(words) and end - numeral.last <= LONGEST_PHRASE and not _ends_object(words[end]):
        end += 1
    return end


def _ends_object(word: Lexeme) -> bool:
    if word.mark:
        return word.word not in {"'", "’", "-"}
    return bool(
        has_role(word, WordRole.STOP | WordRole.JOINT | WordRole.NEAR | WordRole.LINK | WordRole.PART | WordRole.MOVES)
        or word.sense.state
        or word.sense.act
        or (word.sense.reach is not None and not word.sense.hedge)
    )


def people_in(phrase: list[Lexeme], pack: Pack, *, unknown: bool = False) -> People | None:
    """The people that the words after a number count; None where they are things or a part ("3 of the 12").

    Args:
        phrase: The words after the number.
        pack: The language's senses.
        unknown: A word that the pack does not know counts as people: those killed are mostly people.
    """
    head: list[Lexeme] = []
    for word in phrase:
        if has_role(word, WordRole.PART):
            if not head:
                return None
            break
        if has_role(word, WordRole.NEAR):
            if not head and not has_role(word, WordRole.ARTICLES):
                return None
            break
        head.append(word)
    named = [w for w in head if not w.mark]
    if not named:
        return People()
    return _people_named(named, pack, unknown=unknown)


def _people_named(named: list[Lexeme], pack: Pack, *, unknown: bool) -> People | None:
    others = any(has_role(w, WordRole.OTHERS | WordRole.MORE) for w in named)
    for word in reversed(named):
        if has_role(word, WordRole.PEOPLE | WordRole.GROUP | WordRole.BODY):
            groups = {part for w in named if (part := _group_named(w))}
            return People(group=" ".join(sorted(groups)), others=others)
        if has_role(word, WordRole.THING):
            return None
    last = named[-1]
    if last.word.endswith(pack.group_endings) or (unknown and _is_unknown_noun(named)):
        # "Three Finns" and "three Finnish ramblers" are a part; "three ramblers" may be all of them.
        is_part = any(w.capital for w in named) and not languages()[pack.language].writing.nouns_capital
        return People(group=last.word if is_part else "", others=others)
    if all(has_role(w, WordRole.LINK | WordRole.SEVERE | WordRole.MORE | WordRole.OTHERS) for w in named):
        return People(others=others)
    return None


def _is_unknown_noun(named: list[Lexeme]) -> bool:
    """Whether a phrase ends with a word that the pack does not know, and has no auxiliary: no "12 have sadly"."""
    last = named[-1]
    if len(named) > LONGEST_UNKNOWN_NOUN or last.sense is not NOTHING or last.digits:
        return False
    return not any(has_role(word, WordRole.LINK) for word in named)


def _group_named(word: Lexeme) -> str:
    """The group of people that a word of the phrase names: "child", or a nation's code; "" where it names none."""
    if not has_role(word, WordRole.GROUP):
        if not word.capital:
            return ""
        return country_code(word.word.upper() if len(word.word) <= LONGEST_ABBREVIATION else word.word)
    if word.sense.group != "nation":
        return word.sense.group
    return country_code(word.word) or word.word
