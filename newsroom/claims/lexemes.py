"""A sentence as lexemes for the counting grammar: words, digits, punctuation marks and phrases, each with its sense."""

from dataclasses import dataclass

import regex

from newsroom.claims.word_senses import NOTHING, Pack, Sense
from newsroom.languages import Language, any_of
from newsroom.text.words import fold

# Characters: a bound of what a list or an attack costs. At 500 no claim of 20,000 headlines and 300 BASIL texts
# changes.
LONGEST_SENTENCE = 2_000

# Letters; title case leaves shorter words small (AP's rule for titles). At 3, 9 of 805 headlines with claims have
# others, at 6 6.
LONG_WORD = 4
# Share of long words with a capital; a sentence of names and one verb has fewer. A guess: at .8, 4 of those 805 change,
# at 1 none, but then one "iPhone" makes a name of every word.
TITLE_CASE = 0.9


def _elided(language: Language) -> tuple[str, ...]:
    return tuple(form for word in language.writing.elided for form in (word, word.capitalize()))


_LEXEME = regex.compile(
    r"(?P<number>\d{1,15}(?:[.,\u00a0\u202f\u2009' ]\d{3}(?!\d)){0,4}(?:[.,]\d{1,6}(?!\d))?)"
    rf"|(?P<elision>(?<![\p{{L}}\p{{M}}])(?:{any_of(_elided)})['’ʼ](?=[\p{{L}}]))(?!s\b)"
    r"|(?P<word>(?:\p{Lu}\.){2,6}|[\p{L}\p{M}]{1,60}(?:['’ʼ][\p{L}\p{M}]{1,30})*)"
    r"|(?P<mark>[^\s\p{L}\p{M}\p{N}])"
)


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A word, a number in digits, a punctuation mark or a phrase.

    Attributes:
        start: Code-point offset into the sentence; `end` likewise.
        word: The folded word; a phrase's words are joined by "_"; digits as written.
        digits: It is a number in digits.
        mark: It is a punctuation mark.
        glued: No space separates it from the lexeme before.
        capital: Its first letter is a capital.
    """

    start: int
    end: int
    word: str
    sense: Sense
    digits: bool = False
    mark: bool = False
    glued: bool = False
    capital: bool = False


def lexemes(text: str, pack: Pack) -> list[Lexeme]:
    """The lexemes of a sentence in order, phrases joined. Text past `LONGEST_SENTENCE` is left out."""
    single = [_single(found, text, pack) for found in _LEXEME.finditer(text, 0, LONGEST_SENTENCE, concurrent=False)]
    joined: list[Lexeme] = []
    at = 0
    while at < len(single):
        length = _phrase(single, at, pack)
        joined.append(_join(single[at : at + length], pack) if length > 1 else single[at])
        at += length
    return joined


def _single(found: "regex.Match[str]", text: str, pack: Pack) -> Lexeme:
    start, end = found.span()
    written = found.group()
    digits, mark = found.lastgroup == "number", found.lastgroup == "mark"
    glued = start > 0 and not text[start - 1].isspace()
    word = written if digits or mark else fold(written)
    if word == "-" and not glued:
        word = "–"  # a hyphen after a space is a dash
    return Lexeme(
        start=start,
        end=end,
        word=word,
        sense=NOTHING if digits else pack.look(word),
        digits=digits,
        mark=mark,
        glued=glued,
        capital=written[0].isupper(),
    )


def _phrase(single: list[Lexeme], at: int, pack: Pack) -> int:
    for parts in pack.phrases.get(single[at].word, ()):
        if len(parts) <= len(single) - at and all(single[at + i].word == part for i, part in enumerate(parts)):
            return len(parts)
    return 1


def _join(run: list[Lexeme], pack: Pack) -> Lexeme:
    first, word = run[0], "_".join(lexeme.word for lexeme in run)
    return Lexeme(first.start, run[-1].end, word, pack.look(word), glued=first.glued, capital=first.capital)


def has_role(lexeme: Lexeme, roles: int) -> bool:
    """Whether the lexeme has any of these roles (`WordRole`, joined by `|`)."""
    return lexeme.sense.roles & roles != 0


def is_title_case(words: list[Lexeme]) -> bool:
    """Whether A Headline Is Written Like This, so that a capital does not mark a name."""
    long_words = [w for w in words[1:] if not w.mark and not w.digits and len(w.word) >= LONG_WORD]
    return bool(long_words) and sum(w.capital for w in long_words) >= TITLE_CASE * len(long_words)
