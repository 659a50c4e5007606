"""Every language says what English says, all of it, with the same gaps and tags, and in words of its own."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from handlers.sentences.catalogue import ENGLISH, languages, spoken
from handlers.sentences.reader import Reader
from scripts.english_sentences import CATALOGUES, entries, forms, gaps, number_gaps

OTHERS = tuple(language for language in languages() if language != ENGLISH)
_TAG = re.compile(r"</?[a-z]+>")
# What no language translates: code that people copy, commands, addresses, gaps, tags.
_NO_WORDS = re.compile(r"<code>[^<]*</code>|`[^`]*`|https?://\S+|/[a-z_]+(?:@\w+)?|@\w+|\{[^}]*\}|</?[a-z]+>|\w+:\d+")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_SIGN = re.compile("[\u2300-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff]")
# What a terminal shows to operators, in the form of a compiler's messages: file: problem: remedy.
_OPERATORS = ("copy.", "database.", "doctor.", "local.", "ready.", "replay.", "restore.", "top.", "tour.")
_FIELD = re.compile(r"\b(?:title|source|lang|country|kind|min|confirm|break):")
_CLAUSE_ENDS = re.compile(r"[.!?…](?=\s|$)|[;—·\n]")
_COLON = re.compile(r":(?=\s|$)")
# Sentences that read alike in English and in every language: names of formats.
_ALIKE = frozenset(
    {
        "button.as_json",
        "button.as_timelinejs",
        "button.rss",
        "picture.made",
    }
)
# Words that English shares with one language.
_ALIKE_IN = {
    "fr": frozenset(
        {
            "button.as_page",
            "button.notes",
            "button.documents",
            "button.sources",
            "cli.well",
            "csv.date",
            "csv.documents",
            "role.reporter",
            "sources.contradiction",
            "sources.heading",
            "unit.document",
            "unit.message",
            "unit.note",
            "unit.minute",
            "status.sources",
            "unit.source",
        }
    )
}
# Latin words in Cyrillic sentences that the English ones lack, each with where it comes from.
_LATIN_TOO = {"Excel": "what most people call a spreadsheet"}


def problems(language: dict[str, Message], english: dict[str, Message], plurals: int) -> Iterator[str]:
    """What is wrong with a translation of the same sentences."""
    for name in sorted(language.keys() | english.keys()):
        if name not in english:
            yield f"{name}: English has no such sentence"
        elif name not in language or not all(forms(language[name])):
            yield f"{name}: not translated"
        elif bool(language[name].pluralizable) != bool(english[name].pluralizable):
            yield f"{name}: one of the two languages has forms by number, the other has none"
        elif language[name].pluralizable and len(forms(language[name])) != plurals:
            yield f"{name}: {len(forms(language[name]))} forms by number instead of {plurals}"
        elif gaps(language[name]) != gaps(english[name]) or number_gaps(language[name]) != number_gaps(english[name]):
            yield f"{name}: gaps {sorted(gaps(language[name]))} instead of {sorted(gaps(english[name]))}"
        elif {_tags(form) for form in forms(language[name])} != {_tags(form) for form in forms(english[name])}:
            yield f"{name}: other tags"


def _tags(text: str) -> tuple[str, ...]:
    return tuple(sorted(_TAG.findall(text)))


def words(entry: Message) -> list[str]:
    """What there is to translate of it."""
    return _LETTERS.findall(_NO_WORDS.sub(" ", " ".join(forms(entry))))


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_says_all_that_english_says_with_the_same_gaps_and_tags(language: str) -> None:
    with (CATALOGUES / f"{language}.po").open("rb") as source:
        plurals = read_po(source, locale=language).num_plurals
    assert list(problems(entries(language), entries(), plurals)) == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_is_a_copy_of_the_english_one(language: str) -> None:
    alike = {
        name
        for name, entry in entries(language).items()
        if words(entries()[name])
        and words(entry) == words(entries()[name])
        and not name.startswith("date.")
        and not name.endswith(".example")
    }
    assert alike - _ALIKE - _ALIKE_IN.get(language, frozenset()) == set()


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_no_english_word_is_left_in_a_sentence_in_cyrillic(language: str) -> None:
    english = {name: " ".join(forms(entry)) for name, entry in entries().items()}
    left = {
        f"{name}: {word}"
        for name, entry in entries(language).items()
        for word in _LATIN.findall(" ".join(forms(entry)))
        if word not in english[name] and word not in _LATIN_TOO and not name.startswith(("date.", "help.language."))
    }
    assert left == set()


@pytest.mark.parametrize("language", languages())
def test_no_clause_has_two_colons(language: str) -> None:
    def clauses(form: str) -> list[str]:
        return _CLAUSE_ENDS.split(_FIELD.sub("", re.sub(r"<code>[^<]*</code>", "…", form)))

    torn = {
        name: clause
        for name, entry in entries(language).items()
        for form in forms(entry)
        for clause in clauses(form)
        if len(_COLON.findall(clause)) > 1 and not name.startswith(_OPERATORS)
    }
    assert torn == {}


def test_no_line_has_two_signs() -> None:
    lines = [(name, line) for name, entry in entries().items() for form in forms(entry) for line in form.split("\n")]
    assert [(name, line) for name, line in lines if len(_SIGN.findall(line)) > 1] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_button_has_room_on_a_telephone_in_every_language(language: str) -> None:
    def length(entry: Message) -> int:
        return max(len(re.sub(r"\{[^}]*\}", "00", form)) for form in forms(entry))

    buttons = {name: entry for name, entry in entries(language).items() if name.startswith("button.")}
    # The longest English ones are cut by Telegram in a row of their own, too: no translation is a third longer.
    longest = max(length(entry) for name, entry in entries().items() if name.startswith("button."))
    assert {name for name, entry in buttons.items() if length(entry) > longest * 4 / 3} == set()


@pytest.mark.parametrize("language", OTHERS)
def test_what_telegram_lists_of_a_command_is_short_enough(language: str) -> None:
    summaries = {name: entry for name, entry in entries(language).items() if name.endswith(".summary")}
    # Source: telegram bot API, BotCommand.description: 1-256 characters; a telephone shows two lines of some 40.
    assert {name for name, entry in summaries.items() if len(forms(entry)[0]) > 100} == set()


def test_french_has_no_break_before_its_signs_and_within_its_quotation_marks() -> None:
    torn = {
        name
        for name, entry in entries("fr").items()
        for form in forms(entry)
        if re.search(r"« | »| [;!?](?!\S)| :(?=\s|$)", form)
    }
    assert torn == set()


def test_french_has_its_own_apostrophe() -> None:
    straight = {
        name for name, entry in entries("fr").items() if re.search(r"[^\W\d_]'[^\W\d_]", " ".join(forms(entry)))
    }
    assert straight == set()


@pytest.mark.parametrize(
    ("language", "count", "shown"),
    [
        ("uk", 1, "1 тема"),
        ("uk", 2, "2 теми"),
        ("uk", 5, "5 тем"),
        ("uk", 11, "11 тем"),
        ("uk", 21, "21 тема"),
        ("uk", 112, "112 тем"),
        ("ru", 1, "1 сюжет"),
        ("ru", 3, "3 сюжета"),
        ("ru", 14, "14 сюжетов"),
        ("ru", 101, "101 сюжет"),
        ("fr", 0, "0 alerte"),
        ("fr", 1, "1 alerte"),
        ("fr", 2, "2 alertes"),
    ],
)
def test_a_number_chooses_the_form_that_its_language_wants(language: str, count: int, shown: str) -> None:
    unit = {"тем": "unit.topic", "сюж": "unit.story", "але": "unit.alert"}.get(shown.split()[1][:3], "unit.alert")
    assert Reader(language=language).say(unit, count=count) == shown


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("uk", "uk"),
        ("uk-UA", "uk"),
        ("fr-CA", "fr"),
        ("RU", "ru"),
        ("en-GB", "en"),
        ("de", "en"),
        ("be", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_a_person_is_spoken_to_in_the_language_of_their_telegram_if_we_speak_it(
    code: str | None, language: str
) -> None:
    assert spoken(code) == language


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param('msgid "when.before"\nmsgstr "vor dem {day}"', [], id="a good one"),
        pytest.param('msgid "when.before"\nmsgstr ""', ["when.before: not translated"], id="not translated"),
        pytest.param(
            'msgid "when.before"\nmsgstr "vor {tag}"', ["when.before: gaps ['tag'] instead of ['day']"], id="other gap"
        ),
        pytest.param('msgid "role.is"\nmsgstr "Rolle: {role}"', ["role.is: other tags"], id="no tag"),
        pytest.param(
            'msgid "when.never"\nmsgstr "nie"', ["when.never: English has no such sentence"], id="no such name"
        ),
        pytest.param(
            'msgid "unit.day"\nmsgstr "{count} Tage"',
            ["unit.day: one of the two languages has forms by number, the other has none"],
            id="no forms",
        ),
        pytest.param(
            'msgid "unit.day"\nmsgid_plural "unit.day"\nmsgstr[0] "{count} Tag"\nmsgstr[1] ""',
            ["unit.day: not translated"],
            id="a form is missing",
        ),
    ],
)
def test_what_is_wrong_with_a_translation_is_found(text: str, found: list[str]) -> None:
    head = 'msgid ""\nmsgstr ""\n"Language: de\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    catalogue = read_po(BytesIO((head + text).encode()), locale="de")
    translated = {entry.id if isinstance(entry.id, str) else entry.id[0]: entry for entry in catalogue if entry.id}
    english = {name: entry for name, entry in entries().items() if name in translated}
    assert list(problems(translated, english, 2)) == found
