"""/untrack and /topics: what stops asks first or says how to take it back, and a list's numbers are those that work."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from config.schema import LimitSettings
from handlers.buttons import Act, FileAct, Press
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
from tests.handlers.talk import talk


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


async def pressed(desk: Database, act: Act | FileAct, number: int) -> Message:
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


async def test_who_tracks_nothing_is_not_asked_what_is_called_all(desk: Database) -> None:
    await pressed(desk, Act.DELETE_ALL, presses_of(await untracked(desk, "all"))["xa"])
    with pytest.raises(UserError, match=r"topics\.none"):
        await untracked(desk, "all")


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


def undo_of(message: Message) -> int:
    return presses_of(message)["cr"]


async def as_they_are(desk: Database) -> list[tuple[int, str, TopicMode, int, datetime | None]]:
    own = await desk.ask(lambda c: stored.topics_of(c, CHAT))
    return sorted((one.place.thread, one.text, one.mode, one.min_independent, one.muted_until) for one in own)


@pytest.fixture
async def of_all_kinds(desk: Database) -> list[tuple[int, str, TopicMode, int, datetime | None]]:
    """Beside those with alerts one for digests, one that rests, one of another thread, one that is muted."""
    own = {topic.text: topic.id for topic in await desk.ask(lambda c: stored.topics_of(c, CHAT))}
    async with desk.write() as tx:
        await stored.set_mode(tx, own["harbour"], CHAT, TopicMode.DIGEST)
        await stored.set_mode(tx, own["oil spill"], CHAT, TopicMode.PAUSED)
        await stored.track(tx, place(thread=7), parse("bridge"), CHAT, NOW)
        await stored.mute_until(tx, [own["ferry"]], CHAT, NOW + timedelta(hours=3))
    return await as_they_are(desk)


@pytest.mark.parametrize("words", ["harbour", "oil spill", "bridge", "ferry"])
async def test_a_stopped_topic_comes_back_as_it_was_by_a_tap(
    desk: Database, of_all_kinds: list[object], words: str
) -> None:
    """With /track it sent alerts, where it came in digests only, and in the thread of the button."""
    gone = await untracked(desk, words)
    assert f"<code>/track {words}" in gone.html
    back = await pressed(desk, FileAct.RESUME, undo_of(gone))
    assert back.html.startswith("↩ Taken back")
    assert words in back.html
    assert await as_they_are(desk) == of_all_kinds


@pytest.mark.parametrize("act", [Act.DELETE, Act.LIST_DELETE, Act.DELETE_ALL, Act.PAUSE_ALL])
async def test_so_do_those_that_a_button_stopped_or_had_rest(
    desk: Database, of_all_kinds: list[object], act: Act
) -> None:
    """Of all that were stopped by one tap nothing was left but commands to be sent one by one."""
    own = await desk.ask(lambda c: stored.topics_of(c, CHAT))
    stopped = await pressed(desk, act, max(topic.id for topic in own))
    assert await as_they_are(desk) != of_all_kinds
    await pressed(desk, FileAct.RESUME, undo_of(stopped))
    assert await as_they_are(desk) == of_all_kinds


async def test_undo_works_once_in_its_own_chat_and_as_far_as_there_is_room(desk: Database) -> None:
    undo = undo_of(await untracked(desk, "harbour"))
    with pytest.raises(UserError, match=r"untrack\.too_late"):
        await press(request("", where=place(OTHER_GROUP)), services(desk), Press(FileAct.RESUME, undo))
    few = replace(services(desk), limits=LimitSettings(topics_per_chat=2))
    full = await press(request(""), few, Press(FileAct.RESUME, undo))
    with pytest.raises(UserError, match=r"chat_file\.no_room"):
        await done(desk, full)
    await pressed(desk, FileAct.RESUME, undo)
    await untracked(desk, "harbour")
    with pytest.raises(UserError, match=r"chat_file\.undone_already"):
        await pressed(desk, FileAct.RESUME, undo)
    assert "harbour" not in await tracked(desk)


async def test_who_would_mute_a_topic_and_mistypes_it_is_not_offered_to_stop_it(desk: Database) -> None:
    (refused,) = await talk(desk).says("/mute ferri 2h")
    assert "Did you mean “ferry”?" in refused.html
    assert list(refused.buttons) == ["/mute ferry"]
