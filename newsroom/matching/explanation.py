"""A query printed back: in its own language, and in plain words."""

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from typing import assert_never

from newsroom.matching.syntax import About, And, Field, Near, Not, Or, Part, Phrase, Prefix, Query, Title, Word
from newsroom.sentence import CountryName, LanguageName, Sentence, sentence

_KINDS = {
    "wire": sentence("explain.kind_wire"),
    "public": sentence("explain.kind_public"),
    "private": sentence("explain.kind_private"),
    "state": sentence("explain.kind_state"),
}
_SMALL_OPERATORS = frozenset({"and", "or", "not"})
# How tightly each kind of part binds its pieces; a looser one inside a tighter one needs brackets.
_TIGHTNESS = {Or: 0, And: 1, Near: 2}
_TIGHTEST = 3  # of what needs no brackets


def str_query(query: Query) -> str:
    """The query in the topic language; reading it again gives an equal query."""
    return _printed(query.root)


def _printed(part: Part) -> str:
    match part:
        case Word(text):
            return text
        case Phrase(text):
            return f'"{text}"'
        case Prefix(letters):
            return f"{letters}*"
        case Near(left, right, words):
            return f"{_inside(left, _TIGHTNESS[Near])} near/{words} {_inside(right, _TIGHTEST)}"
        case Title(inner):
            return f"title:{_inside(inner, _TIGHTEST)}"
        case About(field, value):
            return f'{field}:"{value}"' if " " in value else f"{field}:{value}"
        case Not(inner):
            return f"-{_inside(inner, _TIGHTEST)}"
        case And(parts):
            return " ".join(_inside(inner, _TIGHTNESS[And] + 1) for inner in parts)
        case Or(parts):
            return " OR ".join(_inside(inner, _TIGHTNESS[Or] + 1) for inner in parts)
        case _:
            assert_never(part)


def _inside(part: Part, tightness: int) -> str:
    text = _printed(part)
    return text if _TIGHTNESS.get(type(part), _TIGHTEST) >= tightness else f"({text})"


def explain(query: Query) -> Sentence:
    """What the query looks for, for a person; words match in any form and spelling.

    A second sentence follows where a small "and", "or", "not" is a word to look for, which is seldom meant.
    """
    small = sorted({word for word in _words(query.root) if word in _SMALL_OPERATORS})
    items = sentence("explain.items", that=_restriction(query.root))
    if not small:
        return items
    hints = tuple(sentence("explain.small_operator", word=word, operator=word.upper()) for word in small)
    return sentence("explain.with_hints", items=items, hints=hints)


def _words(part: Part) -> Iterator[str]:
    match part:
        case Word(text):
            yield text
        case And(parts) | Or(parts):
            for inner in parts:
                yield from _words(inner)
        case Not(inner) | Title(inner):
            yield from _words(inner)
        case _:
            return


def _restriction(part: Part) -> Sentence:
    """What an item must be or have, to follow the word "items"."""
    match part:
        case About() | Title() | Not():
            return _condition(part)
        case And(parts):
            return _all_of(parts)
        case Or() if values := _of_one_field(part):
            return _one_of(*values)
        case Or(parts) if not all(map(_is_wanted_text, parts)):
            return sentence("explain.either", options=_chain("explain.or_else", map(_restriction, parts)))
        case Or(parts):
            return sentence("explain.with", text=_chain("explain.or", map(_wanted, parts)))
        case _:
            return _with(part)


def _with(part: Part) -> Sentence:
    """Of one word in the singular, where a language has another form for it."""
    name = "explain.with_one" if isinstance(part, Word | Prefix) else "explain.with"
    return sentence(name, text=_wanted(part))


def _all_of(parts: tuple[Part, ...]) -> Sentence:
    texts = [part for part in parts if _is_wanted_text(part)]
    others = [_condition(part) for part in parts if not _is_wanted_text(part) and not isinstance(part, Not)]
    unwanted = _unwanted([part.part for part in parts if isinstance(part, Not)])
    all_texts = sentence("explain.with", text=_chain("explain.and", map(_wanted, texts))) if len(texts) > 1 else None
    with_texts = [all_texts or _with(texts[0])] if texts else []
    return _chain("explain.then", [*with_texts, *others, *unwanted])


