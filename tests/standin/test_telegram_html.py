"""Cases in our own words for what tdlib/td's own tests of `parse_html` claim."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standin.chat_state import Entity
from standin.formatting import Formatted, commands_in, to_html, utf16_length
from standin.links import checked_link
from standin.refusals import Refusal
from standin.telegram_html import parse_html


def entity(kind: str, offset: int, length: int, **more: str) -> Entity:
    return Entity(type=kind, offset=offset, length=length, **more)


READ = [
    pytest.param("plain", "plain", [], id="plain text"),
    pytest.param("<b>a</b>", "a", [entity("bold", 0, 1)], id="bold"),
    pytest.param("<STRONG>a</strong>", "a", [entity("bold", 0, 1)], id="tags in any case"),
    pytest.param("<i>a</><u>b</>", "ab", [entity("italic", 0, 1), entity("underline", 1, 1)], id="</> closes any"),
    pytest.param("🚢 <b>🚢</b>", "🚢 🚢", [entity("bold", 3, 2)], id="offsets count UTF-16 units"),
    pytest.param("&lt;&gt;&amp;&quot;", '<>&"', [], id="the four named entities"),
    pytest.param("1 &lt 2", "1 < 2", [], id="an entity needs no semicolon"),
    pytest.param("a&nbsp;b &copy;", "a&nbsp;b &copy;", [], id="other entities stay as written"),
    pytest.param("&#1046;&#x416;&#;", "ЖЖ&#;", [], id="numbers, decimal and hexadecimal"),
    pytest.param("&#99999999;", "&#99999999;", [], id="a number beyond Unicode stays"),
    pytest.param("a & b", "a & b", [], id="a lone ampersand stays"),
    pytest.param("a > b", "a > b", [], id="a lone > stays"),
    pytest.param(
        '<a href="https://example.org/x?a=1&amp;b=2">go</a>',
        "go",
        [entity("text_link", 0, 2, url="https://example.org/x?a=1&b=2")],
        id="a link",
    ),
    pytest.param("<a href=example.org>go</a>", "go", [entity("text_link", 0, 2, url="http://example.org/")], id="bare"),
    pytest.param('<a href="nowhere at all">go</a>', "go", [], id="a link that is no URL goes without a word"),
    pytest.param('<a href="javascript:alert(1)">go</a>', "go", [], id="a script is no link"),
    pytest.param(
        "<a>example.org</a>", "example.org", [entity("text_link", 0, 11, url="http://example.org/")], id="self"
    ),
    pytest.param("<blockquote>q</blockquote>", "q", [entity("blockquote", 0, 1)], id="quotation"),
    pytest.param(
        "<blockquote expandable>q</>", "q", [entity("expandable_blockquote", 0, 1)], id="expandable quotation"
    ),
    pytest.param("<span class='tg-spoiler'>s</span>", "s", [entity("spoiler", 0, 1)], id="spoiler by class"),
    pytest.param("<tg-spoiler>s</tg-spoiler>", "s", [entity("spoiler", 0, 1)], id="spoiler by name"),
    pytest.param(
        '<pre><code class="language-sql">x</code></pre>', "x", [entity("pre", 0, 1, language="sql")], id="pre"
    ),
    pytest.param('<code class="language-sql">x</code>', "x", [entity("code", 0, 1)], id="code alone has no language"),
    pytest.param("<b></b>x", "x", [], id="an empty tag marks nothing"),
    pytest.param("<b>a<i>b</i></b>", "ab", [entity("bold", 0, 2), entity("italic", 1, 1)], id="nested"),
    pytest.param("<b>a<b>b</b></b>", "ab", [entity("bold", 0, 2)], id="bold in bold is bold"),
    pytest.param(
        "<b>a<code>b</code>c</b>",
        "abc",
        [entity("bold", 0, 1), entity("code", 1, 1), entity("bold", 2, 1)],
        id="nothing reaches into code",
    ),
    pytest.param("  <b>a</b> \n", "a", [entity("bold", 0, 1)], id="white space at the ends goes"),
    pytest.param("<b>  a</b>", "  a", [entity("bold", 0, 3)], id="white space under an entity stays at the start"),
    pytest.param("a\r\nb\tc", "a\nb c", [], id="carriage returns vanish, tabs are spaces"),
    pytest.param("a\r\n<b>b</b>", "a\nb", [entity("bold", 2, 1)], id="offsets move with what vanishes"),
    pytest.param("see /story_7 now", "see /story_7 now", [entity("bot_command", 4, 8)], id="commands are found"),
    pytest.param("https://example.org/a.", "https://example.org/a.", [entity("url", 0, 21)], id="addresses are found"),
]


@pytest.mark.parametrize(("source", "text", "entities"), READ)
def test_html_is_read_as_telegram_reads_it(source: str, text: str, entities: list[Entity]) -> None:
    assert parse_html(source) == Formatted(text, entities)


COMPLAINTS = [
    pytest.param("1 < 2", 'Unsupported start tag "" at byte offset 2', id="a lone <"),
    pytest.param("Ж<b", "Unclosed start tag at byte offset 2", id="offsets count bytes"),
    pytest.param("🚢<table>", 'Unsupported start tag "table" at byte offset 4', id="a tag it doesn't know"),
    pytest.param("a <5 b>", 'Unsupported start tag "5" at byte offset 2', id="less than before a number"),
    pytest.param("<b =x>", 'Empty attribute name in the tag "b" at byte offset 0', id="an attribute without a name"),
    pytest.param("<b x =  ", 'Unclosed start tag "b" at byte offset 0', id="the end before a value"),
    pytest.param("<b x=a,b>", "Unexpected end of name token at byte offset 5", id="a bare value with a comma"),
    pytest.param('<a href="x>', "Unclosed start tag at byte offset 0", id="a quotation mark missing"),
    pytest.param("<span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0', id="a span of another class"),
    pytest.param("a</b>", "Unexpected end tag at byte offset 1", id="an end without a start"),
    pytest.param("<b>a</b", "Unclosed end tag at byte offset 4", id="an end tag cut off"),
    pytest.param("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"', id="crossed tags"),
    pytest.param("<b>a", 'Can\'t find end tag corresponding to start tag "b"', id="never closed"),
    pytest.param('<tg-emoji emoji-id="x">a</>', "Invalid custom emoji identifier specified", id="emoji id"),
    pytest.param(
        "&#xD83D;",
        "Text contains invalid Unicode characters after decoding HTML entities, "
        "check for unmatched surrogate code units",
        id="half a surrogate pair",
    ),
]


@pytest.mark.parametrize(("source", "reason"), COMPLAINTS)
def test_what_cannot_be_read_is_refused_in_telegrams_words(source: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_html(source)
    assert (refused.value.code, refused.value.description) == (400, f"Bad Request: can't parse entities: {reason}")


PIECES = st.sampled_from(
    ["<b>", "</b>", "<i>", "</>", "<code>", "</code>", "<pre>", "<", ">", "&lt", "&#9;", "&", "🚢"]
)
HOSTILE = st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=40).map("".join)


@given(HOSTILE)
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_or_refused_and_entities_lie_within_it(source: str) -> None:
    try:
        read = parse_html(source)
    except Refusal:
        return
    length = utf16_length(read.text)
    assert all(0 <= e.offset < e.end <= length for e in read.entities)


@given(HOSTILE)
@settings(max_examples=150, deadline=None)
def test_a_message_written_back_as_html_reads_the_same(source: str) -> None:
    try:
        read = parse_html(source)
        again = parse_html(to_html(read.text, read.entities))
    except Refusal:
        return
    assert again.text == read.text


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        pytest.param("/start", [(0, 6)], id="alone"),
        pytest.param("/track@wirewatch_bot Baku", [(0, 20)], id="addressed"),
        pytest.param("🚢 /help", [(3, 5)], id="after an emoji"),
        pytest.param("and/or", [], id="a slash within words"),
        pytest.param("https://example.org/a", [], id="a slash within an address"),
    ],
)
def test_commands_in_typed_text_are_marked(typed: str, marked: list[tuple[int, int]]) -> None:
    assert [(e.offset, e.length) for e in commands_in(typed) if e.type == "bot_command"] == marked


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        pytest.param("example.org", "http://example.org/", id="a bare host"),
        pytest.param("https://example.org/a?b#c", "https://example.org/a?b#c", id="whole"),
        pytest.param("http://localhost:8080/x", "http://localhost:8080/x", id="localhost"),
        pytest.param("tg://user?id=7", "tg://user?id=7", id="inside Telegram"),
        pytest.param("word", "", id="a word"),
        pytest.param("ftp://example.org", "", id="another scheme"),
        pytest.param("http://[", "", id="broken"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_links_are_kept_as_telegram_keeps_them(address: str, kept: str) -> None:
    assert checked_link(address) == kept
