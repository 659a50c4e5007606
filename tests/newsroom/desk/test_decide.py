"""What an item is worth to the desk as a whole."""

from dataclasses import replace

from newsroom.desk.decide import Arrival, Revision, apply, decide
from newsroom.desk.state import AlertRules, Desk, DeskState
from newsroom.item import ItemId, Paragraph
from newsroom.matching.matcher import Tier
from newsroom.story import StoryId
from tests.builders import NOW, chat, item, source, topic

LINES = ("09:10 - Seven people were killed in the flood at Lower Quay.", "09:30 - The ferry sails again.")


def state_tracking(query: str) -> DeskState:
    state = DeskState()
    state.set_topics([topic(query=query)], [chat()])
    return state


def test_a_live_blog_alerts_by_its_headline_alone_and_claims_nothing() -> None:
    blog = replace(
        item(), title="Live: Monday's news as it happens", paragraphs=tuple(Paragraph(text=t) for t in LINES)
    )
    decision = decide(Arrival(item=blog, background=False), Desk(state_tracking("ferry"), AlertRules(), NOW))
    assert [m.tier for m in decision.matches] == [Tier.SEARCH]
    assert (decision.cards, decision.claims) == ((), ())


def test_a_live_blog_whose_headline_is_about_the_topic_alerts() -> None:
    blog = replace(item(), title="Live: ferry fire at Lower Quay", paragraphs=())
    decision = decide(Arrival(item=blog, background=False), Desk(state_tracking("ferry"), AlertRules(), NOW))
    assert [m.tier for m in decision.matches] == [Tier.ALERT]


def test_a_figure_that_an_edit_brought_was_stated_when_the_edit_came() -> None:
    state = state_tracking("flood")
    first = replace(item(), title="Flood at Lower Quay kills four people", paragraphs=())
    opened = decide(Arrival(item=first, background=False), Desk(state, AlertRules(), first.arrived_at))
    apply(opened, state, first.arrived_at)
    newer = replace(first, title="Flood at Lower Quay kills nine people", version=2)
    later = first.arrived_at.replace(hour=(first.arrived_at.hour + 3) % 24)
    decision = decide(
        Revision(before=first, item=newer, story=opened.story, background=False), Desk(state, AlertRules(), later)
    )
    assert [(c.value, c.stated_at) for c in decision.claims] == [(9, later)]


def test_an_edit_that_credits_the_agency_of_another_report_takes_a_voice_away() -> None:
    """What an item was known to credit before the edit counts no longer."""
    state = state_tracking("ferry")
    aground = "The ferry Aurora ran aground off Lower Quay and its 140 passengers were taken to Sundby"
    one, two = (
        replace(
            item(),
            id=ItemId(number),
            source=source(number),
            title="Ferry Aurora runs aground off Lower Quay",
            paragraphs=(Paragraph(text=f"{aground} {report}."),),
            credit=credit,
        )
        for number, report, credit in ((1, "by noon, the harbour master said", "AP"), (2, "before night fell", None))
    )
    for arriving in (one, two):
        decision = decide(Arrival(item=arriving, background=False), Desk(state, AlertRules(), NOW))
        apply(decision, state, NOW)
    assert (decision.outlets, decision.independent) == (2, 2)
    revision = Revision(before=two, item=replace(two, credit="AP", version=2), story=decision.story, background=False)
    edited = decide(revision, Desk(state, AlertRules(), NOW))
    apply(edited, state, NOW)
    assert (edited.outlets, edited.independent) == (2, 1)
    back = Revision(before=revision.item, item=replace(two, version=3), story=decision.story, background=False)
    assert decide(back, Desk(state, AlertRules(), NOW)).independent == 2


def test_what_a_feed_had_at_its_first_visit_is_known_as_background() -> None:
    state = state_tracking("ferry")
    decision = decide(Arrival(item=item(), background=True), Desk(state, AlertRules(), NOW))
    apply(decision, state, NOW)
    assert state.background == {item().id}


def test_an_edit_of_an_item_whose_story_has_closed_is_searched_and_alerts_nobody() -> None:
    state = state_tracking("ferry")
    decision = decide(
        Revision(
            before=item(),
            item=item(title="Ferry stops, pier shut", version=2),
            story=StoryId(7),
            background=False,
        ),
        Desk(state, AlertRules(), NOW),
    )
    assert decision.late
    assert [match.tier for match in decision.matches] == [Tier.ALERT]
    assert (decision.cards, decision.edit is None) == ((), False)
    apply(decision, state, NOW)
    assert state.stories == {}
