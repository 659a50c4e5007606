"""/export: the record of a story, a topic or a week, of what the chat may see alone."""

import base64
import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.clocks import SetClock
from config.schema import LimitSettings
from desk.loop import DeskLoop
from newsroom.chat import ChatId, Place
from newsroom.clean_entry import CleanEntry
from newsroom.desk.state import AlertRules
from newsroom.source import SourceKind
from storage import card_deliveries, chats, intake, retention, sources
from storage.database import Database
from storage.sources import SourceSpec
from storage.tables import deliveries
from tests.builders import CHAT, NOW, entry
from tests.handlers.talk import Spoken, Talk, talk


def rows(spoken: Spoken) -> list[dict[str, str]]:
    """The rows of the table that was sent."""
    return list(csv.DictReader(io.StringIO(content(spoken).decode("utf-8-sig"), newline=""), strict=True))


def content(spoken: Spoken) -> bytes:
    return base64.b64decode(spoken.payload["content"])


def parsed(spoken: Spoken) -> Any:
    return json.loads(content(spoken))


async def only(ann: Talk, text: str, **more: Any) -> Spoken:
    (spoken,) = await ann.says(text, **more)
    return spoken


async def test_a_storys_record_has_each_report_with_its_outlet_and_address(desk: Database) -> None:
    ann = talk(desk)
    found = rows(await only(ann, "/export 1"))
    reports = [row for row in found if row["what happened"] in {"reported", "reprinted"}]
    assert next(row["text"] for row in reports) == "Ferry Aurora runs aground off Lower Quay"
    assert all(row["who"].startswith("Sample Outlet") and row["address"].startswith("https://") for row in reports)
    assert {row["story"] for row in found} == {"1"}


async def test_what_came_before_a_topic_was_tracked_is_a_tap_away(desk: Database) -> None:
    """“Nothing happened in this chat's topics”, of a topic that would have sent twelve alerts."""
    ann = talk(desk)
    while (listed := await only(ann, "/topics")).buttons:
        await ann.presses(next(press for label, press in listed.buttons.items() if "✕" in label))
    await ann.says("/track aurora")
    refused = await only(ann, "/export week")
    assert "some were tracked only after that" in refused.html
    answers = await ann.presses(refused.buttons["aurora"])
    assert "document" in [one.kind for one in answers]


async def test_a_week_has_the_stories_of_the_chats_topics_and_what_it_was_sent(desk: Database) -> None:
    ann = talk(desk)
    spoken = await only(ann, "/export week as json")
    assert spoken.payload["name"].endswith("-record.json")
    entries = [entry for story in parsed(spoken)["stories"] for entry in story["entries"]]
    assert {"alerted", "caught_up"} & {entry["what"] for entry in entries}
    assert all(entry["sent"] is None and entry["waits"] for entry in entries if entry["what"] == "alerted")


async def test_a_topic_since_a_day_leaves_out_what_happened_before(desk: Database) -> None:
    ann = talk(desk)
    since = (NOW - timedelta(days=2, hours=1)).date().isoformat()
    found = rows(await only(ann, f"/export ferry since {since}"))
    assert found
    assert all(row["time"] >= since for row in found)


async def test_a_page_is_whole_and_names_the_chat(desk: Database) -> None:
    page = content(await only(talk(desk), "/export 1 as html")).decode("utf-8")
    assert page.startswith("<!doctype html>")
    assert "Sample Outlet 1" in page
    assert "Ann" in page


async def test_alone_it_asks_what_and_offers_the_week(desk: Database) -> None:
    spoken = await only(talk(desk), "/export")
    assert "Export what?" in spoken.html
    assert list(spoken.buttons) == ["This chat's week", "Topics and settings"]


async def test_a_from_without_a_moment_is_a_word_of_the_query_and_the_last_bound_counts(desk: Database) -> None:
    ann = talk(desk)
    posted = entry("r", "Refugees from Sudan reach the harbour", "Refugees from Sudan.", published=NOW)
    await reports(desk, None, posted)
    ann.now = NOW + timedelta(minutes=1)
    for words in ("from Sudan", "from Sudan since yesterday", "from Sudan from yesterday", '"refugees from Sudan"'):
        found = rows(await only(ann, f"/export {words}"))
        assert {row["headline of the story"] for row in found} == {"Refugees from Sudan reach the harbour"}, words


