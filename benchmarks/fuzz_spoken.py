"""What people write to the bot: whole updates of Telegram's on a database with news in it, and the words alone."""

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import select

from benchmarks.fuzz_targets import FuzzTarget, update_inputs, wrong
from bot.clocks import SetClock
from handlers.buttons import AnyAct, button, pressed
from handlers.commands.arguments import (
    parse_command,
    parse_page,
    parse_story_number,
    parse_timeline,
    parse_track,
)
from handlers.commands.digest_words import parse_digest_times
from handlers.commands.invites import parse_invite
from handlers.commands.quiet_words import parse_quiet_hours
from handlers.commands.relative_days import since_perhaps, with_dates
from handlers.commands.since_time import parse_moment
from handlers.commands.spoken_language import parse_language
from handlers.commands.table import COMMANDS
from handlers.commands.time_zones import parse_zone
from handlers.requests import FeedFound, Managed, Services
from handlers.sent_documents import SentDocument
from handlers.sentences.reader import Reader
from handlers.updates.inbox_loop import InboxLoop
from handlers.updates.relevance import is_for_us, lane_of
from handlers.updates.understand import UpdateReader
from newsroom.chat import DEFAULT_DIGEST
from newsroom.errors import UserError
from newsroom.matching.typed_query import parse_typed
from newsroom.sentence import sentence
from storage import inbox
from storage.database import Database
from storage.tables import updates
from tests.builders import CHAT, NOW, update
from tests.handlers import ferry

BOT = "wire_bot"
_SPEAKER = {"id": CHAT, "first_name": "Ann", "is_bot": False, "language_code": "en"}
_CHAT = {"id": CHAT, "type": "private", "first_name": "Ann"}
_PARTS = (Path(__file__).parent / "fuzz_words.txt").read_text("utf-8").split()
_WORDS = st.lists(st.one_of(st.sampled_from(_PARTS), st.text(max_size=8)), max_size=7).map(" ".join)
_LINES = st.tuples(st.sampled_from([*(command.name for command in COMMANDS), "follow", "nosuch", ""]), _WORDS)
_ACTS: list[AnyAct] = [act for kind in AnyAct.__args__ for act in kind]
_DATA = st.one_of(
    st.builds(
        lambda act, number, detail: button("", act, number, detail).data,
        st.sampled_from(_ACTS),
        st.integers(-3, 9) | st.integers(-(10**17), 10**17),
        st.integers(0, 3) | st.integers(0, 10**17),
    ),
    st.text(max_size=20),
    st.tuples(st.sampled_from([act.value for act in _ACTS]), st.text("0123456789:-٣x", max_size=8)).map(":".join),
)


def _message(**more: Any) -> dict[str, Any]:
    return {"message_id": 7, "date": 0, "chat": _CHAT, "from": _SPEAKER} | more


def _written(line: tuple[str, str]) -> dict[str, Any]:
    name, words = line
    return {"message": _message(text=f"/{name} {words}" if name else words or "?")}


def _replied(line: tuple[str, str]) -> dict[str, Any]:
    author = {"id": 5, "is_bot": True, "first_name": "Bot", "username": BOT}
    ours = {"message_id": 3, "date": 0, "chat": _CHAT, "from": author, "text": "Ferry"}
    return {"message": _written(line)["message"] | {"reply_to_message": ours}}


def _sent(given: tuple[str, str | None, int]) -> dict[str, Any]:
    name, caption, size = given
    document = {"file_id": "x", "file_unique_id": "y", "file_name": name, "file_size": size}
    return {"message": _message(document=document) | ({} if caption is None else {"caption": caption})}


def _presses(data: str | None) -> dict[str, Any]:
    return {
        "callback_query": {
            "id": "1",
            "from": _SPEAKER,
            "chat_instance": "1",
            "data": data,
            "message": _message(text="Ferry"),
        }
    }


def _asks(words: str) -> dict[str, Any]:
    return {"inline_query": {"id": "1", "from": _SPEAKER, "query": words, "offset": ""}}


SPOKEN = st.one_of(
    _LINES.map(_written),
    _LINES.map(_replied),
    st.tuples(st.just("start"), st.text("abc-_0123456789٣ ", max_size=64)).map(_written),
    st.tuples(st.text(max_size=12), st.none() | _WORDS | st.just("/import"), st.integers(0, 10**8)).map(_sent),
    _DATA.map(_presses),
    _WORDS.map(_asks),
)


