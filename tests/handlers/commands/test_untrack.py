"""/untrack and /topics: what stops asks first or says how to take it back, and a list's numbers are those that work."""

import re

import pytest

from handlers.buttons import Act, Press
from handlers.commands import topics
from handlers.commands.presses import press
from handlers.messages import Message
from handlers.requests import Answer
from newsroom.errors import UserError
from newsroom.matching.query import parse
from newsroom.topic import TopicMode
from storage import topics as stored
from storage.database import Database
from tests.builders import CHAT, NOW, OTHER_GROUP, place
from tests.english import english
from tests.handlers.ferry import request, services


@pytest.fixture(autouse=True)
async def more_topics(desk: Database) -> None:
    """Two beside the ferry, after one that is gone: the numbers have a gap."""
    async with desk.write() as tx:
        gone = await stored.track(tx, place(), parse("tram"), CHAT, NOW)
        await stored.untrack(tx, gone.id, CHAT)
        await stored.track(tx, place(), parse("harbour"), CHAT, NOW, min_independent=2)
        await stored.track(tx, place(), parse("oil spill"), CHAT, NOW)


async def tracked(desk: Database) -> list[str]:
    return [topic.text for topic in await desk.ask(lambda c: stored.topics_of(c, CHAT))]


async def done(desk: Database, answer: Answer) -> list[Message]:
    messages = list(answer.messages)
    if answer.effect is not None:
        async with desk.write() as tx:
            messages += await answer.effect(tx)
    return messages


async def untracked(desk: Database, argument: str) -> Message:
    return (await done(desk, await topics.untrack(request(argument), services(desk))))[0]


def presses_of(message: Message) -> dict[str, int]:
    pairs = [(button.data or "").split(":") for row in message.buttons for button in row]
    return {act: int(number) for act, number in pairs}


async def pressed(desk: Database, act: Act, number: int) -> Message:
    return (await done(desk, await press(request(""), services(desk), Press(act, number))))[0]


async def test_to_stop_all_topics_is_asked_about_first(desk: Database) -> None:
    question = await untracked(desk, "all")
    assert "Stop tracking all 3 topics?" in question.html
    assert await tracked(desk) == ["ferry", "harbour", "oil spill"]
    done_now = await pressed(desk, Act.DELETE_ALL, presses_of(question)["xa"])
    assert await tracked(desk) == []
    assert "<code>/track harbour min:2</code>" in done_now.html


async def test_who_keeps_them_loses_none(desk: Database) -> None:
    question = await untracked(desk, "ALL")
    assert "Topics" in (await pressed(desk, Act.KEEP_ALL, presses_of(question)["xk"])).html
    assert len(await tracked(desk)) == 3


async def test_what_was_tracked_after_the_question_is_not_stopped_by_its_answer(desk: Database) -> None:
    question = await untracked(desk, "all")
    async with desk.write() as tx:
        await stored.track(tx, place(), parse("quay"), CHAT, NOW)
    await pressed(desk, Act.DELETE_ALL, presses_of(question)["xa"])
    assert await tracked(desk) == ["quay"]


async def test_an_answer_to_a_question_about_another_chat_stops_nothing(desk: Database) -> None:
    question = await untracked(desk, "all")
    elsewhere = request("", where=place(OTHER_GROUP))
    with pytest.raises(UserError):
        await press(elsewhere, services(desk), Press(Act.DELETE_ALL, presses_of(question)["xa"]))
    assert len(await tracked(desk)) == 3


async def test_the_numbers_of_the_list_are_those_that_work(desk: Database) -> None:
    (listed,) = (await topics.list_topics(request(""), services(desk))).messages
    numbers = {
        name: number for number, name in re.findall(r"^(\d+)\. .*?<code>(.*?)</code>", listed.html, re.MULTILINE)
    }
    assert [row[0].text.split()[0] for row in listed.buttons] == list(numbers.values())
    await untracked(desk, numbers["harbour"])
    assert await tracked(desk) == ["ferry", "oil spill"]


async def test_what_is_stopped_by_one_tap_in_the_list_can_be_taken_up_by_another(desk: Database) -> None:
    harbour = next(t for t in await desk.ask(lambda c: stored.topics_of(c, CHAT)) if t.text == "harbour")
    listed = await pressed(desk, Act.LIST_DELETE, harbour.id)
    assert "<code>/track harbour min:2</code>" in listed.html
    assert "oil spill" in listed.html


async def test_a_slip_is_answered_with_the_topic_that_was_meant(desk: Database) -> None:
    with pytest.raises(UserError) as refused:
        await untracked(desk, "oli spill")
    assert "Did you mean “oil spill”? /untrack_" in english(refused.value)


def lines_of(message: Message) -> list[str | None]:
    return [button.line for row in message.buttons for button in row if button.line]


async def test_a_stopped_topic_is_tracked_again_by_a_tap(desk: Database) -> None:
    assert lines_of(await untracked(desk, "harbour")) == ["/track harbour min:2"]


async def test_what_would_come_back_as_another_topic_has_no_undo(desk: Database) -> None:
    """With /track it would send alerts, where it came in digests only, and in the thread of the button."""
    own = {topic.text: topic.id for topic in await desk.ask(lambda c: stored.topics_of(c, CHAT))}
    async with desk.write() as tx:
        await stored.set_mode(tx, own["harbour"], CHAT, TopicMode.DIGEST)
        await stored.track(tx, place(thread=7), parse("bridge"), CHAT, NOW)
    for words in ("harbour", "bridge"):
        gone = await untracked(desk, words)
        assert f"<code>/track {words}" in gone.html
        assert lines_of(gone) == []
