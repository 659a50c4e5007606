"""From which sources a topic is alerted of, by buttons: languages, countries, kinds and sources that are left out."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from handlers.buttons import TopicCardAct, button
from handlers.commands.arguments import TrackArgument
from handlers.commands.changed_topics import TopicChange, changed
from handlers.commands.topics import wishes
from handlers.html import code, fit, italic
from handlers.messages import Button, Message, Rows
from handlers.render.button_rows import packed
from handlers.render.chat_file_change import MODE_MARKS
from handlers.requests import Answer, Request, Services
from handlers.sentences.reader import Reader
from newsroom.errors import UserError
from newsroom.matching.query import Query, explain, parse, str_query
from newsroom.matching.restrictions import leave_out, left_out, restrict, restricted_to
from newsroom.matching.syntax import Field
from newsroom.sentence import sentence
from newsroom.source import Source, SourceKind
from newsroom.text.words import tokens
from newsroom.topic import Topic
from storage import sources
from storage.database import Connection

# What a button's detail begins with: stored in messages for ever, so a number's meaning never changes.
_SCREENS = {1: Field.LANG, 2: Field.COUNTRY, 3: Field.KIND, 4: Field.SOURCE}
_LABELS = {
    Field.LANG: "button.topic_languages",
    Field.COUNTRY: "button.topic_countries",
    Field.KIND: "button.topic_kinds",
    Field.SOURCE: "button.topic_left_out",
}
_HEADINGS = {
    Field.LANG: "topic_sources.languages",
    Field.COUNTRY: "topic_sources.countries",
    Field.KIND: "topic_sources.kinds",
    Field.SOURCE: "topic_sources.sources",
}
_KINDS = {
    SourceKind.WIRE: "button.kind_wire",
    SourceKind.PUBLIC: "button.kind_public",
    SourceKind.PRIVATE: "button.kind_private",
    SourceKind.STATE: "button.kind_state",
}
_LEFT_OUT = frozenset({Field.KIND, Field.SOURCE})  # of these what is marked is unwanted, of the others alone wanted
_MOST = 24  # buttons: twelve rows, which a phone shows at once; further sources are left out by typing
_NUMBER_BYTES, _SCREEN = 6, 10**15  # a value's number has at most 15 digits, of 18 that a detail may have


async def press(request: Request, services: Services, topic: Topic, detail: int) -> Answer:
    """The menu, the values of one field, or one of these turned on or off."""
    screen, number = divmod(detail, _SCREEN) if detail >= _SCREEN else (detail, 0)
    field = _SCREENS.get(screen)
    if field is None:
        return Answer(messages=(_menu(topic, request.reader),), replaces=True)
    active = await services.database.ask(lambda c: sources.active_sources(c, request.place.chat))
    watched = [one.source for one in active]
    offered = _offered(watched, topic, field, request.reader)
    if not number:
        choices = _without_covered(offered, watched, topic, field)
        return Answer(messages=(_values(topic, field, choices, request.reader),), replaces=True)
    value = next((one for one in offered if _number(one) == number), None)
    if value is None:
        raise UserError(sentence("update.old_button"))
    query = _with_toggled(topic, field, value)
    wish = replace(TrackArgument.of(topic), query=str_query(query))

    async def shown(_connection: Connection, new: Topic, figure: str) -> Message:
        return _values(new, field, _without_covered(offered, watched, new, field), request.reader, figure)

    change = TopicChange(topic=topic, query=query, wish=wish)
    return await changed(request, services, change, replaces=True, shown_as=shown)


def _with_toggled(topic: Topic, field: Field, value: str) -> Query:
    there, put = (left_out, leave_out) if field in _LEFT_OUT else (restricted_to, restrict)
    before = {one.casefold(): one for one in there(topic.query, field)}
    if before.pop(value.casefold(), None) is None:
        before[value.casefold()] = value
    query = put(topic.query, field, before.values())
    if query is None:
        raise UserError(sentence("topic_sources.nothing_left", topic=topic.id))
    return parse(str_query(query))


def _offered(watched: Sequence[Source], topic: Topic, field: Field, reader: Reader) -> Mapping[str, str]:
    """The values of the watched sources and those of the query, with what their buttons say, in their order.

    Whole publishers come first. Where there are too many those that are marked are among them: a tap takes them back.
    """
    found = _publishers(watched, reader) if field is Field.SOURCE else {}
    whole = [*found]
    for source in watched:
        for value, label in _value(source, field, reader):
            found.setdefault(value, label)
    asked = [*restricted_to(topic.query, field), *left_out(topic.query, field)]
    known = {value.casefold() for value in found}
    found |= {value: _label(value, field, reader) for value in asked if value.casefold() not in known}
    marked = _marked(topic, field)
    ordered = sorted(found.items(), key=lambda pair: (pair[0] not in whole, pair[1].casefold()))
    first = sorted(ordered, key=lambda pair: pair[0].casefold() not in marked)[:_MOST]
    return dict(pair for pair in ordered if pair in first)


def _publishers(watched: Sequence[Source], reader: Reader) -> dict[str, str]:
    """The publishers behind several of the sources: one voice, that is left out at one tap."""
    sources_of = Counter(source.family for source in watched if _words(source.family))
    return {
        _words(name): reader.say("button.whole_publisher", publisher=name, number=number)
        for name, number in sources_of.items()
        if number > 1
    }


def _without_covered(
    offered: Mapping[str, str], watched: Sequence[Source], topic: Topic, field: Field
) -> Mapping[str, str]:
    """Of a publisher that is left out no source is offered, unless it is left out by itself as well."""
    if field is not Field.SOURCE:
        return offered
    marked = _marked(topic, field)
    covered = {_words(source.name) for source in watched if _words(source.family).casefold() in marked}
    return {value: label for value, label in offered.items() if value not in covered or value.casefold() in marked}


def _words(name: str) -> str:
    """A name as a query has it."""
    return " ".join(token.text for token in tokens(name))


def _marked(topic: Topic, field: Field) -> Collection[str]:
    there = left_out(topic.query, field) if field in _LEFT_OUT else restricted_to(topic.query, field)
    return {value.casefold() for value in there}


def _value(source: Source, field: Field, reader: Reader) -> Sequence[tuple[str, str]]:
    """A source's value, and what its button says; none where nobody has set it."""
    match field:
        case Field.LANG:
            value = (source.language or "").partition("-")[0]
        case Field.COUNTRY:
            value = source.country or ""
        case Field.KIND:
            value = source.kind.value
        case Field.SOURCE:
            return [(_words(source.name), source.name)] if _words(source.name) else []
    return [(value, _label(value, field, reader))] if value else []


