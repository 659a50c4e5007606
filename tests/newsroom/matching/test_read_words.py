"""The memory of words that were read: it has a bound, and keeps what comes again."""

from hypothesis import given
from hypothesis import strategies as st

from newsroom.matching.read_words import ReadWord, ReadWords

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


class Counted(ReadWords):
    """Notes which words it has to read."""

    def __init__(self) -> None:
        super().__init__(MOST)
        self.read_anew: list[str] = []

    def _read_anew(self, word: str, language: str | None, *, opens: bool) -> ReadWord:
        self.read_anew.append(word)
        return super()._read_anew(word, language, opens=opens)


def test_a_word_that_comes_again_stays_and_one_that_does_not_is_forgotten() -> None:
    remembered = Counted()
    remembered.read(["ferry", "harbour"], "en", opens=False)
    for number in range(3 * MOST):
        remembered.read([f"word{chr(97 + number)}"], "en", opens=False)
        remembered.read(["ferry"], "en", opens=False)
    remembered.read(["harbour"], "en", opens=False)
    assert [remembered.read_anew.count(word) for word in ("ferry", "harbour")] == [1, 2]


def test_a_thread_that_counted_the_half_before_another_began_a_new_one_forgets_nothing() -> None:
    remembered = Counted()
    first = ["ferry", "harbour", "storm", "bridge", "quay"]
    remembered.read(first, "en", opens=False)
    remembered._count = MOST // 2  # what the other thread saw: the half with "ferry" is the older one by now
    remembered.read(["strike"], "en", opens=False)
    assert len(remembered) == 6
    remembered.read(["ferry"], "en", opens=False)
    assert remembered.read_anew == [*first, "strike"]


def test_a_number_that_will_not_come_back_is_not_remembered() -> None:
    remembered = ReadWords(MOST)
    remembered.read(["7", "1999", "31517", "12345"], "en", opens=False)
    assert len(remembered) == 2


WRITTEN = st.text(st.sampled_from("aeiBIKzäßœéıİёЁйжїґÖ'’-1ﬁ٣عλ東"), min_size=1, max_size=8) | st.sampled_from(
    ("Trump", "New", "Нью", "Киев", "ferries", "Gazze'ye", "x" * 70, "Mueller", "Bundestagswahl", "1,000", "US", "Ünal")
)
TAG = st.sampled_from(["en", "uk", "de", "tr", "ar", "fr", "xx", None])


@given(word=WRITTEN, language=TAG, opens=st.booleans())
def test_a_word_that_is_remembered_is_as_it_was_read(*, word: str, language: str | None, opens: bool) -> None:
    remembered = ReadWords(2)
    read = remembered.one(word, language, opens=opens)
    remembered.one("ferry", "en", opens=False)  # now the word is in the older half
    again = remembered.one(word, language, opens=opens)
    assert again == read
    assert len(set(read.forms.split("\n"))) == len(read.forms.split("\n"))
