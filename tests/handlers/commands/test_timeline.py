"""/timeline and its buttons, on a desk that has read a ferry's week."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from handlers.buttons import Act, TimelineAct, pressed
from handlers.commands import timeline
from handlers.commands.presses import need, press
from handlers.digest_picture import BUSY_STORIES, digest_picture
from handlers.messages import Button, File
from handlers.requests import Answer
from handlers.sentences.reader import Reader
from newsroom.desk.digest import since_moment
from newsroom.item import ItemId
from storage.database import Database
from storage.tables import cards, items
from tests.builders import NOW, OTHER_GROUP, place
from tests.handlers.ferry import request, services
from tests.handlers.refusals import refused

PNG, HTML = b"\x89PNG", b"<!doctype html>"
WHOLE = since_moment(NOW - timedelta(days=30), ItemId(1_000))


async def asked(desk: Database, argument: str, **more: int) -> Answer:
    return await timeline.timeline(request(argument, replied=more.get("replied")), services(desk))


async def took(desk: Database, take: TimelineAct, number: int = 1) -> Answer:
    data = pressed(f"{take.value}:{number}")
    assert data is not None
    return await press(request(""), services(desk), data)


def labels(answer: Answer) -> list[str]:
    return [button.text for button in keys(answer)]


def keys(answer: Answer) -> list[Button]:
    return [button for row in answer.messages[-1].buttons for button in row]


async def test_a_tracked_query_can_be_taken_away_by_buttons(desk: Database) -> None:
    answer = await asked(desk, "Ferry")
    assert "24 Feb 2026" in answer.messages[0].html
    assert labels(answer) == ["🖼 Picture", "📄 Documents"]
    assert [button.data for button in keys(answer)] == ["fp:1", "fo:1"]


def lines(answer: Answer) -> list[str]:
    return [one.line or "" for row in answer.messages[-1].buttons for one in row]


async def test_the_buttons_of_a_query_that_is_not_tracked_say_it_again(desk: Database) -> None:
    kinds = ("picture", "html", "csv")
    assert lines(await asked(desk, "aurora")) == [f"/timeline aurora as {kind}" for kind in kinds]


async def test_the_buttons_of_a_part_of_the_time_are_of_that_part(desk: Database) -> None:
    answer = await asked(desk, "ferry since 2026-02-26")
    assert lines(answer)[0] == "/timeline ferry since 2026-02-26 as picture"
    assert "24 Feb 2026" not in answer.messages[0].html


async def test_a_reply_to_an_alert_asks_for_its_story(desk: Database) -> None:
    async with desk.write() as tx:
        await tx.execute(update(cards).where(cards.c.story_id == 1).values(message_id=77))
    answer = await asked(desk, "", replied=77)
    assert "Ferry Aurora runs aground" in answer.messages[0].html
    assert labels(answer)[0] == "📚 Sources"


async def test_without_words_it_is_the_chats_only_topic(desk: Database) -> None:
    assert "Timeline</b> — ferry" in (await asked(desk, "")).messages[0].html


@pytest.mark.parametrize(
    ("words", "begins", "name"),
    [
        pytest.param("as picture", PNG, "topic-ferry-timeline.png", id="picture"),
        pytest.param("as dark picture", PNG, "topic-ferry-timeline.png", id="dark picture"),
        pytest.param("as html", HTML, "topic-ferry-timeline.html", id="page"),
        pytest.param("as csv", b"\xef\xbb\xbfdate,", "topic-ferry-timeline.csv", id="table"),
        pytest.param("as json", b'{\n "title": "ferry"', "topic-ferry-timeline.json", id="json"),
        pytest.param("as ics", b"BEGIN:VCALENDAR\r\n", "topic-ferry-timeline.ics", id="calendar"),
        pytest.param("as timelinejs", b'{\n "title": {', "topic-ferry-timeline.timelinejs.json", id="TimelineJS"),
    ],
)
async def test_it_comes_in_the_form_that_is_asked_for(desk: Database, words: str, begins: bytes, name: str) -> None:
    answer = await asked(desk, f"ferry {words}")
    (file,) = answer.files
    assert answer.messages == ()
    assert file.content.startswith(begins)
    assert (file.name, file.picture) == (name, begins is PNG)
    assert file.caption.startswith("🕒 <b>ferry</b> — ")


async def test_a_form_is_of_the_time_that_is_asked_for(desk: Database) -> None:
    (file,) = (await asked(desk, "ferry since 2026-02-26 until 2026-02-28 as csv")).files
    assert b"2026-02-26" in file.content
    assert b"2026-03-02" not in file.content


@pytest.mark.parametrize("take", [take for take in TimelineAct if not take.value.endswith(("o", "w"))])
async def test_every_button_hands_out_its_form(desk: Database, take: TimelineAct) -> None:
    (file,) = (await took(desk, take)).files
    assert isinstance(file, File)
    assert file.name.startswith("topic-ferry" if take.name.startswith("TOPIC") else "story-1")


@pytest.mark.parametrize("take", [TimelineAct.STORY_FORMS, TimelineAct.TOPIC_FORMS])
async def test_documents_offers_every_form_by_a_button_that_works(desk: Database, take: TimelineAct) -> None:
    offered = keys(await took(desk, take))
    acts = [pressed(button.data or "") for button in offered]
    assert len({act.act for act in acts if act}) == 6
    assert all(act and act.act.name.startswith(take.name[:5]) for act in acts)


async def test_more_shows_the_whole(desk: Database) -> None:
    answer = await took(desk, TimelineAct.TOPIC_WHOLE)
    assert "24 Feb 2026" in answer.messages[0].html
    assert "More" not in labels(answer)


async def test_taking_something_away_changes_nothing() -> None:
    for take in TimelineAct:
        data = pressed(f"{take.value}:1")
        assert data is not None
        assert not need(data).changes


def test_no_button_of_the_one_kind_means_one_of_the_other() -> None:
    assert not {act.value for act in Act} & {take.value for take in TimelineAct}


@pytest.mark.parametrize(
    ("argument", "answered"),
    [
        pytest.param("zeppelin", "Nothing that I have seen matches “zeppelin”", id="nothing found"),
        pytest.param("99", "I know no story #99", id="no such story"),
        pytest.param("ferry as pdf", "I can't make pdf. I make a picture, html (prints well)", id="no such form"),
    ],
)
async def test_what_can_not_be_told_is_said_kindly(desk: Database, argument: str, answered: str) -> None:
    with refused(answered):
        await asked(desk, argument)


async def test_a_button_of_a_topic_belongs_to_its_chat(desk: Database) -> None:
    data = pressed("fp:1")
    assert data is not None
    with refused("no longer tracked here"):
        await press(request("", where=place(OTHER_GROUP)), services(desk), data)


async def test_a_story_that_is_gone_says_so(desk: Database) -> None:
    with refused("no longer kept"):
        await took(desk, TimelineAct.STORY_PAGE, 99)


async def test_a_digest_of_a_quiet_topic_has_no_picture(desk: Database) -> None:
    assert await digest_picture(desk, place(), WHOLE, Reader(), NOW) is None


async def test_a_digest_of_a_busy_topic_brings_its_picture_without_a_sound(desk: Database) -> None:
    async with desk.write() as tx:  # each item as a story of its own
        for number in range(1, BUSY_STORIES + 1):
            await tx.execute(update(items).where(items.c.id == number).values(story_id=number))
    file = await digest_picture(desk, place(), WHOLE, Reader(), NOW)
    assert file is not None
    assert (file.content[:4], file.picture, file.silent) == (PNG, True, True)


async def test_where_nothing_is_dated_in_that_time_the_whole_timeline_is_offered(desk: Database) -> None:
    with refused("Nothing is dated in that time"):
        await asked(desk, "ferry since 2029-01-01")
