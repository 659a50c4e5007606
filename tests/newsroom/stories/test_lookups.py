from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.item import ItemId
from newsroom.stories import lookups
from newsroom.stories.lookups import ItemMultimap, RunPostings

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


_RUNS = st.sets(st.integers(0, 6), max_size=5).map(sorted)
_RUN_STEPS = st.lists(st.tuples(st.integers(1, 5), st.none() | _RUNS), max_size=60)


@settings(max_examples=60, deadline=None)
@given(_RUN_STEPS)
def test_items_that_share_runs_are_what_a_dictionary_of_all_would_give(
    steps: Sequence[tuple[int, Sequence[int] | None]],
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(lookups, "_LEAST_LATE", 6)
        patched.setattr(lookups, "MOST_POSTED", 3)
        postings, model = RunPostings(), dict[ItemId, Sequence[int]]()
        for number, runs in steps:
            item = ItemId(number)
            if model.pop(item, None) is not None:
                postings.discard(item)
            if runs is not None:
                postings.add(item, np.array(runs, dtype=np.uint32))
                model[item] = runs
            having = [[one for one, theirs in model.items() if run in theirs] for run in range(7)]
            expected = Counter(one for items in having if len(items) <= 3 for one in items)
            assert postings.shared(np.arange(7, dtype=np.uint32)) == expected
