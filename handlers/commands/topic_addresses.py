"""/rss: a private address at which a topic can be read as Atom: made, made anew, ended."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from handlers.buttons import AddressAct, ListAct, button
from handlers.commands.topics import known_topic, meant_topics
from handlers.html import code, escape, fit, shortened
from handlers.messages import Button, Message, Rows
from handlers.render.pages import list_buttons, page_number, page_of_pages
from handlers.requests import Answer, Request, Services
from handlers.sentences.reader import Reader
from handlers.topic_reading import topic_address
from newsroom.errors import UserError
from newsroom.sentence import sentence
from newsroom.topic import Topic, TopicId
from storage import topic_addresses, topics
from storage.database import Connection, Transaction

_SECRET_BYTES = 32
_A_PAGE = 10  # topics: each has a row of buttons, and a phone shows ten
_LISTED_CHARS = 200  # of a query in the list: ten of them fit one message


async def rss(request: Request, services: Services) -> Answer:
    """/rss: the topics with their addresses; /rss ferry: an address; /rss ferry off: none any more."""
    if services.publish_url is None:
        raise UserError(sentence("rss.nowhere"))
    if not request.argument:
        async with services.database.read() as connection:
            return Answer(messages=(await _list(connection, request),))
    words, _, last = request.argument.rpartition(" ")
    ends = bool(words) and last.casefold() == "off"
    own = await services.database.ask(lambda c: topics.topics_of(c, request.place.chat))
    about, line = (words, "/rss {} off") if ends else (request.argument, "/rss {}")
    (topic, *others) = meant_topics(own, about, line)
    if others:
        raise UserError(sentence("rss.one_topic"))
    if ends:
        return _ended(request, topic)
    made = await services.database.ask(lambda c: topic_addresses.made_in(c, request.place.chat))
    if topic.id in made:
        return Answer(messages=(_there_is_one(topic, made[topic.id], request.reader),))
    return _made(request, services, topic)


async def press_page(request: Request, services: Services, page: int) -> Answer:
    """Another page of the topics with their addresses."""
    async with services.database.read() as connection:
        return Answer(messages=(await _list(connection, request, page),), replaces=True)


async def press(request: Request, services: Services, act: AddressAct, number: int) -> Answer:
    """A button under a topic's address, or in their list."""
    topic = await known_topic(request, services, number)
    if act is AddressAct.END:
        return Answer(messages=(_whether_end(topic, request.reader),), replaces=True)
    if services.publish_url is None:
        raise UserError(sentence("rss.nowhere"))
    made = await services.database.ask(lambda c: topic_addresses.made_in(c, request.place.chat))
    if act is AddressAct.NEW and topic.id in made:
        return Answer(messages=(_whether_anew(topic, request.reader),), replaces=True)
    return replace(_made(request, services, topic), replaces=act is AddressAct.ANEW)


def _made(request: Request, services: Services, topic: Topic) -> Answer:
    """A new address, read once; what was there ends."""
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    address = topic_address(services.publish_url or "", secret)

    async def effect(tx: Transaction) -> Sequence[Message]:
        await topic_addresses.put(tx, topic, secret, request.speaker.user, request.now)
        say, query = request.reader.say, code(topic.text)
        who = say("rss.whoever_has_it" if request.is_confidential else "rss.everybody_has_it")
        html = say("rss.made", query=query, address=code(address), who=who)
        return [Message(html=html, buttons=_buttons(topic, request.reader), secret=True)]

    return Answer(effect=effect)


def _whether_anew(topic: Topic, reader: Reader) -> Message:
    """A question, since a tap is soon done, and whoever reads at the old address loses it."""
    anew = button(reader.say("button.new_address"), AddressAct.ANEW, topic.id)
    keep = Button(text=reader.say("button.keep"), line="/rss", turns=True)
    return Message(html=reader.say("rss.whether_anew", query=escape(topic.text)), buttons=((anew, keep),))


def _whether_end(topic: Topic, reader: Reader) -> Message:
    """A question, since a tap is soon done, and the address never comes back."""
    end = Button(text=reader.say("button.end_address"), line=f"/rss {topic.id} off", turns=True)
    keep = Button(text=reader.say("button.keep"), line="/rss", turns=True)
    return Message(html=reader.say("rss.whether_end", query=escape(topic.text)), buttons=((end, keep),))


def _ended(request: Request, topic: Topic) -> Answer:
    async def effect(tx: Transaction) -> Sequence[Message]:
        there_was = await topic_addresses.end(tx, topic.id, request.place.chat)
        return [request.message("rss.ended" if there_was else "rss.none", query=topic.text)]

    return Answer(effect=effect)


def _there_is_one(topic: Topic, made: datetime, reader: Reader) -> Message:
    html = reader.say("rss.known", query=escape(topic.text), day=reader.day(reader.local(made).date()))
    return Message(html=html, buttons=_buttons(topic, reader))


def _buttons(topic: Topic, reader: Reader) -> Rows:
    anew = button(reader.say("button.new_address"), AddressAct.NEW, topic.id)
    return ((anew, button(reader.say("button.end_address"), AddressAct.END, topic.id)),)


async def _list(connection: Connection, request: Request, page: int = 0) -> Message:
    own = await topics.topics_of(connection, request.place.chat)
    if not own:
        return request.message("topics.none")
    made, reader = await topic_addresses.made_in(connection, request.place.chat), request.reader
    page = page_number(page, len(own), _A_PAGE)
    shown = own[page * _A_PAGE : (page + 1) * _A_PAGE]
    lines = [reader.say("rss.heading") + page_of_pages(page, len(own), _A_PAGE, reader)]
    lines += [_line(topic, made, reader) for topic in shown]
    rows = [(_in_list(topic, made, reader),) for topic in shown]
    turns = list_buttons(ListAct.ADDRESSES, page, len(own), _A_PAGE, reader)
    return Message(html=fit("\n".join(lines)), buttons=(*rows, *turns))


def _in_list(topic: Topic, made: Mapping[TopicId, datetime], reader: Reader) -> Button:
    if topic.id in made:
        return button(reader.say("button.end_address_of", number=topic.id), AddressAct.END, topic.id)
    return button(reader.say("button.address_of", number=topic.id), AddressAct.NEW, topic.id)


def _line(topic: Topic, made: Mapping[TopicId, datetime], reader: Reader) -> str:
    query = code(shortened(topic.text, _LISTED_CHARS))
    since = made.get(topic.id)
    if since is None:
        return reader.say("rss.line_without", topic=topic.id, query=query)
    day = reader.day(reader.local(since).date())
    return reader.say("rss.line", topic=topic.id, query=query, day=day)
