"""Where a chat with sources of its own has an item, and what the item means there; what is for all decides first."""

from dataclasses import replace
from datetime import timedelta

import pytest

from newsroom.chat import ChatId
from newsroom.desk.decide import Arrival, Revision, apply, decide
from newsroom.desk.decision import Notice, NoticeKind, ShowCard, UpdateCard
from newsroom.desk.merge_split import CardTransfer, Regrouping, StoryAfter, StoryChange
from newsroom.desk.own_desk import (
    OwnPlacement,
    decide_own,
    followed,
    place_own,
    place_shared,
    regrouping_without_chats,
    stories_of,
    without_chats,
)
from newsroom.desk.own_state import OwnState
from newsroom.desk.state import AlertRules, DeliveryMode, Desk, DeskState
from newsroom.item import Item, ItemId
from newsroom.stories.placement import NewStory
from newsroom.stories.reclustering import Merge, Move, Split
from newsroom.story import StoryId
from tests.builders import CHAT, GROUP, NOW, chat, item, place, source, topic

FIRST = (
    "Ferry Aurora runs aground off Sundby, 7 killed",
    "The ferry Aurora ran aground off Sundby. Police said 7 passengers were killed.",
)
SECOND = (
    "Seven dead as ferry Aurora runs aground off Sundby",
    "Seven people died when the ferry Aurora ran aground off Sundby, officials said.",
)
THIRD = (
    "Sundby mourns: ferry Aurora ran aground, 9 killed",
    "The ferry Aurora ran aground off Sundby, where 9 passengers were killed, a doctor said.",
)
OTHER = ("Parliament of Tarnholm elects a speaker", "The parliament of Tarnholm elected a speaker on Monday.")
SAGA = (
    "Owners of the ferry Aurora face questions in Sundby court",
    "A judge in Sundby asked the owners of the ferry Aurora about its crew, its papers and its insurance on Friday.",
)
ONE, TWO = StoryId(1), StoryId(2)


class Room:
    """A desk for all and the one of CHAT, as the loop has them decide, without storage."""

    def __init__(self) -> None:
        self.shared = DeskState()
        self.own = OwnState(CHAT, self.shared)
        for state in (self.shared, self.own):
            state.set_topics([topic(query="ferry OR parliament")], [chat()])
        self._next = 1

    def report(self, text: tuple[str, str], owner: ChatId | None = None, days: float = 0) -> Item:
        number, self._next = self._next, self._next + 1
        came = NOW + timedelta(days=days)
        return replace(item(number, *text, of=source(number), published=came, arrived_at=came), owner=owner)

    def for_all(self, text: tuple[str, str]) -> tuple[Item, OwnPlacement | None]:
        """An item that is for all comes; gives where the chat has it."""
        one = self.report(text)
        decision = decide(self._arrival(one), Desk(self.shared, AlertRules(), NOW))
        placed = place_shared(one, decision, self.own)
        if placed is not None:
            self._decide(one, placed)
        apply(decision, self.shared, NOW)
        return one, placed

    def of_chat(self, text: tuple[str, str], days: float = 0) -> tuple[Item, OwnPlacement]:
        """An item of the chat's own source comes; gives where the chat has it."""
        one = self.report(text, CHAT, days)
        placed = place_own(one, self.own)
        self._decide(one, placed)
        return one, placed

    def _decide(self, one: Item, placed: OwnPlacement) -> None:
        if placed.story in self.shared.stories:
            self.own.adopt(placed.story, NOW)
        apply(decide_own(self._arrival(one), placed, self.desk, self.own), self.own, NOW)

    @property
    def desk(self) -> Desk:
        return Desk(self.own, AlertRules(), NOW)

    @staticmethod
    def _arrival(one: Item) -> Arrival:
        return Arrival(item=one, background=False)


def related(placed: OwnPlacement) -> StoryId | None:
    assert isinstance(placed.placement, NewStory)
    return placed.placement.related


@pytest.fixture
def room() -> Room:
    return Room()


def test_an_own_item_that_reports_nothing_known_opens_the_next_story_of_the_chats_own(room: Room) -> None:
    _, first = room.of_chat(FIRST)
    _, other = room.of_chat(OTHER)
    assert [(one.story, one.merge, one.hangs_on) for one in (first, other)] == [(-1, None, None), (-2, None, None)]
    assert isinstance(first.placement, NewStory)


def test_an_own_item_joins_a_story_that_is_for_all_and_hangs_on_its_item(room: Room) -> None:
    first, _ = room.for_all(FIRST)
    _, placed = room.of_chat(SECOND)
    assert (placed.story, placed.merge, placed.hangs_on) == (ONE, None, first.id)
    assert room.own.joined_to == {2: first.id}


def test_an_own_item_joins_a_story_of_the_chats_own_where_none_for_all_is_alike(room: Room) -> None:
    room.for_all(OTHER)
    first, _ = room.of_chat(FIRST)
    _, placed = room.of_chat(SECOND)
    assert (placed.story, placed.merge, placed.hangs_on) == (-1, None, None)
    assert placed.placement.of == first.id


