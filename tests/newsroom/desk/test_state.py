"""What the desk remembers between decisions: topics and chats as they are now, and what a restart enters."""

from dataclasses import replace

import pytest

from newsroom.desk.decide import Arrival, apply, decide
from newsroom.desk.state import AlertRules, Desk, DeskState, copies_by
from newsroom.item import ItemId
from newsroom.sentence import Sentence
from newsroom.stories.placement import Placement, Reprint, SameItem, SameStory
from newsroom.story import StoryId
from newsroom.topic import TopicId
from tests.builders import CHAT, GROUP, NOW, at, chat, item, place, source, topic

WHY = Sentence("joined.nothing_alike")
ONE = ItemId(1)


def test_topics_that_went_and_chats_that_are_gone_are_looked_at_no_more() -> None:
    state = DeskState()
    kept, stopped = topic(1, "ferry"), topic(2, "quay")
    of_group = topic(3, "quay", where=place(GROUP))
    state.set_topics([kept, stopped, of_group], [chat(), chat(GROUP)])
    state.change_topics([], [], read=[stopped.id], of_chats=[GROUP])
    assert state.topics == {kept.id: kept}
    assert list(state.chats) == [CHAT]
    assert [match.topic for match in state.matcher.match(item(title="Ferry at the quay"))] == [kept.id]


def test_a_topic_with_another_query_is_looked_for_by_that() -> None:
    state = DeskState()
    state.set_topics([topic(1, "ferry")], [chat()])
    state.change_topics([topic(1, "bakery")], [chat()], read=[TopicId(1)], of_chats=())
    assert state.matcher.match(item()) == ()
    assert [match.topic for match in state.matcher.match(item(title="Bakery opens"))] == [TopicId(1)]


def test_a_restart_knows_what_was_background_and_how_items_were_placed() -> None:
    before, after = DeskState(), DeskState()
    taken = decide(Arrival(item=item(), background=True), Desk(before, AlertRules(), NOW))
    apply(taken, before, NOW)
    assert taken.placement is not None
    after.open_story(taken.story, NOW)
    assert after.restore_item(item(), item(), taken.story, taken.placement, background=True)
    assert (after.background, after.story_of, after.story_for(ONE)) == (before.background, before.story_of, taken.story)
    assert after.clusterer.story_of(ONE) == before.clusterer.story_of(ONE)


@pytest.mark.parametrize(
    ("placement", "shared"),
    [
        (SameItem(of=ONE, story=StoryId(1), why=WHY), [100]),
        (Reprint(of=ONE, story=StoryId(1), likeness_pct=90, partial=False, why=WHY), [90]),
        (SameStory(of=ONE, story=StoryId(1), likeness_pct=90, why=WHY), []),
        (None, []),
    ],
)
def test_what_is_said_again_word_for_word_is_a_copy(placement: Placement | None, shared: list[int]) -> None:
    assert [copy.shared_pct for copy in copies_by(item(2), placement)] == shared


def test_an_item_that_closes_for_all_is_forgotten_where_a_state_keeps_more_of_it() -> None:
    state = DeskState()
    state.add_item(item(), state.open_story(StoryId(1), at(0)))
    state.forget(ONE)
    assert state.story_for(ONE) == StoryId(1), "the desk for all keeps nothing but what it was asked to close"


def test_items_that_the_desk_has_are_called_as_their_source_is_called_now() -> None:
    state = DeskState()
    other = item(2, "Bakery opens", of=source(2))
    for one in (item(), other):
        apply(decide(Arrival(item=one, background=False), Desk(state, AlertRules(), NOW)), state, NOW)
    renamed = replace(source(), name="Harbour Post")
    state.name_anew({renamed.id: renamed})
    known = {number: one.source for story in state.stories.values() for number, one in story.items.items()}
    assert known == {ONE: renamed, other.id: other.source}
