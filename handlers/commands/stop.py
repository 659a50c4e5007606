"""/stop: whether alerts shall rest, or topics end."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.buttons import Act, button
from handlers.commands import topics
from handlers.html import fit
from handlers.messages import Message
from handlers.requests import Answer, Request, Services
from newsroom.topic import TopicMode
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
        for topic in await stored.topics_of(tx.connection, request.place.chat):
            if topic.id <= newest:
                await stored.set_mode(tx, topic.id, request.place.chat, TopicMode.PAUSED)
        own = await stored.topics_of(tx.connection, request.place.chat)
        listed = topics.listed(own, request.place, request.reader)
        return [replace(listed, html=fit(f"{request.reader.say('stop.paused')}\n\n{listed.html}"))]

    return Answer(effect=effect, toast=request.reader.say("topics.saved"), replaces=True)
