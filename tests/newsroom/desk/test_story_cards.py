"""A story's cards in one number each are those that a dictionary would hold."""

import random

import pytest

from newsroom.chat import ChatId, Place
from newsroom.desk.state import CardState, DeliveryMode, StoryCards
from newsroom.item import ItemId
from tests.builders import GROUP, place

MODES = [*DeliveryMode]
LARGEST = ItemId((1 << 37) - 1)


def drawn(chance: random.Random) -> tuple[Place, CardState]:
    where = Place(chat=ChatId(chance.randrange(-60, 60)), thread=chance.choice([0, 2]))
    lead = chance.choice([None, ItemId(1), ItemId(chance.randrange(1, 1 << 37)), LARGEST])
    return where, CardState(chance.choice(MODES), chance.random() < 0.3, lead)


def test_they_are_what_a_dictionary_holds_in_the_same_order_whatever_is_done() -> None:
    chance, cards, expected = random.Random(7), StoryCards(), dict[Place, CardState]()  # noqa: S311 - a test wants the same ones each time
    for _ in range(400):
        where, card = drawn(chance)
        if where in expected and chance.random() < 0.3:
            assert cards.pop(where) == expected.pop(where)
        else:
            cards[where] = expected[where] = card
        other, _ = drawn(chance)
        assert cards.get(other) == expected.get(other)
    assert len(expected) > 40, "few and many are looked through in two ways"
    assert [*cards.items()] == [*expected.items()]
    assert cards.by_place() == expected
    assert len(cards) == len(expected)


def test_stories_without_cards_get_none_of_another() -> None:
    first, second = StoryCards(), StoryCards()
    first[place()] = CardState(DeliveryMode.ALERT)
    assert dict(second) == {}
    first.clear()
    second[place(GROUP)] = CardState(DeliveryMode.SILENT)
    assert dict(first) == {}


def test_a_place_that_has_none_is_missing() -> None:
    with pytest.raises(KeyError):
        StoryCards()[place()]
    with pytest.raises(KeyError):
        del StoryCards()[place()]


def test_an_item_whose_number_has_no_room_is_refused_and_never_taken_for_another() -> None:
    cards = StoryCards()
    with pytest.raises(OverflowError):
        cards[place()] = CardState(DeliveryMode.ALERT, lead=ItemId(LARGEST + 1))
    assert dict(cards) == {}
