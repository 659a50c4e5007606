from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchers import xml_feed
from watchers.feed_document import parse_feed
from watchers.parsed_feed import MAX_ENTRIES, MAX_MARKUP_CHARS, MAX_TITLE_CHARS, FeedEntry, ParsedFeed
from watchers.source_problem import ProblemCode, SourceProblem

URL = "https://wire.example/news/feed.xml"


def rss(*items: str, head: str = "<title>Sample Wire</title>") -> bytes:
    return f"<rss version='2.0'><channel>{head}{''.join(items)}</channel></rss>".encode()


def item(title: str = "A bridge opens", link: str = "https://wire.example/a", more: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


def read(body: bytes, content_type: str = "application/rss+xml") -> ParsedFeed:
    return parse_feed(body, URL, content_type)


def only(body: bytes) -> FeedEntry:
    (entry,) = read(body).entries
    return entry


def code_of(body: bytes) -> ProblemCode:
    with pytest.raises(SourceProblem) as caught:
        read(body)
    return caught.value.problem.code


def test_an_rss_document_is_read_whole() -> None:
    body = rss(
        "<item><guid isPermaLink='false'>n-1</guid><title>A bridge opens &amp; closes</title>"
        "<link>/2026/bridge?id=1</link><pubDate>Tue, 03 Nov 2026 09:00:00 +0200</pubDate>"
        "<description>&lt;p&gt;It opened.&lt;/p&gt;</description><author>desk@wire.example (Ann Lee)</author>"
        "<source url='https://agency.example/rss'>Sample Agency</source>"
        "<category>Bridges</category><category>Bridges</category></item>",
        head="<title>Sample Wire</title><link>https://wire.example/</link><language>en_GB</language><ttl>15</ttl>",
    )
    feed = read(body)
    assert (feed.title, feed.site_url, feed.language, feed.ttl_s) == (
        "Sample Wire",
        "https://wire.example/",
        "en-gb",
        900,
    )
    assert feed.entries == (
        FeedEntry(
            guid="n-1",
            url="https://wire.example/2026/bridge?id=1",
            title="A bridge opens & closes",
            summary="<p>It opened.</p>",
            published=datetime(2026, 11, 3, 7, 0, tzinfo=UTC),
            author="desk@wire.example (Ann Lee)",
            credit="Sample Agency",
            language="en-gb",
            tags=("Bridges",),
        ),
    )


def test_an_atom_document_is_read_whole() -> None:
    entry = only(
        b"""<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='uk'><title>Sample Wire</title>
        <entry xml:base='https://other.example/dir/'><id>urn:1</id><title type='html'>Title</title>
        <link href='page'/><updated>2026-11-03T10:00:00Z</updated><published>2026-11-03T09:00:00Z</published>
        <summary>short</summary><content type='html'>&lt;b&gt;long text&lt;/b&gt;</content>
        <source><title>Sample Agency</title></source></entry></feed>"""
    )
    assert (entry.guid, entry.url, entry.language, entry.credit) == (
        "urn:1",
        "https://other.example/dir/page",
        "uk",
        "Sample Agency",
    )
    assert (entry.summary, entry.content) == ("short", "<b>long text</b>")
    assert entry.published == datetime(2026, 11, 3, 9, tzinfo=UTC)
    assert entry.updated == datetime(2026, 11, 3, 10, tzinfo=UTC)


def test_an_entry_that_was_never_updated_says_so() -> None:
    assert only(rss(item(more="<pubDate>Tue, 03 Nov 2026 09:00:00 GMT</pubDate>"))).updated is None


def test_plain_text_is_escaped_so_that_all_markup_is_markup() -> None:
    body = b"""<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id><title>t</title>
    <summary type='text'>5 &lt; 6 &amp; 7</summary></entry></feed>"""
    assert only(body).summary == "5 &lt; 6 &amp; 7"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        pytest.param("windows-1251", True, id="windows-1251 declared"),
        pytest.param("koi8-u", True, id="koi8-u declared"),
        pytest.param("utf-8", False, id="utf-8 by default"),
        pytest.param("utf-16", True, id="utf-16"),
        pytest.param("utf-8-sig", False, id="byte order mark"),
    ],
)
def test_encodings_are_read(encoding: str, *, declared: bool) -> None:
    head = f"<?xml version='1.0' encoding='{encoding}'?>" if declared else ""
    body = (head + rss(item(title="Міст відкрито")).decode()).encode(encoding)
    assert only(body).title == "Міст відкрито"


