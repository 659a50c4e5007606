"""What texts write for a name of several words once they have written it in full: "Brand", "the Orsova", "GM"."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

import regex

from newsroom.text.frequency import background
from newsroom.text.words import stem, tokens

# Of the items with a short form, so many have the name itself, two of its words side by side or all of them, else it is
# of others too ("Falcon" where Falcons 200 and 500 are written of). SemEval-2015 corpus 1, date F1: .737 as it is.
NAMED_IN_FULL = 0.35  # at .2: .708, at .5: .737
NAMED_IN_FULL_IF_COMMON = 0.6  # of those with a word less rare than RARE; at .5: .708, at .7: .737
RARE = 7.0  # at 6 and 8: .737
# Commoner words mean no name by themselves ("force", "general", "air").
UNCOMMON = 5.5  # at 4.5: .733, at 5 and 6: .737
# The last word (a surname, a model) unless another one is in so many times as many items ("the Orsova composite").
MORE_THAN_LAST = 1.5  # a guess: no figure moves from 1 to 3

WordsInRow = tuple[str, ...]
WordRow = Sequence[AbstractSet[str]]  # a text's words in order, each as the set of its forms


def short_names(name: str, texts: Sequence[WordRow], written: Sequence[str]) -> tuple[WordsInRow, ...]:
    """What the texts write for the name, each as its folded words in a row; none where only the whole name is sure.

    One of its words, its initials, and of a longer name the last two words, if enough of the texts that have them have
    the name in full as well. Where no text has the name in full, its rarest word.

    Args:
        name: As a person wrote it.
        texts: Whole items.
        written: The same with their capitals; a word that is mostly written small is no name.
    """
    words = tuple(token.folded for token in tokens(name))
    full = {at for at, text in enumerate(texts) if _is_named(words, text)}
    singles = [word for word in words if _rarity(word) >= UNCOMMON and _has_capital(word, written)]
    if not full:
        return ((max(singles, key=_rarity),),) if singles else ()
    found: dict[WordsInRow, set[int]] = {(word,): _having((word,), texts) for word in singles}
    sure = {form: of for form, of in found.items() if _is_sure(form, of, full)}
    others = [form for form in _longer_forms(words) if _is_sure(form, _having(form, texts), full)]
    return (*_best(words, sure), *others)


def _best(words: WordsInRow, sure: Mapping[WordsInRow, AbstractSet[int]]) -> list[WordsInRow]:
    """The last word of two, of more another one where it is in many more texts; a number only where no word is sure."""
    by_word = {form: of for form, of in sure.items() if not form[0].isdigit()} or sure
    if not by_word:
        return []
    last = words[-1:] if words[-1:] in by_word else None
    most = max(by_word, key=lambda form: len(by_word[form]))
    if last and (len(words) == 2 or len(by_word[most]) < MORE_THAN_LAST * len(by_word[last])):  # noqa: PLR2004 - a pair
        return [last]
    return [most]


def _longer_forms(words: WordsInRow) -> list[WordsInRow]:
    """Initials, where there are two of them or more, and the last two words of three or more."""
    if len(words) < 2:  # noqa: PLR2004 - one word has neither
        return []
    initials = "".join(word[0] for word in words)
    forms: list[WordsInRow] = [(initials,)] if initials.isalpha() and _rarity(initials) >= UNCOMMON else []
    return forms if len(words) == 2 else [*forms, words[-2:]]  # noqa: PLR2004 - the last two are all of it


def _is_sure(form: WordsInRow, having: AbstractSet[int], full: AbstractSet[int]) -> bool:
    needed = NAMED_IN_FULL if max(map(_rarity, form)) >= RARE else NAMED_IN_FULL_IF_COMMON
    return bool(having) and len(having & full) >= needed * len(having)


def _rarity(word: str) -> float:
    return background().rarity(stem(word))


def _having(form: WordsInRow, texts: Sequence[WordRow]) -> set[int]:
    return {at for at, text in enumerate(texts) if in_a_row(form, text)}


def _is_named(words: WordsInRow, text: WordRow) -> bool:
    """Whether two words of the name are side by side in a text, its only one is there, or all are somewhere."""
    if any(in_a_row(words[at : at + 2], text) for at in range(max(1, len(words) - 1))):
        return True
    return all(any(word in forms for forms in text) for word in words)


def _has_capital(word: str, written: Sequence[str]) -> bool:
    """Whether at least half of the times it is written it begins with no small letter."""
    pattern = regex.compile(rf"(?<!\w){regex.escape(word)}(?!\w)", regex.IGNORECASE)
    found = [match for text in written for match in pattern.findall(text)]
    return bool(2 * sum(one[0].islower() for one in found) <= len(found))


def in_a_row(wanted: Sequence[str], words: WordRow) -> bool:
    """Whether the words are in the text one behind the other; no words are not."""
    if not wanted:
        return False
    first, *rest = wanted
    return any(
        first in words[at] and all(want in words[at + nth] for nth, want in enumerate(rest, start=1))
        for at in range(len(words) - len(wanted) + 1)
    )
