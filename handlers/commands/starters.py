"""/starters: sets of public feeds to begin with, country, beat and Add by buttons; and topics for who has none."""

from collections.abc import Sequence

from handlers.commands.added_feeds import add_feeds, addition_lines
from handlers.commands.find import finds_any, week_before
from handlers.html import bold, escape, fit
from handlers.messages import Button, Message, Rows
from handlers.render.button_rows import packed
from handlers.render.feed_link import feed_link
from handlers.requests import Answer, Request, Services
from handlers.sentences.catalogue import ENGLISH
from handlers.sentences.reader import Reader
from newsroom.access import Role
from newsroom.chat import ChatKind
from newsroom.matching.query import parse
from newsroom.sentence import sentence
from newsroom.source import SourceKind
from newsroom.starter_sets import WORLD, Beat, StarterFeed, StarterSet, StarterSets
from newsroom.stories.publishers import publisher
from newsroom.text.url import registered_domain
from storage import sources, topics
from storage.database import Connection, Transaction
from storage.sources import SourceSpec

_ADD = "add"
_TOPICS = 3  # offered at once: two rows of buttons
_BEATS = {
    Beat.NEWS: "starters.news",
    Beat.WORLD: "starters.world",
    Beat.POLITICS: "starters.politics",
    Beat.BUSINESS: "starters.business",
}
_FLAG_OF_A = ord("🇦") - ord("A")


async def starters(request: Request, services: Services) -> Answer:
    """The countries, a country's beats, the feeds of one, or their addition: as far as the words go."""
    country, _, rest = request.argument.partition(" ")
    beat, _, more = rest.strip().partition(" ")
    sets = services.starters.of(country.upper())
    found = next((one for one in sets if one.beat == beat.lower()), None)
    if found is not None and more.strip().lower() == _ADD:
        return _addition(request, services, found, await topics_that_find(request, services))
    if found is not None:
        return Answer(messages=(_feeds(found, services.starters, request.reader),))
    if sets:
        return Answer(messages=(_beats(sets, request.reader),))
    return Answer(messages=(_countries(services.starters, request.reader),))


def first_buttons(known: StarterSets, topics_offered: Sequence[str], reader: Reader) -> Rows:
    """For who has nothing yet: topics, each tracked by a tap, and the countries."""
    return (*topic_buttons(topics_offered), *_country_rows(known, reader, turns=False))


def sets_button(request: Request, services: Services) -> tuple[Button, ...]:
    """The way to the sets from elsewhere; none for a reader's own chat, which may have no feeds."""
    own_chat = request.chat.kind is ChatKind.PRIVATE
    if not services.starters.sets or (own_chat and request.speaker.role is Role.READER):
        return ()
    return (Button(text=request.reader.say("button.starters"), line="/starters"),)


async def topics_that_find(request: Request, services: Services) -> tuple[str, ...]:
    """Topics to begin with, of which there was something in the last week; the first ones where there was of none."""
    known = services.starters.topics_in(request.reader.language, ENGLISH)
    found: list[str] = []
    for query in known:
        if len(found) < _TOPICS and await _finds(query, request, services):
            found.append(query)
    return tuple(found) or known[:_TOPICS]


async def _finds(query: str, request: Request, services: Services) -> bool:
    chat, since = request.place.chat, week_before(request.now)
    async with services.database.read() as connection:
        return await finds_any(connection, parse(query), chat, since)


def topic_buttons(queries: Sequence[str]) -> Rows:
    """A button for each topic to begin with; none where there are none."""
    return (tuple(Button(text=f"🔔 {query}", line=f"/track {query}") for query in queries),) if queries else ()


async def has_nothing(connection: Connection, request: Request) -> bool:
    """Whether the chat has neither a topic nor a feed of its own."""
    chat = request.place.chat
    return not await topics.count(connection, chat) and not await sources.chat_sources(connection, chat)


def _countries(known: StarterSets, reader: Reader) -> Message:
    if not known.sets:
        return Message(html=reader.say("starters.none"))
    return Message(html=reader.say("starters.countries"), buttons=_country_rows(known, reader, turns=True))


