"""What strangers send, made up: each target takes one made-up input and raises where the program answers it wrongly."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from hypothesis import strategies as st

from handlers.html import bold, code, escape, fit, italic, link, quote, split
from newsroom.claims.count_grammar import count_people
from newsroom.claims.packs import pack_for
from newsroom.dates.tagger import find_dates
from newsroom.errors import UserError
from newsroom.matching.query import parse
from newsroom.text.clean import clean
from newsroom.text.url import canonical
from standin.telegram_html import parse_html
from watchers.feed_dates import feed_date
from watchers.feed_document import parse_feed
from watchers.source_problem import SourceProblem

_LANGUAGES = st.sampled_from([None, "en", "uk", "fr", "ru", "de", "es", "ar", "zh", "ja", "tr", "xx"])
_RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Wire</title><link>http://w.example</link>
<item><guid isPermaLink="false">1</guid><title>Ferry &amp; crew</title><link>/1</link><pubDate>Mon, 02 Mar 2026 09:00:00
 +0200</pubDate><description><![CDATA[<p>Two <b>hurt</b>]]></description><content:encoded>x</content:encoded></item>
<item><title>Second</title><category>A</category><author>a@b.example (Ann)</author></item></channel></rss>"""
_ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://w.example/"><title type="html">W</title>
<entry><id>tag:1</id><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">T</div></title>
<link rel="alternate" href="1"/><updated>2026-03-02T09:00:00Z</updated><summary>S</summary></entry></feed>"""
_RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>W</title></channel><item rdf:about="http://w.example/1">
<title>T</title><link>http://w.example/1</link><dc:date>2026-03-02</dc:date></item></rdf:RDF>"""
_JSON = """{"version":"https://jsonfeed.org/version/1.1","title":"W","items":[{"id":"1","title":"T","content_html":"<p>x",
"date_published":"2026-03-02T09:00:00Z","authors":[{"name":"A"}],"tags":["a"]}]}"""
_FEEDS = tuple(text.encode() for text in (_RSS, _ATOM, _RDF, _JSON))
_PIECES = st.one_of(
    st.binary(max_size=12),
    st.sampled_from(
        [
            *b"<![CDATA[ ]]> <!-- --> <!DOCTYPE &#0; &#xD800; &amp;amp; </ /> <item> </channel> null [[ {}".split(),
            b"\xef\xbb\xbf",
            b"\xff\xfe",
            b"\x00",
            "\u202e\u200b🌊".encode(),
            b"xml:base='//x'",
            b"9" * 400,
        ]
    ),
)
EDITS = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 0.2), _PIECES, st.booleans()), max_size=6)
_MARKUP = st.lists(
    st.one_of(
        st.text(max_size=20),
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<div>",
                "<br>",
                "<script>",
                "</script>",
                "<!--",
                "-->",
                "&nbsp;",
                "&lt;",
                "&#8203;",
                "<td>",
                "<h1>",
                "<img",
                "src=x>",
                "<a",
                "href='j:'>",
            ]
        ),
    ),
    max_size=30,
).map("".join)
_WORDS = st.lists(
    st.one_of(
        st.text(max_size=8),
        st.sampled_from(
            [
                "on",
                "last",
                "the",
                "in",
                "of",
                "at",
                "least",
                "killed",
                "injured",
                "people",
                "five",
                "12",
                "1,200",
                "Monday",
                "March",
                "2026",
                "2",
                "31",
                "February",
                "am",
                "минулого",
                "вівторка",
                "двоє",
                "загинули",
                "вчора",
                "у",
                "hier",
                "mardi",
                "deux",
                "morts",
                "3月2日",
                "昨日",
                "أمس",
                "قتيل",
                "gestern",
                "-",
                ",",
                ".",
                ":",
                "(",
                ")",
                "/",
                "%",
                "°",
            ]
        ),
    ),
    max_size=25,
).map(" ".join)
_QUERY = st.lists(
    st.one_of(
        st.text(max_size=6),
        st.sampled_from(
            [
                "AND",
                "OR",
                "NOT",
                "near/3",
                "NEAR/",
                "(",
                ")",
                '"',
                "*",
                "-",
                "+",
                "|",
                "&",
                "!",
                "title:",
                "lang:uk",
                "from:",
                "kind:",
                "#",
                "$",
                "~",
                "\\",
            ]
        ),
    ),
    max_size=20,
).map(" ".join)
_ADDRESS = st.lists(
    st.one_of(
        st.text(max_size=6),
        st.sampled_from(
            [
                "http://",
                "https://",
                "//",
                "/",
                "?",
                "&",
                "=",
                "#",
                ":",
                "@",
                "[::1]",
                "[",
                "]",
                "%41",
                "%zz",
                "utm_source=",
                "amp.",
                "m.",
                "www.",
                "example.com",
                "xn--",
                "..",
                ";",
            ]
        ),
    ),
    max_size=14,
).map("".join)
_DATE = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.sampled_from(
            [
                "Mon,",
                "02",
                "Mar",
                "2026",
                "09:00:00",
                "+0200",
                "GMT",
                "EST",
                "24:00",
                "23:59:60",
                "2026-03-02T09:00Z",
                "W10",
                "-062",
                "березня",
                "3月",
                "à",
                "21h05",
                "AM",
                "−",
                "٢",
            ]
        ),
        max_size=8,
    ).map(" ".join),
    st.integers(),
    st.floats(),
    st.none(),
)
_HTML = st.lists(
    st.tuples(
        st.sampled_from([escape, bold, italic, code, quote, lambda text: link(text, "https://w.example/?a=1&b=2")]),
        st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60),
        st.sampled_from(["", " ", "\n", "\n\n"]),
    ),
    min_size=1,
    max_size=30,
)
_SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=20), st.sampled_from(["private", "/topics"])
)


