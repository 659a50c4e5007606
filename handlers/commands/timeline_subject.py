"""What a timeline is of, a story or a query, and the timeline of it in any form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from handlers.commands.find import find_items
from handlers.commands.query_work import at_length, briefly, is_little
from handlers.html import escape, shortened
from handlers.messages import File
from handlers.render.export.formats import Rendered, render
from handlers.render.timeline_document import Format, TimelineDocument, coverage, story_key, topic_key
from handlers.sentences.reader import Reader
from newsroom.chat import ChatId
from newsroom.desk.story_view import StoryView
from newsroom.errors import UserError
from newsroom.item import Item
from newsroom.matching.query import Query, str_query
from newsroom.sentence import sentence
from newsroom.timelines.timeline import Timeline
from newsroom.timelines.timeline import timeline as timeline_of
from newsroom.topic import Topic
from storage.database import Database

ENTRIES = 10
_DOCUMENT_ENTRIES = 100  # dates of a document; 30 of a topic with 716 documents are 0.7 MB of HTML, 1.3 MB of JSON
_TITLE_CHARS = 150
_QUOTED_CHARS = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineSubject:
    """What a timeline is of.

    Attributes:
        about: The query, of whose sentences alone it is made; None for a story, of which every sentence counts.
        items: Everything that is read for it; `covered` those that are counted as its coverage.
        story: Its number; None for a query.
        topic: The chat's own topic that the query is; None for others, which no button can name.
        cut: The query is so broad that only the newest items were read.
    """

    key: str
    title: str
    items: tuple[Item, ...]
    covered: tuple[Item, ...]
    about: Query | None = None
    since: date | None = None
    until: date | None = None
    story: int | None = None
    topic: int | None = None
    cut: bool = False


async def build_timeline(subject: TimelineSubject, entries: int | None, now: datetime, lines: int = 0) -> Timeline:
    """Work it out beside the loop: a busy topic's texts take a while to read, and no little timeline waits for them.

    `entries`: so many dates, None for all; `lines`: lesser events of these dates come where there are fewer.
    """
    return await (briefly if is_little(subject.items) else at_length)(
        timeline_of,
        subject.items,
        about=subject.about,
        entries=entries,
        lines=lines,
        since=subject.since,
        until=subject.until,
        now=now,
        found=True,
    )


async def render_timeline(
    subject: TimelineSubject, form: Format, reader: Reader, now: datetime, *, entries: int | None, dark: bool = False
) -> Rendered:
    """The subject's timeline in a form, its coverage with it; `entries`: so many dates at most."""
    found = await build_timeline(subject, entries, now)

    def rendered() -> Rendered:
        exhibit = TimelineDocument(
            key=subject.key,
            title=subject.title,
            timeline=found,
            coverage=coverage(subject.covered, subject.since, subject.until),
            made=now,
            reader=reader,
        )
        return render(exhibit, form, dark=dark)

    return await at_length(rendered)


async def timeline_file(
    subject: TimelineSubject, form: Format, reader: Reader, now: datetime, *, dark: bool = False
) -> File:
    """The subject's timeline as a file for a chat: the picture of its main events, a document of nearly all."""
    entries = ENTRIES if form is Format.PICTURE else _DOCUMENT_ENTRIES
    done = await render_timeline(subject, form, reader, now, entries=entries, dark=dark)
    title = escape(shortened(subject.title, _TITLE_CHARS))
    return File(
        name=done.name,
        content=done.content,
        caption=reader.say("timeline.caption", title=title, purpose=escape(done.purpose)),
        picture=form is Format.PICTURE,
    )


def story_subject(view: StoryView, lead: Item) -> TimelineSubject:
    """A story's timeline: every item of it, under the headline of one by which it is known."""
    items = tuple(placed.item for placed in view.items)
    return TimelineSubject(key=story_key(view.id), title=lead.title, items=items, covered=items, story=view.id)


async def query_subject(
    query: Query, database: Database, viewer: ChatId | None, own: Sequence[Topic] = (), *, typed: str | None = None
) -> TimelineSubject:
    """The timeline of everything that a query finds.

    Args:
        query: What to look for.
        database: With every item that was read.
        viewer: The chat that asks, which meets its own items as well; None: only those for all.
        own: The chat's topics; where the query is one of them, buttons can name it.
        typed: As a person wrote the query; None where nobody typed it.

    Raises:
        UserError: it finds nothing.
    """
    text = typed if typed is not None else str_query(query)
    found = await find_items(database, query, viewer)
    if not found.items:
        raise UserError(sentence("timeline.no_match", query=text[:_QUOTED_CHARS]))
    return TimelineSubject(
        key=topic_key(text),
        title=text,
        items=found.items,
        covered=found.alerting or found.items,
        about=query,
        cut=found.cut,
        topic=next((topic.id for topic in own if _same(topic.query, query)), None),
    )


def _same(one: Query, other: Query) -> bool:
    """Whether they ask the same: capitals count in operators, which are parsed by now, and not in words."""
    return repr(one).casefold() == repr(other).casefold()
