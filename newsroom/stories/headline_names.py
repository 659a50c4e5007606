"""The names in a headline, word by word: strict, since headlines also capitalise other words."""

import sys
from collections.abc import Sequence
from itertools import pairwise

from newsroom.languages import every, languages
from newsroom.stories.thresholds import NAME_LETTERS
from newsroom.text.frequency import background, function_words
from newsroom.text.names import is_narrow, known, spelling
from newsroom.text.words import Token, stem

NONE: tuple[str, ...] = ()


_ORDINARY = frozenset(every(lambda language: language.headlines.ordinary))
_ENDS = frozenset('.!?:;|–—"“”„«»‘')
_TITLE_CASE = 0.6  # of a headline's words that could be written small: from here on a capital tells nothing
_FEW = 3  # a guess: fewer words that could be written small say nothing of a headline's style
NOUNS_CAPITAL = frozenset(tag for tag, language in languages().items() if language.writing.nouns_capital)


def title_names(title: str, words: Sequence[Token], text: Sequence[Token], language: str | None) -> tuple[str, ...]:
    """For each word of a headline the key of the name it belongs to ("name ..."), "" for the rest; () without names.

    Only what the item's own text names, too: without that, nearly every pair of such headlines that was read by eye was
    one headline edited ("school bottle campaign to COP26 / to Holyrood"). "wide ..." are names that may stand for one
    another, and capitals that may be none: headlines In Title Case, German nouns, a rare word that opens a headline.

    Args:
        title: As it stands.
        words: Its tokens.
        text: The tokens of the text's beginning.
        language: BCP 47 primary tag; None where it is not known.
    """
    if any(token.folded.split() != [token.folded] for token in words):  # ﷺ folds to four words
        return NONE
    silent = function_words(language)
    barred = {token.folded for token in (*words, *text) if token.text[:1].islower()} | silent | _ORDINARY
    inside = {
        token.folded for before, token in pairwise(text) if token.text[:1].isupper() and before.end + 1 == token.start
    }
    spelled = {spelling(token.text) for token in text if token.text[:1].isupper()}
    nouns = language in NOUNS_CAPITAL
    shouted = _is_title_case(words, silent)
    keys: list[str] = []
    for at, token in enumerate(words):
        if not token.text[:1].isupper() or len(token.folded) < 2 or token.folded in barred:  # noqa: PLR2004
            keys.append("")
            continue
        opens = at == 0 or not _ENDS.isdisjoint(title[words[at - 1].end : token.start])
        in_gap = at > 0 and words[at - 1].folded in silent
        plain = not nouns and (token.folded in inside or not (shouted or opens))
        possible = plain or (in_gap if nouns else _is_unheard(token)) or known(token.text)
        keys.append(_key(token, spelled, plain=plain) if possible else "")
    return tuple(keys) if any(keys) else NONE


def _key(token: Token, spelled: set[str], *, plain: bool) -> str:
    name, key = known(token.text), spelling(token.text)
    sure = is_narrow(name) if name else plain
    return sys.intern(f"{'name' if sure else 'wide'} {key[:NAME_LETTERS]}") if key in spelled else ""


def _is_unheard(token: Token) -> bool:
    """Whether the news hardly ever holds the word."""
    return stem(token.text) not in background().counts


def _is_title_case(words: Sequence[Token], silent: frozenset[str]) -> bool:
    """Whether the headline capitalises its words, or all its letters."""
    words_with_case = [token for token in words[1:] if token.folded not in silent and token.text[:1].isalpha()]
    capital = sum(1 for token in words_with_case if token.text[:1].isupper())
    return len(words_with_case) >= _FEW and capital >= _TITLE_CASE * len(words_with_case)
