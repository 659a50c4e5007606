"""/timeline and its buttons: what happened when, as messages, a picture or documents."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from handlers.buttons import Act, TimelineAct, button
from handlers.commands.arguments import parse_timeline
from handlers.commands.find import find_items, kept_story, one_story, own_topic
from handlers.html import escape, shortened
from handlers.messages import File, Message, Rows
from handlers.render.export.formats import Rendered, render
from handlers.render.timeline import timeline as timeline_message
from handlers.render.timeline import whole_timeline
from handlers.render.timeline_document import Format, TimelineDocument, coverage, story_key, topic_key
from handlers.requests import Answer, Request, Services
from handlers.sentences.reader import Reader
from newsroom.desk.story_view import StoryView
from newsroom.errors import UserError
from newsroom.item import Item
from newsroom.matching.query import Query, parse, str_query
from newsroom.sentence import sentence
from newsroom.timelines.timeline import Timeline
from newsroom.timelines.timeline import timeline as timeline_of
from newsroom.topic import Topic
from storage import topics
from storage.database import Database

ENTRIES = 10
_ALL_ENTRIES = 40  # dates of a timeline that is read in the chat: some four messages
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


async def timeline(request: Request, services: Services) -> Answer:
    """What happened when, of a story or of everything that a query finds, in the form that is asked for."""
    wish = parse_timeline(request.argument)
    subject = await _asked(replace(request, argument=wish.about), services)
    subject = replace(subject, since=wish.since, until=wish.until)
    if wish.form is not None:
        return await _as_file(request, subject, wish.form, dark=wish.dark)
    return await _as_messages(request, subject)


async def press(request: Request, services: Services, act: Act | TimelineAct, number: int) -> Answer:
    """The timeline button under an alert, or one under a timeline: the whole, a choice of forms, or one of them."""
    of_topic = act.value.startswith("f")
    if act in (TimelineAct.STORY_FORMS, TimelineAct.TOPIC_FORMS):
        return Answer(messages=(_choice(number, request.reader, of_topic=of_topic),))
    subject = await (_topic(request, services, number) if of_topic else _story(services, number))
    if act not in _FORMS:
        return await _as_messages(request, subject, whole=act in (Act.MORE_TIMELINE, TimelineAct.TOPIC_WHOLE))
    form, dark = _FORMS[act]
    return await _as_file(request, subject, form, dark=dark)


_FORMS: dict[Act | TimelineAct, tuple[Format, bool]] = {
    TimelineAct.STORY_PICTURE: (Format.PICTURE, False),
    TimelineAct.STORY_DARK: (Format.PICTURE, True),
    TimelineAct.STORY_PAGE: (Format.PAGE, False),
    TimelineAct.STORY_TABLE: (Format.TABLE, False),
    TimelineAct.STORY_JSON: (Format.JSON, False),
    TimelineAct.STORY_CALENDAR: (Format.CALENDAR, False),
    TimelineAct.STORY_TIMELINEJS: (Format.TIMELINEJS, False),
    TimelineAct.TOPIC_PICTURE: (Format.PICTURE, False),
    TimelineAct.TOPIC_DARK: (Format.PICTURE, True),
    TimelineAct.TOPIC_PAGE: (Format.PAGE, False),
    TimelineAct.TOPIC_TABLE: (Format.TABLE, False),
    TimelineAct.TOPIC_JSON: (Format.JSON, False),
    TimelineAct.TOPIC_CALENDAR: (Format.CALENDAR, False),
    TimelineAct.TOPIC_TIMELINEJS: (Format.TIMELINEJS, False),
}


async def build_timeline(subject: TimelineSubject, entries: int | None, now: datetime) -> Timeline:
    """Work it out beside the loop: a busy topic's texts take a while to read."""
    return await asyncio.to_thread(
        timeline_of,
        subject.items,
        about=subject.about,
        entries=entries,
        since=subject.since,
        until=subject.until,
        now=now,
    )


async def render_timeline(
    subject: TimelineSubject, form: Format, reader: Reader, now: datetime, *, entries: int | None, dark: bool = False
) -> Rendered:
    """The subject's timeline in a form, its coverage with it; `entries`: so many dates at most."""
    found = await build_timeline(subject, entries, now)
    exhibit = TimelineDocument(
        key=subject.key,
        title=subject.title,
        timeline=found,
        coverage=coverage(subject.covered, subject.since, subject.until),
        made=now,
        reader=reader,
    )
    return await asyncio.to_thread(render, exhibit, form, dark=dark)


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