def _label(value: str, field: Field, reader: Reader) -> str:
    match field:
        case Field.LANG:
            return reader.language_name(value)
        case Field.COUNTRY:
            return reader.country_name(value.upper())
        case Field.KIND:
            return reader.say(_KINDS[SourceKind(value)])
        case Field.SOURCE:
            return value


def _number(value: str) -> int:
    return int.from_bytes(sha256(value.casefold().encode()).digest()[:_NUMBER_BYTES])


def _menu(topic: Topic, reader: Reader) -> Message:
    buttons = [_to(topic, screen, reader.say(_LABELS[field])) for screen, field in _SCREENS.items()]
    back = button(reader.say("button.back_to_topic"), TopicCardAct.CARD, topic.id)
    html = "\n".join([*_asks(topic, reader), reader.say("topic_sources.menu")])
    return Message(html=fit(html), buttons=(*packed(buttons), (back,)))


def _values(topic: Topic, field: Field, offered: Mapping[str, str], reader: Reader, figure: str = "") -> Message:
    """The values of a field, those marked that the topic names; `figure`: how much it would have sent."""
    html = "\n".join(filter(None, [*_asks(topic, reader), figure, reader.say(_HEADINGS[field])]))
    back = _to(topic, 0, reader.say("button.topic_sources"))
    return Message(html=fit(html), buttons=(*_toggles(topic, field, offered), (back,)))


def _toggles(topic: Topic, field: Field, offered: Mapping[str, str]) -> Rows:
    screen = next(number for number, one in _SCREENS.items() if one is field)
    marked = _marked(topic, field)
    sign = "✕" if field in _LEFT_OUT else "✓"
    return packed(
        [
            _to(topic, screen * _SCREEN + _number(value), f"{sign} {label}" if value.casefold() in marked else label)
            for value, label in offered.items()
        ]
    )


def _to(topic: Topic, detail: int, label: str) -> Button:
    return button(label, TopicCardAct.NARROW, topic.id, detail)


def _asks(topic: Topic, reader: Reader) -> tuple[str, str]:
    query = f"{MODE_MARKS[topic.mode]} {code(topic.text)}{wishes(topic)}"
    return query, italic(reader.plain(explain(topic.query)))
