"""What an alert says, and what it no longer says."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from handlers.messages import Message
from handlers.render import sources
from handlers.render.card import card, matches
from handlers.render.contradictions import developing
from handlers.render.hand_over import page_of
from handlers.render.notices import conflict, edit, notice
from handlers.render.shared_card import inline_entry
from handlers.sentences.reader import Reader
from newsroom.claims.claims import claims
from newsroom.claims.disagreements import Disagreement, DisagreementKind
from newsroom.claims.headline_edits import EditVerdict
from newsroom.desk.decision import NoticeKind
from newsroom.desk.digest import HandOver, HandOverLine
from newsroom.desk.story_view import Dispute, ItemVersion, PlacedItem, StoryView
from newsroom.item import Item, ItemId
from newsroom.sentence import sentence
from newsroom.stories.placement import PlacementKind
from newsroom.story import StoryId
from tests.builders import CHAT, NOW, at, item, source

FIRST = item(1, "Ferry fire injures 14", "Fourteen people were injured in the ferry fire on Monday.", of=source(1))
SECOND = item(
    2,
    "Ferry fire injured 11",
    "Eleven people were injured in the fire on the ferry.",
    of=source(2),
    published=at(60),
    arrived_at=at(60),
)
COPY = replace(FIRST, id=ItemId(3), source=source(3), title="Fourteen hurt on ferry", published=at(20), arrived_at=NOW)


def story(
    *given: PlacedItem | Item, disputes: tuple[Dispute, ...] = (), versions: tuple[ItemVersion, ...] = ()
) -> StoryView:
    items = tuple(
        t
        if isinstance(t, PlacedItem)
        else PlacedItem(
            item=t, placement=PlacementKind.SAME_STORY, of=None, likeness_pct=40, why=sentence("text", text="")
        )
        for t in given
    )
    return StoryView(
        id=StoryId(7),
        opened=NOW,
        updated=NOW,
        version=1,
        outlets=len({t.item.source.name for t in items}),
        independent=len(items),
        items=items,
        related=None,
        disputes=disputes,
        versions=versions,
    )


def reprint(copy: Item, of: Item) -> PlacedItem:
    return PlacedItem(
        item=copy,
        placement=PlacementKind.REPRINT,
        of=of.id,
        likeness_pct=100,
        why=sentence("text", text="word for word"),
    )


def dispute(
    first: Item, second: Item, kind: DisagreementKind = DisagreementKind.CONTRADICTION, number: int = 1
) -> Dispute:
    a, b = (next(c for c in claims(i) if c.position == 1) for i in (first, second))
    differing = Disagreement(slot=a.slot, kind=kind, a=a, b=b)
    return Dispute(id=number, disagreement=differing, found=NOW, dismissed=False)


def shown(view: StoryView, *words: str, made: datetime = NOW) -> list[str]:
    return card(view, words, Reader(), made).html.split("\n")


def story_sources(view: StoryView) -> Message:
    return sources.story_sources(view, view.lead, Reader(), NOW)


def test_the_headline_over_a_card_is_of_the_item_that_matched() -> None:
    harbour = item(4, "Harbour budget passes", "The council passed the harbour budget.", of=source(4))
    assert "Harbour budget passes" in shown(story(harbour, SECOND))[0]
    lines = shown(story(harbour, SECOND), "ferry", made=at(61))
    assert "Ferry fire injured 11" in lines[0]
    assert lines[-1] == "matched: ferry · 2 outlets, 2 independent"


def test_a_report_in_the_chats_own_language_heads_its_card() -> None:
    here = replace(
        item(4, "Пожежа на поромі: 14 поранених", "У пожежі на поромі поранено 14 людей.", of=source(2)),
        language="uk",
        published=at(60),
        arrived_at=at(60),
    )
    copied, both = replace(here, id=ItemId(5), source=source(3), published=NOW, arrived_at=NOW), Reader(language="uk")
    for view in (story(FIRST, here), story(FIRST, reprint(copied, FIRST), here)):
        made = card(view, ("ferry",), both, NOW).html.split("\n")
        assert "Пожежа на поромі" in made[0]
        assert "Sample Outlet 2" in made[1]
        assert f'+ Sample Outlet 1 · 12:00 — <a href="{FIRST.url}">Ferry fire injures 14</a>' in made
        assert inline_entry(view, both, NOW).title == here.title
        assert "Ferry fire injures 14" in shown(view, "ferry")[0], "an English chat's card stays English"
    assert "Ferry fire injures 14" in card(story(FIRST), (), both, NOW).html.split("\n")[0], "none in its language"
    late = replace(FIRST, published=at(3_000), arrived_at=at(3_000))
    assert "Ferry fire" in card(story(here, late), ("ferry",), both, at(3_000)).html.split("\n")[0], "that is old news"


def test_a_long_quotation_opens_by_a_tap_and_a_short_one_is_open() -> None:
    long = (
        "The ferry Aurora ran aground off Lower Quay at noon with 140 people on board, the harbour office said on Monday."
        "\n\nDivers are to look at the hull before two tugs tow her to the yard across the bay tonight, its owner said."
    )
    headline, outlet, quoted, *_ = shown(story(replace(FIRST, paragraphs=item(text=long).paragraphs)))
    assert quoted.startswith("<blockquote expandable>“The ferry Aurora")
    assert ("Ferry fire" in headline, "Sample Outlet 1" in outlet) == (True, True), "a lock screen shows three lines"
    assert shown(story(FIRST))[2].startswith("<blockquote>“")
    marked = replace(FIRST, paragraphs=item(text=f"Divers said so on Monday: {'very ' * 33}late now.").paragraphs)
    for language in ("en", "fr"):
        assert "<blockquote>" in card(story(marked), (), Reader(language=language), NOW).html, "marks are no words"


def test_old_news_does_not_head_the_alert_of_a_new_item() -> None:
    lines = shown(story(FIRST, replace(SECOND, published=at(3_000), arrived_at=at(3_000))), "ferry", made=at(3_000))
    assert "Ferry fire injured 11" in lines[0]
    assert any(line.startswith("+ Sample Outlet 1 · 3 Mar, 12:00") for line in lines)


def test_a_reprint_that_our_poll_saw_first_stands_under_what_it_reprints() -> None:
    lines = shown(story(COPY, reprint(FIRST, COPY)), "ferry")
    assert "Ferry fire injures 14" in lines[0]
    assert "+ Sample Outlet 3 · 12:20 — reprints Sample Outlet 1" in lines


def test_another_outlet_stands_with_its_own_headline_since_it_may_tell_of_another_side() -> None:
    same = replace(SECOND, id=ItemId(4), source=source(4), title="FERRY FIRE injures 14!")
    long = replace(SECOND, id=ItemId(5), source=source(5), title="Ferry fire: " + "very " * 30 + "long <story>", url="")
    lines = shown(story(FIRST, SECOND, same, long), "ferry")
    assert f'+ Sample Outlet 2 · 13:00 — <a href="{SECOND.url}">Ferry fire injured 11</a>' in lines
    assert "+ Sample Outlet 4 · 13:00" in lines
    (cut,) = [line for line in lines if line.startswith("+ Sample Outlet 5")]
    assert cut.endswith("very very…")
    assert len(cut) < 130


def test_nobody_is_called_first_who_was_seen_in_the_same_poll() -> None:
    together = story_sources(story(FIRST, replace(SECOND, arrived_at=NOW, published=NOW))).html
    assert "first in our feeds" not in together
    assert "earliest by its own date" in together
    assert "first in our feeds" in story_sources(story(FIRST, SECOND)).html


def test_a_corrected_figure_contradicts_nobody_any_more() -> None:
    differs = dispute(FIRST, SECOND)
    assert any("Figures differ" in line for line in shown(story(FIRST, SECOND, disputes=(differs,))))
    mended = replace(FIRST, title="Ferry fire injures 11", paragraphs=SECOND.paragraphs)
    view = story(mended, SECOND, disputes=(differs,))
    assert not any("Figures differ" in line for line in shown(view))
    assert notice(view, NoticeKind.CONTRADICTION, SECOND.id, 1, Reader()) is None


def test_two_numbers_that_two_outlets_told_before_are_no_news_of_a_third() -> None:
    third = replace(SECOND, id=ItemId(5), source=source(5))
    view = story(FIRST, SECOND, third, disputes=(dispute(FIRST, SECOND), dispute(FIRST, third, number=2)))
    assert notice(view, NoticeKind.CONTRADICTION, SECOND.id, 1, Reader()) is not None
    assert notice(view, NoticeKind.CONTRADICTION, third.id, 1, Reader()) is None


def test_a_developing_toll_is_shown_as_it_went() -> None:
    lines = shown(story(SECOND, FIRST, disputes=(dispute(FIRST, SECOND, DisagreementKind.DEVELOPING),)))
    assert "📈 injured: 14 → 11" in lines


RANGE = item(6, "Ferry fire", "Between 20 and 30 people were injured in the fire on the ferry.", of=source(6))
GREW = dispute(RANGE, SECOND, DisagreementKind.DEVELOPING)
WIDE = story(RANGE, SECOND, disputes=(dispute(RANGE, SECOND),))
SINCE = HandOver(chat=CHAT, thread=None, since=NOW, day=NOW.date(), topics=1, stories=(WIDE.id,), made=NOW)


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("card", lambda: card(WIDE, (), Reader(), NOW).html),
        ("notice", lambda: conflict(WIDE.disputes[0], Reader()).html),
        ("shared card", lambda: inline_entry(WIDE, Reader(), NOW).html),
        ("sources", lambda: story_sources(WIDE).html),
        ("hand-over", lambda: page_of(SINCE, [HandOverLine(view=WIDE, lead=WIDE.lead, alerted=True)], Reader()).html),
        ("development", lambda: str(developing(story(RANGE, SECOND, disputes=(GREW,))))),
    ],
)
def test_a_range_is_shown_with_both_its_ends(place: str, text: Callable[[], str]) -> None:
    shown = text().replace(RANGE.text, "")
    assert "20–30" in shown, place
    assert "30" not in shown.replace("20–30", ""), place


def test_a_correction_shows_the_sentences_that_were_corrected() -> None:
    now = replace(FIRST, paragraphs=SECOND.paragraphs, version=2)
    version = ItemVersion(
        item=now,
        number=1,
        title=FIRST.title,
        replaced=NOW,
        verdict=EditVerdict.CORRECTED,
        changed=(),
        text=FIRST.text,
    )
    differing = edit(version, Reader()).html.split("\n")
    assert differing[1:] == [f"was: “{FIRST.text}”", f"now: “{SECOND.text}”"]


def test_a_card_is_left_alone_whose_match_was_moved_away() -> None:
    assert matches(story(FIRST), ("ferry",))
    assert matches(story(FIRST), ())
    assert not matches(story(FIRST), ("balloon",))


def test_the_sources_mark_what_has_no_time_of_its_own() -> None:
    undated = story_sources(story(FIRST, replace(SECOND, published=None))).html
    assert undated.count("no time of its own") == 1
    assert "no time of its own" not in story_sources(story(FIRST, SECOND)).html
