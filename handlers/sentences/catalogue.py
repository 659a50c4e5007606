"""The catalogue: every sentence that a person may read, one file a language, by names that the code uses.

A file is a gettext catalogue (`en.po`): `msgid` is the sentence's name, `msgstr` the sentence with its gaps in braces.
Where a number decides the form, `msgid_plural` repeats the name, and the value `count` chooses among the forms by the
file's own `Plural-Forms`. Source: https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html
"""

from functools import cache
from gettext import GNUTranslations
from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ENGLISH = "en"


class UnknownSentenceError(LookupError):
    """No sentence has this name: a slip in the code, which `tests/handlers/sentences` finds."""


@cache
def languages() -> tuple[str, ...]:
    """The languages that the bot speaks, by their codes, sorted."""
    return tuple(
        sorted(f.name.removesuffix(".po") for f in files("handlers.sentences").iterdir() if f.name.endswith(".po"))
    )


def spoken(code: str | None) -> str:
    """The language for a person whose Telegram is in that one: uk for uk-UA; English where we don't speak it."""
    language = (code or "").lower().partition("-")[0]
    return language if language in languages() else ENGLISH


@cache
def _translations(language: str) -> GNUTranslations:
    with (files("handlers.sentences") / f"{language}.po").open("rb") as source:
        catalog = read_po(source, locale=language, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    made = GNUTranslations(compiled)
    if language != ENGLISH:
        made.add_fallback(_translations(ENGLISH))
    return made


def template(language: str, name: str, count: int | None = None) -> str:
    """A sentence with its gaps still in braces; in English where the language lacks it.

    Raises:
        UnknownSentenceError: There is none of that name in English either.
    """
    made = _translations(language)
    found = made.gettext(name) if count is None else made.ngettext(name, name, count)
    if found == name:
        raise UnknownSentenceError(name)
    return found
