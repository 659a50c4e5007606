"""The topic language: read it, print it back, explain it in words.

azerbaijan (russia OR kremlin) -football    words in any form; all of them, unless OR is between
"western sellouts"                          exactly these words in this order
sanction*                                   every word that begins so
baku near/5 moscow                          at most five words apart, in either order
title:aliyev source:reuters lang:uk country:az kind:state
"""

import regex

from newsroom.matching.explanation import explain, str_query
from newsroom.matching.lexer import FIELDS, PieceKind, QueryError, QueryPiece, pieces
from newsroom.matching.syntax import About, And, Field, Near, Not, Or, Part, Phrase, Prefix, Query, Title, Word
from newsroom.sentence import Sentence, sentence
from newsroom.source import SourceKind
from newsroom.text.typed_spellings import visible
from newsroom.text.words import tokens

__all__ = ["FIELDS", "Query", "QueryError", "explain", "parse", "str_query"]

# Guesses: they bound the time of one evaluation, and the depth of recursion; no query that was ever meant comes near.
MOST_TERMS = 50
DEEPEST = 20
MOST_NEAR = 8  # each multiplies the places that the next one compares

_CODE = {Field.LANG: regex.compile(r"[a-z]{2,3}"), Field.COUNTRY: regex.compile(r"[a-z]{2}")}
_STARTS = frozenset(
    {PieceKind.WORD, PieceKind.PREFIX, PieceKind.PHRASE, PieceKind.FIELD, PieceKind.OPEN, PieceKind.NOT}
)


def parse(text: str, *, most_near: int = MOST_NEAR) -> Query:
    """Read a query. AND binds before OR; words side by side are joined by AND.

    Args:
        text: As typed.
        most_near: How many near/ it may have; a query that an older program took may have more.

    Raises:
        QueryError: It can't be read; gives the remedy and shows the spot.
    """
    return _QueryReader(visible(text), most_near).query()


class _QueryReader:
    """Recursive descent over the pieces; each method reads one rule and leaves the next piece waiting."""

    def __init__(self, text: str, most_near: int) -> None:
        self._text = text
        self._most_near = most_near
        self._near = 0
        self._pieces = list(pieces(text))
        self._next = 0
        self._depth = 0
        self._terms = 0

    def query(self) -> Query:
        if self._waiting.kind is PieceKind.END:
            raise self._error(sentence("query.empty"), self._waiting)
        root = self._either()
        if self._waiting.kind is PieceKind.CLOSE:
            raise self._error(sentence("query.close_alone"), self._waiting)
        if not _needs_something(root):
            first = next(piece for piece in self._pieces if piece.kind is PieceKind.NOT)
            raise self._error(sentence("query.only_unwanted"), first)
        return Query(root)

    @property
    def _waiting(self) -> QueryPiece:
        return self._pieces[self._next]

    def _take(self) -> QueryPiece:
        piece = self._waiting
        if piece.kind is not PieceKind.END:
            self._next += 1
        return piece

    def _error(self, problem: Sentence, piece: QueryPiece) -> QueryError:
        return QueryError(problem, self._text, piece.at)

    def _either(self) -> Part:
        found = [self._all()]
        while self._waiting.kind is PieceKind.OR:
            self._take()
            found.append(self._all())
        return _joined(Or, found)

    def _all(self) -> Part:
        found = [self._close_by()]
        while self._waiting.kind is PieceKind.AND or self._waiting.kind in _STARTS:
            if self._waiting.kind is PieceKind.AND:
                self._take()
            found.append(self._close_by())
        return _joined(And, found)

    def _close_by(self) -> Part:
        left = self._one()
        while self._waiting.kind is PieceKind.NEAR:
            near = self._take()
            self._near += 1
            if self._near > self._most_near:
                raise self._error(sentence("query.too_many_near", most=self._most_near), near)
            right = self._one()
            if not (_has_place(left) and _has_place(right)):
                raise self._error(sentence("query.near_between"), near)
            left = Near(left, right, int(near.text))
        return left

    def _one(self) -> Part:
        piece = self._take()
        match piece.kind:
            case PieceKind.NOT:
                return self._negated(piece)
            case PieceKind.OPEN:
                return self._bracket(piece)
            case PieceKind.FIELD:
                return self._field(piece)
            case PieceKind.WORD | PieceKind.PHRASE | PieceKind.PREFIX:
                self._count(piece)
                return _term(piece)
            case _:
                raise self._error(_missing(piece), piece)

    def _negated(self, piece: QueryPiece) -> Part:
        self._go_deeper(piece)
        part = self._one()
        self._depth -= 1
        return part.part if isinstance(part, Not) else Not(part)

    def _bracket(self, piece: QueryPiece) -> Part:
        self._go_deeper(piece)
        if self._waiting.kind in (PieceKind.CLOSE, PieceKind.END):
            raise self._error(sentence("query.empty_bracket"), piece)
        part = self._either()
        if self._take().kind is not PieceKind.CLOSE:
            raise self._error(sentence("query.open_bracket"), piece)
        self._depth -= 1
        return part

    def _go_deeper(self, piece: QueryPiece) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._error(sentence("query.too_deep", deepest=DEEPEST), piece)

    def _count(self, piece: QueryPiece) -> None:
        self._terms += 1
        if self._terms > MOST_TERMS:
            raise self._error(sentence("query.too_many_words", most=MOST_TERMS), piece)

    def _field(self, field: QueryPiece) -> Part:
        value = self._waiting
        side_by_side = value.at == field.at + len(field.text) + 1
        if field.text == "title":
            if not side_by_side or value.kind not in _STARTS - {PieceKind.NOT, PieceKind.FIELD}:
                raise self._error(sentence("query.title_value"), field)
            part = self._one()
            if not _in_text(part):
                raise self._error(sentence("query.title_of_field"), field)
            return Title(part)
        if not side_by_side or value.kind not in {PieceKind.WORD, PieceKind.PHRASE}:
            raise self._error(_NEEDS_VALUE[Field(field.text)], field)
        self._count(self._take())
        return self._about(Field(field.text), value)

    def _about(self, field: Field, value: QueryPiece) -> About:
        plain = value.text.casefold()
        if field in _CODE and not _CODE[field].fullmatch(plain):
            raise self._error(_NEEDS_CODE[field], value)
        if field is Field.KIND and plain not in set(SourceKind):
            raise self._error(sentence("query.kind_unknown", kinds=", ".join(SourceKind)), value)
        name = " ".join(token.text for token in tokens(value.text))
        return About(field, name if field is Field.SOURCE else plain)


