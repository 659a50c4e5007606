"""A topic that is tracked while an item is decided finds it all the same, once."""

from dataclasses import replace

from newsroom.desk.decide import Arrival, apply, decide
from newsroom.desk.late_topics import alert_late, apply_late, asks_more
from newsroom.desk.state import AlertRules, Desk, DeskState
from newsroom.item import Item, ItemId, Paragraph
from newsroom.matching.matcher import Tier
from newsroom.topic import TopicId, TopicMode
from tests.builders import NOW, chat, item, topic

LATE = TopicId(2)


BLOG = replace(
    item(), title="Live: Monday's news as it happens", paragraphs=(Paragraph(text="09:30 - The ferry sails again."),)
)


def decided_without(query: str, decided: Item | None = None) -> Desk:
    """An item was decided for the first topic alone; now the second is there as well."""
    state = DeskState()
    first = topic(1, query="volcano")
    state.set_topics([first], [chat()])
    desk = Desk(state, AlertRules(), NOW)
    apply(decide(Arrival(item=decided or item(), background=False), desk), state, NOW)
    state.set_topics([first, topic(2, query=query)], [chat()])
    return desk


def test_what_was_decided_without_a_topic_is_alerted_for_it_and_counts_as_alerted_then() -> None:
    desk = decided_without("ferry")
    (late,) = alert_late({LATE}, [ItemId(1), ItemId(1)], desk)
    assert [(match.topic, match.tier) for found in late.found for match in found.matches] == [(LATE, Tier.ALERT)]
    assert len(late.cards) == 1
    apply_late(late, desk.state, NOW)
    (again,) = alert_late({LATE}, [ItemId(1)], desk)
    assert again.cards == (), "the card is there"


def test_what_only_mentions_the_topic_is_found_and_makes_no_card() -> None:
    desk = decided_without("ferry", BLOG)
    (late,) = alert_late({LATE}, [ItemId(1)], desk)
    assert [match.tier for found in late.found for match in found.matches] == [Tier.SEARCH]
    assert late.cards == ()
    apply_late(late, desk.state, NOW)
    assert desk.state.stories[late.story].hits.by_item() == {}


def test_a_topic_that_fits_nothing_and_an_item_of_a_closed_story_are_passed_over() -> None:
    assert alert_late({LATE}, [ItemId(1)], decided_without("volcano")) == ()
    assert alert_late({LATE}, [ItemId(99)], decided_without("ferry")) == ()


def test_a_topic_asks_more_where_it_is_new_or_its_query_or_its_number_of_publishers_changed() -> None:
    known = topic(2, query="ferry")
    assert asks_more(known, None)
    assert asks_more(known, topic(2, query="quay"))
    assert asks_more(replace(known, min_independent=3), known)
    assert not asks_more(replace(known, mode=TopicMode.DIGEST), known)