def story_subject(view: StoryView) -> TimelineSubject:
    """A story's timeline: every item of it."""
    items = tuple(placed.item for placed in view.items)
    return TimelineSubject(key=story_key(view.id), title=view.lead.title, items=items, covered=items, story=view.id)


async def query_subject(
    query: Query, database: Database, own: Sequence[Topic] = (), *, typed: str | None = None
) -> TimelineSubject:
    """The timeline of everything that a query finds.

    Args:
        query: What to look for.
        database: Where everything is that was seen.
        own: The chat's topics; where the query is one of them, buttons can name it.
        typed: As a person wrote the query; None where nobody typed it.

    Raises:
        UserError: it finds nothing.
    """
    text = typed if typed is not None else str_query(query)
    found = await find_items(database, query)
    if not found.items:
        raise UserError(sentence("timeline.no_match", query=text[:_QUOTED_CHARS]))
    return TimelineSubject(
        key=topic_key(text),
        title=text,
        items=found.items,
        covered=found.alerting or found.items,
        about=query,
        topic=next((topic.id for topic in own if _same(topic.query, query)), None),
    )


def _same(one: Query, other: Query) -> bool:
    """Whether they ask the same: capitals count in operators, which are parsed by now, and not in words."""
    return repr(one).casefold() == repr(other).casefold()


async def _asked(request: Request, services: Services) -> TimelineSubject:
    view = await one_story(request, services)
    if view is not None:
        return story_subject(view)
    own = await services.database.ask(lambda c: topics.topics_of(c, request.place.chat))
    if request.argument:
        return await query_subject(parse(request.argument), services.database, own, typed=request.argument)
    topic = await own_topic(request, services)
    if topic is None:
        raise UserError(sentence("timeline.which"))
    return await query_subject(topic.query, services.database, own)


async def _topic(request: Request, services: Services, topic_id: int) -> TimelineSubject:
    known = await services.database.ask(lambda c: topics.topic(c, topic_id, request.place.chat))
    if known is None:
        raise UserError(sentence("timeline.not_tracked"))
    return await query_subject(known.query, services.database, (known,))


async def _story(services: Services, story_id: int) -> TimelineSubject:
    return story_subject(await kept_story(services, story_id))


async def _as_messages(request: Request, subject: TimelineSubject, *, whole: bool = False) -> Answer:
    found = await build_timeline(subject, _ALL_ENTRIES if whole else ENTRIES, request.now)
    render_as = whole_timeline if whole else timeline_message
    buttons = _buttons(subject, request.reader, more=bool(found.more) and not whole)
    return Answer(messages=render_as(subject.title, found, request.reader, buttons))


async def _as_file(request: Request, subject: TimelineSubject, form: Format, *, dark: bool) -> Answer:
    return Answer(files=(await timeline_file(subject, form, request.reader, request.now, dark=dark),))


def _buttons(subject: TimelineSubject, reader: Reader, *, more: bool) -> Rows:
    """None for a part of the time, and for a query that is no topic: a button can't say them again."""
    if subject.since or subject.until:
        return ()
    more_text = reader.say("button.more")
    if subject.story is not None:
        number = subject.story
        first = [button(reader.say("button.sources"), Act.SOURCES, number)]
        first += [button(more_text, Act.MORE_TIMELINE, number)] if more else []
        taking = (TimelineAct.STORY_PICTURE, TimelineAct.STORY_FORMS)
    elif subject.topic is not None:
        number = subject.topic
        first = [button(more_text, TimelineAct.TOPIC_WHOLE, number)] if more else []
        taking = (TimelineAct.TOPIC_PICTURE, TimelineAct.TOPIC_FORMS)
    else:
        return ()
    picture, documents = reader.say("button.as_picture"), reader.say("button.documents")
    second = (button(picture, taking[0], number), button(documents, taking[1], number))
    return (tuple(first), second) if first else (second,)


def _choice(number: int, reader: Reader, *, of_topic: bool) -> Message:
    kind = "TOPIC" if of_topic else "STORY"
    rows = (
        (("button.as_page", "PAGE"), ("button.as_table", "TABLE")),
        (("button.as_calendar", "CALENDAR"), ("button.as_json", "JSON")),
        (("button.as_timelinejs", "TIMELINEJS"), ("button.as_dark_picture", "DARK")),
    )
    buttons = tuple(
        tuple(button(reader.say(text), TimelineAct[f"{kind}_{name}"], number) for text, name in row) for row in rows
    )
    return Message(html=reader.say("timeline.which_document"), buttons=buttons)
