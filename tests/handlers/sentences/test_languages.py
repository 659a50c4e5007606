"""A language says what English says, with the same gaps."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from handlers.sentences.catalogue import ENGLISH, languages
from scripts.english_sentences import ROOT, entries, forms, gaps

_HEAD = 'msgid ""\nmsgstr ""\n"Language: de\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'


def problems(catalogue: Catalog) -> Iterator[str]:
    """What is wrong with a translation; a sentence that is not translated yet is not."""
    english = entries()
    for entry in catalogue:
        name = entry.id if isinstance(entry.id, str) else entry.id[0]
        if not name or not any(forms(entry)):
            continue
        if name not in english:
            yield f"{name}: English has no such sentence"
        elif bool(entry.pluralizable) != bool(english[name].pluralizable):
            yield f"{name}: one of the two languages has forms by number, the other has none"
        elif not gaps(entry) <= gaps(english[name]):
            yield f"{name}: nothing fills {', '.join(sorted(gaps(entry) - gaps(english[name])))}"


def test_every_translation_has_sentences_and_gaps_of_english_only() -> None:
    for language in set(languages()) - {ENGLISH}:
        with (ROOT / "handlers" / "sentences" / f"{language}.po").open("rb") as source:
            assert list(problems(read_po(source, locale=language, abort_invalid=True))) == [], language


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param('msgid "when.before"\nmsgstr "vor dem {day}"', [], id="a good one"),
        pytest.param('msgid "when.before"\nmsgstr ""', [], id="not translated yet"),
        pytest.param('msgid "when.before"\nmsgstr "vor {tag}"', ["when.before: nothing fills tag"], id="another gap"),
        pytest.param(
            'msgid "when.never"\nmsgstr "nie"', ["when.never: English has no such sentence"], id="no such name"
        ),
        pytest.param(
            'msgid "unit.day"\nmsgstr "{count} Tage"',
            ["unit.day: one of the two languages has forms by number, the other has none"],
            id="no forms",
        ),
    ],
)
def test_what_is_wrong_with_a_translation_is_found(text: str, found: list[str]) -> None:
    assert list(problems(read_po(BytesIO((_HEAD + text).encode()), locale="de"))) == found
