"""What a chat joins is one voice; no word of a chat's ever makes a voice more."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from newsroom.item import Item
from newsroom.stories.independence import count_independent
from tests.builders import item, source

FAMILIES = ("a", "b", "c", "d")
voices = st.lists(st.tuples(st.sampled_from(FAMILIES), st.sampled_from(("", *FAMILIES))), max_size=7)


def reported(by: list[tuple[str, str]]) -> list[Item]:
    """A report for each (family, joined with)."""
    return [
        item(number, of=replace(source(number, family=family), joined="" if joined == family else joined))
        for number, (family, joined) in enumerate(by, start=1)
    ]


def counted(by: list[tuple[str, str]]) -> int:
    return count_independent(reported(by), [], lambda _item: None)[1]


def test_joined_with_who_speaks_already_is_no_voice_more() -> None:
    assert counted([("a", ""), ("b", "a")]) == 1


def test_joined_with_who_is_silent_is_the_voice_it_was() -> None:
    assert counted([("a", ""), ("b", "c")]) == 2


def test_two_that_are_joined_with_one_publisher_are_one() -> None:
    assert counted([("a", "c"), ("b", "c"), ("d", "")]) == 2


def test_who_is_joined_with_two_publishers_that_speak_does_not_make_them_one() -> None:
    """A chat's word is about its own feed, not about what is for all."""
    assert counted([("a", ""), ("b", ""), ("a", "b")]) == 2


@given(voices, st.integers(0, 6), st.sampled_from(FAMILIES))
def test_whatever_is_joined_there_is_never_a_voice_more(by: list[tuple[str, str]], at: int, joined: str) -> None:
    changed = [
        (family, joined) if number == at and not before else (family, before)
        for number, (family, before) in enumerate(by)
    ]
    assert counted(changed) <= counted(by)


@given(voices)
def test_there_are_never_more_voices_than_families_of_domains(by: list[tuple[str, str]]) -> None:
    assert counted(by) <= len({family for family, _ in by})
