"""`wirewatch export`: writes a timeline from the database to a file; nothing in the database changes."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from handlers.commands.timeline_subject import ENTRIES, TimelineSubject, query_subject, render_timeline, story_subject
from handlers.render.export.formats import Rendered
from handlers.render.timeline_document import Format
from handlers.sentences.catalogue import ENGLISH
from handlers.sentences.reader import Reader
from newsroom.errors import UserError
from newsroom.matching.query import parse
from newsroom.sentence import sentence
from storage import stories
from storage.database import Database
from storage.database_url import sqlite_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to export.

    Attributes:
        topic: A query in the topic language; or `story`, a story's number: one of the two.
        since: First day, `until` last day; None where open.
        entries: So many different dates at most; None for all, in a picture for ten.
    """

    form: Format
    topic: str | None = None
    story: int | None = None
    since: date | None = None
    until: date | None = None
    entries: int | None = None
    dark: bool = False
    language: str = ENGLISH


async def export(url: str, wanted: Wanted, now: datetime) -> Rendered:
    """The timeline of a topic or a story in a form.

    Raises:
        UserError: not exactly one of topic and story, or there is nothing of it.
        StorageError: the database can't be read.
    """
    if (wanted.topic is None) == (wanted.story is None):
        raise UserError(sentence("export.of_what"))
    if wanted.since and wanted.until and wanted.since > wanted.until:
        raise UserError(sentence("export.since_after_until"))
    database = Database(read_only(url))
    try:
        subject = await _subject(database, wanted)
        entries = wanted.entries or (ENTRIES if wanted.form is Format.PICTURE else None)
        return await render_timeline(
            subject, wanted.form, Reader(language=wanted.language), now, entries=entries, dark=wanted.dark
        )
    finally:
        await database.close()


async def _subject(database: Database, wanted: Wanted) -> TimelineSubject:
    if wanted.topic is not None:
        found = await query_subject(parse(wanted.topic), database, None, typed=wanted.topic)
    else:
        view = await database.ask(lambda c: stories.story(c, wanted.story or 0))
        if view is None or not view.items:
            raise UserError(sentence("export.no_story", number=wanted.story or 0))
        found = story_subject(view, view.lead)
    return replace(found, since=wanted.since, until=wanted.until)


def read_only(url: str) -> str:
    """The address by which SQLite opens a file without a right to change it.

    Raises:
        UserError: it is no SQLite address, or there is no such file.
    """
    path = sqlite_file(url)
    if path is None or not path.is_file():
        raise UserError(sentence("export.no_database", url=url))
    # Source: https://www.sqlite.org/uri.html; the path is escaped, as ? and # would end it.
    return f"sqlite:///{path.resolve().as_uri()}?mode=ro&uri=true"
