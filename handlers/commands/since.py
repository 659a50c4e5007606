"""/since: what happened since a time, or since the person last looked: how a shift hands over to the next."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from handlers.commands.query_work import at_length
from handlers.commands.quotas import room_for_a_file
from handlers.commands.since_time import parse_moment
from handlers.messages import File, Message
from handlers.render.coverage_plot import coverage_plot
from handlers.render.drawing.hour_bars import hour_bars
from handlers.render.hand_over import page_of, title_of, tracked_of_late
from handlers.requests import Answer, Request, Services
from handlers.sentences.reader import Reader
from handlers.what_happened import first_page, gather, lines_of, may_be_drawn, topics_for, topics_in
from newsroom.desk.digest import HandOver, Look, since_look, since_moment
from newsroom.errors import UserError
from newsroom.item import ItemId
from newsroom.sentence import sentence
from newsroom.topic import Topic
from storage import hand_overs, search, stories
from storage.database import Connection, Transaction


async def since(request: Request, services: Services) -> Answer:
    """/since 18:00, /since yesterday, /since monday, /since 7d; alone: since the person last looked."""
    place, user, now = request.place, request.speaker.user, request.now
    asked = request.argument.strip()
    moment = parse_moment(asked, request.reader, now) if asked else None
    async with services.database.read() as connection:
        thread, own = await topics_for(connection, place)
        if not own:
            raise UserError(sentence("since.nothing_tracked"))
        last = await hand_overs.last_look(connection, place, user)
        decided = ItemId(await search.last_decided(connection))
        window = since_look(last, decided, now) if moment is None else since_moment(moment, decided)
        shown = await gather(connection, request.chat.id, thread, own, window, now)
        lines = await lines_of(connection, shown, request.reader)
        late = tracked_of_late(await _without_story(connection, own, shown), shown.since, request.reader)

    async def effect(tx: Transaction) -> Sequence[Message]:
        await hand_overs.note_look(tx, place, user, Look(made=now, to=decided))
        found = [await first_page(tx, shown, lines, request.reader, plot=may_be_drawn(request.chat))]
        if late is not None:
            found.append(late)
        return found if asked or last else [*found, request.message("since.first_look")]

    return Answer(effect=effect)


async def _without_story(connection: Connection, own: Sequence[Topic], shown: HandOver) -> Sequence[Topic]:
    """The topics of which nothing is listed: that one is new is no news to who reads its stories."""
    ids = [topic.id for topic in own if topic.made > shown.since]
    listed = await stories.topics_of_stories(connection, shown.chat, ids, shown.stories) if ids else {}
    return [topic for topic in own if not any(topic.id in of_story for of_story in listed.values())]


async def press_page(request: Request, services: Services, number: int, page: int) -> Answer:
    """Turn to a page of a list."""
    async with services.database.read() as connection:
        shown = await hand_overs.kept(connection, number, request.place.chat)
        lines = [] if shown is None else await lines_of(connection, shown, request.reader, page)
    if shown is None or not lines:
        raise UserError(sentence("since.gone"))
    drawn = may_be_drawn(request.chat)
    message = page_of(shown, lines, request.reader, number=number, page=page, plot=drawn)
    return Answer(messages=(message,), replaces=True)


async def press_plot(request: Request, services: Services, number: int) -> Answer:
    """Draw what came in for a list's topics, hour by hour."""

    async def room(connection: Connection) -> None:
        chat = request.speaker.place.chat
        await room_for_a_file(connection, chat, services.limits, request.now, picture=True)

    async def effect(tx: Transaction) -> Sequence[Message]:
        await room(tx.connection)
        return ()

    async with services.database.read() as connection:
        await room(connection)
        shown = await hand_overs.kept(connection, number, request.place.chat)
        if shown is None:
            raise UserError(sentence("since.gone"))
        own = {topic.id: topic.text for topic in await topics_in(connection, shown.chat, shown.thread)}
        found = await stories.arrivals(connection, shown.chat, list(own), shown.since, shown.made)
    if not found:
        raise UserError(sentence("plot.nothing"))
    file = await at_length(_drawn, shown, {own[topic]: times for topic, times in found.items()}, request.reader)
    return Answer(files=(file,), effect=effect)


def _drawn(shown: HandOver, arrivals: Mapping[str, Sequence[datetime]], reader: Reader) -> File:
    """The picture, with how many hours it covers below it."""
    since, until = reader.moment(shown.since), reader.moment(shown.made)
    content = coverage_plot(title_of(shown, reader), hour_bars(arrivals, shown.since, shown.made, reader), reader)
    caption = reader.say("plot.caption", since=since, until=until)
    return File(name="coverage.png", content=content, caption=caption, picture=True)
