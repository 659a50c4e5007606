"""Names: one word for one thing, the field's word, and none that a reader has to guess."""

import ast
import io
import re
import subprocess
import tokenize
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from config.schema import Settings
from tests.architecture.test_sizes import ROOT, modules, name_of, tree_of

# Each of these had meant up to nine things: which chat heard of a story, which item is in it, which sentence says it ...
BANNED = frozenset(
    {"tell", "tells", "told", "telling", "tellings", "seen", "held", "said", "stand", "stands", "standing"}
    | {"kin", "barely"}
)

# One name for several modules: one idea at several layers.
ONE_IDEA = {
    "access": "who may use the bot: the rule, who speaks by it",
    "change_log": "what admins changed: the rows, the command that shows it",
    "chats": "the chats that the bot is in: their rows, their table; the stand-in's methods on them",
    "chat_file": "a chat's topics, settings and feeds as a file: what differs, the commands",
    "clean": "text without boilerplate; the command that shows it",
    "corrections": "an editor's merge or split: the rule, the rows",
    "dates": "words of time: what they mean, the command that finds them",
    "digest": "the daily list: what is in it, how it is written",
    "disagreements": "where sources differ: the rule, the command that tries it",
    "export": "what is taken away as a file: a timeline by the operator's command, a record by the chat's",
    "feed_date_words": "months and weekdays in feeds: read, drawn from Babel",
    "embeddings": "what the sentence encoder makes of items: compared, kept",
    "invites": "links that give a role: the rows, the commands",
    "opml": "lists of feeds: read and written, the command that takes and gives them",
    "merge_split": "stories merged and split: the rule, the commands",
    "messages": "a message to a chat: the value, the stand-in's methods that take it",
    "offers": "sources that chats offer to all: the rows, the commands",
    "people": "people with a role: rows, table, the command",
    "polling": "getUpdates: who asks, and the stand-in that answers",
    "reclustering": "the ten-minute repair of stories: the rule, the loop",
    "search": "stories found by words: the full-text rows, the command",
    "receivers": "where chats' alerts are posted: the rows, their table",
    "silence": "a source that stopped publishing: the rule, the rows, the job",
    "sources": "the watched feeds: rows, table, how they are listed",
    "stories": "stories: rows, table, the command that groups a file",
    "story": "one story: its number, the command that shows it",
    "story_work": "what a chat's people do with a story: the values, the rows, the table, the lines of a card",
    "summary": "an item's own sentences: the rule, the command that tries it",
    "table": "what can be called, by its name: commands, the stand-in's methods",
    "timeline": "what happened when: the rule, its text in a chat, the command, the command on files",
    "topic_addresses": "private addresses of topics: the rows, the command",
    "topic_hints": "topics that flood or find nothing: the rule, the rows, the job",
    "topics": "what a chat tracks: rows, commands",
}

_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_FILE = re.compile(
    r"(?<![\w/.:<>*{-])((?:[\w-]+/)*[a-z_][\w-]*\.(?:py|md|toml|tsv|po|jinja|html|css|js|jsonl?|png|svg|txt|xml|sh|yml|mako))(?![\w/]|\.\w)"
)
_FOLDER = re.compile(
    r"(?<![\w/.-])((?:bot|config|desk|handlers|newsroom|standin|storage|watchers|tests|scripts|benchmarks|docs)/[\w/.-]*\w/?)"
)
_OURS = re.compile(r"`((?:bot|config|desk|handlers|newsroom|standin|storage|watchers)(?:\.\w+)+)`")
# Files of a user, of the machine or of somebody else.
ELSEWHERE = frozenset(
    {"config/wirewatch.toml", "robots.txt", "wirewatch.toml", "score.py", "xx.toml", "a/b.py", "tests/a/test_b.py"}
)


@cache
def everything() -> tuple[Path, ...]:
    """Product, tests, benchmarks and scripts; migrations are history."""
    return (*modules(), *(path for path in tracked() if path.suffix == ".py" and name_of(path).startswith("tests/")))


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that git knows: what a clone has."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - git is found where it is
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return tuple(path for path in paths if path.exists())


@cache
def identifiers(path: Path) -> frozenset[str]:
    """Every name that the module gives: classes, functions, arguments, variables, attributes, keywords."""
    return frozenset(name for node in ast.walk(tree_of(path)) for name in _given(node))


