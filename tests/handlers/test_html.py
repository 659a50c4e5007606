import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.html import (
    CAPTION_CHARS,
    MESSAGE_CHARS,
    bold,
    code,
    escape,
    fit,
    folded,
    italic,
    link,
    quote,
    shortened,
    split,
    struck,
    visible_length,
)

PIECE = re.compile(r"<[^<>]*>|&[a-z#0-9]+;|.", re.DOTALL)
HOSTILE = st.text(st.characters(codec=None, exclude_categories=[]), max_size=60)
WRAPS = (bold, italic, code, struck, quote, escape, lambda t: link(t, "https://outlet1.example/?a=1&b='<\">"))
LINES = st.lists(st.tuples(st.sampled_from(WRAPS), HOSTILE).map(lambda pair: pair[0](pair[1])), max_size=12)


def shown(html: str) -> str:
    """What a reader sees; fails where a tag or an entity is cut, or tags are not balanced as Telegram wants them."""
    still_open: list[str] = []
    visible = ""
    for piece in PIECE.findall(html):
        if piece.startswith("</"):
            assert still_open.pop() == piece[2:-1], html
        elif piece.startswith("<"):
            assert piece.endswith(">"), html
            still_open.append(piece[1:-1].split(" ")[0])
        else:
            assert piece != "&", html
            visible += "x" if piece.startswith("&") else piece
    assert not still_open, html
    return visible


def units(text: str) -> int:
    """Its length in UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(LINES, st.integers(4, 80))
def test_what_is_fitted_is_balanced_and_within_the_limit(lines: list[str], limit: int) -> None:
    html = "\n".join(lines)
    cut = fit(html, limit)
    assert units(shown(cut)) <= limit
    if units(shown(html)) <= limit:
        assert cut == html


@given(LINES, st.integers(4, 80))
def test_pages_are_balanced_and_within_the_limit(lines: list[str], limit: int) -> None:
    for page in split("\n".join(lines), limit):
        assert 0 < units(shown(page)) <= limit
        assert shown(page).strip()


@given(LINES, st.integers(10, 80))
def test_pages_of_one_quotation_over_many_lines_are_each_a_quotation(lines: list[str], limit: int) -> None:
    plain = [line for line in lines if visible_length(line) < limit and shown(line).strip()]
    for page in split(folded("\n".join(plain)), limit):
        assert page.startswith("<blockquote expandable>")
        assert page.endswith("</blockquote>")
        assert len(shown(page)) <= limit


@given(st.lists(HOSTILE.map(escape).filter(lambda line: "\n" not in line and line.strip() != ""), max_size=12))
def test_no_line_is_lost_between_pages(lines: list[str]) -> None:
    pages = split("\n".join(lines), 2 * 70)  # the longest line, of letters that count two
    assert "\n".join(pages).split("\n") == lines or not lines


@given(HOSTILE)
def test_what_is_escaped_has_no_tag_and_nothing_that_turns_or_breaks_the_line(text: str) -> None:
    safe = escape(text)
    assert "<" not in safe
    assert ">" not in safe
    assert not any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in safe)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u2028\u2029]", safe)
    safe.encode("utf-8")


@given(HOSTILE, st.integers(2, 40))
def test_what_is_shortened_is_one_line_within_its_limit(text: str, limit: int) -> None:
    short = shortened(text, limit)
    assert len(short) <= limit
    assert "\n" not in short


@pytest.mark.parametrize(
    ("html", "length"),
    [
        pytest.param("<b>bold</b>", 4, id="tags count nothing"),
        pytest.param("a &amp; b &lt;3", 8, id="an entity counts one"),
        pytest.param("😀👍🏽", 6, id="an emoji counts two and more"),
        pytest.param('<a href="https://x.example/?a=1&amp;b=2">x</a>', 1, id="an address counts nothing"),
    ],
)
def test_length_is_counted_as_telegram_counts(html: str, length: int) -> None:
    assert visible_length(html) == length


@pytest.mark.parametrize(
    ("url", "html"),
    [
        pytest.param("https://x.example/?a=1&b=2", '<a href="https://x.example/?a=1&amp;b=2">t</a>', id="escaped"),
        pytest.param(
            'https://x.example/"><b>', '<a href="https://x.example/&quot;&gt;&lt;b&gt;">t</a>', id="no way out"
        ),
        pytest.param("javascript:alert(1)", "t", id="no web address, no link"),
        pytest.param("", "t", id="no address"),
        pytest.param("https://x.example/\ud800\x00", '<a href="https://x.example/">t</a>', id="nothing unsendable"),
    ],
)
def test_a_link_leads_to_a_web_address_or_is_plain_text(url: str, html: str) -> None:
    assert link("t", url) == html


def test_a_long_paragraph_after_a_headline_is_cut_and_not_left_out() -> None:
    cut = fit(f"{bold('Headline')}\n{'word ' * 2_000}")
    assert MESSAGE_CHARS - 10 < visible_length(cut) <= MESSAGE_CHARS


def test_a_title_of_a_hundred_thousand_characters_is_cut_in_no_time() -> None:
    assert visible_length(fit(bold("&<" * 50_000))) <= MESSAGE_CHARS


FLAG, FAMILY, KEYCAP = "\U0001f1fa\U0001f1e6", "\U0001f469\u200d\U0001f467\u200d\U0001f466", "1\ufe0f\u20e3"


@pytest.mark.parametrize("sign", [FLAG, FAMILY, KEYCAP, "\U0001f525", "\U0001f44d\U0001f3fd", "\U00020000"])
@pytest.mark.parametrize("limit", [MESSAGE_CHARS, CAPTION_CHARS])
def test_a_text_of_emoji_is_cut_between_them_and_within_the_limit_in_utf16(sign: str, limit: int) -> None:
    for html in (sign * 5_000, bold(sign * 5_000), "\n".join([f"{sign} fire"] * 2_000)):
        cut = shown(fit(html, limit))
        assert limit * 0.9 < units(cut) <= limit
        signs = cut.removesuffix("…").strip().replace(" fire", "").replace("\n", "")
        assert signs == sign * (len(signs) // len(sign))


@pytest.mark.parametrize(("html", "length"), [(FLAG, 4), (FAMILY, 8), ("a\u0301", 2), ("&amp;", 1), ("<b>x</b>", 1)])
def test_a_text_is_as_long_as_telegram_has_it(html: str, length: int) -> None:
    assert visible_length(html) == length


def test_marks_that_pile_up_are_cut_like_letters() -> None:
    assert 0.9 * MESSAGE_CHARS < units(fit("e" + "\u0301" * 9_000)) <= MESSAGE_CHARS
