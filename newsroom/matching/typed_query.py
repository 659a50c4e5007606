"""A query as people type it: with the signs of other programs, read where they mean one thing, asked about else."""

import html

import regex

from newsroom.matching.lexer import QueryError
from newsroom.matching.query import Query, parse
from newsroom.sentence import sentence
from newsroom.text.typed_spellings import visible

_QUOTED = regex.compile(r"[\"“”„‟«»][^\"“”„‟«»]*[\"“”„‟«»]")
_VALUES = regex.compile(
    r"\b(?P<field>source|lang|country|kind):(?P<values>[\p{L}\p{N}.-]+(?:[,;/|][\p{L}\p{N}.-]+)+)", regex.IGNORECASE
)
_VALUES_SIGN = regex.compile(r"[,;/|]")
_BEFORE, _AFTER = r"(?<=[\p{L}\p{N}\"“”«»)*])", r"(?=[\p{L}\p{N}\"“”„«»(])"
_NUMBER = r"(?!(?<=\p{N})[,;、]\p{N})"  # 1,000 is one number
_COMMA = regex.compile(rf"{_BEFORE}\s*{_NUMBER}[,;،、]\s*{_AFTER}")
# Between letters, or with spaces: 9/11 and 24/7 are names, and near/ is an operator.
_SLASH = regex.compile(rf"(?<!\bnear)(?:(?<=\p{{L}})/(?=\p{{L}})|{_BEFORE}\s+/\s+{_AFTER})", regex.IGNORECASE)
_SLASHED = regex.compile(r"(?<![^\s(])[\p{L}\p{N}'’-]+(?:/[\p{L}\p{N}'’-]+)+(?![^\s)])")
_LOOSE_MINUS = regex.compile(rf"{_BEFORE}\s+[-–—−]\s+{_AFTER}")
# Marks of HTML and Markdown around words, as they come with what is copied.
_TAG = regex.compile(r"</?[a-z][a-z0-9-]{0,15}(?:\s[^<>]{0,200})?/?>", regex.IGNORECASE)
_ENTITY = regex.compile(r"&(?:[a-z]{2,8}|#\d{1,7});", regex.IGNORECASE)
_MARKED = regex.compile(r"(?<!\S)(\*\*|__|~~|`{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)")


def parse_typed(text: str) -> Query:
    """Read a query that somebody has just typed: as `parse` does, but a comma, slash or loose minus is asked about.

    Several values of one field are alternatives: lang:uk,ru.

    Raises:
        QueryError: It can't be read, or a sign in it can mean two things; gives both to choose from.
    """
    text = visible(text)
    text = without_markup(text)
    _ask_where_in_doubt(_VALUES.sub(lambda found: "x" * len(found.group()), without_quotes(text)), text)
    return parse(_with_alternatives(text))


def without_markup(text: str) -> str:
    """The words of a text that was copied with its markup: <b>oil</b> &amp; **gas** are oil & gas.

    What is markup once other markup is gone goes as well: read anew, the words mean the same.
    """
    while (plain := _without_outer_markup(text)) != text:
        text = plain
    return text


def _without_outer_markup(text: str) -> str:
    plain = _ENTITY.sub(lambda found: html.unescape(found.group()), _TAG.sub(" ", text))
    return " ".join(_MARKED.sub(r"\2", plain).split()) if plain != text or _MARKED.search(text) else text


def without_quotes(text: str) -> str:
    """The text with what is in quotation marks made unreadable, and nothing moved."""
    return _QUOTED.sub(lambda found: '"' + "x" * (len(found.group()) - 2) + '"', text)


def _ask_where_in_doubt(plain: str, text: str) -> None:
    if found := list(_COMMA.finditer(plain)):
        both, either = _replaced(text, found, " "), _replaced(text, found, " OR ")
        raise QueryError(sentence("query.comma", both=both, either=either), text, found[0].start())
    if found := list(_SLASH.finditer(plain)):
        both, either = _replaced(text, found, " "), _either_side(text, found)
        raise QueryError(sentence("query.slash", both=both, either=either), text, found[0].start())
    if found := list(_LOOSE_MINUS.finditer(plain)):
        both, without = _replaced(text, found, " "), _replaced(text, found, " -")
        raise QueryError(sentence("query.loose_minus", both=both, without=without), text, found[0].start())


def _either_side(text: str, found: list[regex.Match[str]]) -> str:
    """With OR for each slash; what stood without spaces among other words is grouped."""
    at = {one.start() for one in found}
    runs = [run for run in _SLASHED.finditer(text) if at.intersection(range(*run.span()))]
    if not runs or runs[0].group() == text.strip():
        return _replaced(text, found, " OR ")
    parts, end = [], 0
    for run in runs:
        parts += [text[end : run.start()], f"({run.group().replace('/', ' OR ')})"]
        end = run.end()
    return "".join((*parts, text[end:]))


def _replaced(text: str, found: list[regex.Match[str]], by: str) -> str:
    parts, at = [], 0
    for one in found:
        parts += [text[at : one.start()], by]
        at = one.end()
    return " ".join("".join((*parts, text[at:])).split())


def _with_alternatives(text: str) -> str:
    quoted = [found.span() for found in _QUOTED.finditer(text)]

    def spelled_out(found: regex.Match[str]) -> str:
        if any(first <= found.start() < last for first, last in quoted):
            return str(found.group())
        field, values = found["field"], _VALUES_SIGN.split(found["values"])
        return f"({' OR '.join(f'{field}:{value}' for value in values)})"

    return str(_VALUES.sub(spelled_out, text))
