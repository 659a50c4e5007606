"""A query printed back: in its own language, and in plain words."""

from collections.abc import Iterator
from typing import assert_never

from newsroom.languages import languages
from newsroom.matching.syntax import About, And, Field, Near, Not, Or, Part, Phrase, Prefix, Query, Title, Word

# Names of languages: those that have a file, and others that feeds of the region are in.
_LANGUAGES = {tag: language.name for tag, language in languages().items()} | {
    "ar": "Arabic",
    "hy": "Armenian",
    "ka": "Georgian",
    "zh": "Chinese",
}
_SMALL_OPERATORS = frozenset({"and", "or", "not"})
_KINDS = {"wire": "news agencies", "public": "public media", "private": "private media", "state": "state media"}
# How tightly each kind of part holds its pieces together; a looser one inside a tighter one needs brackets.
_TIGHTNESS = {Or: 0, And: 1, Near: 2}
_TIGHTEST = 3


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


def explain(query: Query) -> str:
    """What the query looks for, in a sentence for a person; words match in any form and spelling.

    A second sentence follows where a small "and", "or", "not" is a word to look for, which is seldom meant.
    """
    small = sorted({word for word in _words(query.root) if word in _SMALL_OPERATORS})
    hint = "".join(f" “{word}” is looked for as a word: the operator is {word.upper()}." for word in small)
    return f"Items {_said(query.root)}.{hint}"


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


def _said(part: Part) -> str:
    """What an item must be or have, to follow the word "items"."""
    match part:
        case About() | Title() | Not():
            return _condition(part)
        case And(parts):
            return _all_said(parts)
        case Or(parts) if not all(map(_is_wanted_text, parts)):
            return "either " + ", or ".join(_said(inner) for inner in parts)
        case _:
            return f"with {_wanted(part)}"


def _all_said(parts: tuple[Part, ...]) -> str:
    texts = [_wanted(part) for part in parts if _is_wanted_text(part)]
    others = [_condition(part) for part in parts if not _is_wanted_text(part) and not isinstance(part, Not)]
    unwanted = [_condition(part) for part in parts if isinstance(part, Not)]
    said = [f"with {' and '.join(texts)}"] if texts else []
    return ", ".join([*said, *others, *unwanted])


def _is_wanted_text(part: Part) -> bool:
    match part:
        case About() | Title() | Not():
            return False
        case And(parts) | Or(parts):
            return all(map(_is_wanted_text, parts))
        case _:
            return True


def _condition(part: Part) -> str:
    match part:
        case About(Field.SOURCE, value):
            return f"from the source “{value}”"
        case About(Field.LANG, value):
            return f"in {_LANGUAGES.get(value, f'the language “{value}”')}"
        case About(Field.COUNTRY, value):
            return f"from outlets of the country “{value.upper()}”"
        case About(Field.KIND, value):
            return f"from {_KINDS[value]}"
        case Title(inner):
            return f"{_said(inner)} in the headline"
        case Not(inner):
            return f"but not {_said(inner)}"
        case _:
            return f"and {_said(part)}"


def _wanted(part: Part) -> str:
    match part:
        case Word(text):
            return f"“{text}”"
        case Phrase(text):
            return f"exactly “{text}”"
        case Prefix(letters):
            return f"a word that begins with “{letters}”"
        case Near(left, right, words):
            return f"{_wanted(left)} at most {words} {'word' if words == 1 else 'words'} from {_wanted(right)}"
        case And(parts):
            return " and ".join(map(_wanted, parts))
        case Or(parts):
            return f"({' or '.join(map(_wanted, parts))})"
        case _:
            return _said(part)
