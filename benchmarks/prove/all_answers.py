"""All that a chat can ask for or read elsewhere, as text: what `isolation` compares with and without another chat."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from telegram import InlineQuery, User

from benchmarks.prove.mixes import START
from handlers import digest_schedule, topic_hints
from handlers.commands import backtest, export, feeds, search, since, start_help_status, story, timeline
from handlers.messages import Message
from handlers.requests import Answer, Request, Services, Speaker
from handlers.sentences.reader import Reader
from handlers.topic_reading import TopicReading
from handlers.updates.inline_answers import InlineAnswers
from newsroom.chat import Chat, ChatId, Place
from newsroom.clock import Clock
from newsroom.errors import UserError
from newsroom.story import numbered
from storage import sources, topic_addresses, topics
from storage.database import Database
from storage.states import DeliveryState
from storage.tables import deliveries

_EVERYTHING = "ferry OR mine OR dam OR bridge"
_STORIES = (*range(-9, 0), *range(1, 17))
_HINTS_AT = timedelta(days=4)  # a topic is pointed out after three days
_NOON = 12


class ChatViews:
    """What one chat sees at one moment; `services` with limits that so many questions do not reach."""

    def __init__(self, database: Database, services: Services, chat: Chat, now: datetime) -> None:
        self._database = database
        self._services = services
        self._chat = chat
        self._now = now

    async def everything(self, shown: Callable[[Message], str]) -> list[str]:
        """Each answer with what was asked; `shown`: what is to be compared of a message."""
        asked = [line async for line in self._commands(shown)]
        asked += [line async for line in self._inline()]
        asked += [line async for line in self._pages()]
        return [*asked, *await self._digests(shown)]

    async def _commands(self, shown: Callable[[Message], str]) -> AsyncIterator[str]:
        for command, text in await self._asked():
            answered = await self._answered(command(self._request(text), self._services), shown)
            yield f"{command.__name__} {text}: {answered}"

    async def _asked(self) -> list[tuple[Callable[[Request, Services], Awaitable[Answer]], str]]:
        finding = (search.search, story.all_sources, timeline.timeline, backtest.try_query)
        about = [(command, text) for text in ("", "dead", _EVERYTHING) for command in finding]
        of_story = (story.story, story.all_sources, story.why, story.edits, story.disagreements)
        numbered_ones = [(command, numbered(number)) for number in _STORIES for command in of_story]
        async with self._database.read() as connection:
            there = await sources.active_sources(connection, self._chat.id)
        # Also of those that the chat may not know of: as unknown as if they were not.
        named = sorted({one.source.name for one in there} | {f"Outlet {number}" for number in range(7)})
        return [
            *about,
            *numbered_ones,
            *((feeds.feeds, name) for name in ("", *named)),
            (start_help_status.status, ""),
            (since.since, "7d"),
            (export.export, "week as csv"),
            (export.export, f"{_EVERYTHING} as json"),
            (timeline.timeline, f"{_EVERYTHING} as csv"),
        ]

    async def _answered(self, answering: Awaitable[Answer], shown: Callable[[Message], str]) -> str:
        try:
            answer = await answering
            async with self._database.write() as tx:
                more = await answer.effect(tx) if answer.effect else ()
        except UserError as error:
            return Reader().plain(error.sentence)
        files = [f"{file.name} {file.caption} {file.content!r}" for file in answer.files]
        return " | ".join([*(shown(message) for message in (*answer.messages, *more)), *files])

    async def _inline(self) -> AsyncIterator[str]:
        """What is offered to a person whose private chat this is."""
        answers = InlineAnswers(self._services)
        person = User(id=self._chat.id, first_name="Ann", is_bot=False)
        for number, words in enumerate(("", "ferr", "dead", _EVERYTHING)):
            understood = await answers.understand(InlineQuery(f"{number}", person, words, ""), self._now)
            offered = understood.answer.inline if understood else None
            yield f"inline {words}: {offered}"

    async def _pages(self) -> AsyncIterator[str]:
        """Each topic at its private address."""
        reading = TopicReading(self._database, Clock(lambda: self._now), "https://bot.example")
        for topic in await self._database.ask(lambda c: topics.topics_of(c, self._chat.id)):
            secret = f"{self._chat.id}-{topic.id}".rjust(43, "x")
            async with self._database.write() as tx:
                await topic_addresses.put(tx, topic, secret, 1, START)
            page = await reading.page(f"/topics/{secret}.atom")
            yield f"page of {topic.text}: {page.body.decode() if page else None}"

    async def _digests(self, shown: Callable[[Message], str]) -> list[str]:
        """The digest as it would be sent now: sections, lines, buttons, and its picture's words are made of these."""
        covers = await digest_schedule.window(self._database, self._chat, self._now)
        written = await digest_schedule.write_digests(self._database, self._chat, covers, self._now)
        async with self._database.write() as tx:
            return [f"digest: {shown(await one.message(tx))} {[line.topic for line in one.lines]}" for one in written]

    def _request(self, argument: str) -> Request:
        place = Place(chat=self._chat.id)
        speaker = Speaker(user=1, admin=True, place=place)
        return Request(speaker=speaker, chat=self._chat, place=place, command="", argument=argument, now=self._now)


async def hints(database: Database, chat_ids: Iterable[ChatId], now: datetime) -> dict[ChatId, list[str]]:
    """What is pointed out to each chat of its topics some days later, once all else is sent."""
    await topic_hints.point_out(database, (now + _HINTS_AT).astimezone(UTC).replace(hour=_NOON))
    waiting = select(deliveries.c.chat_id, deliveries.c.payload).order_by(deliveries.c.id)
    rows = (await database.ask(lambda c: c.execute(waiting.where(deliveries.c.state == DeliveryState.DUE)))).all()
    return {
        chat: [f"hint: {row.payload['html']} {_labels(row.payload)}" for row in rows if row.chat_id == chat]
        for chat in chat_ids
    }


def _labels(payload: Mapping[str, Any]) -> list[str]:
    return [label for row in payload["buttons"] for label, *_ in row]
