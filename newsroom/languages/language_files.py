"""Finds and reads the language files: every `*.toml` of the folder is a language, and nothing names them."""

import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from newsroom.errors import WirewatchError
from newsroom.languages.language import Language, gap_problems

_SUFFIX = ".toml"


class LanguageFileError(WirewatchError):
    """The language files can't be used; `problems` holds every one, each with its file and key."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def read_languages(folder: Traversable | None = None) -> Mapping[str, Language]:
    """The languages of a folder (None: those that come with the program) by their tags, in the order of their rank.

    Raises:
        LanguageFileError: with all problems of all files at once.
    """
    found: dict[str, Language] = {}
    problems: list[str] = []
    for file in sorted(_language_files(folder or files("newsroom.languages")), key=lambda file: file.name):
        try:
            language = _read(file)
        except LanguageFileError as error:
            problems += error.problems
        else:
            found[file.name.removesuffix(_SUFFIX)] = language
    if problems:
        raise LanguageFileError(tuple(problems))
    return dict(sorted(found.items(), key=lambda pair: (pair[1].rank, pair[0])))


def _language_files(folder: Traversable) -> Iterator[Traversable]:
    return (file for file in folder.iterdir() if file.name.endswith(_SUFFIX))


def _read(file: Traversable) -> Language:
    try:
        tables: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LanguageFileError((f"{file.name}: is no TOML in UTF-8: {error}",)) from None
    try:
        language = Language.model_validate(tables)
    except ValidationError as error:
        raise LanguageFileError(tuple(f"{file.name}: {_problem(details)}" for details in error.errors())) from None
    if problems := gap_problems(language):
        raise LanguageFileError(tuple(f"{file.name}: {problem}" for problem in problems))
    return language


def _problem(details: ErrorDetails) -> str:
    key = ".".join(str(part) for part in details["loc"])
    if details["type"] == "extra_forbidden":
        return f"{key}: no such list: see newsroom/languages/README.md for those there are"
    return f"{key}: {str(details['msg']).removeprefix('Value error, ')}"
