"""/topics, /untrack: what a chat wants to hear of."""

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

from handlers.asked_back import Choice, ChoiceError
from handlers.buttons import Act, ListAct, TopicCardAct, button
from handlers.commands.arguments import TrackArgument
from handlers.commands.stopped_topics import keep_stopped
from handlers.html import code, fit, shortened, split
from handlers.messages import Button, Message
from handlers.render.chat_file_change import MODE_MARKS
from handlers.render.pages import list_buttons, page_number, page_of_pages
from handlers.render.thread_link import thread_link
from handlers.requests import Answer, Request, Services
from handlers.sentences.reader import Reader
from newsroom.chat import Place
from newsroom.errors import UserError
from newsroom.sentence import sentence
from newsroom.topic import Topic, TopicMode
from storage import topics
from storage.database import Connection, Transaction

QUOTED_CHARS = 80
# Signs, which the legend explains: with words a phone shows one button a row beside a number of four digits.
_LIST_BUTTONS = (
    (TopicMode.ALERTS, MODE_MARKS[TopicMode.ALERTS], Act.LIST_ALERTS),
    (TopicMode.PAUSED, MODE_MARKS[TopicMode.PAUSED], Act.LIST_PAUSE),
    (TopicMode.DIGEST, MODE_MARKS[TopicMode.DIGEST], Act.LIST_DIGEST),
    (None, "✕", Act.LIST_DELETE),
)
_MODE_SET = {
    TopicMode.ALERTS: "topics.alerts_on",
    TopicMode.DIGEST: "topics.digest_only",
    TopicMode.PAUSED: "topics.paused",
}
_A_PAGE = 10  # topics: each has a row of buttons, and a phone shows ten
_LISTED_CHARS = 200  # of a query in the list: ten of them fit one message


def choices(topic: Topic, reader: Reader, *, digest_first: bool = False) -> tuple[Button, ...]:
    """The buttons under a topic: alerts, the digest only, other words, not at all."""
    alerts, digest = reader.say("button.alerts_now"), reader.say("button.digest_only")
    ways = (
        button(f"✓ {alerts}" if topic.mode is TopicMode.ALERTS else alerts, Act.ALERTS_ON, topic.id),
        button(f"✓ {digest}" if topic.mode is TopicMode.DIGEST else digest, Act.DIGEST_ONLY, topic.id),
    )
    edit = button(reader.say("button.edit_topic"), TopicCardAct.EDIT, topic.id)
    ends = (edit, button(reader.say("button.untrack"), Act.DELETE, topic.id))
    return (*(reversed(ways) if digest_first else ways), *ends)


async def list_topics(request: Request, services: Services) -> Answer:
    """The chat's topics, each with buttons."""
    own = await services.database.ask(lambda c: topics.topics_of(c, request.place.chat))
    return Answer(messages=(listed(own, request.place, request.reader),))


async def press_page(request: Request, services: Services, page: int) -> Answer:
    """Another page of them."""
    own = await services.database.ask(lambda c: topics.topics_of(c, request.place.chat))
    return Answer(messages=(listed(own, request.place, request.reader, page),), replaces=True)


async def page_of(connection: Connection, topic: Topic) -> int:
    """On which page of its chat's topics a topic is."""
    ids = [one.id for one in await topics.topics_of(connection, topic.place.chat)]
    return ids.index(topic.id) // _A_PAGE if topic.id in ids else 0


def listed(own: Sequence[Topic], here: Place, reader: Reader, page: int = 0) -> Message:
    """A page of a chat's topics, each with buttons."""
    if not own:
        return Message(html=reader.say("topics.none"))
    page = page_number(page, len(own), _A_PAGE)
    shown = own[page * _A_PAGE : (page + 1) * _A_PAGE]
    lines = [reader.say("topics.heading", number=len(own)) + page_of_pages(page, len(own), _A_PAGE, reader)]
    lines += [_line(topic, here, reader) for topic in shown]
    lines.append(reader.say("topics.legend"))
    rows = [_row(topic, page) for topic in shown]
    turns = list_buttons(ListAct.TOPICS, page, len(own), _A_PAGE, reader)
    return Message(html=fit("\n".join(lines)), buttons=(*rows, *turns))


def _line(topic: Topic, here: Place, reader: Reader) -> str:
    query = code(shortened(topic.text, _LISTED_CHARS)) + wishes(topic)
    mark = MODE_MARKS[topic.mode]
    if topic.place == here:
        return reader.say("topics.line", mark=mark, query=query, topic=topic.id)
    thread = thread_link(topic.place, reader)
    return reader.say("topics.line_elsewhere", mark=mark, query=query, topic=topic.id, thread=thread)


def wishes(of: Topic | TrackArgument) -> str:
    """What follows the query of /track: min:2 confirm:3."""
    least = f" min:{of.min_independent}" if of.min_independent > 1 else ""
    return least + (f" confirm:{of.confirm_at}" if of.confirm_at else "")


def track_line(topic: Topic) -> str:
    """The command that tracks it as it is."""
    return f"/track {topic.text}{wishes(topic)}"


def _row(topic: Topic, page: int) -> tuple[Button, ...]:
    others = [(sign, act) for mode, sign, act in _LIST_BUTTONS if mode is not topic.mode]
    ways = tuple(button(f"{topic.id} {sign}", act, topic.id, page) for sign, act in others)
    return (*ways, button(f"{topic.id} ✎", TopicCardAct.CARD, topic.id))


async def untrack(request: Request, services: Services) -> Answer:
    """Stop a topic, by its number or its words; asks before it stops all of them."""
    own = await services.database.ask(lambda c: topics.topics_of(c, request.place.chat))
    if not request.argument:
        return Answer(messages=(listed(own, request.place, request.reader),))
    if request.argument.lower() == "all" and len(own) > 1:
        return Answer(messages=(_whether_all(own, request),))
    return _untracked(request, meant_topics(own, request.argument))


