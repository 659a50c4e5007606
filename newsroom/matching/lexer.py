"""A query's text, cut into the pieces of the topic language, each with its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

import regex

from newsroom.errors import UserError
from newsroom.matching.cut_words import with_plain_numbers
from newsroom.sentence import Sentence, sentence
from newsroom.text.words import tokens

MOST_CHARACTERS = 500  # a guess: room for 50 words, and a query is quoted whole in messages of 4,096 characters
FEWEST_PREFIX_LETTERS = 3  # a guess: two letters begin too many words of every text
MOST_WORDS_APART = 50  # less than the gap left between two paragraphs (newsroom.matching.indexed_text)
FIELDS = ("title", "source", "lang", "country", "kind")

_OPEN_QUOTES = '"“”„‟«»'
_CHUNK = re.compile(rf"[^\s()|{_OPEN_QUOTES}]*")
_LEAVES_OUT = frozenset("-–—−!")  # a phone's keyboard makes dashes of a minus
_PLUS_BETWEEN_LETTERS = regex.compile(r"(?<=\p{L})\++(?=\p{L})")
_FIELD = regex.compile(r"(\p{L}{1,40}):")
_NEAR = regex.compile(r"near/(\d{0,3})", regex.IGNORECASE)
_SHOWN_AROUND = 24  # characters on each side; a guess: a line of a phone shows about 50


class PieceKind(Enum):
    """What a piece is."""

    WORD = auto()
    PREFIX = auto()
    PHRASE = auto()
    FIELD = auto()
    OPEN = auto()
    CLOSE = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    NEAR = auto()
    END = auto()


_OPERATORS = {"AND": PieceKind.AND, "OR": PieceKind.OR, "NOT": PieceKind.NOT}


@dataclass(frozen=True, slots=True)
class QueryPiece:
    """A piece of a query: `at` counts code points from 0."""

    kind: PieceKind
    text: str
    at: int


class QueryError(UserError):
    """A query that can't be read: what is wrong, the remedy, and the spot behind a pointer.

    Attributes:
        problem: What is wrong, and the remedy.
        position: Where it went wrong, in code points counted from 0; the query's length where something is missing.
    """

    def __init__(self, problem: Sentence, query: str, position: int) -> None:
        super().__init__(sentence("query.at", problem=problem, spot=_spot(query, position)))
        self.problem = problem
        self.position = position


def _spot(query: str, position: int) -> str:
    first, last = max(0, position - _SHOWN_AROUND), position + _SHOWN_AROUND
    before, after = query[first:position], query[position:last]
    shown = f"{'…' if first else ''}{before}▸{after}{'…' if last < len(query) else ''}"
    return "".join(c if c.isprintable() else " " for c in shown)


def pieces(query: str) -> Iterator[QueryPiece]:
    """The pieces of a query, ending with one of kind END.

    A minus or an exclamation mark before a piece is a NOT, a bar between two is an OR.

    Raises:
        QueryError: An open quotation mark, an unknown field, a star or a distance that can't be used.
    """
    if len(query) > MOST_CHARACTERS:
        raise QueryError(sentence("query.too_long", most=MOST_CHARACTERS), query, MOST_CHARACTERS)
    at = 0
    while at < len(query):
        if query[at].isspace():
            at += 1
        elif query[at] in "()":
            yield QueryPiece(PieceKind.OPEN if query[at] == "(" else PieceKind.CLOSE, query[at], at)
            at += 1
        elif query[at] == "|":
            yield QueryPiece(PieceKind.OR, "|", at)
            at = _bars_end(query, at)
        elif query[at] in _OPEN_QUOTES:
            end = _closing(query, at)
            yield QueryPiece(PieceKind.PHRASE, _inside(query, at, end), at)
            at = end + 1
        elif _is_minus(query, at):
            yield QueryPiece(PieceKind.NOT, query[at], at)
            at += 1
        else:
            end = _chunk_end(query, at)
            piece = _chunk(query, at, end)
            if piece is not None:
                yield piece
            at = at + len(piece.text) + 1 if piece is not None and piece.kind is PieceKind.FIELD else end
    yield QueryPiece(PieceKind.END, "", len(query))


def _closing(query: str, at: int) -> int:
    for end in range(at + 1, len(query)):
        if query[end] in _OPEN_QUOTES:
            return end
    raise QueryError(sentence("query.open_quote"), query, at)


def _inside(query: str, at: int, end: int) -> str:
    phrase = " ".join(token.text for token in tokens(with_plain_numbers(query[at + 1 : end])))
    if not phrase:
        raise QueryError(sentence("query.empty_quote"), query, at)
    return phrase


def _is_minus(query: str, at: int) -> bool:
    leads = at == 0 or query[at - 1].isspace() or query[at - 1] in "(|"
    follows = at + 1 < len(query) and not query[at + 1].isspace() and query[at + 1] != ")"
    return query[at] in _LEAVES_OUT and leads and follows


def _bars_end(query: str, at: int) -> int:
    """Where a run of bars ends: who programs writes two."""
    end = at
    while end < len(query) and query[end] == "|":
        end += 1
    return end


def _chunk_end(query: str, at: int) -> int:
    """Where a run of characters ends: oil+gas is two of them, oil+gas+coal three, C++ and 5+1 are one."""
    chunk = _CHUNK.match(query, at)
    end = chunk.end() if chunk else at
    plus = _PLUS_BETWEEN_LETTERS.search(query, at + 1, end)  # one that it begins with parted it from those before
    return plus.start() if plus is not None else end


def _chunk(query: str, at: int, end: int) -> QueryPiece | None:
    """What a run of characters is; None for punctuation alone, which is skipped."""
    chunk = query[at:end]
    if chunk in _OPERATORS:
        return QueryPiece(_OPERATORS[chunk], chunk, at)
    if chunk.isalnum():  # most are; what follows takes ten microseconds
        return QueryPiece(PieceKind.WORD, chunk, at)
    if near := _NEAR.fullmatch(chunk):
        return QueryPiece(PieceKind.NEAR, _distance(near.group(1), query, at), at)
    if field := _FIELD.match(chunk):
        return QueryPiece(PieceKind.FIELD, _field(field.group(1), query, at), at)
    if "*" in chunk:
        return QueryPiece(PieceKind.PREFIX, _prefix(chunk, query, at), at)
    words = tokens(chunk)
    if not words:
        return None
    plain = chunk[words[0].start : words[-1].end]
    if plain in _OPERATORS or _NEAR.fullmatch(plain) or _FIELD.match(plain):
        # "AND," or "#title:x": what is left without the punctuation would read as something else when printed back.
        return QueryPiece(PieceKind.PHRASE, " ".join(word.text for word in words), at)
    return QueryPiece(PieceKind.WORD, plain, at)


def _distance(digits: str, query: str, at: int) -> str:
    if not digits or not 1 <= int(digits) <= MOST_WORDS_APART:
        raise QueryError(sentence("query.near_number", most=MOST_WORDS_APART), query, at)
    return str(int(digits))


def _field(name: str, query: str, at: int) -> str:
    if name.casefold() in FIELDS:
        return name.casefold()
    known = ", ".join(f"{field}:" for field in FIELDS)
    raise QueryError(sentence("query.no_field", name=name, known=known), query, at)


def _prefix(chunk: str, query: str, at: int) -> str:
    letters = chunk[:-1]
    found = tokens(letters)
    if not chunk.endswith("*") or len(found) != 1 or found[0].text != letters:
        raise QueryError(sentence("query.star_inside"), query, at + chunk.index("*"))
    if len(found[0].folded) < FEWEST_PREFIX_LETTERS:
        raise QueryError(sentence("query.short_prefix", fewest=FEWEST_PREFIX_LETTERS), query, at + len(letters))
    return letters