def _given(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            if not name.startswith("test_"):  # a claim: a whole sentence of English
                yield name
        case ast.ClassDef(name=name) | ast.arg(arg=name) | ast.Attribute(attr=name):
            yield name
        case ast.Name(id=name, ctx=ast.Store()):
            yield name
        case ast.keyword(arg=str(name)) | ast.alias(asname=str(name)):
            yield name
        case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)) | ast.ExceptHandler(name=str(name)):
            yield name


def test_no_name_has_a_word_that_means_many_things() -> None:
    vague = {
        f"{name_of(path)}: {name}"
        for path in everything()
        for name in identifiers(path)
        if BANNED & {part.lower() for part in _PARTS.findall(name)}
    }
    assert vague == set()


def test_no_class_name_is_given_to_two_things() -> None:
    places = defaultdict(set)
    for path in modules():
        for node in ast.walk(tree_of(path)):
            for name in _types(node):
                places[name.lstrip("_")].add(name_of(path))
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def _types(node: ast.AST) -> Iterator[str]:
    """A class, or a name in capitals and small letters for a type."""
    match node:
        case ast.ClassDef(name=name):
            yield name
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            if name.lstrip("_")[:1].isupper() and not name.isupper():
                yield name


def test_modules_of_one_name_are_of_one_idea() -> None:
    places = defaultdict(set)
    for path in modules():
        if not path.stem.startswith("__"):
            places[path.stem].add(name_of(path))
    assert {stem for stem, found in places.items() if len(found) > 1} == set(ONE_IDEA)


def documented() -> Iterator[tuple[Path, str, str]]:
    """Every docstring: the module, whose it is, what it says."""
    for path in modules():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                text = ast.get_docstring(node)
                if text is not None:
                    yield path, getattr(node, "name", "module"), text


def test_no_docstring_only_fills_its_place() -> None:
    empty = [
        f"{name_of(path)}: {name}: {text}"
        for path, name, text in documented()
        if re.fullmatch(r"(Attributes|Args|Returns|Raises|Note|Docstring|Class|Function|Module)\W*", text)
    ]
    assert empty == []


@cache
def docstrings_by_module() -> dict[Path, list[str]]:
    found: dict[Path, list[str]] = defaultdict(list)
    for path, _, text in documented():
        found[path].append(text)
    return found


@cache
def names_of_files() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """What git knows: files, folders, and every end of a file's path."""
    there = frozenset(name_of(one) for one in tracked())
    folders = frozenset(parent.as_posix() for one in there for parent in Path(one).parents)
    ends = frozenset("/".join(Path(one).parts[-n:]) for one in there for n in range(1, len(Path(one).parts) + 1))
    return there, folders, ends


@cache
def prose(path: Path) -> str:
    """What a file says to people: all of a document, the comments and strings of a module."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return text
    docstrings = docstrings_by_module()[path]
    comments = [
        token.string for token in tokenize.generate_tokens(io.StringIO(text).readline) if token.type == tokenize.COMMENT
    ]
    return "\n".join((*docstrings, *comments))


def readings() -> list[object]:
    read = [path for path in tracked() if path.suffix == ".md"] + list(modules())
    return [pytest.param(path, id=name_of(path)) for path in read]


@pytest.mark.parametrize("path", readings())
def test_every_file_that_is_named_is_there(path: Path) -> None:
    there, folders, ends = names_of_files()
    text = re.sub(r"https?://\S+", "", prose(path))
    lost = {name for name in _FILE.findall(text) if name not in ends | ELSEWHERE}
    lost |= {
        name
        for name in (found.rstrip("/.") for found in _FOLDER.findall(text))
        if name not in there | folders | ELSEWHERE and f"{name}.py" not in there
    }
    assert lost == set()


@pytest.mark.parametrize("path", readings())
def test_every_module_and_name_of_ours_that_is_quoted_is_there(path: Path) -> None:
    assert [name for name in _OURS.findall(prose(path)) if not _is_there(name)] == []


def _is_there(dotted: str) -> bool:
    """A module, a name that a module or one of its classes gives, or a setting of the file."""
    parts = dotted.split(".")
    section = Settings.model_fields.get(parts[0])
    if section and parts[1] in getattr(section.annotation, "model_fields", {}):
        return True
    for length in range(len(parts), 0, -1):
        base = ROOT.joinpath(*parts[:length])
        if base.is_dir() or base.with_suffix(".py").exists():
            module = base / "__init__.py" if base.is_dir() else base.with_suffix(".py")
            rest = parts[length:]
            return not rest or (module.exists() and set(rest) <= identifiers(module))
    return False
