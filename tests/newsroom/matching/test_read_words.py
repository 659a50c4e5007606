"""The memory of words that were read: it has a bound, and keeps what comes again."""

from hypothesis import given
from hypothesis import strategies as st

from newsroom.matching.read_words import ReadWords

MOST = 8
WORD = st.text(st.sampled_from("abc"), min_size=1, max_size=4)
READ = st.lists(st.tuples(st.lists(WORD, max_size=6), st.sampled_from(["en", "uk", None]), st.booleans()), max_size=30)


@given(read=READ)
def test_no_more_words_are_remembered_than_the_bound_in_all_languages_together(
    read: list[tuple[list[str], str | None, bool]],
) -> None:
    remembered = ReadWords(MOST)
    for words, language, opens in read:
        remembered.read(words, language, opens=opens)
        assert len(remembered) <= MOST


@given(read=READ)
def test_a_word_is_read_alike_whatever_is_remembered(read: list[tuple[list[str], str | None, bool]]) -> None:
    remembered = ReadWords(MOST)
    for words, language, opens in read:
        found = remembered.read(words, language, opens=opens)
        assert found == {word: ReadWords(MOST).read([word], language, opens=opens)[word] for word in words}


def test_a_word_that_comes_again_stays_and_one_that_does_not_is_forgotten() -> None:
    remembered = ReadWords(MOST)
    first = {word: remembered.read([word], "en", opens=False)[word] for word in ("ferry", "harbour")}
    for number in range(3 * MOST):
        remembered.read([f"word{chr(97 + number)}"], "en", opens=False)
        assert remembered.read(["ferry"], "en", opens=False)["ferry"] is first["ferry"]
    assert remembered.read(["harbour"], "en", opens=False)["harbour"] is not first["harbour"]


def test_a_thread_that_counted_the_half_before_another_began_a_new_one_forgets_nothing() -> None:
    remembered = ReadWords(MOST)
    first = [
        remembered.read([word], "en", opens=False)[word] for word in ("ferry", "harbour", "storm", "bridge", "quay")
    ]
    remembered._count = MOST // 2  # what the other thread saw: the half with "ferry" is the older one by now
    remembered.read(["strike"], "en", opens=False)
    assert len(remembered) == 6
    assert remembered.read(["ferry"], "en", opens=False)["ferry"] is first[0]


def test_a_number_that_will_not_come_back_is_not_remembered() -> None:
    remembered = ReadWords(MOST)
    remembered.read(["7", "1999", "31517", "12345"], "en", opens=False)
    assert len(remembered) == 2
