"""/change: another query for a topic, in its own place."""

from handlers.asked_back import QuestionError
from handlers.commands.arguments import TrackArgument, parse_track
from handlers.commands.changed_topics import TopicChange, changed
from handlers.commands.topics import QUOTED_CHARS, listed
from handlers.commands.track import no_source
from handlers.requests import Answer, Request, Services
from newsroom.errors import UserError
from newsroom.matching.source_names import unwatched
from newsroom.matching.typed_query import parse_typed
from newsroom.sentence import sentence
from newsroom.topic import Topic
from storage import sources, topics


async def change(request: Request, services: Services) -> Answer:
    """/change 3 ferry strike: topic 3 asks that; /change 3 alone asks for the words; /change alone lists the topics.

    Whatever of min: and confirm: is not typed stays as it is.
    """
    chat = request.place.chat
    async with services.database.read() as connection:
        own = await topics.topics_of(connection, chat)
        watched = [one.source for one in await sources.active_sources(connection, chat)]
    if not request.argument:
        return Answer(messages=(listed(own, request.place, request.reader),))
    which, *words = request.argument.split(maxsplit=1)
    if not (which.isascii() and which.isdigit()):
        raise UserError(sentence("change.which"))
    # The number alone decides: whoever mistypes it must not put their words in the place of another topic's.
    topic = next((one for one in own if str(one.id) == which), None)
    if topic is None:
        raise UserError(sentence("untrack.unknown", query=which[:QUOTED_CHARS]))
    if not words:
        raise asked_for(topic)
    wish = parse_track(words[0], TrackArgument.of(topic))
    query = parse_typed(wish.query)
    if missing := unwatched(query, watched):
        raise no_source(request, missing[0], watched, command="change")
    return await changed(request, services, TopicChange(topic=topic, query=query, wish=wish))


def asked_for(topic: Topic) -> QuestionError:
    """The question for a topic's new query, with what it asks now, to be copied by a tap.

    Without min: and confirm:, which stay as they are unless they are typed.
    """
    return QuestionError(sentence("change.what", query=topic.text), "change", begun=str(topic.id))
