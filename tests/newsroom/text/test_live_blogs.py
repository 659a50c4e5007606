"""A headline is known for a live blog's by a look at its words and signs before any pattern is."""

from hypothesis import given
from hypothesis import strategies as st

from newsroom.text import live_blogs
from newsroom.text.words import fold, written_words

PIECES = [*live_blogs._PHRASES, "LIVE", "Live", "live", "Kyiv", "as", "it", "happened", "à", "Прямой", "ОНЛАЙН"]
HEADLINE = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from([" ", ": ", " | ", " – ", "-", "|"]))).map(
    lambda pieces: "".join(word + sign for word, sign in pieces)
)


@given(HEADLINE)
def test_no_live_blog_is_passed_over(title: str) -> None:
    folded = " ".join(map(fold, written_words(title)))
    expected = bool(live_blogs._FOUND.search(folded) or live_blogs._LIVE.search(title))
    assert live_blogs.is_live_blog(title) == expected
