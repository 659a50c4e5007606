"""A desk that has read five items of a ferry's week, decided and indexed; and what commands may use of it."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.clocks import SetClock
from config.schema import AlertSettings, LimitSettings
from desk.loop import DeskLoop
from handlers.look_ups import LookUps
from handlers.requests import FeedFound, Managed, Request, Services, Speaker
from handlers.sent_documents import SentDocument
from newsroom.access import AccessMode, AccessRule
from newsroom.chat import Place
from newsroom.clean_entry import CleanEntry
from newsroom.desk.receiver import PostAnswer
from newsroom.desk.state import AlertRules
from newsroom.matching.query import parse
from storage import chats, intake, sources, topics
from storage.database import Database
from tests.builders import CHAT, NOW, chat, entry, place, spec

WEEK = (
    (1, "Ferry Aurora runs aground off Lower Quay", "The ferry Aurora ran aground off Lower Quay on 24 February."),
    (2, "Ferry aground at Lower Quay, divers search", "Divers searched the ferry Aurora on 25 February."),
    (1, "Ferry Aurora towed to harbour", "Tugs towed the ferry Aurora to the harbour on 26 February 2026."),
    (2, "Inquiry into ferry Aurora opens", "In January the ferry's pilots had asked for lights."),
    (1, "Ferry Aurora sails again", "The ferry Aurora sailed again on 2 March, its owner said."),
)


def ferry_entry(number: int) -> CleanEntry:
    _, title, text = WEEK[number]
    return entry(f"ferry-{number}", title, text, published=NOW - timedelta(days=5 - number))


def written(folder: Path) -> Path:
    """The database's file, made in a folder: for copies, since reading and deciding take a second."""
    path = folder / "ferry.db"

    async def write() -> None:
        database = Database(f"sqlite:///{path}")
        await database.open()
        await read(database)
        await database.close()

    with ThreadPoolExecutor(1) as aside:  # a loop of its own, wherever the caller's is
        aside.submit(asyncio.run, write()).result()
    return path


async def read(database: Database) -> None:
    """Poll, decide: everything as the program does it."""
    async with database.write() as tx:
        await chats.meet(tx, CHAT, "private", "Ann", None, None, "UTC", NOW)
        await sources.sync_operator_sources(tx, [spec(1), spec(2)], NOW, 300)
        await topics.track(tx, place(), parse("ferry"), CHAT, NOW)
        for number, (source, *_) in enumerate(WEEK):
            await intake.take(tx, source, [ferry_entry(number)], NOW, background=False)
    desk = DeskLoop(database, AlertRules(), SetClock(NOW).clock())
    while await desk.turn():
        pass


def services(database: Database) -> Services:
    async def find_feed(_address: str) -> FeedFound:
        raise AssertionError("no feed is asked for here")

    async def find_channel(_name: str, _user: int) -> Managed:
        raise AssertionError("no channel is asked for here")

    async def read_document(_document: SentDocument) -> bytes:
        raise AssertionError("no document is read here")

    async def posting(_address: str, _body: bytes, _headers: Mapping[str, str]) -> PostAnswer:
        raise AssertionError("nothing is posted here")

    return Services(
        database=database,
        access=AccessRule(mode=AccessMode.OPEN),
        alerts=AlertSettings(),
        limits=LimitSettings(),
        zone="UTC",
        find_feed=find_feed,
        find_channel=find_channel,
        read_document=read_document,
        posting=posting,
        started_at=NOW,
        poll_floor_s=300,
        look_ups=LookUps(30),
        most_items=50_000,
    )


def request(argument: str, *, replied: int | None = None, where: Place | None = None) -> Request:
    here = where or place()
    return Request(
        speaker=Speaker(user=CHAT, admin=True, place=here),
        chat=replace(chat(), id=here.chat),
        place=here,
        command="timeline",
        argument=argument,
        now=NOW,
        replied=replied,
    )
