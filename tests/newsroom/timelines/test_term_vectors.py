from newsroom.timelines.term_vectors import _ROOTS_REMEMBERED, term_vector


def test_a_sentence_weighs_the_same_once_no_more_words_are_remembered() -> None:
    """What is remembered is bounded: names would fill memory for ever."""
    text = "The ferry of Norwick sank off the cape"
    before = term_vector(text, "en")
    for number in range(_ROOTS_REMEMBERED // 10 + 1):
        term_vector(" ".join(f"zy{number}x{at}" for at in range(10)), "en")
    assert term_vector(text, "en") == before


def test_what_is_longer_than_any_word_weighs_nothing() -> None:
    assert term_vector("zeppelin" * 6, "en") == {}
