"""How many claims are held, and which."""

from datetime import timedelta

from newsroom.claims.claim_index import ClaimIndex
from newsroom.claims.claims import Claim, claims
from tests.newsroom.claims.claim_items import NOON, item

PROBE = claims(item("Mosque blast in Homs kills 99", number=999))[0]


def claims_of(number: int, hours: float = 0) -> tuple[Claim, ...]:
    return claims(item(f"Mosque blast in Homs kills {number}", number=number, hours=hours))


def numbers(index: ClaimIndex) -> list[int]:
    return [claim.item for claim in index.candidates(PROBE)]


def test_the_oldest_claims_leave_when_more_come_in_than_fit() -> None:
    """They stayed for 90 days, however many: memory had no bound."""
    index = ClaimIndex(most=3)
    for number in range(1, 41):
        index.add(claims_of(number))
    assert (numbers(index), len(index)) == ([38, 39, 40], 3)


def test_what_an_edit_took_back_makes_no_room_for_what_had_left() -> None:
    index = ClaimIndex(most=3)
    for number in range(1, 6):
        index.add(claims_of(number))
    index.remove(claims_of(4)[0].item)
    assert numbers(index) == [3, 5]
    index.add(claims_of(6))
    assert numbers(index) == [5, 6]


def test_an_index_restored_from_storage_has_the_claims_of_the_old_one() -> None:
    """Whatever was edited, whatever left: claims are numbered as they are stored, and no number comes twice."""
    steady, stored, added = ClaimIndex(most=4), dict[int, Claim](), 0
    for number in range(1, 30):
        if number % 3 == 0:  # an edit that leaves no figure, of an item that may have left already
            edited = number - number % 5
            steady.remove(claims_of(edited)[0].item)
            stored = {n: claim for n, claim in stored.items() if claim.item != edited}
        new = claims_of(number)
        steady.add(new)
        for claim in new:
            added += 1
            stored[added] = claim
        anew = ClaimIndex(most=4)
        anew.restore(stored, added)
        assert numbers(anew) == numbers(steady)
        anew.add(claims_of(100))
        twin = ClaimIndex(most=4)
        twin.restore(stored | {added + 1: claims_of(100)[0]}, added + 1)
        assert numbers(anew) == numbers(twin)


def test_old_claims_leave_though_there_is_room_for_them() -> None:
    index = ClaimIndex()
    index.add(claims_of(1))
    index.add(claims_of(2, hours=48))
    index.expire(NOON + timedelta(days=91))
    assert numbers(index) == [2]


def test_nothing_is_left_of_claims_that_have_left() -> None:
    index = ClaimIndex(most=1)
    for number in range(1, 10):
        index.add(claims_of(number))
    index.remove(claims_of(9)[0].item)
    assert (len(index), index._by_key, index._by_item) == (0, {}, {})


def test_candidates_come_in_the_order_added_whichever_anchor_finds_them() -> None:
    """They came in the order of a set of anchors, another in each process: so did the disagreements."""
    index = ClaimIndex()
    titles = ["Mosque blast kills 12", "Homs blast kills 13", "Homs mosque kills 14", "Syria blast kills 15"]
    for number, title in enumerate(titles, start=1):
        index.add(claims(item(title, number=number)))
    assert numbers(index) == [1, 2, 3, 4]


def test_claims_that_edits_took_back_leave_no_trace_in_the_order_of_time() -> None:
    """An item that is edited for a day would fill memory with what it no longer says."""
    index = ClaimIndex()
    for _ in range(1_200):
        index.add(claims_of(1))
        index.remove(claims_of(1)[0].item)
    assert len(index._by_time) < 1_100
    index.expire(NOON + timedelta(days=91))
    assert (len(index), index._by_time) == (0, [])


def test_an_item_is_no_candidate_for_itself() -> None:
    index = ClaimIndex()
    index.add(claims_of(1))
    assert index.candidates(claims_of(1)[0]) == ()


def test_a_part_of_a_count_is_compared_with_nothing() -> None:
    index = ClaimIndex()
    index.add(claims(item("Mosque blast in Homs: 12 among passengers killed", number=4)))
    assert len(index) == 0


def test_of_several_claims_of_an_item_the_others_stay_when_one_leaves() -> None:
    index = ClaimIndex(most=1)
    both = claims(item("Mosque blast in Homs kills 12 and injures 30", number=4))
    index.add(both)
    assert [claim.value for claim in index.of_item(both[0].item)] == [30]
