"""Writes tests/handlers/sentences/english.txt: every sentence as an English reader has it, its gaps by their names.

`python -m scripts.english_sentences`; a test fails while the file differs from the catalogue, so that the review of a
change shows each word that people will read otherwise.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from handlers.sentences.reader import Reader

ROOT = Path(__file__).parents[1]
CATALOGUE = ROOT / "handlers" / "sentences" / "en.po"
SNAPSHOT = ROOT / "tests" / "handlers" / "sentences" / "english.txt"
_ONE, _SEVERAL, _NUMBER = 1, 5, 12_500


@cache
def entries() -> dict[str, Message]:
    """The English catalogue by name."""
    with CATALOGUE.open("rb") as source:
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


def lines() -> Iterator[str]:
    """The sentences by name; those of several forms as they are for 1 and for 5."""
    english = Reader()
    for name, entry in sorted(entries().items()):
        shown: dict[str, str | int] = {gap: f"‹{gap}›" for gap in gaps(entry) - {"count"}}
        shown |= dict.fromkeys(number_gaps(entry), _NUMBER)
        counts = (_ONE, _SEVERAL) if entry.pluralizable else ()
        if name.startswith("date."):
            yield f"{name}: {forms(entry)[0]}"
        elif not counts:
            yield from _entry(name, english.say(name, **shown))
        for count in counts:
            yield from _entry(f"{name} {count}", english.say(name, count=count, **shown))


def _entry(heading: str, text: str) -> Iterator[str]:
    first, *rest = text.split("\n")
    yield f"{heading}: {first}"
    yield from (f"    {line}" for line in rest)


def main() -> None:
    """Bring the file up to date."""
    SNAPSHOT.write_text("\n".join([*lines(), ""]), "utf-8")


if __name__ == "__main__":
    main()