def test_a_wrong_charset_in_the_header_does_not_make_an_empty_feed_a_damaged_one() -> None:
    assert read(rss(), "text/html; charset=ascii").entries == ()


class TestKeys:
    def test_a_missing_guid_is_the_address(self) -> None:
        assert only(rss(item())).guid == "https://wire.example/a"

    def test_without_guid_and_address_the_title_makes_a_key_that_stays(self) -> None:
        first, again, other = (only(rss(item(title=t, link=""))).guid for t in ("One", "One", "Two"))
        assert first == again != other

    def test_a_guid_that_all_entries_share_is_told_apart_by_their_addresses(self) -> None:
        shared = "<guid isPermaLink='false'>wire.example</guid>"
        old = [item(title=f"T{n}", link=f"https://wire.example/{n}", more=shared) for n in range(3)]
        new = item(title="T9", link="https://wire.example/9", more=shared)
        before, after = read(rss(*old)).entries, read(rss(new, *old)).entries
        assert len({e.guid for e in after}) == 4
        assert [e.guid for e in after[1:]] == [e.guid for e in before]

    def test_an_entry_listed_twice_counts_once_and_its_first_text_holds(self) -> None:
        feed = read(rss(item(title="New title"), item(title="Old title")))
        assert [e.title for e in feed.entries] == ["New title"]
        assert feed.duplicates == 1


class TestDamage:
    def test_a_character_that_is_none_harms_no_entry(self) -> None:
        feed = read(rss(item(title="Bad &#xD800; one", link="https://wire.example/1"), item()))
        assert [e.title for e in feed.entries] == ["Bad � one", "A bridge opens"]

    def test_an_entry_that_the_parser_chokes_on_is_left_out_alone(self, monkeypatch: pytest.MonkeyPatch) -> None:
        real = xml_feed._feedparser

        def chokes(body: bytes, headers: dict[str, str]) -> xml_feed._Read:
            if b"POISON" in body:
                raise KeyError("poison")
            return real(body, headers)

        monkeypatch.setattr(xml_feed, "_feedparser", chokes)
        titles = [f"Title {n}" if n != 17 else "POISON" for n in range(40)]
        feed = read(rss(*(item(title=t, link=f"https://wire.example/{i}") for i, t in enumerate(titles))))
        assert [e.title for e in feed.entries] == [t for t in titles if t != "POISON"]
        assert [(p.position, p.reason) for p in feed.problems] == [(17, "unreadable markup")]
        assert feed.title == "Sample Wire"

    def test_a_truncated_document_gives_the_entries_before_the_cut(self) -> None:
        whole = rss(item(title="One"), item(title="Two", link="https://wire.example/2"))
        assert [e.title for e in read(whole[: whole.rindex(b"</item>")]).entries] == ["One", "Two"]

    def test_markup_that_nobody_closed_is_read(self) -> None:
        assert [e.title for e in read(b"<rss><channel><item><title>A & B</title>").entries] == ["A & B"]

    def test_every_control_character_is_gone(self) -> None:
        title = only(rss(item(title="a" + "".join(map(chr, range(1, 32))) + "b\x7f\x85c"))).title
        assert not any(ord(c) < 32 and c not in "\n\t" for c in title)
        assert title.startswith("a")
        assert title.endswith("c")

    def test_a_title_and_a_summary_are_cut_at_their_limits(self) -> None:
        entry = only(rss(item(title="x" * 100_000, more=f"<description>{'y' * 300_000}</description>")))
        assert len(entry.title) == MAX_TITLE_CHARS
        assert len(entry.summary) == MAX_MARKUP_CHARS

    def test_ten_thousand_entries_are_kept_and_what_is_past_them_is_named(self) -> None:
        feed = read(rss(*(f"<item><title>T{n}</title></item>" for n in range(MAX_ENTRIES + 5))))
        assert len(feed.entries) == MAX_ENTRIES
        assert feed.problems[0].reason == "5 entries past the limit"

    @pytest.mark.parametrize(
        "entity",
        [
            pytest.param("SYSTEM 'file:///etc/hostname'", id="a file"),
            pytest.param("SYSTEM 'http://127.0.0.1:1/'", id="an address"),
            pytest.param(f"'{'A' * 1000}'", id="a text, as in a billion laughs"),
        ],
    )
    def test_entities_are_not_expanded(self, entity: str) -> None:
        body = f"<!DOCTYPE r [<!ENTITY e {entity}>]>".encode() + rss(item(title="&e;" * 100))
        assert only(body).title == "&e;" * 100


