"""Writes tests/handlers/sentences/english.txt, and a file for each other language: every sentence as its reader has it.

`python -m scripts.english_sentences`; a test fails while a file differs from its catalogue, so that the review of
a change shows each word that people will read otherwise. Gaps are shown by their names.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

from babel import Locale
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from handlers.sentences.catalogue import ENGLISH
from handlers.sentences.catalogue import languages as spoken_languages
from handlers.sentences.reader import Reader

ROOT = Path(__file__).parents[1]
CATALOGUES = ROOT / "handlers" / "sentences"
SNAPSHOTS = ROOT / "tests" / "handlers" / "sentences"
_COUNTS = {2: (1, 5), 3: (1, 2, 5)}  # by how many forms a language has: a number for each
_NUMBER = 12_500


@cache
def entries(language: str = ENGLISH) -> dict[str, Message]:
    """The catalogue of a language by name."""
    with (CATALOGUES / f"{language}.po").open("rb") as source:
        return {entry.id if isinstance(entry.id, str) else entry.id[0]: entry for entry in read_po(source) if entry.id}


def forms(entry: Message) -> tuple[str, ...]:
    """Its text, or the texts among which the number chooses."""
    return (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ())


def gaps(entry: Message) -> frozenset[str]:
    """What is filled in."""
    found = {gap for form in forms(entry) for _, gap, _, _ in Formatter().parse(form) if gap is not None}
    return frozenset(found | ({"count"} if entry.pluralizable else set()))


def number_gaps(entry: Message) -> frozenset[str]:
    """What is filled in with a number that is written as the language writes numbers."""
    return frozenset(
        gap for form in forms(entry) for _, gap, spec, _ in Formatter().parse(form) if gap and spec == "number"
    )


def lines(language: str = ENGLISH) -> Iterator[str]:
    """The sentences by name; those of several forms as they are for 1, for 2 where that is a third form, and for 5."""
    reader = Reader(language=language)
    for name, entry in sorted(entries(language).items()):
        shown: dict[str, str | int] = {gap: f"‹{gap}›" for gap in gaps(entry) - {"count"}}
        shown |= dict.fromkeys(number_gaps(entry), _NUMBER)
        counts = _COUNTS[len(forms(entry))] if entry.pluralizable else ()
        if name.startswith("date."):
            yield f"{name}: {forms(entry)[0]}"
        elif not counts:
            yield from _entry(name, reader.say(name, **shown))
        for count in counts:
            yield from _entry(f"{name} {count}", reader.say(name, count=count, **shown))


def _entry(heading: str, text: str) -> Iterator[str]:
    first, *rest = text.split("\n")
    yield f"{heading}: {first}"
    yield from (f"    {line}" for line in rest)


def snapshot(language: str) -> Path:
    """Its file: english.txt."""
    name = Locale.parse(language).english_name or language
    return SNAPSHOTS / f"{name.lower()}.txt"


def main() -> None:
    """Bring the files up to date."""
    for language in spoken_languages():
        snapshot(language).write_text("\n".join([*lines(language), ""]), "utf-8")


if __name__ == "__main__":
    main()
