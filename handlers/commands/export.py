"""/export: the record of a story, of a topic or of a week as a file: what happened, who reported, who was sent what."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.asked_back import Choice, ChoiceError
from handlers.commands.arguments import take_form
from handlers.commands.bound_words import BOUND, is_plain
from handlers.commands.chat_file import export_topics
from handlers.commands.find import find_stories, one_story, too_broad
from handlers.commands.query_work import at_length
from handlers.commands.quotas import room_for_a_file
from handlers.commands.since_time import parse_moment
from handlers.commands.story_shown import heading_here
from handlers.html import escape, shortened
from handlers.messages import File, Message
from handlers.render.export.record_document import RecordDocument, render_record
from handlers.render.hand_over import late_topics
from handlers.render.timeline_document import Format, story_key, topic_key
from handlers.requests import Answer, Request, Services
from handlers.sentences.reader import Reader
from handlers.what_happened import gather, topics_for
from newsroom.desk.digest import since_moment
from newsroom.desk.story_record import story_record
from newsroom.desk.story_view import StoryView
from newsroom.errors import UserError
from newsroom.item import ItemId
from newsroom.matching.typed_query import parse_typed, without_quotes
from newsroom.sentence import sentence
from newsroom.story import StoryId
from newsroom.topic import Topic
from storage import search, sent_messages, stories
from storage.database import Connection, Transaction

MOST_STORIES = 200  # a guess: ten a day for nearly three weeks; with 30 reports each that is 2 MB of JSON
_FORMS = (Format.TABLE, Format.JSON, Format.PAGE)
_OFFERED = (
    Choice("/export week", sentence("record.week")),
    Choice("/export topics", sentence("record.topics")),
)
_NO_MOMENT = "since.unreadable"
# What people call their topics and settings in each language that the bot speaks.
_TOPICS = frozenset(
    ["topics", "settings", "теми", "налаштування", "thèmes", "réglages", "paramètres", "темы", "настройки"]
)
_TITLE_CHARS = 150
_QUOTED_CHARS = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSubject:
    """What a record is of.

    Attributes:
        since: Only what happened from then on; None: all that is kept.
        more: There are more stories than a file holds.
        cut: The query is so broad that only the newest items were looked at.
    """

    key: str
    title: str
    views: tuple[StoryView, ...]
    since: datetime | None = None
    more: bool = False
    cut: bool = False


async def export(request: Request, services: Services) -> Answer:
    """/export 3, /export week, /export oil since monday; as csv, json or html at the end. Or /export topics."""
    if request.argument.casefold() in _TOPICS:
        return await export_topics(request, services)
    about, form = take_form(request.argument)
    if form not in (None, *_FORMS):
        choices = [Choice(f"/timeline {about} as {form.value}")] if form else []
        raise ChoiceError(sentence("record.no_such_form"), choices)
    chat = request.speaker.place.chat

    async def room(connection: Connection) -> None:
        await room_for_a_file(connection, chat, services.limits, request.now, picture=False)

    async def effect(tx: Transaction) -> Sequence[Message]:
        await room(tx.connection)
        return ()

    await services.database.ask(room)
    subject = await _subject(replace(request, argument=about), services)
    file = await _file(request, services, subject, form or Format.TABLE)
    count = request.reader.say("unit.story", count=MOST_STORIES)
    more = (request.message("record.cut", stories=count),) if subject.more else ()
    return Answer(messages=(*more, *too_broad(request, subject.cut)), files=(file,), effect=effect)


async def _subject(request: Request, services: Services) -> RecordSubject:
    view = await one_story(request, services)
    if view is not None:
        lead = await services.database.ask(lambda c: heading_here(c, request, view))
        return RecordSubject(key=story_key(view.id), title=lead.title, views=(view,))
    if not request.argument:
        raise ChoiceError(sentence("record.which"), _OFFERED)
    about, since = _bounds(request)
    if not about:
        return await _of_chat(request, services, since or request.now)
    found = await find_stories(
        services.database, parse_typed(about), request.place.chat, MOST_STORIES + 1, passing=False, since=since
    )
    if not found.views and since is not None:
        gaps = {"query": about[:_QUOTED_CHARS], "time": request.reader.moment(since)}
        raise ChoiceError(sentence("record.no_match_since", **gaps), [Choice(f"/export {about}")])
    if not found.views:
        raise UserError(sentence("record.no_match", query=about[:_QUOTED_CHARS]))
    more = len(found.views) > MOST_STORIES
    views = _kept(found.views)
    return RecordSubject(key=topic_key(about), title=about, views=views, since=since, more=more, cut=found.cut)


def _bounds(request: Request) -> tuple[str, datetime | None]:
    """The query, "" for all topics, and the moment from which on; a moment alone needs no "since" before it.

    The last word for "since" counts first. A "from" without a moment behind it is a word of the query.

    Raises:
        UserError: what follows "since" is no moment.
    """
    argument, reader, now = request.argument, request.reader, request.now
    bounds = [found for found in BOUND.finditer(without_quotes(argument)) if found["since"]]
    for found in reversed(bounds):
        about = argument[: found.start()].strip()
        asked = " ".join(filter(None, ["/export", about, "since"]))
        try:
            return about, parse_moment(argument[found.end() :], reader, now, asked)
        except UserError as error:
            if is_plain(found) or error.sentence.name != _NO_MOMENT:
                raise
    try:
        return "", parse_moment(argument, reader, now)
    except UserError:
        return argument, None


async def _of_chat(request: Request, services: Services, since: datetime) -> RecordSubject:
    """The stories of the chat's topics, or those of a thread with topics of its own."""
    async with services.database.read() as connection:
        thread, own = await topics_for(connection, request.place)
        if not own:
            raise UserError(sentence("since.nothing_tracked"))
        window = since_moment(since, ItemId(await search.last_decided(connection)))
        shown = await gather(connection, request.chat.id, thread, own, window, request.now)
        ids = shown.stories[:MOST_STORIES]
        views = await stories.stories_by_id(connection, ids, request.place.chat)
    if not views:
        raise _nothing(own, since, request.reader)
    title = request.reader.say("record.title", chat=request.chat.title, time=request.reader.moment(since))
    key = f"since-{request.reader.local(since):%Y-%m-%d}"
    more = len(shown.stories) > MOST_STORIES
    return RecordSubject(key=key, title=title, views=_kept(views), since=since, more=more)


