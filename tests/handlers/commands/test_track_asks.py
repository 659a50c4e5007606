"""/track says what can't match, what floods, what is tracked already; typos are a tap away from what was meant."""

import pytest

from bot.clocks import SetClock
from desk.loop import DeskLoop
from newsroom.desk.state import AlertRules
from newsroom.matching.query import parse, str_query
from newsroom.matching.typed_query import parse_typed
from newsroom.topic import TopicMode
from storage import intake, topics
from storage.database import Database
from tests.builders import CHAT, NOW, entry
from tests.handlers.talk import Talk, talk


@pytest.fixture
def ann(desk: Database) -> Talk:
    return talk(desk)


async def tracked(ann: Talk) -> list[str]:
    return [topic.text for topic in await ann.database.ask(lambda c: topics.topics_of(c, CHAT))]


async def test_what_is_tracked_already_says_since_when_and_how_many_alerts_it_brought(ann: Talk) -> None:
    (again,) = await ann.says("/track Ferry")
    assert "is tracked already, since 3 Mar 2026" in again.html
    assert "alert" in again.html
    assert again.rows == [["✓ Alerts now", "Digest only", "✎ Edit", "✕ Stop"]]
    assert await tracked(ann) == ["ferry"]


async def test_tracked_once_more_it_takes_the_new_wishes_or_is_taken_up_again(ann: Talk) -> None:
    (changed,) = await ann.says("/track ferry min:2")
    assert "was tracked already" in changed.html
    (one,) = await ann.database.ask(lambda c: topics.topics_of(c, CHAT))
    assert one.min_independent == 2
    async with ann.database.write() as tx:
        await topics.set_mode(tx, one.id, CHAT, TopicMode.PAUSED)
    await ann.says("/track ferry min:2")
    (one,) = await ann.database.ask(lambda c: topics.topics_of(c, CHAT))
    assert one.mode is TopicMode.ALERTS


async def test_a_source_that_nobody_watches_is_named_with_the_nearest_by_a_tap(ann: Talk) -> None:
    (refused,) = await ann.says('/track source:"sample outlt" oil')
    assert "No watched source is called “sample outlt”" in refused.html
    assert "Did you mean Sample Outlet" in refused.html
    assert await tracked(ann) == ["ferry"]
    await ann.presses(refused.buttons["Sample Outlet 1"])
    assert await tracked(ann) == ["ferry", 'source:"Sample Outlet 1" oil']
    (refused,) = await ann.says("/track source:zzz oil")
    assert refused.rows == []
    assert "/sources" in refused.html


async def test_a_source_is_known_by_its_name_a_part_of_it_or_its_domain(ann: Talk) -> None:
    for name in ("sample", '"Outlet 1"', "outlet1.example"):
        (done,) = await ann.says(f"/track source:{name} oil")
        assert "Tracking" in done.html, name


@pytest.mark.parametrize("number", ["0", "abc", "10", "", "1.5"])
async def test_min_has_one_error_with_the_pointer_at_its_place(ann: Talk, number: str) -> None:
    (refused,) = await ann.says(f"/track oil min:{number}")
    assert "min: takes a number from 1 to 9" in refused.html
    assert f"min:▸{number}" in refused.html


async def test_min_alone_is_asked_for_its_topic(ann: Talk) -> None:
    (refused,) = await ann.says("/track min:2")
    assert "/track Azerbaijan min:2" in refused.html
    assert "▸" not in refused.html


async def test_min_inside_quotation_marks_is_a_word(ann: Talk) -> None:
    await ann.says('/track "oil min:abc"')
    assert await tracked(ann) == ["ferry", '"oil min abc"']


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("<b>bold</b> & co", "bold co"),
        ("**oil** gas", "oil gas"),
        ("`oil` __gas__", "oil gas"),
        ("<i>oil</i> &amp; gas", "oil gas"),
        ("oil < gas", "oil gas"),
        ("sanction* 5<6", "sanction* 5<6"),
        ("oil <b<i>>gas", "oil gas"),
        ("AT&amp;T", "AT&T"),
        ("oil&nbsp;gas", "oil gas"),
    ],
)
def test_markup_that_came_with_copied_words_is_no_word(typed: str, meant: str) -> None:
    assert str_query(parse_typed(typed)) == str_query(parse(meant))


FLOOD = ("derails on Upper Square", "drivers strike in Sundby", "museum opens", "fares rise by a tenth", "hits a lorry")


async def test_what_floods_is_said_with_its_figure_and_the_digest_is_the_first_choice(ann: Talk) -> None:
    async with ann.database.write() as tx:
        for number, rest in enumerate(FLOOD):
            report = entry(
                f"t{number}", f"Tram {rest}", f"A tram {rest}, the city said.", published=NOW, hashes=(number,)
            )
            await intake.take(tx, 1, [report], NOW, background=False)
    desk = DeskLoop(ann.database, AlertRules(), SetClock(NOW).clock())
    while await desk.turn():
        pass
    (warned,) = await ann.says("/track tram")
    assert "about 5 alerts a day" in warned.html
    assert warned.rows[0][0] == "Digest only"
    (calm,) = await ann.says("/track aurora")
    assert "a day" not in calm.html
    assert calm.rows[0][0] == "✓ Alerts now"


async def test_a_mistyped_topic_feed_or_zone_is_a_tap_away(ann: Talk) -> None:
    (wrong,) = await ann.says("/untrack fery")
    assert wrong.rows == [["✕ ferry"]]
    (zone,) = await ann.says("/timezone Kyev")
    assert ["Europe/Kyiv"] in zone.rows
    *_, done = await ann.presses(zone.buttons["Europe/Kyiv"])
    assert "Europe/Kyiv" in done.html
    await ann.presses(wrong.buttons["✕ ferry"])
    assert await tracked(ann) == []