def _country_rows(known: StarterSets, reader: Reader, *, turns: bool) -> Rows:
    """Those where the reader's language is spoken first."""
    theirs = {one.country for one in known.sets if any(feed.language == reader.language for feed in one.feeds)}
    ordered = sorted(known.countries, key=lambda country: country not in theirs)
    buttons = [
        Button(text=f"{_flag(country)} {_country(country, reader)}", line=f"/starters {country}", turns=turns)
        for country in ordered
    ]
    return packed(buttons)


def _beats(sets: Sequence[StarterSet], reader: Reader) -> Message:
    country = sets[0].country
    rows = tuple(
        (
            Button(
                text=f"{_beat(one, reader)} · {_count(one, reader)}",
                line=f"/starters {country} {one.beat}",
                turns=True,
            ),
        )
        for one in sets
    )
    back = Button(text=reader.say("button.starters_back"), line="/starters", turns=True)
    title = f"{_flag(country)} {escape(_country(country, reader))}"
    return Message(html=reader.say("starters.beats", country=title), buttons=(*rows, (back,)))


def _feeds(one: StarterSet, known: StarterSets, reader: Reader) -> Message:
    title = f"{_flag(one.country)} {_country(one.country, reader)} · {_beat(one, reader)}"
    lines = [bold(title), *(_line(feed, reader) for feed in one.feeds), ""]
    if known.checked:
        lines.append(reader.say("starters.checked", day=reader.day(known.checked)))
    elif known.collected:
        lines.append(reader.say("starters.unchecked", day=reader.day(known.collected)))
    add = Button(
        text=reader.say("button.add_feeds", feeds=_count(one, reader)),
        line=f"/starters {one.country} {one.beat} {_ADD}",
        turns=True,
    )
    back = Button(text=reader.say("button.starters_back"), line=f"/starters {one.country}", turns=True)
    return Message(html=fit("\n".join(lines)), buttons=((add,), (back,)))


def _line(feed: StarterFeed, reader: Reader) -> str:
    domain, language = escape(registered_domain(feed.url)), escape(reader.language_name(feed.language))
    return f"• {feed_link(feed.name, feed.url)} — {domain}, {language}"


def _addition(request: Request, services: Services, one: StarterSet, offered: Sequence[str]) -> Answer:
    specs = [_spec(feed, one, services) for feed in one.feeds]

    async def effect(tx: Transaction) -> Sequence[Message]:
        addition = await add_feeds(tx, request, services, specs)
        lines = addition_lines(request, addition, added="starters.added")
        others = Button(text=request.reader.say("button.starters_back"), line="/starters", turns=True)
        buttons: Rows = ((others,),)
        if not await topics.count(tx.connection, request.place.chat):
            lines += ["", request.reader.html(sentence("starters.now_a_topic"))]
            buttons = (*topic_buttons(offered), *buttons)
        return [Message(html=fit("\n".join(lines)), buttons=buttons)]

    return Answer(effect=effect)


def _spec(feed: StarterFeed, one: StarterSet, services: Services) -> SourceSpec:
    """Its name is the operator's word, not the feed's own."""
    return SourceSpec(
        url=feed.url,
        name=feed.name,
        family=publisher(feed.url, feed.name, services.publishers),
        kind=SourceKind.PRIVATE,
        country=None if one.country == WORLD else one.country.lower(),
        language=feed.language,
    )


def _beat(one: StarterSet, reader: Reader) -> str:
    return reader.say(_BEATS[one.beat])


def _count(one: StarterSet, reader: Reader) -> str:
    return reader.say("unit.feed", count=len(one.feeds))


def _country(code: str, reader: Reader) -> str:
    return reader.say("starters.international") if code == WORLD else reader.country_name(code)


def _flag(code: str) -> str:
    return "🌍" if code == WORLD else "".join(chr(ord(letter) + _FLAG_OF_A) for letter in code)
