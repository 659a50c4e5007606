"""Two newsrooms count the dead of one downing differently, 44 days apart: the desk holds the one against the other."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.clocks import SetClock
from desk.loop import DeskLoop
from handlers.sending.compose import Composer, Prepared
from handlers.sending.outgoing import SendText
from newsroom.desk.state import AlertRules
from newsroom.item import Paragraph
from newsroom.matching.query import parse
from storage import chats, intake, outbox, topics
from storage.database import Database
from storage.sources import sync_operator_sources
from tests.builders import CHAT, entry, place, spec

JUNE = datetime(2025, 6, 29, 12, tzinfo=UTC)
EARLY = (
    "Culture Ministry in Baku calls off evenings of Russian music",
    "Azerbaijan's Culture Ministry called off a series of Russian evenings on Sunday.",
    "The halls had been booked since the spring.",
    "Tickets will be paid back, the ministry said.",
    "Ties have been cold since Russia shot down a plane of Azerbaijan Airlines and killed 67 passengers.",
)
LATE = (
    "Aliyev signs decree on transformers for Ukraine",
    "President Ilham Aliyev of Azerbaijan signed a decree on Monday that pays for transformers in Ukraine.",
    "The money comes from the reserve of the president.",
    "Deliveries are to begin before the winter, the decree says.",
    "Near Grozny, Russia shot down a plane of Azerbaijan Airlines in December 2024 and killed 38 passengers.",
)


@pytest.mark.parametrize("kind_of_database", ["sqlite", "postgresql"])
async def test_a_figure_of_44_days_ago_still_contradicts_and_the_alert_says_so(database: Database) -> None:
    clock = SetClock(JUNE)
    desk = DeskLoop(database, AlertRules(), clock.clock())
    async with database.write() as tx:
        await sync_operator_sources(tx, [spec(1), spec(2)], JUNE, 60)
        await chats.meet(tx, CHAT, "private", "Ann", None, CHAT, "UTC", JUNE)
        await topics.track(tx, place(), parse("aliyev"), CHAT, JUNE)
    for day, source, (title, *texts) in ((0, 1, EARLY), (44, 2, LATE)):
        clock.at = JUNE + timedelta(days=day)
        news = entry(f"item{day}", title, " ".join(texts), published=clock.at)
        paragraphs = tuple(Paragraph(text=text) for text in texts)
        async with database.write() as tx:
            kept = [replace(news, paragraphs=paragraphs)]
            await intake.take(tx, source, kept, clock.at, background=False)
        while await desk.turn():
            pass
    due = await database.ask(lambda c: outbox.heads(c, clock.at, (), 5))
    made = await Composer(database, "UTC").prepare(due[0], clock.at)
    assert isinstance(made, Prepared)
    assert isinstance(made.thing, SendText)
    shown = made.thing.message.html
    assert "Figures differ (killed)" in shown
    assert "38" in shown
    assert "67" in shown
