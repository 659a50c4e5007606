"""Which sources a query names that nobody watches, and how those are called that are watched."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from newsroom.matching.syntax import About, And, Field, Near, Not, Or, Part, Query, Title
from newsroom.source import Source
from newsroom.text.url import registered_domain
from newsroom.text.words import tokens

_NEAREST = 3  # a guess: who mistypes a name finds it among three
_LEAST_ALIKE = 0.6  # difflib's own bar: a guess of its makers, of words of any kind


def unwatched(query: Query, watched: Sequence[Source]) -> tuple[str, ...]:
    """The names behind `source:` that no watched source has: no item of theirs can come."""
    known = [words for source in watched for words in _names(source)]
    publishers = {_folded(source.family) for source in watched}
    named = dict.fromkeys(_wanted(query.root))
    return tuple(name for name in named if _folded(name) not in publishers and not _is_known(name, known))


def nearest(name: str, watched: Sequence[Source]) -> list[str]:
    """The watched sources whose name, or a word of it, is written most like that; the likeliest first."""
    wanted = "".join(_folded(name))
    called: dict[str, str] = {}
    for source in watched:
        words = _folded(source.name)
        for spelled in ("".join(words), *words, *_folded(registered_domain(source.url))[:1]):
            called.setdefault(spelled, source.name)
    alike = get_close_matches(wanted, list(called), n=_NEAREST, cutoff=_LEAST_ALIKE)
    return list(dict.fromkeys(called[spelled] for spelled in alike))


def _wanted(part: Part) -> Iterator[str]:
    match part:
        case About(Field.SOURCE, value):
            yield value
        case And(parts) | Or(parts):
            for inner in parts:
                yield from _wanted(inner)
        case Not(inner) | Title(inner):
            yield from _wanted(inner)
        case Near(left, right, _):
            yield from (*_wanted(left), *_wanted(right))
        case _:
            return


def _is_known(name: str, known: Sequence[tuple[str, ...]]) -> bool:
    """As the matcher does it: the words of the name follow each other in a source's."""
    wanted = _folded(name)
    return any(wanted == words[at : at + len(wanted)] for words in known for at in range(len(words)))


def _names(source: Source) -> tuple[tuple[str, ...], ...]:
    """Its own, the feed's domain, and its publisher's, whose site may have another: a name of words counts whole."""
    domain = source.family if "." in source.family and " " not in source.family else ""
    return tuple(_folded(name) for name in (source.name, domain, registered_domain(source.url)) if name)


def _folded(text: str) -> tuple[str, ...]:
    return tuple(token.folded for token in tokens(text))