def wrong(what: str, *given: object) -> AssertionError:
    """An answer that must not be."""
    return AssertionError(f"{what}: {given!r}")


@dataclass(frozen=True, slots=True)
class FuzzTarget:
    """Something that takes what strangers send."""

    inputs: st.SearchStrategy[Any]
    check: Callable[[Any], None]


def edited(body: bytes, edits: list[tuple[float, float, bytes, bool]]) -> bytes:
    """A document with pieces put in, cut out and doubled."""
    for at, span, piece, doubles in edits:
        start = int(at * len(body))
        end = start + int(span * len(body))
        body = body[:start] + piece + (body[start:end] * 2 if doubles else b"") + body[end:]
    return body


def _feed(given: tuple[bytes, Any, str]) -> None:
    body, edits, kind = given
    try:
        feed = parse_feed(edited(body, edits), "https://w.example/feed", kind)
    except SourceProblem:
        return
    for entry in feed.entries:
        if not isinstance(entry.title, str) or not isinstance(entry.url, str):
            raise wrong("an entry without text", entry)


def _clean(given: tuple[str, str]) -> None:
    text = clean(*given)
    if "\n" in text.title or "\r" in text.title:
        raise wrong("a title of two lines", text.title)


def _query(text: str) -> None:
    try:
        parse(text)
    except UserError:
        return


def _dates(given: tuple[str, str | None]) -> None:
    text, language = given
    for mention in find_dates(text, date(2026, 3, 3), language):
        if not 0 <= mention.start < mention.end <= len(text):
            raise wrong("a date outside its text", text, mention)


def _feed_date(raw: object) -> None:
    feed_date(raw)


def _figures(given: tuple[str, str | None]) -> None:
    text, language = given
    count_people(text, pack_for(text, language))


def _url(address: str) -> None:
    once = canonical(address)
    if canonical(once) != once:
        raise wrong("the form of an address has another form", address, once, canonical(once))


def _html(given: tuple[list[tuple[Callable[[str], str], str, str]], int]) -> None:
    """Telegram reads what is left, and counts no more than there is room."""
    pieces, limit = given
    text = "".join(made(word) + end for made, word, end in pieces)
    for page in (fit(text, limit), *split(text, limit)):
        shown = parse_html(page).text
        if len(shown.encode("utf-16-le")) // 2 > limit:
            raise wrong("longer than there is room", limit, page)


TARGETS = {
    "feed": FuzzTarget(
        st.tuples(st.sampled_from(_FEEDS), EDITS, st.sampled_from(["text/xml", "application/json", "", "text/html"])),
        _feed,
    ),
    "clean": FuzzTarget(st.tuples(_MARKUP, _MARKUP), _clean),
    "query": FuzzTarget(_QUERY, _query),
    "dates": FuzzTarget(st.tuples(_WORDS, _LANGUAGES), _dates),
    "feed-dates": FuzzTarget(_DATE, _feed_date),
    "figures": FuzzTarget(st.tuples(_WORDS, _LANGUAGES), _figures),
    "url": FuzzTarget(_ADDRESS, _url),
    "html": FuzzTarget(st.tuples(_HTML, st.integers(40, 400)), _html),
}


def _changed(update: dict[str, Any], changes: list[tuple[list[int], Any]]) -> dict[str, Any]:
    """A copy in which some values are others; a path says which, by numbers at each level."""
    copy: dict[str, Any] = json.loads(json.dumps(update))
    for path, value in changes:
        place: Any = copy
        for step in path[:-1]:
            keys = (
                list(place) if isinstance(place, dict) else list(range(len(place))) if isinstance(place, list) else []
            )
            if not keys or not isinstance(place[keys[step % len(keys)]], dict | list):
                break
            place = place[keys[step % len(keys)]]
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if keys:
            place[keys[path[-1] % len(keys)]] = value
    copy["update_id"] = update["update_id"]
    return copy


def update_inputs(update: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Updates of Telegram's, with values of other kinds in places."""
    values = st.recursive(
        _SCALARS,
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
        max_leaves=4,
    )
    paths = st.lists(st.integers(0, 9), min_size=1, max_size=4)
    return st.lists(st.tuples(paths, values), max_size=4).map(lambda changes: _changed(update, changes))