def test_an_own_item_that_is_like_a_story_for_all_and_one_of_the_chats_own_makes_them_one(room: Room) -> None:
    room.of_chat(FIRST)
    room.shared.clusterer.add(room.report(SECOND), ONE)
    room.shared.open_story(ONE, NOW)
    placed = place_own(room.report((FIRST[0], SECOND[1]), CHAT), room.own)
    assert placed.merge == Merge(old=StoryId(-1), into=ONE)
    assert (placed.story, placed.hangs_on) == (ONE, 2)


def test_an_own_item_is_related_to_a_story_for_all_before_one_of_the_chats_own(room: Room) -> None:
    room.of_chat(FIRST)
    _, placed = room.of_chat(SAGA, days=5)
    assert (related(placed), placed.story) == (-1, -2)
    both = Room()
    both.of_chat(FIRST)
    both.shared.open_story(ONE, NOW)
    both.shared.clusterer.add(both.report(SECOND), ONE)
    assert related(place_own(both.report(SAGA, CHAT, days=5), both.own)) == ONE


def test_an_own_item_that_nothing_is_alike_is_placed_as_it_would_be_for_all(room: Room) -> None:
    room.for_all(OTHER)
    one = room.report(FIRST, CHAT)
    assert place_own(one, room.own).placement == room.shared.clusterer.place(one)
    room.of_chat(SAGA)
    unlike = room.report(("Rye bread is dearer in Varn", "Bakers of Varn ask more for rye bread since May."), CHAT)
    assert place_own(unlike, room.own).placement == room.shared.clusterer.place(unlike)


def test_a_report_for_all_of_what_the_chat_sees_as_all_do_is_not_decided_twice(room: Room) -> None:
    assert [room.for_all(text)[1] for text in (FIRST, SECOND, OTHER)] == [None, None, None]
    room.of_chat(("Rye bread is dearer in Varn", "Bakers of Varn ask more for rye bread since May."))
    assert room.for_all(THIRD)[1] is None


def test_a_report_for_all_comes_to_the_story_that_the_chat_has_adopted(room: Room) -> None:
    room.for_all(FIRST)
    room.of_chat(SECOND)
    _, placed = room.for_all(THIRD)
    assert placed is not None
    assert (placed.story, placed.merge) == (ONE, None)


def test_a_report_for_all_comes_to_where_the_chat_has_what_it_joins(room: Room) -> None:
    """A person of the chat's has parted the item from its story."""
    first, _ = room.for_all(FIRST)
    room.own.add_item(first, room.own.open_story(StoryId(-1), NOW))
    third, placed = room.for_all(THIRD)
    assert placed is not None
    assert (placed.story, placed.hangs_on) == (-1, third.id)


def test_a_story_of_the_chats_own_becomes_one_with_the_report_for_all_that_is_alike(room: Room) -> None:
    room.of_chat(FIRST)
    second, placed = room.for_all(SECOND)
    assert placed is not None
    assert (placed.story, placed.merge, placed.hangs_on) == (ONE, Merge(old=StoryId(-1), into=ONE), second.id)


def test_an_edit_for_all_is_placed_nowhere(room: Room) -> None:
    first, _ = room.for_all(FIRST)
    revision = Revision(before=first, item=replace(first, version=2), story=ONE, background=False)
    edited = decide(revision, Desk(room.shared, AlertRules(), NOW))
    assert place_shared(revision.item, edited, room.own) is None


@pytest.mark.parametrize("where", ["adopted", "for all"])
def test_stories_that_a_person_parted_are_not_made_one(room: Room, where: str) -> None:
    mine, _ = room.of_chat(FIRST)
    theirs, placed = room.for_all(OTHER)
    assert placed is None
    if where == "adopted":
        room.own.adopt(ONE, NOW)
    room.own.clusterer.cannot_link(mine.id, theirs.id)
    room.shared.clusterer.must_link(theirs.id, ItemId(3))
    again = room.report(SECOND, CHAT)
    assert again.id == 3
    found = place_own(again, room.own)
    assert (found.story, found.merge, found.hangs_on) == (ONE, None, theirs.id)


def test_a_story_that_is_for_all_is_never_merged_away_by_what_is_the_chats(room: Room) -> None:
    first, _ = room.for_all(FIRST)
    room.own.adopt(ONE, NOW)
    own, _ = room.of_chat(SECOND)
    assert room.own.story_of == {first.id: ONE, own.id: ONE}
    room.shared.open_story(TWO, NOW)
    room.shared.clusterer.add(room.report(THIRD), TWO)
    room.shared.clusterer.must_link(ItemId(3), ItemId(4))
    placed = place_own(room.report((SECOND[0], SECOND[1] + " More follows."), CHAT), room.own)
    assert (placed.story, placed.merge) == (TWO, None)


def test_a_contradiction_between_items_for_all_is_not_the_chats_own(room: Room) -> None:
    room.for_all(FIRST)
    own, _ = room.of_chat(SECOND)
    third = room.report(THIRD)
    decision = decide(Arrival(item=third, background=False), Desk(room.shared, AlertRules(), NOW))
    assert [{found.a.item, found.b.item} for found in decision.disagreements] == [{1, third.id}]
    placed = place_shared(third, decision, room.own)
    mine = decide_own(Arrival(item=third, background=False), placed, room.desk, room.own)
    assert [{found.a.item, found.b.item} for found in mine.disagreements] == [{own.id, third.id}]