def _services(database: Database) -> Services:
    async def find_feed(_address: str) -> FeedFound:
        return FeedFound(url="", title="", items=0, problem=sentence("unit.topic", count=1))

    async def find_channel(_name: str, _user: int) -> Managed:
        return Managed(chat=None, problem=sentence("unit.topic", count=1))

    async def read_document(_document: SentDocument) -> bytes:
        return b'[[topic]]\nquery = "ferry"\n'

    plain = ferry.services(database)
    return replace(
        plain,
        limits=plain.limits.model_copy(update={"commands_per_minute": 10**6, "look_ups_per_hour": 10**6}),
        bot_name=lambda: BOT,
        find_feed=find_feed,
        find_channel=find_channel,
        read_document=read_document,
    )


class _Listener:
    """The half of listening that understands and answers, each update two seconds after the last."""

    def __init__(self, database: Database) -> None:
        async def is_admin(_chat: int, _person: int) -> bool:
            return True

        self._database = database
        self.clock = SetClock(NOW)
        self._listen = InboxLoop(database, UpdateReader(is_admin, _services(database)), self.clock.clock())
        self._number = 0

    async def take(self, example: dict[str, Any]) -> str | None:
        """Why it was set aside; None: it was not."""
        self._number += 1
        self.clock.at += timedelta(seconds=2)
        example["update_id"] = self._number
        database = self._database
        await inbox.receive(database, [example], self.clock.at, lambda one: is_for_us(one, BOT), lane_of)
        for waiting in await database.ask(inbox.undone):
            await self._listen.take(waiting)
        if left := await database.ask(inbox.undone):
            raise wrong("an update that never ends", left)
        async with database.read() as connection:
            asked = select(updates.c.failed).where(updates.c.update_id == self._number)
            failed: str | None = (await connection.execute(asked)).scalar()
        return failed


@contextmanager
def spoken_targets() -> Iterator[dict[str, FuzzTarget]]:
    """`updates`: of other shapes than Telegram's, each comes to its end; `spoken`: of its shapes, and none fails."""
    with tempfile.TemporaryDirectory() as folder, asyncio.Runner() as runner:
        database = Database(f"sqlite:///{ferry.written(Path(folder))}")
        runner.run(database.open())
        listener = _Listener(database)

        def ends(example: dict[str, Any]) -> None:
            runner.run(listener.take(example))

        def spoken(example: dict[str, Any]) -> None:
            dated = example.get("message")
            if dated is not None:
                dated["date"] = int(listener.clock.at.timestamp())
            if failed := runner.run(listener.take(example)):
                raise wrong("an update that failed", example, failed)

        yield {"updates": FuzzTarget(_misshapen(), ends), "spoken": FuzzTarget(SPOKEN, spoken)}
        runner.run(database.close())


def _misshapen() -> st.SearchStrategy[Any]:
    updates_of_telegram = [update(1, "/track ferry"), _presses("st:1"), _asks("ferry"), _written(("topics", ""))]
    return st.sampled_from([one | {"update_id": 1} for one in updates_of_telegram]).flatmap(update_inputs)


def _typed(words: str) -> None:
    """Whatever people write behind a command is read, or refused with a sentence."""
    readings = (
        lambda: parse_typed(parse_track(words).query),
        lambda: parse_timeline(with_dates(words, NOW.date())),
        lambda: since_perhaps(words, NOW.date()),
        lambda: parse_quiet_hours(words),
        lambda: parse_digest_times(words, DEFAULT_DIGEST, NOW),
        lambda: parse_moment(words, Reader(language="fr", zone="Europe/Kyiv"), NOW),
        lambda: parse_language(words),
        lambda: parse_zone(words),
        lambda: parse_invite(words),
        lambda: parse_page(words),
        lambda: parse_story_number(words),
        lambda: parse_command(words),
    )
    for read in readings:
        try:
            read()
        except UserError:
            continue


def _button(data: str) -> None:
    press = pressed(data)
    if press is not None and pressed(button("", press.act, press.number, press.detail).data or "") != press:
        raise wrong("a press that is another", data, press)


WORD_TARGETS = {
    "typed": FuzzTarget(_WORDS, _typed),
    "buttons": FuzzTarget(_DATA, _button),
}
