"""Queries that find more than one that found nothing: each asks for one thing less. Pure."""

from collections.abc import Iterator

from newsroom.matching.query import QueryError, parse, str_query
from newsroom.matching.syntax import And, Near, Or, Part, Phrase, Query, Title, Word


def broader(query: Query, most: int) -> list[Query]:
    """Queries that find all that this one finds, and perhaps more; those that keep every word come first."""
    found: dict[str, Query] = {}
    for root in (*_loosened(query.root), *_shortened(query.root)):
        text = str_query(Query(root))
        try:
            found.setdefault(text, parse(text))
        except QueryError:  # what is left names only what is not wanted
            continue
    return [one for text, one in found.items() if text != str_query(query)][:most]


def _loosened(part: Part) -> Iterator[Part]:
    """The same words, with less asked of their places."""
    match part:
        case Phrase(text) if " " in text:
            yield And(tuple(Word(word) for word in text.split()))
        case Title(inner):
            yield inner
        case Near(left, right, _):
            yield And((left, right))
        case And(parts):
            yield from (_all(_with(parts, at, other)) for at, one in enumerate(parts) for other in _loosened(one))
        case Or(parts):
            yield from (Or(_with(parts, at, other)) for at, one in enumerate(parts) for other in _loosened(one))
        case _:
            return


def _shortened(part: Part) -> Iterator[Part]:
    """One of several things that all have to be there is left out, the last ones first: people add words at the end."""
    match part:
        case And(parts):
            yield from (_all(_without(parts, at)) for at in reversed(range(len(parts))))
        case Or(parts):
            yield from (Or(_with(parts, at, other)) for at, one in enumerate(parts) for other in _shortened(one))
        case Title(inner):
            yield from (Title(other) for other in _shortened(inner))
        case _:
            return


def _all(parts: tuple[Part, ...]) -> Part:
    """All of them, none a group of its own: reading them again gives the same."""
    flat = tuple(inner for part in parts for inner in (part.parts if isinstance(part, And) else (part,)))
    return flat[0] if len(flat) == 1 else And(flat)


def _with(parts: tuple[Part, ...], at: int, other: Part) -> tuple[Part, ...]:
    return (*parts[:at], other, *parts[at + 1 :])


def _without(parts: tuple[Part, ...], at: int) -> tuple[Part, ...]:
    return (*parts[:at], *parts[at + 1 :])
