"""The hits of a story's items in one row are those that dictionaries would hold."""

from newsroom.desk.hit_row import HitRow, Hits
from newsroom.item import ItemId
from newsroom.topic import TopicId

ONE, TWO, THREE = (ItemId(number) for number in (1, 2, 3))
FERRY, QUAY = TopicId(5), TopicId(4)


def kept() -> HitRow:
    return HitRow({TWO: {FERRY: ("ferry",), QUAY: ("quay", "pier")}, ONE: {FERRY: ("Ferry",)}})


def test_they_are_given_back_by_item_in_the_order_in_which_they_came() -> None:
    found = kept().by_item()
    assert found == {TWO: {FERRY: ("ferry",), QUAY: ("quay", "pier")}, ONE: {FERRY: ("Ferry",)}}
    assert [*found] == [TWO, ONE]
    assert [*found[TWO]] == [FERRY, QUAY]


def test_a_story_has_the_words_of_its_latest_item() -> None:
    assert kept().of_story({}) == {FERRY: ("ferry",), QUAY: ("quay", "pier")}
    assert kept().of_story({THREE: {FERRY: ("ferries",)}})[FERRY] == ("ferries",)
    assert kept().of_story({TWO: {}}) == {FERRY: ("Ferry",)}
    assert kept().by_item()[TWO], "what is asked for in its place is not kept"


def test_an_edit_replaces_the_hits_of_its_item_and_may_leave_none() -> None:
    hits = kept()
    hits.put(TWO, {QUAY: ("quays",)})
    assert hits.by_item() == {ONE: {FERRY: ("Ferry",)}, TWO: {QUAY: ("quays",)}}
    hits.put(ONE, {})
    assert hits.by_item() == {TWO: {QUAY: ("quays",)}}


def test_more_hits_of_an_item_stand_beside_those_that_it_has() -> None:
    hits = kept()
    hits.add(ONE, {QUAY: ("quay",), FERRY: ("ferry",)})
    hits.add(THREE, {QUAY: ("pier",)})
    assert hits.by_item()[ONE] == {FERRY: ("ferry",), QUAY: ("quay",)}
    assert hits.by_item()[THREE] == {QUAY: ("pier",)}


def test_equal_words_are_one_value() -> None:
    def hits(*words: str) -> Hits:
        return {FERRY: words}

    first, second = ("".join(letters) for letters in (["fer", "ry"], ["ferr", "y"]))
    stories = [HitRow({ONE: hits(words)}) for words in (first, second)]
    one, other = (story.by_item()[ONE][FERRY] for story in stories)
    assert one is other
