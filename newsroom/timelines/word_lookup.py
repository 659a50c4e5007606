"""Whether a sentence has one of a query's words, seen by its words alone where they decide it.

A broad query's timeline asks this of thousands of sentences. Most are decided without the places of their words, which
are worked out only for names that may merely be compared with, phrases, and beginnings of words.
"""

from collections.abc import Sequence

from newsroom.matching.cut_words import cut
from newsroom.matching.read_words import ReadWord
from newsroom.matching.syntax import Phrase, Prefix, Word
from newsroom.matching.terms import Leaf, sign_forms, term
from newsroom.matching.text_lookup import Signs, TextLookup
from newsroom.text.names import keys_of_rows

_SURE, _MAYBE = 1, 2  # signs of a word


class WordLookup:
    """Looks for these leaves of a query in sentences and headlines.

    Args:
        words: A sentence has one where it has any of its forms.
        names: Whether a sentence has one, its places decide.
    """

    def __init__(self, words: Sequence[Leaf], names: Sequence[Word | Phrase]) -> None:
        self._words, self._names = words, names
        self._lookup = TextLookup(self._signs_in)

    def has(self, text: str, language: str | None) -> bool | None:
        """Whether the text has one of the leaves; None where that takes the places of its words."""
        found = cut(text)
        if found.pairs:
            return None
        (signs,) = self._lookup.signs((found,), language)
        return True if signs & _SURE else None if signs else False

    def _signs_in(self, languages: frozenset[str]) -> Signs:
        return _LeafForms(self._words, self._names, languages).signs


class _LeafForms:
    """The forms of which a text in these languages has one, where it has one of the leaves.

    `sure`: of words that are there wherever one of their forms is.
    """

    def __init__(self, words: Sequence[Leaf], names: Sequence[Leaf], languages: frozenset[str]) -> None:
        sure = [leaf for leaf in words if _is_one_word(leaf, languages)]
        others = [leaf for leaf in (*words, *names) if leaf not in sure]
        # The one word as which several may be typed, and a name as one word, are there wherever their form is.
        as_one = [term(leaf, languages).names for leaf in words if isinstance(leaf, Word)]
        self._sure = frozenset[str]().union(*(sign_forms(leaf, languages) for leaf in sure), *as_one)
        self._maybe = frozenset[str]().union(*(sign_forms(leaf, languages) for leaf in others))
        self._beginnings = tuple(form[:-1] for form in self._maybe if form.endswith("*"))
        # Of a name of several words only the row as a whole has its form.
        self._of_names = any(form[:1] == "@" and form[1:] in keys_of_rows() for form in self._sure | self._maybe)

    def signs(self, word: ReadWord) -> int:
        forms = word.forms.split("\n")
        if not self._sure.isdisjoint(forms):
            return _SURE
        begins = bool(self._beginnings) and any(form.startswith(self._beginnings) for form in forms)
        maybe = begins or not self._maybe.isdisjoint(forms) or (self._of_names and word.begins_name)
        return _MAYBE if maybe else 0


def _is_one_word(leaf: Leaf, languages: frozenset[str]) -> bool:
    if isinstance(leaf, Prefix | Phrase):
        return False
    wanted = term(leaf, languages)
    return len(wanted.words) == 1 and not wanted.names and sign_forms(leaf, languages) == wanted.words[0]
