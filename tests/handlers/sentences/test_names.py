"""The code says sentences that there are, fills their gaps, and leaves none unsaid."""

import re
from collections.abc import Iterable
from enum import StrEnum

import pytest

from handlers.render.drawing.bars import Step
from handlers.render.export.chat_toml import settings_of
from handlers.render.export.csv import COLUMNS
from handlers.render.export.record_document import COLUMNS as RECORD_COLUMNS
from handlers.updates.free_words import ON_STORIES
from newsroom.access import Role
from newsroom.claims.people_counts import PeopleOutcome
from newsroom.dates import Precision
from newsroom.desk.story_record import RecordKind
from newsroom.stories.next_story import Obstacle
from newsroom.timelines.event_mentions import EventRole
from scripts.english_sentences import entries, forms, gaps
from storage.incidents import IncidentKind
from tests.builders import chat
from tests.handlers.sentences.code import Saying, constants, sayings
from watchers.source_problem import ProblemCode

# Names that are made at run time: their beginning, and all that may follow it.
MADE: dict[str, Iterable[StrEnum | str]] = {
    "chart.per_": Step,
    "chat_file.of_": settings_of(chat()),
    "csv.": COLUMNS,
    "csv_precision.": [precision.name.lower() for precision in Precision],
    "csv_role.": EventRole,
    "incident.": (*IncidentKind, *(f"{kind}.over" for kind in IncidentKind if kind.ends)),
    "obstacle.": Obstacle,
    "page.documents_per_": Step,
    "problem.": ProblemCode,
    "record_column.": RECORD_COLUMNS,
    "record_kind.": RecordKind,
    "role.": Role,
    "role.may_": Role,
    "slot.": PeopleOutcome,
    "talk.words_": ON_STORIES,
}
_NAME = re.compile(r"[a-z_]+(?:\.[a-z0-9_]+)+")
_SUBJECTS = {name.partition(".")[0] for name in entries()}
# Columns of tables look like names of sentences, and so do files.
_TABLES = ("storage/tables/", "storage/migrations/")
_FILES = (".css", ".db", ".jinja")


def names_of(saying: Saying) -> list[str]:
    """Every name that a place may say."""
    found: list[str] = []
    for name in saying.names:
        beginning = name.removesuffix("*")
        found += [name] if beginning == name else [f"{beginning}{rest}" for rest in MADE[beginning]]
    return found


def test_every_sentence_that_the_code_says_is_in_the_catalogue() -> None:
    missing = {f"{saying.where}: {name}" for saying in sayings() for name in names_of(saying) if name not in entries()}
    looked_up = {
        f"{where}: {text}"
        for where, text in constants()
        if _NAME.fullmatch(text) and text.partition(".")[0] in _SUBJECTS and text not in entries()
        if text not in MADE and not where.startswith(_TABLES) and not text.endswith(_FILES)
    }
    assert missing | looked_up == set()


def test_every_sentence_of_the_catalogue_is_said() -> None:
    written = {text for _, text in constants()} | {name for saying in sayings() for name in names_of(saying)}
    assert set(entries()) - written == set()


def test_the_gaps_of_a_sentence_are_filled_and_no_others() -> None:
    wrong = [
        f"{saying.where}: {name} has {sorted(gaps(entries()[name]))} and gets {sorted(saying.gaps)}"
        for saying in sayings()
        if saying.gaps is not None
        for name in names_of(saying)
        if name in entries() and saying.gaps != gaps(entries()[name])
    ]
    assert wrong == []


@pytest.mark.parametrize("name", sorted(entries()))
def test_a_count_chooses_among_forms(name: str) -> None:
    entry = entries()[name]
    assert ("count" in gaps(entry)) == bool(entry.pluralizable), "a gap `count` belongs to a sentence with msgid_plural"
    assert all(forms(entry)), "a form without words"
