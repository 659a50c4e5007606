"""/settings: what holds in this chat, in one message, and the ways to change it."""

from collections import Counter
from collections.abc import Sequence

from handlers.buttons import ASKED_COMMANDS, SHOWN_COMMANDS, Act, button
from handlers.commands.digest import days_of, times_of
from handlers.commands.settings import quiet_span
from handlers.commands.spoken_language import own_name
from handlers.messages import Button, Message
from handlers.render.button_rows import packed
from handlers.requests import Answer, Request, Services
from handlers.sentences.reader import Reader
from newsroom.chat import ChatKind
from newsroom.errors import UserError
from newsroom.sentence import Sentence, sentence
from newsroom.text.url import host_of
from newsroom.topic import Topic, TopicMode
from storage import chats, receivers, story_cards, topics
from storage.database import Connection, Transaction

_ASKED = {command: number for number, command in ASKED_COMMANDS.items()}
_SHOWN = {command: number for number, command in SHOWN_COMMANDS.items()}


async def all_settings(request: Request, services: Services) -> Answer:
    """Zone, language, digest, quiet hours, topics, what is muted, and who may change it; or pictures on, off."""
    if request.argument:
        return _with_pictures(request, services)
    return Answer(messages=(await services.database.ask(lambda c: _shown(c, request, services)),))


def _with_pictures(request: Request, services: Services) -> Answer:
    """/settings pictures on: a button's line."""
    words = request.argument.lower().split()
    if words not in (["pictures", "on"], ["pictures", "off"]):
        raise UserError(sentence("settings.argument"))

    async def effect(tx: Transaction) -> Sequence[Message]:
        await chats.set_pictures(tx, request.chat.id, wanted=words[-1] == "on")
        return [await _shown(tx.connection, request, services)]

    return Answer(effect=effect)


async def _shown(connection: Connection, request: Request, services: Services) -> Message:
    own = await topics.topics_of(connection, request.place.chat)
    muted = await story_cards.muted_stories(connection, request.place.chat)
    receiver = await receivers.receiver_of(connection, request.chat.id)
    pictures = await chats.pictures_wanted(connection, request.chat.id)
    reader, published = request.reader, services.publish_url is not None
    lines = (
        _heading(request),
        sentence("settings.zone", zone=reader.zone_name, time=reader.clock(request.now, request.now)),
        sentence("settings.language", language=own_name(request.chat.language)),
        sentence("settings.digest", digest=_digest(request)),
        sentence("settings.quiet", quiet=_quiet(request)),
        *_topics(own),
        sentence("settings.muted", stories=sentence("unit.story", count=len(muted))),
        sentence("settings.pictures_on" if pictures else "settings.pictures_off"),
        *([sentence("settings.webhook", host=host_of(receiver.url))] if receiver else []),
        _who_changes(request),
    )
    ways = [*_buttons(reader, muted=bool(muted), published=published), _pictures(reader, shown=pictures)]
    return Message(html="\n".join(map(reader.html, lines)), buttons=packed(ways))


def _pictures(reader: Reader, *, shown: bool) -> Button:
    name, word = ("button.pictures_off", "off") if shown else ("button.pictures_on", "on")
    return Button(text=reader.say(name), line=f"/settings pictures {word}", turns=True)


def _heading(request: Request) -> Sentence:
    own = request.chat.kind is ChatKind.PRIVATE
    return sentence("settings.heading_own") if own else sentence("settings.heading", chat=request.chat.title)


def _digest(request: Request) -> Sentence:
    chat, reader = request.chat, request.reader
    if chat.digest is None:
        return sentence("settings.off")
    name = "settings.daily" if chat.digest_empty else "settings.daily_silent"
    return sentence(name, days=days_of(chat.digest.days, reader), times=times_of(chat.digest, reader))


def _quiet(request: Request) -> Sentence:
    hours, reader = request.chat.quiet, request.reader
    if hours is None:
        return sentence("settings.off")
    return quiet_span(hours, reader)


def _topics(own: Sequence[Topic]) -> tuple[Sentence, ...]:
    """How many, and how many of these are not alerted of."""
    count = Counter(topic.mode for topic in own)
    topics_ = sentence("unit.topic", count=len(own))
    if len(own) == count[TopicMode.ALERTS]:
        return (sentence("settings.topics", topics=topics_),)
    other = {"digest": count[TopicMode.DIGEST], "paused": count[TopicMode.PAUSED]}
    return (sentence("settings.topics_of_modes", topics=topics_, **other),)


def _who_changes(request: Request) -> Sentence:
    if request.managing:
        return sentence("settings.managed")
    return sentence("settings.yours" if request.chat.kind is ChatKind.PRIVATE else "settings.admins")


def _buttons(reader: Reader, *, muted: bool, published: bool) -> list[Button]:
    return [
        button(reader.say("button.zone"), Act.ASK, _ASKED["timezone"]),
        button(reader.say("button.digest"), Act.ASK, _ASKED["digest"]),
        button(reader.say("button.quiet"), Act.ASK, _ASKED["quiet"]),
        button(reader.say("button.topics"), Act.SHOW, _SHOWN["topics"]),
        *([button(reader.say("button.muted"), Act.SHOW, _SHOWN["unmute"])] if muted else []),
        button(reader.say("button.language"), Act.SHOW, _SHOWN["language"]),
        *([button(reader.say("button.rss"), Act.SHOW, _SHOWN["rss"])] if published else []),
    ]