def test_a_contradiction_of_an_own_item_with_what_is_for_all_is_the_chats(room: Room) -> None:
    first, _ = room.for_all(FIRST)
    own = room.report(THIRD, CHAT)
    placed = place_own(own, room.own)
    room.own.adopt(ONE, NOW)
    decision = decide_own(Arrival(item=own, background=False), placed, room.desk, room.own)
    assert [{found.a.item, found.b.item} for found in decision.disagreements] == [{first.id, own.id}]
    assert {claim.value for claim in decision.claims} == {9}


def test_an_edit_of_an_item_for_all_contradicts_an_own_one_in_that_chat(room: Room) -> None:
    first, _ = room.for_all(FIRST)
    own, _ = room.of_chat(SECOND)
    edited = replace(first, title=THIRD[0], paragraphs=room.report(THIRD).paragraphs, version=2)
    revision = Revision(before=first, item=edited, story=ONE, background=False)
    decision = decide_own(revision, None, room.desk, room.own)
    assert [{found.a.item, found.b.item} for found in decision.disagreements] == [{first.id, own.id}]
    assert decision.edit is not None


def test_what_chats_with_a_desk_of_their_own_see_is_left_out_of_the_decision_for_all(room: Room) -> None:
    _, _ = room.for_all(FIRST)
    third = room.report(THIRD)
    decision = decide(Arrival(item=third, background=False), Desk(room.shared, AlertRules(), NOW))
    shown = tuple(ShowCard(place=place(one), mode=DeliveryMode.ALERT, words=()) for one in (CHAT, GROUP))
    notices = tuple(Notice(place=place(one), kind=NoticeKind.CONTRADICTION) for one in (CHAT, GROUP))
    others = without_chats(replace(decision, cards=shown, notices=notices), [CHAT])
    assert (others.cards, others.notices) == (shown[1:], notices[1:])
    assert others.disagreements == decision.disagreements


def test_what_chats_with_a_desk_of_their_own_see_is_left_out_of_a_regrouping_for_all() -> None:
    cards = tuple(UpdateCard(place=place(one)) for one in (CHAT, GROUP))
    transfers = tuple(CardTransfer(place=place(one), old=TWO, into=ONE) for one in (CHAT, GROUP))
    after = StoryAfter(story=ONE, lead=ItemId(1), items=(ItemId(1),), version=2, outlets=1, independent=1, cards=cards)
    regrouping = Regrouping(stories=(after,), transfers=transfers, redirects=(place(CHAT), place(GROUP)))
    others = regrouping_without_chats(regrouping, [CHAT])
    assert others.stories == (replace(after, cards=cards[1:]),)
    assert (others.transfers, others.redirects) == (transfers[1:], (place(GROUP),))


@pytest.mark.parametrize(
    ("change", "stories"),
    [
        (Merge(old=TWO, into=ONE), (TWO, ONE)),
        (Move(items=(ItemId(1),), old=TWO, into=ONE), (TWO, ONE)),
        (Split(story=TWO, items=(ItemId(1),)), (TWO,)),
    ],
    ids=["merge", "move", "split"],
)
def test_a_change_is_about_the_stories_that_exist_before_it(change: StoryChange, stories: tuple[StoryId, ...]) -> None:
    assert stories_of(change) == stories


@pytest.fixture
def followed_by(room: Room) -> OwnState:
    """Items 1 and 2 for all in story 1, and the chat's own: 11 hangs on 1, 12 on 11, 13 on 2 and 14 on none."""
    story = room.own.open_story(ONE, NOW)
    for number in (1, 2, 11, 12, 13, 14):
        room.own.add_item(item(number), story)
    hung = {11: 1, 12: 11, 13: 2, 14: 14}
    room.own.joined_to = {ItemId(one): ItemId(on) for one, on in hung.items()}
    return room.own


def moved(numbers: list[int], into: StoryId) -> Move:
    return Move(items=tuple(map(ItemId, numbers)), old=ONE, into=into)


def test_what_hangs_on_an_item_that_moves_for_all_moves_with_it_in_the_chat(followed_by: OwnState) -> None:
    assert followed(moved([1], TWO), None, followed_by) == moved([1, 11, 12], TWO)
    assert followed(Split(story=ONE, items=(ItemId(2),)), TWO, followed_by) == moved([2, 13], TWO)


def test_a_merge_for_all_is_the_same_in_the_chat(followed_by: OwnState) -> None:
    merge = Merge(old=TWO, into=ONE)
    assert followed(merge, None, followed_by) == merge


def test_a_change_for_all_of_what_the_chat_has_elsewhere_moves_nothing_there(followed_by: OwnState) -> None:
    assert followed(moved([5], TWO), None, followed_by) is None
    assert followed(Split(story=ONE, items=(ItemId(1),)), None, followed_by) is None