def _unwanted(parts: Sequence[Part]) -> list[Sentence]:
    """What none of the items may be, in one clause, the sources in one list; none where there is nothing of it."""
    fields: dict[Field, list[About]] = {}
    for part in parts:
        if isinstance(part, About):
            fields.setdefault(part.field, []).append(part)
    of_fields = [_one_of(field, [one.value for one in named]) for field, named in fields.items()]
    others = [_restriction(part) for part in parts if not isinstance(part, About)]
    either = [*others, *of_fields]
    return [sentence("explain.not", restriction=_chain("explain.or", either))] if either else []


def _of_one_field(part: Or) -> tuple[Field, list[str]] | None:
    """The field and its values, where nothing but one of these is asked for."""
    named = [inner for inner in part.parts if isinstance(inner, About)]
    one_field = len(named) == len(part.parts) and len({inner.field for inner in named}) == 1
    return (named[0].field, [inner.value for inner in named]) if one_field else None


def _one_of(field: Field, values: Sequence[str]) -> Sentence:
    """What an item is of that has one of the values."""
    if len(values) == 1:
        return _chain("explain.or", [_condition(About(field, value)) for value in values])
    match field:
        case Field.SOURCE:
            return sentence("explain.sources", names=_chain("explain.or", map(_quoted, values)))
        case Field.LANG:
            languages = [sentence("text", text=LanguageName(value)) for value in values]
            return sentence("explain.language", language=_chain("explain.or", languages))
        case Field.KIND:
            return sentence("explain.kinds", kinds=_chain("explain.or", [_KINDS[value] for value in values]))
        case Field.COUNTRY:
            countries = [CountryName(value.upper()) for value in values]
            return sentence("explain.countries", countries=_chain("explain.or", map(_quoted, countries)))
        case _:
            assert_never(field)


def _quoted(name: str | CountryName) -> Sentence:
    return sentence("explain.word", word=name)


def _chain(name: str, parts: Iterable[Sentence]) -> Sentence:
    """The parts joined pair by pair by a sentence with the gaps `one` and `other`."""
    return reduce(lambda one, other: sentence(name, one=one, other=other), parts)


def _is_wanted_text(part: Part) -> bool:
    match part:
        case About() | Title() | Not():
            return False
        case And(parts) | Or(parts):
            return all(map(_is_wanted_text, parts))
        case _:
            return True


def _condition(part: Part) -> Sentence:
    match part:
        case About(Field.SOURCE, value):
            return sentence("explain.source", name=value)
        case About(Field.LANG, value):
            return sentence("explain.language", language=LanguageName(value))
        case About(Field.COUNTRY, value):
            return sentence("explain.country", country=CountryName(value.upper()))
        case About(Field.KIND, value):
            return sentence("explain.kinds", kinds=_KINDS[value])
        case Title(inner):
            return sentence("explain.title", restriction=_restriction(inner))
        case Not(inner):
            return sentence("explain.not", restriction=_restriction(inner))
        case Or() if values := _of_one_field(part):
            return _one_of(*values)
        case _:
            return sentence("explain.also", restriction=_restriction(part))


def _wanted(part: Part) -> Sentence:
    match part:
        case Word(text):
            return sentence("explain.word", word=text)
        case Phrase(text):
            return sentence("explain.phrase", phrase=text)
        case Prefix(letters):
            return sentence("explain.prefix", letters=letters)
        case Near(left, right, words):
            return sentence("explain.near", one=_wanted(left), other=_wanted(right), count=words)
        case And(parts):
            return _chain("explain.and", map(_wanted, parts))
        case Or(parts):
            return sentence("explain.any_of", options=_chain("explain.or", map(_wanted, parts)))
        case _:
            raise AssertionError(f"no text is wanted: {part}")
