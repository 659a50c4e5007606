"""Names of places, people and bodies: one key for all spellings, scripts and case forms of a name."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

import regex
from anyascii import anyascii

from newsroom.languages import every, languages
from newsroom.text.lemmas import SUFFIXES
from newsroom.text.scripts import MAIN, OTHERS, script_of
from newsroom.text.words import Token, bare, fold, tokens

_LETTER = regex.compile(r"\p{L}")
_PLAIN = regex.compile(r"[^a-z0-9]")
_LONGEST_NAME = 64  # letters; no name is longer, and longer words are noise that must not fill the memory
_FEWEST_STEM_LETTERS = 3  # of a word of a name of several words: "Нью" is a whole one


def _case_endings() -> Mapping[str, Sequence[tuple[int, str]]]:
    found: dict[str, list[tuple[int, str]]] = {}
    for rule in every(lambda language: language.bending.declensions):
        for end in rule.ends:
            found.setdefault(end, []).extend((rule.cut, ending.strip("-")) for ending in rule.endings)
    return found


_BENDING = {tag: language.bending for tag, language in languages().items()}
_ADJECTIVE_ENDINGS = {
    script: tuple(dict.fromkeys(end.strip("-") for tag in script.tags for end in _BENDING[tag].adjective_endings))
    for script in (MAIN, *OTHERS)
}
# Scripts in which names are bent: none of the main one is.
_BENT = frozenset(script for script in OTHERS if any(_BENDING[tag].declensions for tag in script.tags))
# A name's last letters: how many to take off, and what may follow. Indeclinable names end otherwise.
_CASES = _case_endings()
_LONGEST_END = max(map(len, _CASES))
# Прага -> Празі: the end of a name, and what replaces it.
_SOFTENED = {
    letter + bending.softened_after: soft + bending.softened_ending
    for bending in _BENDING.values()
    for letter, soft in bending.softened.items()
}
_NOUN_ENDINGS = frozenset(ending for endings in _CASES.values() for _, ending in endings)
_BENT_ENDINGS = _NOUN_ENDINGS.union(*(_ADJECTIVE_ENDINGS[script] for script in _BENT))
_ENDINGS = tuple(sorted({bare(end) for end in _BENT_ENDINGS if end}, key=len, reverse=True))
_FINAL_VOWELS = "".join(bending.final_vowels for bending in _BENDING.values())
_ROMANISED = tuple(
    (regex.compile(f"[{language.writing.own_letters}]"), str.maketrans(dict(language.writing.romanised)))
    for language in languages().values()
    if language.writing.romanised
)


@dataclass(slots=True)
class _Names:
    """The table of names, indexed. The keys of the first three are bare words, those of `exact` words as written."""

    any_case: dict[str, str] = field(default_factory=dict)
    capital: dict[str, str] = field(default_factory=dict)
    agglutinating: dict[str, str] = field(default_factory=dict)
    exact: dict[str, str] = field(default_factory=dict)
    rows: dict[str, list[tuple[tuple[str, ...], bool, str]]] = field(default_factory=dict)


@lru_cache(maxsize=1)
def _names() -> _Names:
    names = _Names()
    for line in (files("newsroom.text.data") / "names.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            key, spellings = line.split("\t")
            for form in spellings.split("; "):
                _learn(names, key, form)
    return names


def _learn(names: _Names, key: str, form: str) -> None:
    mark, plain = (form[0], form[1:]) if form[0] in "~=!" else ("", form)
    words = [token.text for token in tokens(plain)]
    if len(words) > 1:
        row = tuple(_row_word(word) for word in words)
        here = names.rows.setdefault(row[0], [])
        entry = (tuple(words) if mark == "=" else row, mark == "=", key)
        if entry not in here:
            here.append(entry)
    elif mark == "=":
        names.exact.setdefault(words[0], key)
    elif mark == "!":
        for case in _cases(bare(words[0])):
            names.capital.setdefault(case, key)
    elif mark == "~":
        for ending in _ADJECTIVE_ENDINGS[script_of(plain)]:
            names.any_case.setdefault(bare(words[0] + ending), key)
    else:
        if form.endswith("+"):
            names.agglutinating.setdefault(bare(words[0]), key)
        for case in _cases(words[0]):
            names.any_case.setdefault(bare(case), key)


def _cases(word: str) -> Iterator[str]:
    """The word in every grammatical case, where it is of a script in which names decline."""
    yield word
    if word.isupper() or script_of(word) not in _BENT:
        return
    for letters in range(min(len(word), _LONGEST_END), 0, -1):
        if (endings := _CASES.get(word[-letters:])) is None:
            continue
        yield from (word[: len(word) - cut] + ending for cut, ending in endings)
        yield from (word.removesuffix(end) + soft for end, soft in _SOFTENED.items() if word.endswith(end))
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
    return known(word) or _romanised(word)


@lru_cache(maxsize=4_096)
def known(word: str) -> str:
    """The key of a name in the table; "" where the word is none."""
    names = _names()
    plain = bare(word)
    if key := names.exact.get(word.removesuffix("'s").removesuffix("’s")) or names.any_case.get(plain):
        return key
    if word[:1].isupper() and (key := names.capital.get(plain)):
        return key
    return _agglutinated(names, plain) if word[:1].isupper() else ""


def asked(word: str) -> str:
    """The key of a name as people type it into a query, where "us" and "eu" mean the bodies; "" where it is none."""
    return known(word) or _names().exact.get(word.upper(), "")


def known_rows(words: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    """Names of several words in a text: the number of the first word, how many there are, and the key."""
    rows = _names().rows
    for at, word in enumerate(words):
        for row, exact, key in rows.get(_row_word(word.text), ()):
            here = words[at : at + len(row)]
            if row == tuple(token.text if exact else _row_word(token.text) for token in here):
                yield at, len(row), key


@lru_cache(maxsize=4_096)
def _row_word(word: str) -> str:
    """A word of a name of several words, without its case ending: the neighbouring words are evidence enough."""
    plain = bare(word)
    if script_of(plain) not in _BENT:
        return plain
    for ending in _ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= _FEWEST_STEM_LETTERS:
            plain = plain[: len(plain) - len(ending)]
            break
    # Корея and Кореи keep different vowels without their endings: so those go too.
    stem = plain.rstrip(_FINAL_VOWELS)
    return stem if len(stem) >= _FEWEST_STEM_LETTERS else plain


def _agglutinated(names: _Names, plain: str) -> str:
    for suffix in SUFFIXES:
        if plain.endswith(suffix) and (key := names.agglutinating.get(plain[: len(plain) - len(suffix)])):
            return key
    return ""


def _romanised(word: str) -> str:
    plain = bare(word)
    if plain.isascii() or not _LETTER.search(plain):
        return plain
    folded = fold(word)
    table = next((letters for own, letters in _ROMANISED if own.search(folded)), None)
    latin = anyascii(plain) if table is None else folded.translate(table)
    return _PLAIN.sub("", latin.casefold()) or plain
