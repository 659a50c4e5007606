"""Whether a sentence has one of a query's words, seen by its words alone where they decide it.

A broad query's timeline asks this of thousands of sentences. Most are decided without the places of their words, which
are worked out only for names that may merely be compared with, phrases, and beginnings of words.
"""

from collections.abc import Sequence

from newsroom.matching.indexed_text import headline_words
from newsroom.matching.read_words import ReadWord
from newsroom.matching.syntax import Phrase, Prefix, Word
from newsroom.matching.terms import Leaf, sign_forms, term
from newsroom.text.lemmas import LANGUAGES
from newsroom.text.names import keys_of_rows


class WordLookup:
    """Looks for these leaves of a query in sentences and headlines.

    Args:
        words: A sentence has one where it has any of its forms.
        names: Whether a sentence has one, its places decide.
    """

    def __init__(self, words: Sequence[Leaf], names: Sequence[Word | Phrase]) -> None:
        self._words, self._names = words, names
        self._of_languages: dict[frozenset[str], _Signs] = {}

    def has(self, text: str, language: str | None) -> bool | None:
        """Whether the text has one of the leaves; None where that takes the places of its words."""
        read = headline_words(text, language)
        if read is None:
            return None
        words, joined = read
        languages = LANGUAGES.intersection([tag for word in words for tag in word.languages])
        signs = self._of_languages.get(languages)
        if signs is None:
            signs = self._of_languages[languages] = _Signs(self._words, self._names, languages)
        return signs.among([*words, *joined])


class _Signs:
    """The forms of which a text in these languages has one, where it has one of the leaves.

    `sure`: of words that are there wherever one of their forms is.
    """

    def __init__(self, words: Sequence[Leaf], names: Sequence[Leaf], languages: frozenset[str]) -> None:
        sure = [leaf for leaf in words if _is_one_word(leaf, languages)]
        others = [leaf for leaf in (*words, *names) if leaf not in sure]
        self._sure = frozenset[str]().union(*(sign_forms(leaf, languages) for leaf in sure))
        self._maybe = frozenset[str]().union(*(sign_forms(leaf, languages) for leaf in others))
        self._beginnings = tuple(form[:-1] for form in self._maybe if form.endswith("*"))
        # Of a name of several words only the row as a whole has its form.
        self._of_names = any(form[:1] == "@" and form[1:] in keys_of_rows() for form in self._sure | self._maybe)
        self._known: dict[str, bool | None] = {}  # by the forms of a word

    def among(self, words: Sequence[ReadWord]) -> bool | None:
        found: bool | None = False
        for word in words:
            sign = self._sign(word)
            if sign:
                return True
            if sign is None:
                found = None
        return found

    def _sign(self, word: ReadWord) -> bool | None:
        try:
            sign = self._known[word.forms]
        except KeyError:
            sign = self._known[word.forms] = self._made_out(word.forms.split("\n"))
        return None if sign is False and word.begins_name and self._of_names else sign

    def _made_out(self, forms: list[str]) -> bool | None:
        if not self._sure.isdisjoint(forms):
            return True
        begins = bool(self._beginnings) and any(form.startswith(self._beginnings) for form in forms)
        return None if begins or not self._maybe.isdisjoint(forms) else False


def _is_one_word(leaf: Leaf, languages: frozenset[str]) -> bool:
    if isinstance(leaf, Prefix | Phrase):
        return False
    wanted = term(leaf, languages)
    return len(wanted.words) == 1 and not wanted.names and sign_forms(leaf, languages) == wanted.words[0]
