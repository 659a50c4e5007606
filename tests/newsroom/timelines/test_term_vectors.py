"""What is remembered of a timeline's sentences is what would be worked out again."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from newsroom.timelines.event_clusters import MOST_CANDIDATES, MOST_EVENTS, Event, EventLookup
from newsroom.timelines.term_vectors import SentenceWords, roots, term_vector

TEXT = st.lists(st.sampled_from(["ferry", "ferries", "quay", "the", "2025", "Kyiv", "à", "паром"])).map(" ".join)


@given(st.lists(st.tuples(TEXT, st.sampled_from(["en", "uk", None]))), st.integers(min_value=0, max_value=3))
def test_roots_are_the_same_however_many_are_remembered(asked: list[tuple[str, str | None]], most: int) -> None:
    remembered = SentenceWords(most).of
    for text, language in (*asked, *asked):
        assert remembered(text, language) == roots(text, language)
        assert term_vector(text, language, remembered) == term_vector(text, language)


@given(
    st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=4), max_size=3 * MOST_EVENTS),
    st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=8),
)
def test_events_come_by_how_many_words_they_share_and_then_by_age(events: list[list[str]], rarest: list[str]) -> None:
    lookup, added = EventLookup(), [Event([], []) for _ in events]
    by_root: dict[str, set[int]] = {}
    for number, (event, words) in enumerate(zip(added, events, strict=True)):
        lookup.add(event, words)
        for word in words:
            by_root.setdefault(word, set()).add(number)
    lists = [by_root[word] for word in rarest if word in by_root]
    short = [of for of in lists if len(of) <= MOST_EVENTS] or sorted(lists, key=len)[:1]
    counts: Counter[int] = Counter()
    for numbers in short:
        counts.update(numbers)
    expected = [added[number] for number, _ in counts.most_common(MOST_CANDIDATES)]
    assert [id(event) for event in lookup.like(rarest)] == [id(event) for event in expected]
