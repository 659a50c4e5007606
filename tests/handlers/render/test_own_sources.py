"""A source that a chat added has its domain beside its name, wherever it is named: its name is what somebody typed."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from handlers.render.card import card
from handlers.render.export.formats import render
from handlers.render.hand_over import page_of
from handlers.render.notices import confirmed, conflict, edit, listed_together
from handlers.render.picture import picture
from handlers.render.search_results import results
from handlers.render.source_health import SourceHealth, health
from handlers.render.sources import story_sources, topic_sources
from handlers.render.timeline import timeline, whole_timeline
from handlers.render.timeline_document import Format
from handlers.render.why import OtherStories, why
from handlers.sentences.reader import Reader
from newsroom.claims.claims import claims
from newsroom.claims.headline_edits import EditVerdict
from newsroom.desk.digest import HandOver, HandOverLine
from newsroom.desk.state import DeliveryMode
from newsroom.desk.story_view import ItemVersion, StoryView
from newsroom.item import ItemId
from newsroom.timelines.timeline import Timeline
from newsroom.timelines.timeline_entries import CountByOutlet
from tests.builders import CHAT, NOW, at, item, source
from tests.handlers.render.test_card import FIRST, SECOND, dispute, reprint, story
from tests.handlers.render.timeline_documents import exhibit, line, mention

OWN = replace(source(3, "Courier"), owner=CHAT)
REPORT = replace(FIRST, source=OWN, owner=CHAT)
COPY = replace(FIRST, id=ItemId(5), source=source(5), published=at(20), arrived_at=at(20))
OWN_COPY = replace(COPY, id=ItemId(6), source=replace(OWN, url="https://outlet3.example/more"), owner=CHAT)
MIXED = story(REPORT, reprint(COPY, REPORT), SECOND, disputes=(dispute(REPORT, SECOND),))
OWN_SECOND = story(FIRST, reprint(OWN_COPY, FIRST), replace(SECOND, source=OWN))
VERSION = ItemVersion(item=REPORT, number=1, title="Fire", replaced=NOW, verdict=EditVerdict.REWORDED, changed=())
FIGURES = [
    CountByOutlet(slot="injured", value=one.value, number=one.number, outlet=one.outlet) for one in claims(REPORT)[:1]
]
ENTRY = line(
    mentions=[mention(of=REPORT), mention(2)],
    figures=[*FIGURES, replace(FIGURES[0], value=9, number="9", outlet="Post")],
)
FOUND = Timeline(entries=(ENTRY,), background=(), undated=(), more=0)
READER = Reader()
LEADS = {MIXED.id: REPORT}
DIGEST = HandOver(chat=CHAT, thread=None, since=NOW, day=NOW.date(), topics=1, stories=(MIXED.id,), made=NOW)
HEALTHS = [SourceHealth(source=OWN, problem=None, last_ok=NOW, last_new=NOW)]
_TAG = re.compile("<[^>]+>")
_BARE = re.compile(r"Courier(?! \((?:this chat's own feed, )?outlet3\.example\))")


def cards(view: StoryView) -> str:
    return card(view, ("ferry",), READER, NOW).html


def document(wanted: Format) -> str:
    return render(exhibit(ENTRY), wanted).content.decode("utf-8").replace("\r\n ", "").replace("\\,", ",")


PLACES: dict[str, Callable[[], str]] = {
    "card": lambda: cards(MIXED),
    "card of another's report": lambda: cards(OWN_SECOND),
    "sources": lambda: story_sources(MIXED, MIXED.lead, READER, NOW).html,
    "sources, as a copy": lambda: story_sources(OWN_SECOND, OWN_SECOND.lead, READER, NOW).html,
    "topic's sources": lambda: topic_sources("ferry", [MIXED, OWN_SECOND], LEADS, READER, NOW).html,
    "why": lambda: "".join(why(view, (), OtherStories(), view.lead, READER).html for view in (MIXED, OWN_SECOND)),
    "search": lambda: results("ferry", [MIXED], [], LEADS, READER).html,
    "digest": lambda: page_of(DIGEST, [HandOverLine(view=MIXED, lead=REPORT, alerted=True)], READER).html,
    "conflict": lambda: conflict(MIXED.disputes[0], READER).html,
    "edit": lambda: edit(VERSION, READER).html,
    "confirmed": lambda: confirmed(MIXED, READER).html,
    "list": lambda: listed_together([MIXED], LEADS, DeliveryMode.LIST, READER)[0].html,
    "health": lambda: health(HEALTHS, 0, READER, NOW).html,
    "timeline": lambda: "".join(page.html for page in timeline("Ferry", FOUND, READER)),
    "whole timeline": lambda: "".join(page.html for page in whole_timeline("Ferry", FOUND, READER)),
    "page": lambda: document(Format.PAGE),
    "csv": lambda: document(Format.TABLE),
    "json": lambda: document(Format.JSON),
    "calendar": lambda: document(Format.CALENDAR),
    "timelinejs": lambda: document(Format.TIMELINEJS),
}


@pytest.mark.parametrize("place", PLACES)
def test_an_own_source_is_never_named_without_its_domain(place: str) -> None:
    text = _TAG.sub("", PLACES[place]()).replace("&#39;", "'").replace("&#x27;", "'")
    assert "Courier" in text
    assert not _BARE.findall(text), text


@pytest.mark.parametrize(
    "place", ["card", "sources", "topic's sources", "why", "search", "digest", "timeline", "health"]
)
def test_a_message_says_that_the_chat_added_it(place: str) -> None:
    assert "Courier (this chat's own feed, outlet3.example)" in _TAG.sub("", PLACES[place]())


def test_a_picture_names_the_domain_too() -> None:
    public = exhibit(line(mentions=[mention(of=replace(REPORT, source=replace(OWN, owner=None)))]))
    named = replace(OWN, owner=None, name="Courier (outlet3.example)")
    assert picture(exhibit(line(mentions=[mention(of=REPORT)]))) == picture(
        exhibit(line(mentions=[mention(of=replace(REPORT, source=named))]))
    )
    assert picture(exhibit(line(mentions=[mention(of=REPORT)]))) != picture(public)


def test_an_own_source_and_one_for_all_of_the_same_name_are_two_outlets() -> None:
    twin = item(9, "Ferry fire out", "The fire on the ferry is out.", of=source(9, "Courier"))
    found = story(REPORT, twin).independence()
    assert (found.outlets, [report.outlet for report in found.reports]) == (2, ["Courier (outlet3.example)", "Courier"])
