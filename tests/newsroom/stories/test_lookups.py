from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from newsroom.item import ItemId
from newsroom.stories.lookups import ItemMultimap

_STEPS = st.lists(st.tuples(st.booleans(), st.sampled_from("ab"), st.integers(1, 4)), max_size=40)


@given(_STEPS)
def test_items_by_key_are_what_a_dictionary_of_lists_would_give(steps: Sequence[tuple[bool, str, int]]) -> None:
    multimap: ItemMultimap[str] = ItemMultimap()
    model: dict[str, list[int]] = {"a": [], "b": []}
    for comes, key, number in steps:
        if comes and number not in model[key]:
            multimap.add(key, ItemId(number))
            model[key].append(number)
        elif not comes:
            multimap.discard(key, ItemId(number))
            if number in model[key]:
                model[key].remove(number)
        assert {key: multimap[key] for key in model} == model
