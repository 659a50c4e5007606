"""Words without a slash: what can be done with them is a tap away; in reply to an alert they mean its story."""

import pytest
from sqlalchemy import select

from newsroom.access import AccessMode, AccessRule, Role
from storage import people, story_cards, topics
from storage.database import Database
from storage.tables import cards
from tests.builders import CHAT
from tests.handlers.invited import person
from tests.handlers.talk import Talk, talk

ALERT = 5


@pytest.fixture
async def ann(desk: Database) -> Talk:
    async with desk.write() as tx:
        await story_cards.record_shown(tx, 1, ALERT, 1)
    return talk(desk)


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ("oil", "oil"),
        ("Azerbaijan", "Azerbaijan"),
        ("what happened in azerbaijan today?", "azerbaijan"),
        ("track oil", "oil"),
        ("any news about the oil price?", "oil price"),
        ('"oil depot" OR title:odesa', '"oil depot" OR title:odesa'),
        ("oil, gas", "oil gas"),
    ],
)
async def test_a_plain_word_can_be_tracked_searched_or_read_as_a_timeline_by_a_tap(
    ann: Talk, words: str, query: str
) -> None:
    (offered,) = await ann.says(words)
    assert offered.rows == [["🔔 Track", "🔎 Search", "🕒 Timeline"]]
    await ann.presses(offered.buttons["🔔 Track"])
    own = await ann.database.ask(lambda c: topics.topics_of(c, CHAT))
    assert len(own) == 2
    assert query.casefold() in own[-1].text.casefold()


async def test_the_buttons_search_and_show_the_timeline(ann: Talk) -> None:
    (offered,) = await ann.says("aurora")
    assert all(len(data.encode()) <= 64 for data in offered.buttons.values())
    found = await ann.presses(offered.buttons["🔎 Search"])
    assert "Aurora" in found[-1].html
    shown = await ann.presses(offered.buttons["🕒 Timeline"])
    assert "26 Feb" in "".join(one.html for one in shown)


async def test_what_is_no_wish_gets_a_hint(ann: Talk) -> None:
    for words in ("hi", "?", "a long paragraph of words that somebody pasted " * 9):
        (hint,) = await ann.says(words)
        assert "/help" in hint.html
        assert hint.rows == []


async def test_an_address_can_be_watched_by_a_tap(ann: Talk) -> None:
    (offered,) = await ann.says("https://example.org/feed")
    assert offered.rows == [["Watch its feed"]]


async def test_who_may_not_track_is_not_offered_it(desk: Database) -> None:
    async with desk.write() as tx:
        await people.put(tx, person(34, Role.READER))
    reader = talk(desk, access=AccessRule(mode=AccessMode.INVITE, admins=frozenset({33})))
    reader.user = 34
    (offered,) = await reader.says("oil")
    assert offered.rows == [["🔎 Search", "🕒 Timeline"]]


@pytest.mark.parametrize(
    ("word", "answer"),
    [("timeline", "24 Feb"), ("Sources", "Sources"), ("why?", "Why"), ("dates", "24 Feb"), ("/timeline", "24 Feb")],
)
async def test_a_word_in_reply_to_an_alert_means_its_story(ann: Talk, word: str, answer: str) -> None:
    answers = await ann.says(word, to=ann.of_bot(ALERT))
    assert answer in "".join(one.html for one in answers)


async def test_mute_in_reply_to_an_alert_mutes_its_story(ann: Talk) -> None:
    await ann.says("mute", to=ann.of_bot(ALERT))
    async with ann.database.read() as connection:
        assert list((await connection.execute(select(cards.c.story_id).where(cards.c.muted == 1))).scalars()) == [1]


@pytest.mark.parametrize("words", ["mute 2h", "Quiet for 2 hours", "mute until 23:00"])
async def test_mute_with_a_span_in_reply_to_an_alert_mutes_its_story_for_so_long(ann: Talk, words: str) -> None:
    (done,) = await ann.says(words, to=ann.of_bot(ALERT))
    assert done.html.startswith("🔕 Muted here until ")


@pytest.mark.parametrize(
    ("words", "problem"),
    [("mute until blursday", "blursday"), ("mute 900 days", "31 days"), ("quiet until 25:00", "25:00")],
)
async def test_mute_with_a_span_that_cannot_be_is_answered_by_what_is_wrong_with_it(
    ann: Talk, words: str, problem: str
) -> None:
    (refused,) = await ann.says(words, to=ann.of_bot(ALERT))
    assert problem in refused.html


async def test_other_words_behind_mute_are_no_command(ann: Talk) -> None:
    (offered,) = await ann.says("mute swan", to=ann.of_bot(ALERT))
    assert offered.rows == [["🔔 Track", "🔎 Search", "🕒 Timeline"]]


async def test_a_commands_bare_name_is_that_command(ann: Talk) -> None:
    (listed,) = await ann.says("topics")
    assert "ferry" in listed.html


async def test_a_mistyped_command_is_a_tap_away_with_its_words(ann: Talk) -> None:
    (wrong,) = await ann.says("/tarck oil")
    assert wrong.rows == [["/track oil"]]
    *_, done = await ann.presses(wrong.buttons["/track oil"])
    assert "Tracking <code>oil</code>" in done.html


async def test_behind_an_unknown_command_its_words_can_be_searched_for(ann: Talk) -> None:
    (wrong,) = await ann.says("/chercher aurora")
    assert wrong.rows == [["/search aurora"]]
    *_, found = await ann.presses(wrong.buttons["/search aurora"])
    assert "Aurora" in found.html


async def test_a_button_of_another_chat_runs_nothing(ann: Talk) -> None:
    (wrong,) = await ann.says("/tarck oil")
    ann.user = 88
    (note,) = await ann.presses(wrong.buttons["/track oil"])
    assert note.kind == "answer"
    assert len(await ann.database.ask(lambda c: topics.topics_of(c, 88))) == 0