@pytest.mark.parametrize(
    ("body", "code"),
    [
        pytest.param(b"", ProblemCode.EMPTY, id="nothing"),
        pytest.param(b"\xef\xbb\xbf \r\n", ProblemCode.EMPTY, id="a byte order mark alone"),
        pytest.param(b"<!doctype html><title>x</title>", ProblemCode.NOT_A_FEED, id="a page"),
        pytest.param(b"<!-- c --><HTML><body>" + b"<p>x" * 200_000, ProblemCode.NOT_A_FEED, id="a page of 800 kB"),
        pytest.param(b"<?xml version='1.0'?><note><to>x</to></note>", ProblemCode.OTHER_DOCUMENT, id="other XML"),
        pytest.param(b"<rss version='2.0'><channel><title>x", ProblemCode.MALFORMED, id="cut before the first entry"),
        pytest.param(bytes(range(256)) * 40, ProblemCode.OTHER_DOCUMENT, id="bytes"),
        pytest.param(b'{"items": []}', ProblemCode.OTHER_DOCUMENT, id="other JSON"),
        pytest.param(b"[" * 100_000, ProblemCode.MALFORMED, id="deep JSON"),
    ],
)
def test_what_is_no_feed_is_named(body: bytes, code: ProblemCode) -> None:
    assert code_of(body) is code


def test_an_rss_feed_that_speaks_of_html_is_no_page() -> None:
    assert only(b"<?xml version='1.0'?><!-- <html> -->" + rss(item())).title == "A bridge opens"


@pytest.mark.parametrize(
    ("head", "ttl_s"),
    [
        pytest.param("<ttl>60</ttl>", 3600, id="minutes"),
        pytest.param("<ttl>0</ttl>", None, id="zero says nothing"),
        pytest.param("<ttl>soon</ttl>", None, id="a word"),
        pytest.param("<ttl>9999999999</ttl>", 604_800, id="at most a week"),
        pytest.param("", None, id="none"),
        pytest.param(
            "<sy:updatePeriod xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>hourly</sy:updatePeriod>"
            "<sy:updateFrequency xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>4</sy:updateFrequency>",
            900,
            id="four times an hour",
        ),
    ],
)
def test_how_long_a_document_stays_fresh(head: str, ttl_s: int | None) -> None:
    assert read(rss(head=head)).ttl_s == ttl_s


@pytest.mark.parametrize(
    ("link", "url"),
    [
        pytest.param("page?x=1&amp;y=2", "https://wire.example/news/page?x=1&y=2", id="relative"),
        pytest.param("//cdn.example/p", "https://cdn.example/p", id="without scheme"),
        pytest.param("javascript:alert(1)", "", id="a script"),
        pytest.param("file:///etc/passwd", "", id="a file"),
        pytest.param("http://[", "", id="broken"),
        pytest.param("https://wire.example/" + "a" * 5000, "", id="too long"),
        pytest.param("\n  https://wire.example/\n  a  ", "https://wire.example/a", id="wrapped"),
    ],
)
def test_a_link_is_an_absolute_web_address_or_none(link: str, url: str) -> None:
    assert only(rss(item(link=link))).url == url


_TOKENS = st.sampled_from(
    [b"<item>", b"</item>", b"<title>", b"<![CDATA[", b"]]>", b"&#xD800;", b"&#0;", b"<!DOCTYPE", b"\0", b"\xff", b"<"]
)


@given(st.lists(st.tuples(st.integers(0, 400), _TOKENS), max_size=8))
def test_a_mutated_document_gives_entries_or_a_problem_and_never_raises_otherwise(
    inserts: list[tuple[int, bytes]],
) -> None:
    body = b"<?xml version='1.0' encoding='utf-8'?>" + rss(item(), item(title="Second", link="https://wire.example/2"))
    for position, token in inserts:
        body = body[:position] + token + body[position:]
    try:
        feed = read(body)
    except SourceProblem:
        return
    for entry in feed.entries:
        assert entry.guid
        (entry.title + entry.summary + entry.content + entry.guid).encode()  # no lone surrogate