def _untracked(request: Request, gone: Sequence[Topic], *, replaces: bool = False) -> Answer:
    async def effect(tx: Transaction) -> Sequence[Message]:
        undo = await keep_stopped(tx, request, gone)
        for topic in gone:
            await topics.untrack(tx, topic.id, request.place.chat)
        lines = [request.reader.say("untrack.done"), *(_how_to_resume(topic) for topic in gone)]
        # Whatever their number: who did not mean all of them needs every line.
        *others, last = [Message(html=html) for html in split("\n".join(lines))]
        return [*others, replace(last, buttons=((undo,),))]

    return Answer(effect=effect, replaces=replaces)


def _how_to_resume(topic: Topic) -> str:
    """The command that tracks it again, to be copied by a tap."""
    return code(track_line(topic))


def _whether_all(own: Sequence[Topic], request: Request) -> Message:
    """A question, since it is one word; its buttons mean the topics that there are now, up to the newest."""
    reader, newest = request.reader, max(topic.id for topic in own)
    stop, keep = reader.say("button.untrack_all", count=len(own)), reader.say("button.keep_all")
    buttons = ((button(stop, Act.DELETE_ALL, newest), button(keep, Act.KEEP_ALL, newest)),)
    names = "\n".join(f"• {code(topic.text)}" for topic in own)
    return Message(html=fit(f"{reader.say('untrack.whether_all', count=len(own))}\n{names}"), buttons=buttons)


async def press_all(request: Request, services: Services, newest: int, *, stop: bool) -> Answer:
    """A button under the question whether every topic is to stop: those up to the newest that was asked about."""
    await known_topic(request, services, newest)
    own = await services.database.ask(lambda c: topics.topics_of(c, request.place.chat))
    if not stop:
        return Answer(messages=(listed(own, request.place, request.reader),), replaces=True)
    return _untracked(request, [topic for topic in own if topic.id <= newest], replaces=True)


def meant_topics(own: Sequence[Topic], argument: str, line: str = "") -> list[Topic]:
    """The topics that somebody means: by their number, "all", or the query as written.

    `line`: the command for one that was perhaps meant, "/mute {}"; "" to stop it.

    Raises:
        UserError: There is none, or no such one.
    """
    if argument.lower() == "all" and own:
        return list(own)
    wanted = " ".join(argument.split()).casefold()
    gone = [t for t in own if str(t.id) == wanted or t.text.casefold() == wanted]
    if not gone:
        near = [t for t in own if wanted in t.text.casefold()]
        gone = near if len(near) == 1 else []
    if not gone and argument.lower() == "all":
        raise UserError(sentence("topics.none"))
    if not gone:
        raise _unknown(own, wanted, argument[:QUOTED_CHARS], line)
    return gone


def _unknown(own: Sequence[Topic], wanted: str, typed: str, line: str) -> UserError:
    alike = get_close_matches(wanted, [topic.text.casefold() for topic in own], n=1)
    if not alike:
        return UserError(sentence("untrack.unknown", query=typed))
    near = next(topic for topic in own if topic.text.casefold() == alike[0])
    if line:
        near_line = Choice(line.format(near.text))
        return ChoiceError(sentence("topics.unknown_near", query=typed, near=near.text), [near_line])
    meant = Choice(f"/untrack {near.id}", sentence("button.untrack_topic", query=near.text))
    return ChoiceError(sentence("untrack.unknown_near", query=typed, near=near.text, topic=near.id), [meant])


async def press_mode(
    request: Request, services: Services, topic_id: int, mode: TopicMode, *, page: int | None
) -> Answer:
    """A button: alerts, digest only or paused; `page`: of the list of topics, where it was in that."""
    known = await known_topic(request, services, topic_id)

    async def effect(tx: Transaction) -> Sequence[Message]:
        changed = await topics.set_mode(tx, known.id, request.place.chat, mode)
        if changed is None:
            return []
        if page is not None:
            own = await topics.topics_of(tx.connection, request.place.chat)
            return [listed(own, request.place, request.reader, page)]
        confirmed = request.message(_MODE_SET[mode], query=changed.text)
        return [replace(confirmed, buttons=(choices(changed, request.reader),))]

    return Answer(effect=effect, toast=request.reader.say("topics.saved"), replaces=True)


async def press_delete(request: Request, services: Services, topic_id: int, *, page: int | None) -> Answer:
    """A button: stop the topic; `page` as above."""
    known = await known_topic(request, services, topic_id)

    async def effect(tx: Transaction) -> Sequence[Message]:
        undo = ((await keep_stopped(tx, request, [known]),),)
        await topics.untrack(tx, known.id, request.place.chat)
        gone = f"{request.reader.say('untrack.done')}\n{_how_to_resume(known)}"
        if page is not None:
            own = await topics.topics_of(tx.connection, request.place.chat)
            left = listed(own, request.place, request.reader, page)
            return [replace(left, html=fit(f"{gone}\n\n{left.html}"), buttons=(*undo, *left.buttons))]
        return [Message(html=gone, buttons=undo)]

    return Answer(effect=effect, toast=request.reader.say("untrack.toast"), replaces=True)


async def known_topic(request: Request, services: Services, topic_id: int) -> Topic:
    """The topic of a button.

    Raises:
        UserError: the chat has it no more.
    """
    found = await services.database.ask(lambda c: topics.topic(c, topic_id, request.place.chat))
    if found is None:
        raise UserError(sentence("topics.gone"))
    return found
