"""/change: another query for a topic, in its own place."""

from handlers.asked_back import QuestionError
from handlers.commands.arguments import parse_track
from handlers.commands.changed_topics import TopicChange, changed
from handlers.commands.topics import listed, meant_topics, track_line
from handlers.commands.track import no_source
from handlers.requests import Answer, Request, Services
from newsroom.errors import UserError
from newsroom.matching.source_names import unwatched
from newsroom.matching.typed_query import parse_typed
from newsroom.sentence import sentence
from newsroom.topic import Topic
from storage import sources, topics


async def change(request: Request, services: Services) -> Answer:
    """/change 3 ferry strike: topic 3 asks that; /change 3 alone asks for the words; /change alone lists the topics."""
    chat = request.place.chat
    async with services.database.read() as connection:
        own = await topics.topics_of(connection, chat)
        watched = [one.source for one in await sources.active_sources(connection, chat)]
    if not request.argument:
        return Answer(messages=(listed(own, request.place, request.reader),))
    which, _, words = request.argument.partition(" ")
    if not which.isdigit():
        raise UserError(sentence("change.which"))
    (topic,) = meant_topics(own, which)
    if not words.strip():
        raise asked_for(topic)
    wish = parse_track(words)
    query = parse_typed(wish.query)
    if missing := unwatched(query, watched):
        raise no_source(request, missing[0], watched, command="change")
    return await changed(request, services, TopicChange(topic=topic, query=query, wish=wish))


def asked_for(topic: Topic) -> QuestionError:
    """The question for a topic's new query, with what it asks now, to be copied by a tap."""
    now = track_line(topic).removeprefix("/track ")
    return QuestionError(sentence("change.what", query=now), "change", begun=str(topic.id))
