"""Names of places, people and bodies: one key for all spellings, scripts and case forms of a name."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import TypeAlias

import regex
from anyascii import anyascii

from newsroom.languages import languages
from newsroom.text.lemmas import SUFFIXES
from newsroom.text.name_forms import BENDING, dictionary_forms, longest_ending, without_apart, without_prefixes
from newsroom.text.scripts import MAIN, OTHERS, script_of
from newsroom.text.words import bare, fold, tokens, without_accents

_LETTER = regex.compile(r"\p{L}")
_PLAIN = regex.compile(r"[^a-z0-9]")
_LONGEST_NAME = 64  # letters; no name is longer, and longer words are noise that must not fill the memory
# Letters of an abbreviation that is spoken as a word, and declines: "ХАМАСу". A guess: "США" does not.
_FEWEST_SPOKEN = 5
_FIRST_LETTERS = 4  # by which it is seen that hardly a word can be a form of a name
_FEWEST_STEM_LETTERS = 3  # of a word of a name of several words: "Нью" is a whole one


def _case_endings() -> Mapping[str, Sequence[tuple[int, str]]]:
    found: dict[str, dict[tuple[int, str], None]] = {}
    for rule in (rule for script in OTHERS for tag in script.tags for rule in languages()[tag].bending.declensions):
        for end in rule.ends:
            found.setdefault(end, {}).update(
                dict.fromkeys((rule.cut, bare(ending.strip("-"))) for ending in rule.endings)
            )
    return {end: tuple(endings) for end, endings in found.items()}


_BENDING = {tag: language.bending for tag, language in languages().items()}
_ADJECTIVE_ENDINGS = {
    script: tuple(dict.fromkeys(end.strip("-") for tag in script.tags for end in _BENDING[tag].adjective_endings))
    for script in (MAIN, *OTHERS)
}
# Scripts in which names are bent beforehand; in the main one the text's language says how they are.
_BENT = frozenset(script for script in OTHERS if any(_BENDING[tag].declensions for tag in script.tags))
_PREFIXED = frozenset(script for script in OTHERS if any(_BENDING[tag].prefixes for tag in script.tags))
# A name's last letters: how many to take off, and which bare letters may follow. Indeclinable names end otherwise.
_CASES = _case_endings()
_LONGEST_END = max(map(len, _CASES))
# Прага -> Празі: the end of a name, and the bare letters that replace it.
_SOFTENED = {
    letter + bending.softened_after: bare(soft + bending.softened_ending)
    for bending in _BENDING.values()
    for letter, soft in bending.softened.items()
}
_NOUN_ENDINGS = frozenset(ending for endings in _CASES.values() for _, ending in endings)
_BENT_ENDINGS = _NOUN_ENDINGS.union(*(_ADJECTIVE_ENDINGS[script] for script in _BENT))
_ENDINGS = frozenset(bare(end) for end in _BENT_ENDINGS if end)
_LONGEST_ENDING = max(map(len, _ENDINGS), default=0)
_SUFFIXES, _LONGEST_SUFFIX = frozenset(SUFFIXES), max(map(len, SUFFIXES), default=0)
_FINAL_VOWELS = "".join(bending.final_vowels for bending in _BENDING.values())
_ROMANISED = tuple(
    (regex.compile(f"[{language.writing.own_letters}]"), str.maketrans(dict(language.writing.romanised)))
    for language in languages().values()
    if language.writing.romanised
)


_NameWords: TypeAlias = tuple[tuple[str, ...], bool, str]  # the words, whether they stand exactly so, the key


@dataclass(slots=True)
class _Names:
    """The table of names, indexed. The keys of the first five are bare words, those of `exact` words as written.

    `capital` has those that are ordinary words in lower case, in all cases; `as_listed` those of them that stand in the
    table; `small_too` those that are names in lower case too where somebody asks for them. `in_language` has those that
    are names in texts of some languages alone. `agglutinated` has the first letters of the keys of `agglutinating`.
    """

    any_case: dict[str, str] = field(default_factory=dict)
    capital: dict[str, str] = field(default_factory=dict)
    as_listed: dict[str, str] = field(default_factory=dict)
    small_too: dict[str, str] = field(default_factory=dict)
    agglutinating: dict[str, str] = field(default_factory=dict)
    agglutinated: set[str] = field(default_factory=set)
    exact: dict[str, str] = field(default_factory=dict)
    in_language: dict[str, dict[str, str]] = field(default_factory=dict)
    narrow: set[str] = field(default_factory=set)
    rows: dict[str, list[_NameWords]] = field(default_factory=dict)

    def agglutinate(self, plain: str, key: str) -> None:
        """Let a name take the suffixes of languages that put one after another."""
        self.agglutinating.setdefault(plain, key)
        self.agglutinated.add(plain[:_FIRST_LETTERS])


@lru_cache(maxsize=1)
def _names() -> _Names:
    names = _Names()
    for line in (files("newsroom.text.data") / "names.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            key, spellings, *narrow = line.split("\t")
            names.narrow |= {key} if narrow else set()
            for form in spellings.split("; "):
                _learn(names, key, form)
    return names


def _learn(names: _Names, key: str, form: str) -> None:
    if form[0] == "{":
        tags, _, form = form[1:].partition("}")
        for tag in tags.split(","):
            names.in_language.setdefault(tag, {}).setdefault(bare(form), key)
        return
    mark, plain = (form[0], form[1:]) if form[0] in "~=!^" else ("", form)
    words = [plain] if plain.isalnum() else [token.text for token in tokens(plain)]
    if len(words) > 1:
        row = tuple(_row_word(word) for word in words)
        here = names.rows.setdefault(row[0], [])
        entry = (tuple(words) if mark == "=" else row, mark == "=", key)
        if entry not in here:
            here.append(entry)
    elif mark == "=":
        names.exact.setdefault(words[0], key)
    elif mark in {"!", "^"}:
        names.as_listed.setdefault(bare(words[0]), key)
        if mark == "^":
            names.small_too.setdefault(bare(words[0]), key)
        if form.endswith("+"):
            names.agglutinate(bare(words[0]), key)
        for case in _bare_cases(words[0]):
            names.capital.setdefault(case, key)
    elif mark == "~":
        for ending in _ADJECTIVE_ENDINGS[script_of(plain)]:
            names.any_case.setdefault(bare(words[0] + ending), key)
    else:
        if form.endswith("+"):
            names.agglutinate(bare(words[0]), key)
        for case in _bare_cases(words[0]):
            names.any_case.setdefault(case, key)


def _bare_cases(word: str) -> Iterator[str]:
    """The bare word in every grammatical case, where it is of a script in which names decline.

    Only the word itself is made bare, and its endings once for all words: with each case made bare, to read the table
    took three times as long.
    """
    plain = bare(word)
    yield plain
    if (word.isupper() and len(word) < _FEWEST_SPOKEN) or script_of(word) not in _BENT:
        return
    for letters in range(min(len(word), _LONGEST_END), 0, -1):
        if (endings := _CASES.get(word[-letters:].lower())) is None:
            continue
        yield from (plain[: len(plain) - cut] + ending for cut, ending in endings)
        yield from (plain[: -len(end)] + soft for end, soft in _SOFTENED.items() if word.endswith(end))
        return


def spelling(word: str) -> str:
    """One key for all spellings of a name: Aliyev, Əliyev, Алиева, Алієвим -> "aliyev".

    Args:
        word: A single word as written; its case matters where the name is a word or a pronoun too (US, Polish).

    Returns:
        The key of a known name; for other words the bare word, in plain Latin letters if its script is another. "" for
        a word without letters and digits.
    """
    if len(word) > _LONGEST_NAME:
        return bare(word)
    return _spelling(word)


@lru_cache(maxsize=4_096)
def _spelling(word: str) -> str:
    plain = bare(word)
    return (known_small(word, plain) if word[:1].islower() else known(word)) or romanised(word, plain)


@lru_cache(maxsize=8_192)
def known(word: str, language: str | None = None, *, opens: bool = False) -> str:
    """As `known_name`, for words that come again."""
    return known_name(word, language, opens=opens)


def known_name(word: str, language: str | None = None, *, opens: bool = False) -> str:
    """The key of a name in the table; "" where the word is none.

    Args:
        word: A single word as written.
        language: Primary subtag of the text, whose case forms are undone; None: only the forms in the table count.
        opens: Whether it opens a sentence, so that its capital does not tell a name from an ordinary word.
    """
    names = _names()
    word = without_apart(word, language)
    plain = without_accents(fold(word))
    if key := names.exact.get(word.removesuffix("'s").removesuffix("’s")) or names.any_case.get(plain):
        return key
    if word[:1].islower():  # as nearly every word; a script of prefixes has no small letters
        return ""
    script = script_of(plain)
    if script in _PREFIXED:
        return next((key for form in without_prefixes(plain, script.name) if (key := names.any_case.get(form))), "")
    if not word[:1].isupper():
        return ""
    own = names.in_language.get(language or "", {})
    if key := own.get(plain) or _with_capital(names, plain, by_case=not opens and not word.isupper()):
        return key
    if script is MAIN and (plain[:_FIRST_LETTERS] in _beginnings() or not _keeps_first_letters(plain, language)):
        tables = (names.any_case, names.capital, own)
        forms = dictionary_forms(plain, language)
        return next((key for form in forms for table in tables if (key := table.get(form))), "")
    return ""


@lru_cache(maxsize=1)
def _beginnings() -> frozenset[str]:
    """The first letters of all names in the main script: three of four words that are no name begin otherwise."""
    names = _names()
    tables = (names.any_case, names.capital, *names.in_language.values())
    return frozenset(key[:_FIRST_LETTERS] for table in tables for key in table if script_of(key) is MAIN)


def _keeps_first_letters(plain: str, language: str | None) -> bool:
    """Whether a bare word begins as all names do of which it may be a case."""
    return len(plain) - longest_ending(language) >= _FIRST_LETTERS


def known_small(word: str, plain: str) -> str:
    """As `known`, of a word in small letters, which no language bends; `plain`: the bare word."""
    names = _names()
    return names.exact.get(word) or names.any_case.get(plain, "")


def _with_capital(names: _Names, plain: str, *, by_case: bool) -> str:
    listed = names.capital if by_case else names.as_listed
    return listed.get(plain, "") or _agglutinated(names, plain)


def listed(plain: str, *, opens: bool) -> str:
    """The key of a name that is listed so, as a bare word; "" where none is. `opens`: as for `known`."""
    names = _names()
    return names.any_case.get(plain) or ("" if opens else names.as_listed.get(plain, ""))


@lru_cache(maxsize=1)
def listed_keys() -> frozenset[str]:
    """The keys of all names in the table."""
    names = _names()
    one_word = (names.any_case, names.capital, names.exact, *names.in_language.values())
    return frozenset(key for table in one_word for key in table.values()) | keys_of_rows()


def is_narrow(key: str) -> bool:
    """Whether a key is of a place that stands for nothing but itself, as countries and their capitals do not."""
    return key in _names().narrow


def asked(word: str) -> str:
    """The key of a name as people type it into a query, where "us" and "eu" mean the bodies; "" where it is none."""
    names = _names()
    return known(word) or names.exact.get(word.upper(), "") or names.small_too.get(bare(word), "")


def known_rows(
    words: Sequence[str], language: str | None = None, starts: Iterable[int] | None = None
) -> Iterator[tuple[int, int, str]]:
    """Names of several words in a text: the number of the first word, how many there are, and the key.

    `starts`: the numbers of the words with which one may begin (see `begins_row`); None: look at each.
    """
    for at in range(len(words)) if starts is None else starts:
        for row, exact, key in _rows_begun(words[at], language):
            here = words[at : at + len(row)]
            if len(here) == len(row) and all(
                want == word if exact else want in _row_words(word, language)
                for want, word in zip(row, here, strict=True)
            ):
                yield at, len(row), key


@lru_cache(maxsize=1)
def keys_of_rows() -> frozenset[str]:
    """The keys of all names of several words."""
    return frozenset(key for rows in _names().rows.values() for _, _, key in rows)


def begins_row(word: str, language: str | None) -> bool:
    """Whether a name of several words may begin with this one."""
    first = word[:1]
    if first.islower() or first.isupper():  # no prefix comes off
        plain = without_accents(fold(without_apart(word, language)))
        begun = _row_beginnings().get(plain[:_FEWEST_STEM_LETTERS], ())
        if first.islower() or language not in BENDING:
            return plain.startswith(begun) and bool(_rows_begun(word, language))
        if not begun and len(plain) - longest_ending(language) >= _FEWEST_STEM_LETTERS:
            return False
    return bool(_rows_begun(word, language))


@lru_cache(maxsize=1)
def _row_beginnings() -> Mapping[str, tuple[str, ...]]:
    """The first words of the names of several words, by their first letters."""
    found: dict[str, tuple[str, ...]] = {}
    for first in _names().rows:
        key = first[:_FEWEST_STEM_LETTERS]
        found[key] = (*found.get(key, ()), first)
    return found


@lru_cache(maxsize=4_096)  # asked for words that were not read before (newsroom.matching.read_words)
def _rows_begun(word: str, language: str | None) -> tuple[_NameWords, ...]:
    """The names of several words that may begin with a word of a text: hardly ever any."""
    rows = _names().rows
    return tuple(row for first in _row_words(word, language) for row in rows.get(first, ()))


def _row_words(word: str, language: str | None) -> frozenset[str]:
    """The forms by which a word of a text may be a word of a name of several."""
    return _short_row_words(word, language) if len(word) <= _LONGEST_NAME else _any_row_words(word, language)


@lru_cache(maxsize=1_024)  # half a kilobyte each; many names begin with "new": the word behind it is read once
def _short_row_words(word: str, language: str | None) -> frozenset[str]:
    return _any_row_words(word, language)


def _any_row_words(word: str, language: str | None) -> frozenset[str]:
    word = without_apart(word, language)
    plain = _row_word(word)
    script = script_of(plain)
    if script in _PREFIXED:
        return frozenset({plain, *without_prefixes(plain, script.name)})
    if script is not MAIN or not word[:1].isupper():
        return frozenset({plain})
    return frozenset({plain, *dictionary_forms(plain, language)})


def _row_word(word: str) -> str:
    """A word of a name of several words, without its case ending: the neighbouring words are evidence enough."""
    plain = bare(word)
    if script_of(plain) not in _BENT:
        return plain
    for letters in range(min(_LONGEST_ENDING, len(plain) - _FEWEST_STEM_LETTERS), 0, -1):
        if plain[-letters:] in _ENDINGS:
            plain = plain[:-letters]
            break
    # Корея and Кореи keep different vowels without their endings: so those go too.
    stem = plain.rstrip(_FINAL_VOWELS)
    return stem if len(stem) >= _FEWEST_STEM_LETTERS else plain


def _agglutinated(names: _Names, plain: str) -> str:
    if plain[:_FIRST_LETTERS] not in names.agglutinated:
        return ""
    for letters in range(_LONGEST_SUFFIX, 0, -1):
        if plain[-letters:] in _SUFFIXES and (key := names.agglutinating.get(plain[:-letters])):
            return key
    return ""


def romanised(word: str, plain: str) -> str:
    """A word, of which `plain` is the bare form, in plain Latin letters; the bare form where it has no letters."""
    if plain.isascii() or not _LETTER.search(plain):
        return plain
    folded = fold(word)
    table = next((letters for own, letters in _ROMANISED if own.search(folded)), None)
    if table is None:
        return "".join(map(_LATIN_LETTERS.__getitem__, plain)) or plain
    return _PLAIN.sub("", folded.translate(table).casefold()) or plain


class _LatinLetters(dict[str, str]):
    """Letters of other scripts in plain Latin ones, each worked out once."""

    def __missing__(self, letter: str) -> str:
        self[letter] = _PLAIN.sub("", anyascii(letter).casefold())
        return self[letter]


_LATIN_LETTERS = _LatinLetters()
