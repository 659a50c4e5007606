"""A command that lacks its words asks for them and takes the next message; /cancel, another command or time ends it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers.commands.listed_sources import button_number
from storage import sources, topics
from storage.database import Database
from storage.tables import questions
from tests.builders import CHAT, spec
from tests.handlers.talk import KINDS, Talk, everybody, talk

GROUP = KINDS["supergroup"]


@pytest.fixture
def ann(desk: Database) -> Talk:
    return talk(desk)


async def tracked(ann: Talk, chat: int = CHAT) -> list[str]:
    return [topic.text for topic in await ann.database.ask(lambda c: topics.topics_of(c, chat))]


async def test_track_alone_asks_and_the_next_message_is_tracked(ann: Talk) -> None:
    (asked,) = await ann.says("/track")
    assert "What shall I track?" in asked.html
    (done,) = await ann.says("oil")
    assert "Tracking <code>oil</code>" in done.html
    assert await tracked(ann) == ["ferry", "oil"]
    (after,) = await ann.says("gas")
    assert "gas" in after.html
    assert await tracked(ann) == ["ferry", "oil"], "one question, one answer"


@pytest.mark.parametrize("command", ["/search", "/timeline"])
async def test_so_do_other_commands(ann: Talk, command: str) -> None:
    await ann.says("/untrack ferry")
    (asked,) = await ann.says(command)
    assert "Write it" in asked.html
    (found, *_) = await ann.says("aurora")
    assert "Aurora" in found.html


@pytest.mark.parametrize("name", ["track", "try", "search", "timeline", "addfeed", "note"])
async def test_a_question_knows_the_command_whose_words_it_asks_for(ann: Talk, name: str) -> None:
    await ann.says("/untrack ferry")
    await ann.says(f"/{name}")
    waiting = await ann.database.ask(lambda c: c.execute(select(questions.c.command)))
    assert waiting.scalars().all() == [name]


async def test_an_answer_that_can_not_be_read_may_be_written_once_more(ann: Talk) -> None:
    await ann.says("/track")
    (wrong,) = await ann.says("oil (")
    assert "▸" in wrong.html
    await ann.says("oil")
    assert await tracked(ann) == ["ferry", "oil"]


async def test_cancel_ends_the_question_and_says_so(ann: Talk) -> None:
    await ann.says("/track")
    (ended,) = await ann.says("/cancel")
    assert "/track" in ended.html
    await ann.says("oil")
    assert await tracked(ann) == ["ferry"]
    (nothing,) = await ann.says("cancel")
    assert "nothing to cancel" in nothing.html


async def test_what_is_known_already_of_a_command_is_not_read_to_whoever_ends_or_answers_it(ann: Talk) -> None:
    """Behind a button it is a number of ours: “Never mind /renamefeed 43136739320644”."""
    async with ann.database.write() as tx:
        feed = spec(7)
        await sources.add_chat_source(tx, feed, CHAT, ann.now, 300)
    rename = f"/publisher {button_number(feed.url)}"
    await ann.says(rename)
    (long,) = await ann.says("N" * 2000)
    assert long.html.startswith("That is 2,000 characters long")
    (ended,) = await ann.says("/cancel")
    assert ended.html.startswith("Never mind /publisher:")


async def test_another_command_ends_it_and_so_do_ten_minutes(ann: Talk) -> None:
    await ann.says("/track")
    await ann.says("/topics")
    await ann.says("oil")
    await ann.says("/track")
    ann.now += timedelta(minutes=11)
    await ann.says("oil")
    assert await tracked(ann) == ["ferry"]


async def test_the_ten_minutes_are_real_ones_where_the_hours_of_samples_fly_by(desk: Database) -> None:
    ann = talk(desk, clock_speed=lambda: 400.0)
    await ann.says("/track")
    ann.now += timedelta(hours=60)
    (cancelled,) = await ann.says("/cancel")
    assert "/track" in cancelled.html
    await ann.says("/track")
    ann.now += timedelta(hours=60)
    await ann.says("oil")
    await ann.says("/track")
    ann.now += timedelta(hours=70)
    await ann.says("gas")
    assert await tracked(ann) == ["ferry", "oil"]


async def test_in_a_group_the_field_for_a_reply_opens_and_only_a_reply_to_the_bot_is_the_answer(desk: Database) -> None:
    ann = talk(desk, everybody)
    (asked,) = await ann.says("/track", "supergroup")
    assert asked.payload["asks"] is True
    assert await ann.says("nobody hears of coal", "supergroup") == []
    (done,) = await ann.says("oil", "supergroup", to=ann.of_bot(kind="supergroup"))
    assert "Tracking <code>oil</code>" in done.html
    assert await ann.says("well done", "supergroup", to=ann.of_bot(kind="supergroup")) == []
    assert await tracked(ann, GROUP) == ["oil"]


async def test_somebody_elses_words_are_no_answer(desk: Database) -> None:
    ann = talk(desk, everybody)
    await ann.says("/track", "supergroup")
    ann.user = 77
    assert await ann.says("oil", "supergroup", to=ann.of_bot(kind="supergroup")) == []
    assert await tracked(ann, GROUP) == []


async def test_in_a_channel_nobody_is_asked_for_a_post(ann: Talk) -> None:
    (asked,) = await ann.says("/track", "channel")
    assert "asks" not in asked.payload
    assert await ann.says("A post for readers", "channel") == []
