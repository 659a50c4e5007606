"""A query's text, cut into the pieces of the topic language, each with its place."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

import regex

from newsroom.errors import UserError
from newsroom.text.words import tokens

MOST_CHARACTERS = 500
FEWEST_PREFIX_LETTERS = 3
MOST_WORDS_APART = 50
FIELDS = ("title", "source", "lang", "country", "kind")

_OPEN_QUOTES = '"“”„‟«»'
_ENDS_CHUNK = frozenset(_OPEN_QUOTES + "()")
_FIELD = regex.compile(r"(\p{L}{1,40}):")
_NEAR = regex.compile(r"near/(\d{0,3})", regex.IGNORECASE)
_SHOWN_AROUND = 24


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
class Piece:
    """A piece of a query: `at` counts code points from 0."""

    kind: PieceKind
    text: str
    at: int


class QueryError(UserError):
    """A query that can't be read: what is wrong, the mend, and the spot behind a pointer.

    Attributes:
        position: Where it went wrong, in code points counted from 0; the query's length where something is missing.
    """

    def __init__(self, problem: str, query: str, position: int) -> None:
        super().__init__(f"{problem}\nHere: {_spot(query, position)}")
        self.position = position


def _spot(query: str, position: int) -> str:
    first, last = max(0, position - _SHOWN_AROUND), position + _SHOWN_AROUND
    before, after = query[first:position], query[position:last]
    shown = f"{'…' if first else ''}{before}▸{after}{'…' if last < len(query) else ''}"
    return "".join(c if c.isprintable() else " " for c in shown)


def pieces(query: str) -> Iterator[Piece]:
    """The pieces of a query, ending with one of kind END. A minus before a piece is a NOT.

    Raises:
        QueryError: An open quotation mark, an unknown field, a star or a distance that can't be used.
    """
    if len(query) > MOST_CHARACTERS:
        problem = f"The query is too long: keep it under {MOST_CHARACTERS} characters, or make two topics of it."
        raise QueryError(problem, query, MOST_CHARACTERS)
    at = 0
    while at < len(query):
        if query[at].isspace():
            at += 1
        elif query[at] in "()":
            yield Piece(PieceKind.OPEN if query[at] == "(" else PieceKind.CLOSE, query[at], at)
            at += 1
        elif query[at] in _OPEN_QUOTES:
            end = _closing(query, at)
            yield Piece(PieceKind.PHRASE, _inside(query, at, end), at)
            at = end + 1
        elif _is_minus(query, at):
            yield Piece(PieceKind.NOT, "-", at)
            at += 1
        else:
            end = _chunk_end(query, at)
            piece = _chunk(query, at, end)
            if piece is not None:
                yield piece
            at = at + len(piece.text) + 1 if piece is not None and piece.kind is PieceKind.FIELD else end
    yield Piece(PieceKind.END, "", len(query))


def _closing(query: str, at: int) -> int:
    for end in range(at + 1, len(query)):
        if query[end] in _OPEN_QUOTES:
            return end
    raise QueryError('The quotation mark is not closed: put another " after the last word of the phrase.', query, at)


def _inside(query: str, at: int, end: int) -> str:
    phrase = " ".join(token.text for token in tokens(query[at + 1 : end]))
    if not phrase:
        raise QueryError("There is no word between the quotation marks: put one there, or take them out.", query, at)
    return phrase


def _is_minus(query: str, at: int) -> bool:
    leads = at == 0 or query[at - 1].isspace() or query[at - 1] == "("
    follows = at + 1 < len(query) and not query[at + 1].isspace() and query[at + 1] != ")"
    return query[at] == "-" and leads and follows


def _chunk_end(query: str, at: int) -> int:
    end = at
    while end < len(query) and not query[end].isspace() and query[end] not in _ENDS_CHUNK:
        end += 1
    return end


def _chunk(query: str, at: int, end: int) -> Piece | None:
    """What a run of characters is; None for punctuation that stands alone, which is passed over."""
    chunk = query[at:end]
    if chunk in _OPERATORS:
        return Piece(_OPERATORS[chunk], chunk, at)
    if near := _NEAR.fullmatch(chunk):
        return Piece(PieceKind.NEAR, _distance(near.group(1), query, at), at)
    if field := _FIELD.match(chunk):
        return Piece(PieceKind.FIELD, _field(field.group(1), query, at), at)
    if "*" in chunk:
        return Piece(PieceKind.PREFIX, _prefix(chunk, query, at), at)
    words = tokens(chunk)
    if not words:
        return None
    plain = chunk[words[0].start : words[-1].end]
    if plain in _OPERATORS or _NEAR.fullmatch(plain) or _FIELD.match(plain):
        # "AND," or "#title:x": what is left without the punctuation would read as something else when printed back.
        return Piece(PieceKind.PHRASE, " ".join(word.text for word in words), at)
    return Piece(PieceKind.WORD, plain, at)


def _distance(digits: str, query: str, at: int) -> str:
    if not digits or not 1 <= int(digits) <= MOST_WORDS_APART:
        problem = f"near/ needs a number of words from 1 to {MOST_WORDS_APART}: write near/5."
        raise QueryError(problem, query, at)
    return str(int(digits))


def _field(name: str, query: str, at: int) -> str:
    if name.casefold() in FIELDS:
        return name.casefold()
    known = ", ".join(f"{field}:" for field in FIELDS)
    problem = f"There is no field “{name}:”. Fields are {known}; to look for the words themselves, quote them."
    raise QueryError(problem, query, at)


def _prefix(chunk: str, query: str, at: int) -> str:
    letters = chunk[:-1]
    found = tokens(letters)
    if not chunk.endswith("*") or len(found) != 1 or found[0].text != letters:
        problem = "A star stands at the end of one word only: write sanction* for sanctions, sanctioned, sanctioning."
        raise QueryError(problem, query, at + chunk.index("*"))
    if len(found[0].folded) < FEWEST_PREFIX_LETTERS:
        problem = f"A star needs {FEWEST_PREFIX_LETTERS} letters before it: spell out more of the word."
        raise QueryError(problem, query, at + len(letters))
    return letters
