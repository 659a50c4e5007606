"""No module holds a sentence of its own: what a person may read is in the catalogue.

A string of the code counts as a sentence where two words follow each other in it, or where one word is handed to what
makes a message of it. What nobody reads but programmers is left out by where it is written; the rest is named below.
"""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.handlers.sentences.code import docstrings, modules

_SENTENCE = re.compile(r"[^\W\d_]{2,}[,;:]? [^\W\d_]{2,}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_MARKUP = re.compile(r"</?[a-z]{1,12}( [^<>]{0,200})?>|https?://\S+|/[a-z_]{1,20}( [a-zA-Z0-9#:/.-]{1,30})?")
# A word alone counts where it is handed to one of these.
_READ = frozenset({"Answer", "Button", "Finding", "Message", "bold", "button", "echo", "italic", "quote"})

# Where words are written that no reader of messages sees.
_LOGS = frozenset({"log", "re", "regex"})
_UNREAD_KEYWORDS = frozenset({"comment", "help", "metavar", "short_help"})  # columns of tables; options of the CLI
_PROGRAMMERS = frozenset(
    {
        *("AssertionError", "LookupError", "OverflowError", "RuntimeError", "TelegramError", "TypeError", "ValueError"),
        *("UnfitWindowError", "UnpicklingError"),  # in the log: why a start reads every item
    }
)
_SQL = re.compile(
    r"\s*(select|insert|update|delete|pragma|alter|create|begin|drop|on main|or ignore|vacuum into)\b"
    r"|\w+ (in|like|is not) ?[('%]|\w+ = '|.* set \w+ =|\) is (not|distinct from) \(| where | rename column "
    r"| for each row | execute function |repeatable read$",
    re.IGNORECASE,
)

# Files whose strings are no sentences of the bot's, each with its reason.
NO_SENTENCES = {
    "bot/lab/": "the evaluation's command line: its rows are read by programs, its errors by engineers",
    "bot/local/wires/": "the sample outlets' own pages and feeds",
    "bot/monitoring/metric_list.py": "what each figure is, for the operator: docs/metrics.md, in English like the page",
    "bot/transcript.py": "how the tour prints a chat for the README, in English",
    "bot/warm_up.py": "a sample item that warms the tables",
    "handlers/commands/day_words.py": "what people write for days and spans of time, by which these are known",
    "handlers/sending/outcomes.py": "Telegram's own words, by which its refusals are known",
    "newsroom/claims/disagreements.py": "why two numbers go together or not, for engineers: `wirewatch lab disagreements`",
    "newsroom/claims/word_senses.py": "hedges by the names that the word lists have for them",
    "storage/keeping_rules.py": "what docs/privacy.md says of each table, in English like the page",
    "newsroom/languages/": "problems of the word lists, for who writes one",
    "newsroom/stories/publishers.py": "problems of the operator's table of publishers, as of the settings",
    "storage/migrations/": "sentences of older programs, by which what they stored is known",
    "watchers/channel_preview.py": "the mark-up of Telegram's previews",
    "watchers/fetch.py": "headers of HTTP",
    "watchers/worker_answer.py": "what a parsing process answers wrongly, for the log",
}
# Strings that nobody reads as a sentence, each with its reason.
UNREAD = {
    " entries past the limit": "why entries of a feed were left out, for engineers",
    "entries past the limit": "the same",
    "no title or address": "the same",
    "not an object": "the same",
    "unreadable markup": "the same",
    "database is locked": "SQLite's words, by which its complaints are known",
    "disk is full": "the same",
    "has no column": "the same",
    "no such column": "the same",
    "no such function": "the same",
    "binding parameter": "the same",
    "query argument": "asyncpg's words, by which its complaints are known",
    "syntax error": "the same",
    "does not exist": "PostgreSQL's words, by which its complaints are known",
    "no space left": "the same",
    "authentication failed": "the same",
    "unable to open": "the same",
    "tuple[array[int], array[int], dict[bytes, int]]": "a type, quoted as Python 3.11 reads it",
    "begun in ": "why an update was set aside, for engineers: who wrote reads a word of regret",
    " lives, finished in none": "the same",
    "set aside: ": "why an item could not be decided, for engineers: it is in no story",
    "private, max-age=60": "a header of HTTP",
    "application/atom+xml; charset=utf-8": "the same",
    "the address lies in a private or reserved network": "an operating system error's text, by which the guard's is known",
}


def sentences(tree: ast.Module) -> Iterator[str]:
    """The sentences that a module holds, with their lines."""
    yield from _below(tree, docstrings(tree), read=False)


def _below(node: ast.AST, skipped: set[int], *, read: bool) -> Iterator[str]:
    if _unread(node) or id(node) in skipped:
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        words = _MARKUP.sub(" ", node.value)
        if (_WORD if read else _SENTENCE).search(words) and not _SQL.match(node.value) and node.value not in UNREAD:
            yield f"{node.lineno}: {node.value}"
    inside = read and isinstance(node, ast.JoinedStr | ast.FormattedValue | ast.IfExp)
    for child in ast.iter_child_nodes(node):
        handed = isinstance(node, ast.Call) and _name(node.func) in _READ and child in node.args
        yield from _below(child, skipped, read=handed or inside)


def _unread(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=owner))):
            return owner in _LOGS
        case ast.Raise(exc=ast.Call(func=function)):
            return _name(function) in _PROGRAMMERS
        case ast.keyword(arg=str(name)):
            return name in _UNREAD_KEYWORDS
        case _:
            return False


def _name(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def excepted(path: str) -> bool:
    """Whether a file is left out, by itself or with its folder."""
    return any(path.startswith(beginning) for beginning in NO_SENTENCES)


@pytest.mark.parametrize("path", sorted(path for path in modules() if not excepted(path)))
def test_no_module_holds_a_sentence_of_its_own(path: str) -> None:
    found = list(sentences(modules()[path]))
    assert found == []


@pytest.mark.parametrize("beginning", sorted(NO_SENTENCES))
def test_what_is_left_out_would_be_found(beginning: str) -> None:
    left_out = [tree for path, tree in modules().items() if path.startswith(beginning)]
    assert any(found for tree in left_out for found in sentences(tree)), "nothing to leave out: take it off the list"


@pytest.mark.parametrize(
    ("code", "found"),
    [
        pytest.param('say("No story")', ["1: No story"], id="two words"),
        pytest.param('f"{n} stories more"', ["1:  stories more"], id="part of an f-string"),
        pytest.param('button("Undo", 1)', ["1: Undo"], id="a word on a button"),
        pytest.param('bold(f"Digest {n}")', ["1: Digest "], id="a word inside of what is bold"),
        pytest.param('button(f"✂ {n}", 1)', [], id="no word on a button"),
        pytest.param('log.info("no story", x=1)', [], id="a log"),
        pytest.param('raise ValueError("no story")', [], id="for programmers"),
        pytest.param('Column(comment="no story")', [], id="a column"),
        pytest.param('def f():\n    """No story."""', [], id="a docstring"),
        pytest.param('"select id from stories"', [], id="SQL"),
        pytest.param('"card.related"', [], id="a name"),
    ],
)
def test_sentences_are_found_by_their_words(code: str, found: list[str]) -> None:
    assert list(sentences(ast.parse(code))) == found