_NEEDS_VALUE = {
    Field.SOURCE: sentence("query.source_value"),
    Field.LANG: sentence("query.lang_value"),
    Field.COUNTRY: sentence("query.country_value"),
    Field.KIND: sentence("query.kind_value"),
}
_NEEDS_CODE = {Field.LANG: sentence("query.lang_code"), Field.COUNTRY: sentence("query.country_code")}


def _term(piece: QueryPiece) -> Part:
    if piece.kind is PieceKind.PREFIX:
        return Prefix(piece.text)
    return Phrase(piece.text) if piece.kind is PieceKind.PHRASE else Word(piece.text)


def _missing(piece: QueryPiece) -> Sentence:
    if piece.kind is PieceKind.END:
        return sentence("query.missing_at_end")
    if piece.kind is PieceKind.CLOSE:
        return sentence("query.missing_in_bracket")
    return sentence("query.missing_beside", operator="near/" if piece.kind is PieceKind.NEAR else piece.text)


def _joined(kind: type[And | Or], found: list[Part]) -> Part:
    flat = [inner for part in found for inner in (part.parts if isinstance(part, kind) else (part,))]
    return flat[0] if len(flat) == 1 else kind(tuple(flat))


def _needs_something(part: Part) -> bool:
    match part:
        case Not():
            return False
        case And(parts):
            return any(map(_needs_something, parts))
        case Or(parts):
            return all(map(_needs_something, parts))
        case Title(inner):
            return _needs_something(inner)
        case _:
            return True


def _has_place(part: Part) -> bool:
    """Whether a part matches at a place in the text, so that something can be near it."""
    match part:
        case Or(parts):
            return all(map(_has_place, parts))
        case Word() | Phrase() | Prefix() | Near():
            return True
        case _:
            return False


def _in_text(part: Part) -> bool:
    match part:
        case About() | Title():
            return False
        case And(parts) | Or(parts):
            return all(map(_in_text, parts))
        case Not(inner):
            return _in_text(inner)
        case _:
            return True
