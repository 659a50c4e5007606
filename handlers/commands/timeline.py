"""/timeline and its buttons: what happened when, as messages, a picture or documents."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from handlers.asked_back import Choice, ChoiceError, QuestionError
from handlers.buttons import Act, TimelineAct, button
from handlers.commands.arguments import near_form, parse_page, parse_timeline
from handlers.commands.find import kept_story, one_story, own_topic, too_broad
from handlers.commands.quotas import room_for_a_file
from handlers.commands.relative_days import since_perhaps, with_dates
from handlers.commands.story_shown import heading_here
from handlers.commands.timeline_subject import (
    ENTRIES,
    TimelineSubject,
    build_timeline,
    query_subject,
    story_subject,
    timeline_file,
)
from handlers.messages import Button, Message, Rows
from handlers.render.timeline import hidden, whole_timeline
from handlers.render.timeline import timeline as timeline_message
from handlers.render.timeline_document import Format
from handlers.requests import Answer, Request, Services
from handlers.sentences.reader import Reader
from newsroom.desk.story_view import StoryView
from newsroom.errors import UserError
from newsroom.matching.typed_query import parse_typed
from newsroom.sentence import sentence
from newsroom.story import numbered
from storage import topics
from storage.database import Connection, Transaction

_ALL_ENTRIES = 40  # dates of a timeline that is read in the chat: some four messages
_ALL_LINES = 2 * _ALL_ENTRIES  # and its events: no more than the main ones of so many dates may be


async def timeline(request: Request, services: Services) -> Answer:
    """What happened when, of a story or of everything that a query finds, in the form that is asked for."""
    asked, page = parse_page(request.argument)
    today = request.reader.local(request.now).date()
    wish = parse_timeline(with_dates(asked, today))
    try:
        subject = await _asked(replace(request, argument=wish.about), services)
    except QuestionError:
        raise
    except UserError as error:
        raise _perhaps_meant(wish.about, today, error) from None
    subject = replace(subject, since=wish.since, until=wish.until)
    if wish.form is not None:
        return await _as_file(request, services, subject, wish.form, dark=wish.dark)
    return await _as_messages(request, subject, whole=page > 1, typed=wish.about)


def _perhaps_meant(about: str, today: date, error: UserError) -> UserError:
    """Nothing was found: perhaps since the last word is a day, or a form that was mistyped."""
    if dated := since_perhaps(about, today):
        return ChoiceError(error.sentence, [Choice(f"/timeline {dated}")])
    rest, _, last = about.rpartition(" ")
    form = near_form(last) if rest else None
    return ChoiceError(error.sentence, [Choice(f"/timeline {rest} as {form}")]) if form else error


async def press(request: Request, services: Services, act: Act | TimelineAct, number: int) -> Answer:
    """The timeline button under an alert, or one under a timeline: the whole, a choice of forms, or one of them."""
    of_topic = act.value.startswith("f")
    if act in (TimelineAct.STORY_FORMS, TimelineAct.TOPIC_FORMS):
        return Answer(messages=(_choice(number, request.reader, of_topic=of_topic),))
    subject = await (_topic(request, services, number) if of_topic else _story(request, services, number))
    if act not in _FORMS:
        return await _as_messages(request, subject, whole=act in (Act.MORE_TIMELINE, TimelineAct.TOPIC_WHOLE))
    form, dark = _FORMS[act]
    return await _as_file(request, services, subject, form, dark=dark)


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


async def _asked(request: Request, services: Services) -> TimelineSubject:
    view = await one_story(request, services)
    if view is not None:
        return await _of_story(request, services, view)
    own = await services.database.ask(lambda c: topics.topics_of(c, request.place.chat))
    if request.argument:
        return await query_subject(
            parse_typed(request.argument), services.database, request.place.chat, own, typed=request.argument
        )
    topic = await own_topic(request, services)
    if topic is None:
        raise QuestionError(sentence("timeline.which"), "timeline")
    return await query_subject(topic.query, services.database, request.place.chat, own)


async def _topic(request: Request, services: Services, topic_id: int) -> TimelineSubject:
    known = await services.database.ask(lambda c: topics.topic(c, topic_id, request.place.chat))
    if known is None:
        raise UserError(sentence("timeline.not_tracked"))
    return await query_subject(known.query, services.database, request.place.chat, (known,))


async def _story(request: Request, services: Services, story_id: int) -> TimelineSubject:
    return await _of_story(request, services, await kept_story(request, services, story_id))


async def _of_story(request: Request, services: Services, view: StoryView) -> TimelineSubject:
    return story_subject(view, await services.database.ask(lambda c: heading_here(c, request, view)))


async def _as_messages(request: Request, subject: TimelineSubject, *, whole: bool = False, typed: str = "") -> Answer:
    entries, lines = (_ALL_ENTRIES, _ALL_LINES) if whole else (ENTRIES, 0)
    found = await build_timeline(subject, entries, request.now, lines)
    if (subject.since or subject.until) and not (found.entries or found.background or found.undated):
        raise ChoiceError(sentence("timeline.nothing_then"), [Choice(f"/timeline {_about(subject, typed)}")])
    render_as = whole_timeline if whole else timeline_message
    more = bool(found.more or found.lesser or any(hidden(found)))
    buttons = _buttons(subject, typed, request.reader, more=more and not whole)
    messages = render_as(subject.title, found, request.reader, buttons)
    return Answer(messages=(*messages, *too_broad(request, subject.cut)))


async def _as_file(
    request: Request, services: Services, subject: TimelineSubject, form: Format, *, dark: bool
) -> Answer:
    async def room(connection: Connection) -> None:
        picture, chat = form is Format.PICTURE, request.speaker.place.chat
        await room_for_a_file(connection, chat, services.limits, request.now, picture=picture)

    async def effect(tx: Transaction) -> Sequence[Message]:
        await room(tx.connection)
        return ()

    await services.database.ask(room)
    file = await timeline_file(subject, form, request.reader, request.now, dark=dark)
    return Answer(messages=too_broad(request, subject.cut), files=(file,), effect=effect)


def _buttons(subject: TimelineSubject, typed: str, reader: Reader, *, more: bool) -> Rows:
    """More of it, and the forms to take away: of a story or topic by its number, of others by what was typed."""
    if subject.since or subject.until or (subject.story is None and subject.topic is None):
        return _of_typed(subject, typed, reader, more=more)
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
        raise AssertionError("what has no number is known by what was typed")
    picture, documents = reader.say("button.as_picture"), reader.say("button.documents")
    second = (button(picture, taking[0], number), button(documents, taking[1], number))
    return (tuple(first), second) if first else (second,)


def _about(subject: TimelineSubject, typed: str) -> str:
    """What to write behind /timeline for the same subject without bounds."""
    return typed or ("" if subject.story is None else numbered(subject.story)) or subject.title


def _of_typed(subject: TimelineSubject, typed: str, reader: Reader, *, more: bool) -> Rows:
    about = _about(subject, typed)
    bounds = (("since", subject.since), ("until", subject.until))
    line = " ".join([f"/timeline {about}", *(f"{word} {day.isoformat()}" for word, day in bounds if day)])
    first = [Button(text=reader.say("button.more"), line=f"{line} page:2")] if more else []
    forms = (("button.as_picture", "picture"), ("button.as_page", "html"), ("button.as_table", "csv"))
    second = [Button(text=reader.say(label), line=f"{line} as {form}") for label, form in forms]
    return tuple(tuple(row) for row in (first, second) if row)


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
