from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from newsroom.item import ItemId
from newsroom.stories.multimap import ItemMultimap

_STEPS = st.lists(st.tuples(st.booleans(), st.sampled_from("ab"), st.integers(1, 4)), max_size=40)


@given(_STEPS)
def test_keyed_items_are_what_a_dictionary_of_lists_would_hold(steps: Sequence[tuple[bool, str, int]]) -> None:
    keyed: ItemMultimap[str] = ItemMultimap()
    model: dict[str, list[int]] = {"a": [], "b": []}
    for comes, key, number in steps:
        if comes and number not in model[key]:
            keyed.put(key, ItemId(number))
            model[key].append(number)
        elif not comes:
            keyed.take(key, ItemId(number))
            if number in model[key]:
                model[key].remove(number)
        assert {key: keyed[key] for key in model} == model