async def test_an_edit_is_not_taken_for_the_alert_whose_delivery_is_no_longer_kept(desk: Database) -> None:
    ann = talk(desk)
    await reports(desk, None, entry("t", "Ferry tickets in Norland cost more", "Norland's fares rise.", published=NOW))
    (alert,) = await entries(ann, "alerted")
    edited = NOW + timedelta(hours=2)
    async with desk.write() as tx:
        first = select(deliveries.c.card_id).where(deliveries.c.kind == "card").order_by(deliveries.c.id).limit(1)
        card = (await tx.execute(first)).scalar_one()
        sent = update(deliveries).where(deliveries.c.card_id == card)
        await tx.execute(sent.values(state="sent", message_id=900, settled_at=NOW))
        await card_deliveries.put_card(tx, Place(chat=CHAT), card, edited)
        still_due = sent.where(deliveries.c.state == "due")
        await tx.execute(still_due.values(state="sent", message_id=900, settled_at=edited))
    ann.now = edited
    assert (await entries(ann, "alerted"))[0]["sent"] == NOW.isoformat(timespec="seconds")
    async with desk.write() as tx:
        assert await retention.forget_deliveries(tx, NOW + timedelta(hours=1))
    after = (await entries(ann, "alerted"))[0]
    assert (after["decided"], after["sent"]) == (alert["decided"], None)
    assert [one["sent"] for one in await entries(ann, "card_edited")] == [edited.isoformat(timespec="seconds")]


async def entries(ann: Talk, what: str) -> list[dict[str, Any]]:
    """What happened of that kind in the week, story by story."""
    stories = parsed(await only(ann, "/export week as json"))["stories"]
    return [one for story in stories for one in story["entries"] if one["what"] == what]


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("/export 999", "no story"),
        ("/export zeppelin", "Nothing that I have read matches “zeppelin”"),
        ("/export ferry since someday", "someday"),
        ("/export 1 as picture", "comes as csv, json or html"),
        ("/export (", "The bracket is empty"),
    ],
)
async def test_what_can_not_be_exported_is_said_with_the_mend(desk: Database, words: str, answer: str) -> None:
    assert answer in (await only(talk(desk), words)).html


async def test_so_many_in_an_hour_and_no_more(desk: Database) -> None:
    ann = talk(desk, limits=LimitSettings(documents_per_hour=1))
    assert (await only(ann, "/export 1")).kind == "document"
    assert "as many as one chat may" in (await only(ann, "/export 1")).html


async def test_words_of_a_feed_are_no_formula_and_no_markup(desk: Database) -> None:
    ann = talk(desk)
    await reports(desk, None, entry("f", '=HYPERLINK("x") ferry <b>', "The ferry <script>.", published=NOW))
    ann.now = NOW + timedelta(minutes=1)
    cells = [cell for row in rows(await only(ann, "/export ferry")) for cell in row.values()]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    assert b"<b>" not in content(await only(ann, "/export ferry as html"))


async def test_nothing_of_another_chats_source_and_messages_is_in_it(desk: Database) -> None:
    other = ChatId(77)
    await reports(desk, other, entry("secret", "Ferry scoop of Bob", "A ferry nobody knows.", published=NOW))
    ann = talk(desk)
    for words in ("/export ferry", "/export week", "/export ferry as json"):
        assert b"scoop" not in content(await only(ann, words))
    bob = talk(desk)
    bob.user, bob.number = other, 900
    mine = content(await only(bob, "/export ferry as json"))
    assert b"scoop" in mine
    assert b"alerted" not in mine


async def reports(desk: Database, owner: ChatId | None, posted: CleanEntry) -> None:
    """A source reports something; `owner`: the chat whose own it is."""
    number = 1
    async with desk.write() as tx:
        if owner is not None:
            await chats.meet(tx, owner, "private", "Bob", None, None, "UTC", NOW)
            spec = SourceSpec(url="https://own.example/feed", name="Own", family="own", kind=SourceKind.PRIVATE)
            added = await sources.add_chat_source(tx, spec, owner, NOW, 300)
            assert added is not None
            number = added
        await intake.take(tx, number, [posted], NOW, background=False)
    loop = DeskLoop(desk, AlertRules(), SetClock(NOW).clock())
    while await loop.turn():
        pass


async def test_where_nothing_came_since_then_the_answer_says_since_when_and_offers_the_rest(desk: Database) -> None:
    spoken = await only(talk(desk), "/export ferry since 1 minute ago")
    assert spoken.payload["html"].startswith("Nothing on “ferry” since ")
    assert "/export ferry" in str(spoken.payload["buttons"])
