"""/settings shows what holds and asks for what is changed; /stop asks what shall stop."""

import pytest

from newsroom.matching.query import parse
from newsroom.topic import TopicMode
from storage import chats, topics
from storage.database import Database
from tests.builders import CHAT, NOW, place
from tests.handlers.talk import Talk, talk


@pytest.fixture
async def ann(desk: Database) -> Talk:
    async with desk.write() as tx:
        oil = await topics.track(tx, place(), parse("oil"), CHAT, NOW)
        await topics.set_mode(tx, oil.id, CHAT, TopicMode.DIGEST)
    return talk(desk)


async def modes(ann: Talk) -> list[str]:
    return [topic.mode.value for topic in await ann.database.ask(lambda c: topics.topics_of(c, CHAT))]


async def test_settings_are_one_message_with_what_holds_here(ann: Talk) -> None:
    (shown,) = await ann.says("/settings")
    assert "Time zone: UTC" in shown.html
    assert "Digest: every day at 08:00" in shown.html
    assert "Quiet hours: off" in shown.html
    assert "2 topics, of these 1 in the digest only, 0 paused" in shown.html
    assert "Nobody but you" in shown.html
    assert shown.rows == [
        ["🕑 Time zone", "🗞 Digest"],
        ["🌙 Quiet hours", "🔔 Topics"],
        ["🌐 Language", "🖼 Show pictures"],
    ]


async def test_a_button_of_the_settings_asks_and_the_next_message_sets(ann: Talk) -> None:
    (shown,) = await ann.says("/settings")
    *_, asked = await ann.presses(shown.buttons["🕑 Time zone"])
    assert "In which zone" in asked.html
    (done,) = await ann.says("Kyiv")
    assert "Europe/Kyiv" in done.html
    known = await ann.database.ask(lambda c: chats.chat(c, CHAT))
    assert known is not None
    assert known.zone == "Europe/Kyiv"
    *_, listed = await ann.presses(shown.buttons["🔔 Topics"])
    assert "ferry" in listed.html


async def test_in_a_group_only_admins_are_asked_for_new_settings(ann: Talk) -> None:
    (shown,) = await ann.says("/settings", "supergroup")
    assert "Admins of this chat" in shown.html
    *_, refused = await ann.presses(shown.buttons["🕑 Time zone"], "supergroup")
    assert "Only admins" in refused.html


async def test_stop_asks_and_pauses_everything_by_a_button(ann: Talk) -> None:
    (question,) = await ann.says("/stop")
    assert question.rows == [["⏸ Pause all alerts here"], ["✕ Stop all 2"], ["Nothing, go on"]]
    assert await modes(ann) == ["alerts", "digest"]
    *_, done = await ann.presses(question.buttons["⏸ Pause all alerts here"])
    assert "Paused" in done.html
    assert await modes(ann) == ["paused", "paused"]
    (again,) = await ann.says("/stop")
    assert again.rows == [["✕ Stop all 2"], ["Nothing, go on"]]


async def test_stop_can_end_every_topic_or_nothing(ann: Talk) -> None:
    (question,) = await ann.says("/stop")
    await ann.presses(question.buttons["Nothing, go on"])
    assert len(await modes(ann)) == 2
    await ann.presses(question.buttons["✕ Stop all 2"])
    assert await modes(ann) == []
    (nothing,) = await ann.says("/stop")
    assert "Nothing is tracked here" in nothing.html


@pytest.mark.parametrize("command", ["/digest 08:30 18:00 mon,thu", "/quiet 22:00-07:00 weekdays break:3"])
async def test_hours_that_were_turned_off_are_as_they_were_by_a_tap(ann: Talk, command: str) -> None:
    """“/digest 08:00 brings them back” brought one at eight where there had been two at other hours."""

    async def hours() -> object:
        known = await ann.database.ask(lambda c: chats.chat(c, CHAT))
        return known and (known.digest, known.quiet)

    await ann.says(command)
    before = await hours()
    (off,) = await ann.says(f"{command.split(maxsplit=1)[0]} off")
    assert await hours() != before
    await ann.presses(off.buttons["↩ Undo"])
    assert await hours() == before


@pytest.mark.parametrize(
    ("language", "days"), [("en", "weekdays"), ("uk", "по буднях"), ("fr", "en semaine"), ("ru", "по будням")]
)
async def test_quiet_hours_of_some_days_say_so_in_settings_and_status_too(ann: Talk, language: str, days: str) -> None:
    await ann.says(f"/language {language}")
    (answer,) = await ann.says("/quiet 22:00-07:00 weekdays")
    assert f"({days}, " in answer.html
    for command in ("/settings", "/status"):
        assert f"22:00–07:00, {days}" in (await ann.says(command))[0].html
