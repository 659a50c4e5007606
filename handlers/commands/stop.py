"""/stop: whether alerts shall rest, or topics end; and the tap that takes it back."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from handlers.buttons import Act, button
from handlers.commands import topics
from handlers.commands.read_chat_file import read_chat_file
from handlers.commands.stopped_topics import keep_stopped
from handlers.commands.take_over import put_topics
from handlers.html import fit
from handlers.messages import Message, Rows
from handlers.render.export.chat_toml import filed_topic
from handlers.requests import Answer, Request, Services
from newsroom.errors import UserError
from newsroom.sentence import sentence
from newsroom.topic import Topic, TopicMode
from storage import chat_files
from storage import topics as stored
from storage.database import Transaction


async def stop(request: Request, services: Services) -> Answer:
    """Ask what shall stop; its buttons mean the topics that there are now, up to the newest."""
    own = await services.database.ask(lambda c: stored.topics_of(c, request.place.chat))
    if not own:
        return Answer(messages=(request.message("stop.nothing_tracked"),))
    reader, newest = request.reader, max(topic.id for topic in own)
    sounding = [topic for topic in own if topic.mode is not TopicMode.PAUSED]
    pause = [(button(reader.say("button.pause_all"), Act.PAUSE_ALL, newest),)] if sounding else []
    rows = (
        *pause,
        (button(reader.say("button.untrack_all", count=len(own)), Act.DELETE_ALL, newest),),
        (button(reader.say("button.stop_nothing"), Act.KEEP_ALL, newest),),
    )
    html = reader.say("stop.which" if sounding else "stop.all_paused", count=len(own))
    return Answer(messages=(Message(html=html, buttons=rows),))


async def press_pause(request: Request, services: Services, newest: int) -> Answer:
    """Let every topic rest that there was when it was asked; the list has what takes them up again."""
    await topics.known_topic(request, services, newest)

    async def effect(tx: Transaction) -> Sequence[Message]:
        own = await stored.topics_of(tx.connection, request.place.chat)
        sounding = [topic for topic in own if topic.id <= newest and topic.mode is not TopicMode.PAUSED]
        for topic in sounding:
            await stored.set_mode(tx, topic.id, request.place.chat, TopicMode.PAUSED)
        undo = ((await keep_stopped(tx, request, sounding),),) if sounding else ()
        own = await stored.topics_of(tx.connection, request.place.chat)
        return [_listed_below(request.reader.say("stop.paused"), undo, own, request)]

    return Answer(effect=effect, toast=request.reader.say("topics.saved"), replaces=True)


def _listed_below(done: str, above: Rows, own: Sequence[Topic], request: Request) -> Message:
    listed = topics.listed(own, request.place, request.reader)
    return replace(listed, html=fit(f"{done}\n\n{listed.html}"), buttons=(*above, *listed.buttons))


async def press_resume(request: Request, services: Services, number: int) -> Answer:
    """Undo under topics that were stopped, or paused: they are tracked again as they were; the list takes its place."""
    kept = await services.database.ask(lambda c: chat_files.kept(c, number, request.chat.id))
    if kept is None:
        raise UserError(sentence("untrack.too_late"))
    was = await asyncio.to_thread(read_chat_file, kept.content.encode("utf-8"), request.now)

    async def effect(tx: Transaction) -> Sequence[Message]:
        if not await chat_files.note_undone(tx, kept.id, request.now):
            raise UserError(sentence("chat_file.undone_already"))
        own = await stored.topics_of(tx.connection, request.place.chat)
        gone = {topic.key for topic in was.topics} - {filed_topic(topic, request.now).key for topic in own}
        without_room = len(own) + len(gone) - services.limits.topics_per_chat
        if without_room > 0:
            raise UserError(sentence("chat_file.no_room", topics=sentence("unit.topic", count=without_room)))
        await put_topics(tx, request, was.topics)
        own = await stored.topics_of(tx.connection, request.place.chat)
        return [_listed_below(request.reader.say("untrack.taken_back"), (), own, request)]

    return Answer(effect=effect, toast=request.reader.say("undo.toast"), replaces=True)
