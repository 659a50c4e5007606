"""Which of the terms that topics want an item has: one look for each form of the item, however many terms there are."""

from collections.abc import Iterable
from itertools import chain

from newsroom.matching.indexed_text import IndexedText
from newsroom.matching.kept_forms import KeptForms
from newsroom.matching.lexer import FEWEST_PREFIX_LETTERS
from newsroom.matching.syntax import Word
from newsroom.matching.terms import NeededTerm, forms_in, sign_forms
from newsroom.text.lemmas import LANGUAGES


class TermIndex:
    """The terms wanted, by the forms that are their signs; each has a number while it is wanted.

    Lemmas are made for the languages that items have come in so far, so that no dictionary is loaded in vain: a new
    language brings its own forms, and what is there stays.

    Attributes:
        kept: Where the forms of a word are taken from, and those that are worked out anew are put; None: nowhere.
        dropped: The words that no topic asks any more; None where nobody wants to know.
    """

    def __init__(self, languages: Iterable[str] = ()) -> None:
        self.kept: KeptForms | None = None
        self.dropped: set[str] | None = None
        self._languages = LANGUAGES.intersection(languages)
        self._numbers: dict[NeededTerm, int] = {}
        self._wanted: dict[int, NeededTerm] = {}
        self._uses: dict[int, int] = {}
        self._next = 0
        self._by_form: dict[str, tuple[int, ...]] = {}
        self._by_prefix: dict[str, tuple[tuple[str, int], ...]] = {}  # by its first letters

    @property
    def languages(self) -> frozenset[str]:
        """Those in whose texts the terms are looked for."""
        return self._languages

    @property
    def forms(self) -> int:
        """How many forms are looked for, beginnings of words included."""
        return len(self._by_form) + len(self._by_prefix)

    def use(self, wanted: Iterable[NeededTerm]) -> tuple[int, ...]:
        """The numbers of terms that a topic wants; they are looked for until it drops them."""
        return tuple(map(self._use, wanted))

    def _use(self, wanted: NeededTerm) -> int:
        number = self._numbers.get(wanted)
        if number is None:
            number = self._numbers[wanted] = self._next
            self._next += 1
            self._wanted[number], self._uses[number] = wanted, 0
            for form in self._forms(wanted):
                self._enter(form, number)
        self._uses[number] += 1
        return number

    def _forms(self, wanted: NeededTerm) -> Iterable[str]:
        """The signs of a term, as they were kept where they are."""
        if self.kept is None or self.kept.languages != self._languages or not isinstance(wanted, Word):
            return sign_forms(wanted, self._languages)
        known = self.kept.of(wanted.text)
        if known is None:
            known = [*sign_forms(wanted, self._languages)]
            self.kept.take(wanted.text, known)
        return known

    def drop(self, numbers: Iterable[int]) -> None:
        """A topic wants these terms no more; those that none wants are looked for no more."""
        for number in numbers:
            self._uses[number] -= 1
            if self._uses[number] == 0:
                wanted = self._wanted.pop(number)
                del self._numbers[wanted], self._uses[number]
                if self.dropped is not None and isinstance(wanted, Word):
                    self.dropped.add(wanted.text)
                for form in sign_forms(wanted, self._languages):
                    self._leave(form, number)

    def learn(self, languages: Iterable[str]) -> None:
        """Look for the terms in texts of these languages too."""
        new = LANGUAGES.intersection(languages) - self._languages
        if not new:
            return
        self._languages |= new
        for wanted, number in self._numbers.items():
            if isinstance(wanted, Word):
                for form in forms_in(wanted, new):
                    self._enter(form, number)

    def present(self, text: IndexedText) -> set[int]:
        """The numbers of all terms that the text has, and of some phrases that it may only have words of."""
        forms = self._by_form.keys() & text.forms
        found = set(chain.from_iterable(map(self._by_form.__getitem__, forms)))
        for label in text.labels:
            found.update(self._by_form.get(label, ()))
        if self._by_prefix:
            for word in text.vocabulary:
                for prefix, number in self._by_prefix.get(word[:FEWEST_PREFIX_LETTERS], ()):
                    if word.startswith(prefix):
                        found.add(number)
        return found

    def _enter(self, form: str, number: int) -> None:
        if form.endswith("*"):
            first = form[:FEWEST_PREFIX_LETTERS]
            self._by_prefix[first] = (*self._by_prefix.get(first, ()), (form[:-1], number))
        elif number not in self._by_form.get(form, ()):
            self._by_form[form] = (*self._by_form.get(form, ()), number)

    def _leave(self, form: str, number: int) -> None:
        if form.endswith("*"):
            first = form[:FEWEST_PREFIX_LETTERS]
            self._by_prefix[first] = tuple(pair for pair in self._by_prefix[first] if pair[1] != number)
            if not self._by_prefix[first]:
                del self._by_prefix[first]
        else:
            self._by_form[form] = tuple(other for other in self._by_form[form] if other != number)
            if not self._by_form[form]:
                del self._by_form[form]
