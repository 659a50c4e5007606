"""/try: what a query would have sent, before anything is tracked; of one that finds too much, words that narrow it."""

from collections.abc import Sequence

from handlers.asked_back import QuestionError
from handlers.commands.arguments import TrackArgument, parse_track
from handlers.commands.find import week_before
from handlers.commands.query_work import briefly
from handlers.commands.topics import wishes
from handlers.commands.track import FLOOD_A_DAY, Shown, alerts_a_day, look, no_source, would_have_sent
from handlers.html import fit, italic
from handlers.messages import Button, Message, Rows
from handlers.requests import Answer, Request, Services
from newsroom.desk.story_view import StoryView
from newsroom.matching.narrowing import NarrowingWord, narrowing_words
from newsroom.matching.query import explain
from newsroom.matching.source_names import unwatched
from newsroom.matching.typed_query import parse_typed
from newsroom.sentence import sentence
from newsroom.text.words import tokens
from storage import sources

_OFFERED = 4  # words under a query that finds too much


async def try_query(request: Request, services: Services) -> Answer:
    """How many alerts a day a query would have sent in the last seven days, and the latest; nothing is changed."""
    if not request.argument:
        raise QuestionError(sentence("try.what"), "try")
    wish, chat = parse_track(request.argument), request.place.chat
    query = parse_typed(wish.query)
    async with services.database.read() as connection:
        watched = [one.source for one in await sources.active_sources(connection, chat)]
        if missing := unwatched(query, watched):
            raise no_source(request, missing[0], watched, command="try")
        shown = await look(connection, query, chat, week_before(request.now))
    views = shown.fit(wish)
    a_day = alerts_a_day(views, request.now)
    narrower = await briefly(_narrower, views, wish) if a_day >= FLOOD_A_DAY else []
    return Answer(messages=(_tried(request, wish, shown, views, a_day, narrower),))


def _narrower(views: Sequence[StoryView], wish: TrackArgument) -> list[NarrowingWord]:
    found = {view.id: [placed.item for placed in view.items] for view in views}
    return narrowing_words(found, [token.text for token in tokens(wish.query)], _OFFERED)


def _tried(
    request: Request,
    wish: TrackArgument,
    shown: Shown,
    views: Sequence[StoryView],
    a_day: int,
    narrower: Sequence[NarrowingWord],
) -> Message:
    reader = request.reader
    lines = [reader.html(sentence("try.heading", query=request.argument)), italic(reader.plain(explain(shown.query)))]
    lines += would_have_sent(views, shown.alerting, reader)
    if views and a_day:
        lines.append(reader.say("try.a_day", alerts=reader.say("unit.alert", count=a_day)))
    if shown.mentioning:
        lines.append(reader.say("track.mentioned", count=shown.mentioning))
    if shown.cut:
        lines.append(reader.say("track.cut"))
    if narrower:
        lines.append(reader.say("try.too_many"))
    elif not shown.alerting and not shown.mentioning:
        lines.append(reader.say("try.nothing"))
    return Message(html=fit("\n".join(lines)), buttons=_buttons(request, wish, narrower))


def _buttons(request: Request, wish: TrackArgument, narrower: Sequence[NarrowingWord]) -> Rows:
    """Words to add, each turning the message into what it leaves; and the way to track it."""
    more = tuple(
        (Button(text=f"+ {one.word} → {one.left}", line=f"/try ({wish.query}) {one.word}{wishes(wish)}", turns=True),)
        for one in narrower
    )
    return (*more, (Button(text=request.reader.say("button.track"), line=f"/track {request.argument}"),))
