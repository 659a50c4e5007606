import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from newsroom.stories.slot_languages import SlotLanguages

LANGUAGES = st.lists(st.sampled_from([None, "en", "uk", "fr"]), max_size=30)


def of(languages: list[str | None]) -> SlotLanguages:
    slots = SlotLanguages()
    for language in languages:
        slots.append(language)
    return slots


@given(languages=LANGUAGES, asked=st.sampled_from([None, "en", "uk", "tr"]), wanted=st.sets(st.integers(0, 29)))
def test_slots_of_another_known_language_are_left_out(
    languages: list[str | None], asked: str | None, wanted: set[int]
) -> None:
    some = [slot for slot in wanted if slot < len(languages)]
    one = of(languages).one_with(asked, np.array(some, dtype=np.intc))
    assert one.tolist() == [asked is None or languages[slot] in (None, asked) for slot in some]


@given(languages=LANGUAGES, asked=st.sampled_from(["en", "uk", "tr"]))
def test_whether_any_slot_is_in_another_language_is_known_without_a_look_at_them(
    languages: list[str | None], asked: str
) -> None:
    assert of(languages).others_than(asked) == any(language not in (None, asked) for language in languages)


@given(languages=LANGUAGES, kept=st.sets(st.integers(0, 29)))
def test_each_slot_keeps_its_language(languages: list[str | None], kept: set[int]) -> None:
    slots = of(languages)
    assert [slots[slot] for slot in range(len(languages))] == languages
    some = [slot for slot in sorted(kept) if slot < len(languages)]
    new = slots.compacted(some)
    assert [new[at] for at in range(len(some))] == [languages[slot] for slot in some]