def _nothing(own: Sequence[Topic], since: datetime, reader: Reader) -> UserError:
    """That nothing happened; of topics that were tracked only afterwards, the way to what came before."""
    late, moment = late_topics(own, since), reader.moment(since)
    if not late:
        return UserError(sentence("record.nothing", time=moment))
    day = reader.local(since).date()
    choices = [Choice(f"/export {topic.text} since {day}", topic.text) for topic in late]
    return ChoiceError(sentence("record.nothing_but_before", time=moment), choices)


def _kept(views: Sequence[StoryView]) -> tuple[StoryView, ...]:
    """So many as a file holds, the first ones asked for, in the order in which they were opened."""
    return tuple(sorted(views[:MOST_STORIES], key=lambda view: (view.opened, view.id)))


async def _file(request: Request, services: Services, subject: RecordSubject, form: Format) -> File:
    reader, chat = request.reader, request.place.chat
    ids = [StoryId(view.id) for view in subject.views]
    sent = await services.database.ask(lambda c: sent_messages.messages_of(c, chat, ids))
    document = RecordDocument(
        key=subject.key,
        title=subject.title,
        chat=request.chat.title,
        since=subject.since,
        made=request.now,
        records=tuple(story_record(view, sent.get(view.id, ()), subject.since) for view in subject.views),
        reader=reader,
    )
    done = await at_length(render_record, document, form)
    caption = reader.say(
        "record.caption",
        title=escape(shortened(subject.title, _TITLE_CHARS)),
        stories=reader.say("unit.story", count=len(subject.views)),
        purpose=escape(done.purpose),
    )
    return File(name=done.name, content=done.content, caption=caption)
