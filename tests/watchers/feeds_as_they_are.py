"""Documents as the web serves them, each with the items that a reader should get: the own corpus of feeds.

Every outlet, headline and address is made up. A row is a name, what the server sends, and the items: title, address,
time of publication, first paragraph; "" for what there is none of.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from watchers.source_problem import ProblemCode

URL = "https://wire.example/news/feed.xml"
SITE = "https://wire.example"
DATE = "Tue, 03 Nov 2026 09:00:00 GMT"
WHEN = "2026-11-03T09:00+00:00"
ATOM, DC = "http://www.w3.org/2005/Atom", "http://purl.org/dc/elements/1.1/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
CONTENT, MEDIA = "http://purl.org/rss/1.0/modules/content/", "http://search.yahoo.com/mrss/"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
SPACES = f'xmlns:atom="{ATOM}" xmlns:dc="{DC}" xmlns:content="{CONTENT}" xmlns:media="{MEDIA}" xmlns:itunes="{ITUNES}"'

Item = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDocument:
    """What is served, and what comes of it: items, or why there are none."""

    name: str
    body: bytes
    items: Sequence[Item] = ()
    code: ProblemCode | None = None
    content_type: str = ""


def served(name: str, body: str | bytes, *items: Item, content_type: str = "") -> FeedDocument:
    return FeedDocument(
        name=name,
        body=body.encode() if isinstance(body, str) else body,
        items=items,
        content_type=content_type,
    )


def refused(name: str, body: str | bytes, code: ProblemCode, content_type: str = "") -> FeedDocument:
    return FeedDocument(
        name=name, body=body.encode() if isinstance(body, str) else body, code=code, content_type=content_type
    )


def rss(*items: str, head: str = "<title>Sample Wire</title>", version: str = "2.0") -> str:
    return f'<rss version="{version}" {SPACES}><channel>{head}{"".join(items)}</channel></rss>'


def entry(title: str = "A bridge opens", more: str = "", link: str = f"<link>{SITE}/a</link>") -> str:
    return f"<item><title>{title}</title>{link}{more}</item>"


def atom(inner: str, attributes: str = "", more: str = "") -> str:
    return (
        f'<feed xmlns="{ATOM}" {attributes}><title>Sample Wire</title><id>urn:wire</id>'
        f"<entry><id>urn:1</id>{inner}</entry>{more}</feed>"
    )


def atom_title(title: str) -> str:
    return atom(f'{title}<link href="{SITE}/a"/><updated>2026-11-03T09:00:00Z</updated>')


def json_feed(*items: object, **more: object) -> str:
    version = "https://jsonfeed.org/version/1.1"
    return json.dumps({"version": version, "title": "Sample Wire", "items": items} | more, ensure_ascii=False)


def is_(title: str = "A bridge opens", url: str = f"{SITE}/a", published: str = "", text: str = "") -> Item:
    return title, url, published, text


def declared(encoding: str, title: str, as_: str = "") -> bytes:
    return (f'<?xml version="1.0" encoding="{encoding}"?>' + rss(entry(title))).encode(as_ or encoding)


ENCODINGS = [
    served("declared windows-1251", declared("windows-1251", "Міст відкрито"), is_("Міст відкрито")),
    served("declared koi8-r", declared("koi8-r", "Мост открыт"), is_("Мост открыт")),
    served("declared shift_jis", declared("shift_jis", "橋が開通した"), is_("橋が開通した")),
    served("declared euc-kr", declared("euc-kr", "다리가 열렸다"), is_("다리가 열렸다")),
    served("declared gb2312", declared("gb2312", "大桥开通"), is_("大桥开通")),
    served("declared big5", declared("big5", "大橋開通"), is_("大橋開通")),
    served("declared iso-8859-2", declared("iso-8859-2", "Łódź otwiera most"), is_("Łódź otwiera most")),
    served("declared utf-16", declared("utf-16", "Łódź otwiera most"), is_("Łódź otwiera most")),
    served("utf-16 that nobody declares", rss(entry("Łódź otwiera most")).encode("utf-16"), is_("Łódź otwiera most")),
    served("utf-8 declared as us-ascii", declared("us-ascii", "Łódź otwiera most", "utf-8"), is_("Łódź otwiera most")),
    served(
        "utf-8 with its mark, declared as windows-1252",
        b"\xef\xbb\xbf" + declared("windows-1252", "Łódź otwiera most", "utf-8"),
        is_("Łódź otwiera most"),
    ),
    served("windows-1252 declared as utf-8", declared("utf-8", "L’été à Nîmes", "windows-1252"), is_("L’été à Nîmes")),
    served(
        "windows-1252 declared as iso-8859-1",
        declared("iso-8859-1", "L’été – à Nîmes", "windows-1252"),
        is_("L’été – à Nîmes"),
    ),
    served(
        "utf-8, the server says iso-8859-1",
        declared("utf-8", "Łódź otwiera most"),
        is_("Łódź otwiera most"),
        content_type="application/rss+xml; charset=iso-8859-1",
    ),
    served(
        "windows-1251 that only the server names",
        rss(entry("Міст відкрито")).encode("windows-1251"),
        is_("Міст відкрито"),
        content_type="text/xml; charset=windows-1251",
    ),
    served("an encoding that does not exist", declared("utf-8", "Łódź").replace(b"utf-8", b"utf-9", 1), is_("Łódź")),
    served(
        "utf-8 encoded twice",
        rss(entry("Mayor of Zürich resigns".encode().decode("latin-1"))),
        is_("Mayor of Zürich resigns"),
    ),
    served("blank lines before the declaration", b"\n\n" + declared("utf-8", "Łódź"), is_("Łódź")),
    served("a mark of byte order after blank lines", b"\n\xef\xbb\xbf" + declared("utf-8", "Łódź"), is_("Łódź")),
]

CONTENT_TYPES = [
    *(
        served(f"served as {kind or 'nothing'}", rss(entry()), is_(), content_type=kind)
        for kind in (
            "",
            "text/html; charset=utf-8",
            "text/plain",
            "application/octet-stream",
            "image/png",
            "application/json",
            "application/x-gzip",
            "nonsense",
        )
    ),
    served(
        "a JSON feed served as a page",
        json_feed({"id": "1", "title": "A bridge opens", "url": f"{SITE}/a"}),
        is_(),
        content_type="text/html",
    ),
]

TITLES = [
    served("a title with entities", rss(entry("AT&amp;amp;T buys Orsett")), is_("AT&T buys Orsett")),
    served("a title escaped once", rss(entry("AT&amp;T buys Orsett")), is_("AT&T buys Orsett")),
    served(
        "a title escaped twice",
        rss(entry("AT&amp;amp;T buys &amp;lt;b&amp;gt;Orsett&amp;lt;/b&amp;gt;")),
        is_("AT&T buys Orsett"),
    ),
    served(
        "a title escaped three times",
        rss(entry("AT&amp;amp;amp;T buys &amp;amp;quot;Orsett&amp;amp;quot;")),
        is_('AT&T buys "Orsett"'),
    ),
    served(
        "a title with an apostrophe as a number",
        rss(entry("Mayor&amp;#8217;s bridge opens")),
        is_("Mayor’s bridge opens"),
    ),
    served(
        "a title of comparisons",
        rss(entry("Inflation &lt; 2 % and growth &gt; 1 %")),
        is_("Inflation < 2 % and growth > 1 %"),
    ),
    served(
        "a title about a tag",
        rss(entry("Use of &amp;lt;b&amp;gt; in old pages ends")),
        is_("Use of <b> in old pages ends"),
    ),
    served("a title with elements in it", rss(entry("A <b>bridge</b> opens")), is_()),
    served(
        "a title with escaped tags",
        rss(entry("A &lt;b&gt;bridge&lt;/b&gt; opens&lt;br/&gt;today")),
        is_("A bridge opens today"),
    ),
    served(
        "a title that is a whole page",
        rss(
            entry(
                "&lt;html&gt;&lt;head&gt;&lt;title&gt;x&lt;/title&gt;&lt;/head&gt;&lt;body&gt;&lt;p&gt;A bridge opens&lt;/p&gt;&lt;/body&gt;&lt;/html&gt;"
            )
        ),
        is_(),
    ),
    served(
        "a title with scripts and frames",
        rss(
            entry(
                "A bridge &lt;script&gt;alert(1)&lt;/script&gt;&lt;iframe src='x'&gt;frame&lt;/iframe&gt;&lt;embed src='x'&gt;opens"
            )
        ),
        is_(),
    ),
    served(
        "a title with an applet and a meta",
        rss(entry("&lt;meta http-equiv='x'&gt;A bridge &lt;applet code='x'&gt;old&lt;/applet&gt;opens")),
        is_(),
    ),
    served(
        "an xhtml title",
        atom_title('<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <b>bridge</b> opens</div></title>'),
        is_("A bridge opens", published=WHEN),
    ),
    served(
        "an xhtml title with a prefix",
        atom_title(
            '<title type="xhtml"><h:div xmlns:h="http://www.w3.org/1999/xhtml">A <h:em>bridge</h:em> opens</h:div></title>'
        ),
        is_("A bridge opens", published=WHEN),
    ),
    served(
        "an xhtml title with references",
        atom_title('<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A &amp; B: 5 &lt; 6</div></title>'),
        is_("A & B: 5 < 6", published=WHEN),
    ),
    served(
        "an html title",
        atom_title('<title type="html">A &lt;i&gt;bridge&lt;/i&gt; opens &amp;amp; closes</title>'),
        is_("A bridge opens & closes", published=WHEN),
    ),
    served(
        "a title of a type that is a media type",
        atom_title('<title type="text/html">A &lt;i&gt;bridge&lt;/i&gt; opens</title>'),
        is_("A bridge opens", published=WHEN),
    ),
    served(
        "a plain title",
        atom_title('<title type="text">Q&amp;A: a bridge opens</title>'),
        is_("Q&A: a bridge opens", published=WHEN),
    ),
    served(
        "an Atom 0.3 title in base64",
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Sample Wire</title><entry><id>urn:1</id>'
        '<title type="text/html" mode="base64">QSA8Yj5icmlkZ2U8L2I+IG9wZW5z</title>'
        f'<link rel="alternate" type="text/html" href="{SITE}/a"/><issued>2026-11-03T09:00:00Z</issued></entry></feed>',
        is_(published=WHEN),
    ),
    served(
        "an Atom 0.3 title of XML",
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Sample Wire</title><entry><id>urn:1</id>'
        '<title mode="xml" type="application/xhtml+xml"><div xmlns="http://www.w3.org/1999/xhtml">A <i>bridge</i> opens'
        f'</div></title><link rel="alternate" type="text/html" href="{SITE}/a"/></entry></feed>',
        is_(),
    ),
    served("CDATA", rss(entry("<![CDATA[A bridge opens & closes]]>")), is_("A bridge opens & closes")),
    served("CDATA in CDATA", rss(entry("<![CDATA[<![CDATA[A bridge opens]]]]><![CDATA[>]]>")), is_()),
    served(
        "escaped CDATA",
        rss(
            entry(
                "&lt;![CDATA[A bridge opens]]&gt;",
                "<description>&lt;![CDATA[&lt;p&gt;It opened at noon.&lt;/p&gt;]]&gt;</description>",
            )
        ),
        is_(text="It opened at noon."),
    ),
    served("a title over several lines", rss(entry("\n   A bridge\n\topens  \n")), is_()),
    served("a title with the outlet's name", rss(entry("A bridge opens | Sample Wire")), is_()),
    served("a title with signs of no width", rss(entry("A\u200b bri\u00addge\ufeff opens\u2060")), is_()),
    served("a title with marks of direction", rss(entry("\u202bجسر يفتتح\u202c\u200f اليوم")), is_("جسر يفتتح اليوم")),
    served("a title turned round to mislead", rss(entry("A bridge \u202esnepo\u202c")), is_("A bridge snepo")),
    served("a title of emoji", rss(entry("👩\u200d🚒🔥 Fire at the mill 🇺🇦")), is_("👩\u200d🚒🔥 Fire at the mill 🇺🇦")),
    served("a title of control characters", rss(entry("A bridge&#x1;\x0b opens")), is_("A bridge opens")),
    served(
        "an empty title with a text",
        rss(entry("", "<description>It opened at noon on Monday.</description>")),
        is_("", text="It opened at noon on Monday."),
    ),
    served(
        "no title at all, with a text",
        rss(f"<item><link>{SITE}/a</link><description>It opened at noon on Monday.</description></item>"),
        is_("", text="It opened at noon on Monday."),
    ),
    served("neither title nor text", rss(f"<item><link>{SITE}/b</link></item>", entry()), is_()),
    served("a title of 5,000 characters", rss(entry("Bridge " * 700)), is_("Bridge " * 70 + "Bridge…")),
]

GUIDS_AND_LINKS = [
    served("no guid", rss(entry()), is_()),
    served("a guid alone", rss(entry(link=f"<guid>{SITE}/a</guid>")), is_()),
    served("a guid alone that is no address", rss(entry(link='<guid isPermaLink="false">n-1</guid>')), is_(url="")),
    served("a guid that is called an address and is none", rss(entry(more="<guid>story 77</guid>")), is_()),
    served("an empty guid", rss(entry(more="<guid></guid>")), is_()),
    served("a guid of 10 kB", rss(entry(more=f"<guid>{'x' * 10_000}</guid>")), is_()),
    served(
        "one guid for two items",
        rss(entry(more="<guid>w</guid>"), entry("A mill burns", "<guid>w</guid>", f"<link>{SITE}/b</link>")),
        is_(),
        is_("A mill burns", f"{SITE}/b"),
    ),
    served("the same item twice", rss(entry(more="<guid>w</guid>"), entry(more="<guid>w</guid>")), is_()),
    served("a relative link", rss(entry(link="<link>/a</link>")), is_()),
    served("a link relative to the feed", rss(entry(link="<link>a</link>")), is_(url=f"{SITE}/news/a")),
    served("a link without a scheme", rss(entry(link="<link>//wire.example/a</link>")), is_()),
    served("a link with white space in it", rss(entry(link=f"<link>\n  {SITE}/a\n  </link>")), is_()),
    served("a link in CDATA", rss(entry(link=f"<link><![CDATA[{SITE}/a]]></link>")), is_()),
    served("a link to a script", rss(entry(link="<link>javascript:alert(1)</link>")), is_(url="")),
    served(
        "a link to a host of other letters",
        rss(entry(link="<link>https://новини.example/міст</link>")),
        is_(url="https://xn--b1amarcd.example/%D0%BC%D1%96%D1%81%D1%82"),
    ),
    served(
        "a link with trackers",
        rss(entry(link=f"<link>{SITE}/a?utm_source=rss&amp;utm_medium=feed&amp;fbclid=1</link>")),
        is_(),
    ),
    served("a link of http", rss(entry(link="<link>http://wire.example/a</link>")), is_()),
    served("a link with a slash at its end", rss(entry(link=f"<link>{SITE}/a/</link>")), is_()),
    served("a link to the AMP page", rss(entry(link=f"<link>{SITE}/a/amp/</link>")), is_()),
    served(
        "a link to the AMP cache",
        rss(entry(link="<link>https://wire-example.cdn.ampproject.org/c/s/wire.example/a</link>")),
        is_(),
    ),
    served(
        "a link to the page for small screens",
        rss(entry(link="<link>https://m.wire.example/a</link>")),
        is_(url="https://www.wire.example/a"),
    ),
    served(
        "a link by a redirector",
        rss(entry(link=f"<link>https://www.google.com/url?rct=j&amp;url={SITE}/a&amp;ct=ga</link>")),
        is_(),
    ),
    served(
        "the document's own base",
        atom('<title>A bridge opens</title><link href="a"/>', 'xml:base="https://other.example/dir/"'),
        is_(url="https://other.example/dir/a"),
    ),
    served(
        "an entry's own base",
        f'<feed xmlns="{ATOM}"><title>W</title><entry xml:base="https://other.example/dir/"><id>1</id><title>A bridge opens</title><link href="a"/></entry></feed>',
        is_(url="https://other.example/dir/a"),
    ),
    served(
        "a base that is relative itself",
        atom('<title>A bridge opens</title><link href="a"/>', 'xml:base="/dir/"'),
        is_(url=f"{SITE}/dir/a"),
    ),
    served(
        "a link of Atom's without an address after one that has it",
        atom(f'<title>A bridge opens</title><link href="{SITE}/a"/><link rel="alternate"/>'),
        is_(),
    ),
    served(
        "a link of Atom's without an address before one that has it",
        atom(f'<title>A bridge opens</title><link rel="alternate"/><link href="{SITE}/a"/>'),
        is_(),
    ),
    served("a link of Atom's without an address beside RSS's own", rss(entry(more="<atom:link/>")), is_()),
    served("a link of Atom's as text", rss(entry(link=f"<atom:link>{SITE}/a</atom:link>")), is_()),
    served(
        "an enclosure before the page",
        atom(
            f'<title>A bridge opens</title><link rel="enclosure" type="audio/mpeg" href="https://cdn.example/a.mp3"/><link rel="alternate" type="text/html" href="{SITE}/a"/>'
        ),
        is_(),
    ),
    served(
        "other links before the page",
        atom(
            f'<title>A bridge opens</title><link rel="self" href="{SITE}/a.atom"/><link rel="replies" type="text/html" href="{SITE}/a/c"/><link href="{SITE}/a"/>'
        ),
        is_(),
    ),
    served(
        "the page and a document",
        atom(
            f'<title>A bridge opens</title><link rel="alternate" type="text/html" href="{SITE}/a"/><link rel="alternate" type="application/pdf" href="{SITE}/a.pdf"/>'
        ),
        is_(),
    ),
]

DATES = [
    served("a date in words", rss(entry(more=f"<pubDate>{DATE}</pubDate>")), is_(published=WHEN)),
    served(
        "a date with a zone", rss(entry(more="<pubDate>Tue, 03 Nov 2026 11:00:00 +0200</pubDate>")), is_(published=WHEN)
    ),
    served(
        "a date in Russian", rss(entry(more="<pubDate>3 ноября 2026 12:00:00 +0300</pubDate>")), is_(published=WHEN)
    ),
    served(
        "a date in German", rss(entry(more="<pubDate>Di, 03 Nov 2026 10:00:00 +0100</pubDate>")), is_(published=WHEN)
    ),
    served(
        "a date in Greek", rss(entry(more="<pubDate>Τρί, 03 Νοέ 2026 11:00:00 +0200</pubDate>")), is_(published=WHEN)
    ),
    served(
        "a date in Japanese", rss(entry(more="<pubDate>2026年11月3日 18時00分 +0900</pubDate>")), is_(published=WHEN)
    ),
    served(
        "24:00 is the next day's beginning",
        rss(entry(more="<pubDate>Mon, 02 Nov 2026 24:00:00 GMT</pubDate>")),
        is_(published="2026-11-03T00:00+00:00"),
    ),
    served(
        "a leap second",
        rss(entry(more="<pubDate>Sat, 31 Dec 2016 23:59:60 GMT</pubDate>")),
        is_(published="2017-01-01T00:00+00:00"),
    ),
    served(
        "a date of 1970",
        rss(entry(more="<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>")),
        is_(),
    ),
    served(
        "a date of the future",
        rss(entry(more="<pubDate>Wed, 03 Nov 2027 09:00:00 GMT</pubDate>")),
        is_(published="2027-11-03T09:00+00:00"),
    ),
    served("no zone", rss(entry(more="<pubDate>Tue, 03 Nov 2026 09:00:00</pubDate>")), is_(published=WHEN)),
    served(
        "no zone, and the channel's own date has one",
        rss(
            entry(more="<pubDate>Tue, 03 Nov 2026 11:00:00</pubDate>"),
            head="<title>Sample Wire</title><lastBuildDate>Tue, 03 Nov 2026 11:30:00 +0200</lastBuildDate>",
        ),
        is_(published=WHEN),
    ),
    served(
        "no zone, and the channel's own date is in UTC",
        rss(
            entry(more="<pubDate>Tue, 03 Nov 2026 09:00:00</pubDate>"),
            head="<title>Sample Wire</title><lastBuildDate>Tue, 03 Nov 2026 09:30:00 GMT</lastBuildDate>",
        ),
        is_(published=WHEN),
    ),
    served(
        "no zone, and another field of the entry has one",
        rss(
            entry(
                more="<pubDate>Tue, 03 Nov 2026 11:00:00</pubDate><atom:updated>2026-11-03T11:20:00+02:00</atom:updated>"
            )
        ),
        is_(published=WHEN),
    ),
    served("no date", rss(entry()), is_()),
    served("a date that is none", rss(entry(more="<pubDate>yesterday-ish</pubDate>")), is_()),
    served(
        "midnight in its zone",
        rss(entry(more="<pubDate>Tue, 03 Nov 2026 00:00:00 +0100</pubDate>")),
        is_(published="2026-11-02T23:00+00:00"),
    ),
    served(
        "two dates, the last is meant",
        rss(entry(more=f"<pubDate>Sun, 01 Nov 2026 09:00:00 GMT</pubDate><pubDate>{DATE}</pubDate>")),
        is_(published=WHEN),
    ),
    served(
        "two edits, and when it was published",
        atom(
            f'<title>A bridge opens</title><link href="{SITE}/a"/><updated>2026-11-03T10:00:00Z</updated><updated>2026-11-03T11:00:00Z</updated><published>2026-11-03T09:00:00Z</published>'
        ),
        is_(published=WHEN),
    ),
    served(
        "two edits alone, the last is meant",
        atom(
            f'<title>A bridge opens</title><link href="{SITE}/a"/><updated>2026-11-03T08:00:00Z</updated><updated>2026-11-03T09:00:00Z</updated>'
        ),
        is_(published=WHEN),
    ),
    served(
        "a date of Dublin Core alone", rss(entry(more="<dc:date>2026-11-03T09:00:00Z</dc:date>")), is_(published=WHEN)
    ),
    served(
        "oldest first",
        rss(
            entry("A mill burns", "<pubDate>Mon, 02 Nov 2026 09:00:00 GMT</pubDate>", f"<link>{SITE}/b</link>"),
            entry(more=f"<pubDate>{DATE}</pubDate>"),
        ),
        is_("A mill burns", f"{SITE}/b", "2026-11-02T09:00+00:00"),
        is_(published=WHEN),
    ),
]

MEDIA_AND_PODCASTS = [
    served(
        "a picture and nothing else",
        rss(
            f'<item><link>{SITE}/p</link><media:content url="https://cdn.example/p.jpg" medium="image"/></item>',
            entry(),
        ),
        is_(),
    ),
    served(
        "a video with a title of its own",
        rss(
            f'<item><link>{SITE}/a</link><media:content url="https://cdn.example/v.mp4"><media:title>A bridge opens</media:title><media:description>It opened at noon.</media:description></media:content></item>'
        ),
        is_(text="It opened at noon."),
    ),
    served(
        "a title beside the title of a picture",
        rss(
            entry(
                more='<media:content url="https://cdn.example/p.jpg"><media:title>p.jpg</media:title></media:content>'
            )
        ),
        is_(),
    ),
    served(
        "a title after the title of a picture",
        rss(
            f'<item><media:content url="https://cdn.example/p.jpg"><media:title>p.jpg</media:title></media:content><title>A bridge opens</title><link>{SITE}/a</link></item>'
        ),
        is_(),
    ),
    served(
        "an episode with its page",
        rss(
            entry(
                more=f'<enclosure url="https://cdn.example/e.mp3" type="audio/mpeg" length="1"/><guid isPermaLink="false">e1</guid><pubDate>{DATE}</pubDate><itunes:summary>It opened at noon.</itunes:summary><itunes:duration>12:30</itunes:duration>'
            )
        ),
        is_(published=WHEN, text="It opened at noon."),
    ),
    served(
        "an episode without a page",
        rss(
            entry(
                link="",
                more='<enclosure url="https://cdn.example/e.mp3" type="audio/mpeg" length="1"/><guid isPermaLink="false">e1</guid>',
            )
        ),
        is_(url="https://cdn.example/e.mp3"),
    ),
    served(
        "an episode of Atom's without a page",
        atom('<title>A bridge opens</title><link rel="enclosure" type="audio/mpeg" href="https://cdn.example/e.mp3"/>'),
        is_(url="https://cdn.example/e.mp3"),
    ),
    served("an episode with two titles", rss(entry(more="<itunes:title>Opening a bridge</itunes:title>")), is_()),
    served(
        "a video channel",
        f'<feed xmlns="{ATOM}" xmlns:media="{MEDIA}"><title>W</title><entry><id>yt:1</id><title>A bridge opens</title><link rel="alternate" href="{SITE}/a"/><published>2026-11-03T09:00:00+00:00</published><media:group><media:title>A bridge opens</media:title><media:description>It opened at noon.</media:description></media:group></entry></feed>',
        is_(published=WHEN, text="It opened at noon."),
    ),
]

KINDS_OF_FEEDS = [
    served("RSS 0.91", rss(entry(), version="0.91"), is_()),
    served(
        "RSS 0.90",
        f'<rdf:RDF xmlns:rdf="{RDF}" xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>W</title><link>{SITE}</link></channel><item><title>A bridge opens</title><link>{SITE}/a</link></item></rdf:RDF>',
        is_(),
    ),
    served(
        "RSS 1.0",
        f'<rdf:RDF xmlns:rdf="{RDF}" xmlns="http://purl.org/rss/1.0/" xmlns:dc="{DC}"><channel rdf:about="{SITE}"><title>W</title><items><rdf:Seq><rdf:li rdf:resource="{SITE}/a"/></rdf:Seq></items></channel><item rdf:about="{SITE}/a"><title>A bridge opens</title><link>{SITE}/a</link><dc:date>2026-11-03T09:00:00Z</dc:date></item></rdf:RDF>',
        is_(published=WHEN),
    ),
    served(
        "RSS 1.0 that lists more than it has",
        f'<rdf:RDF xmlns:rdf="{RDF}" xmlns="http://purl.org/rss/1.0/"><channel rdf:about="{SITE}"><title>W</title><items><rdf:Seq><rdf:li rdf:resource="{SITE}/a"/><rdf:li rdf:resource="{SITE}/b"/></rdf:Seq></items></channel><item rdf:about="{SITE}/a"><title>A bridge opens</title><link>{SITE}/a</link></item></rdf:RDF>',
        is_(),
    ),
    served(
        "RSS 1.0 with its items in the sequence",
        f'<rdf:RDF xmlns:rdf="{RDF}" xmlns="http://purl.org/rss/1.0/"><channel rdf:about="{SITE}"><title>W</title><items><rdf:Seq><rdf:li><item rdf:about="{SITE}/a"><title>A bridge opens</title><link>{SITE}/a</link></item></rdf:li><rdf:li><item rdf:about="{SITE}/b"><title>A mill burns</title><link>{SITE}/b</link></item></rdf:li></rdf:Seq></items></channel></rdf:RDF>',
        is_(),
        is_("A mill burns", f"{SITE}/b"),
    ),
    served(
        "RSS 1.0 with pieces of content, which are no items",
        f'<rdf:RDF xmlns:rdf="{RDF}" xmlns="http://purl.org/rss/1.0/" xmlns:content="{CONTENT}"><channel rdf:about="{SITE}"><title>W</title></channel><item rdf:about="{SITE}/a"><title>A bridge opens</title><link>{SITE}/a</link><content:items><rdf:Bag><rdf:li><content:item><rdf:value>one</rdf:value></content:item></rdf:li><rdf:li><content:item><rdf:value>two</rdf:value></content:item></rdf:li></rdf:Bag></content:items></item></rdf:RDF>',
        is_(),
    ),
    served(
        "RSS 1.0 whose items have no link",
        f'<rdf:RDF xmlns:rdf="{RDF}" xmlns="http://purl.org/rss/1.0/"><channel rdf:about="{SITE}"><title>W</title></channel><item rdf:about="{SITE}/a"><title>A bridge opens</title></item></rdf:RDF>',
        is_(),
    ),
    served(
        "RSS 1.1",
        f'<Channel xmlns="http://purl.org/net/rss1.1#" xmlns:rdf="{RDF}" rdf:about="{SITE}/feed"><title>W</title><link>{SITE}</link><description>d</description><items rdf:parseType="Collection"><item rdf:about="{SITE}/a"><title>A bridge opens</title><link>{SITE}/a</link></item></items></Channel>',
        is_(),
    ),
    served(
        "RSS 1.1 with a prefix",
        f'<r:Channel xmlns:r="http://purl.org/net/rss1.1#" xmlns:rdf="{RDF}" rdf:about="{SITE}/feed"><r:title>W</r:title><r:link>{SITE}</r:link><r:items><r:item rdf:about="{SITE}/a"><r:title>A bridge opens</r:title><r:link>{SITE}/a</r:link></r:item></r:items></r:Channel>',
        is_(),
    ),
    served(
        "Atom 1.0",
        atom(
            f'<title>A bridge opens</title><link href="{SITE}/a"/><published>2026-11-03T09:00:00Z</published><content type="html">&lt;p&gt;It opened at noon.&lt;/p&gt;</content>'
        ),
        is_(published=WHEN, text="It opened at noon."),
    ),
    served(
        "Atom 1.0 with a prefix",
        f'<a:feed xmlns:a="{ATOM}"><a:title>W</a:title><a:entry><a:id>1</a:id><a:title>A bridge opens</a:title><a:link href="{SITE}/a"/></a:entry></a:feed>',
        is_(),
    ),
    served(
        "Atom 0.3",
        f'<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>W</title><entry><id>1</id><title>A bridge opens</title><link rel="alternate" type="text/html" href="{SITE}/a"/><issued>2026-11-03T09:00:00Z</issued></entry></feed>',
        is_(published=WHEN),
    ),
    served(
        "one entry of Atom's alone",
        f'<entry xmlns="{ATOM}"><id>1</id><title>A bridge opens</title><link href="{SITE}/a"/></entry>',
        is_(),
    ),
    served(
        "items in upper case",
        rss(entry()).replace("item>", "ITEM>").replace("title>", "TITLE>").replace("link>", "LINK>"),
        is_(),
    ),
    served("items beside the channel", f'<rss version="2.0"><channel><title>W</title></channel>{entry()}</rss>', is_()),
    served("an empty channel", rss()),
]

DAMAGED = [
    served("an open ampersand", rss(entry("Bread & butter cost more")), is_("Bread & butter cost more")),
    served("entities of HTML", rss(entry("Caf&eacute; on the quay &ndash; open")), is_("Café on the quay – open")),
    served(
        "an end that never comes",
        rss(entry(), entry("A mill burns", "", f"<link>{SITE}/b</link>"))[: -len("</item></channel></rss>")],
        is_(),
        is_("A mill burns", f"{SITE}/b"),
    ),
    served(
        "a warning of the server's before it",
        "<br />\n<b>Warning</b>: mysql_connect() in <b>/srv/www/feed.php</b> on line <b>3</b><br />\n" + rss(entry()),
        is_(),
    ),
    served("words behind it", rss(entry()) + "<!-- served in 0.3 s -->\n<script>x()</script>", is_()),
    served("a second declaration", '<?xml version="1.0"?>\n<?xml version="1.0"?>' + rss(entry()), is_()),
    served("a comment before the root", f"<!-- {'licence ' * 200}-->" + rss(entry()), is_()),
    served("bytes of value nought", rss(entry("A bri\0dge opens")).encode(), is_()),
    served("a reference to no character", rss(entry("A bridge opens&#xD800;")), is_("A bridge opens�")),
    served(
        "tags that cross", rss("<item><title><b>A bridge opens</title></b>" + f"<link>{SITE}/a</link></item>"), is_()
    ),
    served(
        "a prefix that nobody declared",
        f'<rss version="2.0"><channel><title>W</title>{entry(more="<dc:creator>A. Writer</dc:creator>")}</channel></rss>',
        is_(),
    ),
    served(
        "a DOCTYPE with an entity", '<!DOCTYPE rss [<!ENTITY wire "Sample">]>' + rss(entry("A bridge opens")), is_()
    ),
]

JSON_FEEDS = [
    served(
        "a JSON feed",
        json_feed(
            {
                "id": "1",
                "url": f"{SITE}/a",
                "title": "A bridge opens",
                "content_html": "<p>It opened at noon.</p>",
                "date_published": "2026-11-03T09:00:00Z",
            }
        ),
        is_(published=WHEN, text="It opened at noon."),
    ),
    served(
        "a JSON feed of version 1",
        json_feed({"id": "1", "url": f"{SITE}/a", "title": "A bridge opens"}, version="https://jsonfeed.org/version/1"),
        is_(),
    ),
    served("a number for an id", json_feed({"id": 7, "url": f"{SITE}/a", "title": "A bridge opens"}), is_()),
    served("no id", json_feed({"url": f"{SITE}/a", "title": "A bridge opens"}), is_()),
    served(
        "an outer address alone", json_feed({"id": "1", "external_url": f"{SITE}/a", "title": "A bridge opens"}), is_()
    ),
    served("an address as the id alone", json_feed({"id": f"{SITE}/a", "title": "A bridge opens"}), is_()),
    served("a relative address", json_feed({"id": "1", "url": "/a", "title": "A bridge opens"}), is_()),
    served(
        "plain text",
        json_feed({"id": "1", "url": f"{SITE}/a", "title": "A bridge opens", "content_text": "5 < 6 & more."}),
        is_(text="5 < 6 & more."),
    ),
    served(
        "a title with markup",
        json_feed({"id": "1", "url": f"{SITE}/a", "title": "A <b>bridge</b> opens &amp; closes"}),
        is_("A bridge opens & closes"),
    ),
    served(
        "no title",
        json_feed({"id": "1", "url": f"{SITE}/a", "content_text": "It opened at noon."}),
        is_("", text="It opened at noon."),
    ),
    served(
        "nothing where a title goes",
        json_feed({"id": "1", "url": f"{SITE}/a", "title": None, "content_text": "It opened at noon."}),
        is_("", text="It opened at noon."),
    ),
    served(
        "what is no item among items",
        json_feed("x", None, {"id": "1", "url": f"{SITE}/a", "title": "A bridge opens"}),
        is_(),
    ),
    served(
        "an edit alone",
        json_feed({"id": "1", "url": f"{SITE}/a", "title": "A bridge opens", "date_modified": "2026-11-03T09:00:00Z"}),
        is_(published=WHEN),
    ),
    served(
        "a mark of byte order",
        b"\xef\xbb\xbf" + json_feed({"id": "1", "url": f"{SITE}/a", "title": "A bridge opens"}).encode(),
        is_(),
    ),
    served("JSON in UTF-16", json_feed({"id": "1", "url": f"{SITE}/a", "title": "Łódź"}).encode("utf-16"), is_("Łódź")),
    served(
        "a half of a pair of characters",
        json_feed({"id": "1", "url": f"{SITE}/a", "title": "A bridge opens"}).replace("opens", "opens\\ud83d"),
        is_(),
    ),
    served("items that are none", json_feed().replace("[]", "null")),
]

OTHER_DOCUMENTS = [
    refused(
        "a page", "<!doctype html><html><head><title>x</title></head><body>x</body></html>", ProblemCode.NOT_A_FEED
    ),
    refused(
        "a page of XHTML",
        '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body>x</body></html>',
        ProblemCode.NOT_A_FEED,
    ),
    refused(
        "a page of a guard",
        "<html><head><title>Just a moment...</title></head><body><noscript>Enable JavaScript</noscript></body></html>",
        ProblemCode.NOT_A_FEED,
        "text/html",
    ),
    refused(
        "a list of feeds",
        f'<?xml version="1.0"?><opml version="2.0"><body><outline type="rss" xmlUrl="{URL}"/></body></opml>',
        ProblemCode.FEED_LIST,
    ),
    refused(
        "a site map",
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{SITE}/a</loc></url></urlset>',
        ProblemCode.SITE_MAP,
    ),
    refused(
        "a list of site maps",
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>{SITE}/s.xml</loc></sitemap></sitemapindex>',
        ProblemCode.SITE_MAP,
    ),
    refused(
        "an error of a store of files",
        "<?xml version='1.0'?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>",
        ProblemCode.OTHER_DOCUMENT,
    ),
    refused(
        "an answer of a service",
        '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body/></soap:Envelope>',
        ProblemCode.OTHER_DOCUMENT,
    ),
    refused("a drawing", '<svg xmlns="http://www.w3.org/2000/svg"><title>x</title></svg>', ProblemCode.OTHER_DOCUMENT),
    refused(
        "a map",
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>x</name></Document></kml>',
        ProblemCode.OTHER_DOCUMENT,
    ),
    refused("other data of JSON", '{"articles": []}', ProblemCode.OTHER_DOCUMENT),
    refused("a list of JSON", "[1, 2]", ProblemCode.OTHER_DOCUMENT),
    refused("plain words", "Service unavailable, please try again later.", ProblemCode.OTHER_DOCUMENT),
    refused("a calendar", "BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR", ProblemCode.OTHER_DOCUMENT),
    refused("a picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), ProblemCode.OTHER_DOCUMENT),
    refused("nothing", "", ProblemCode.EMPTY),
    refused("blank lines", " \n\n ", ProblemCode.EMPTY),
    refused("half of JSON", '{"version": "https://jsonfeed.org/version/1.1", "items": [', ProblemCode.MALFORMED),
]

DOCUMENTS = [
    *ENCODINGS,
    *CONTENT_TYPES,
    *TITLES,
    *GUIDS_AND_LINKS,
    *DATES,
    *MEDIA_AND_PODCASTS,
    *KINDS_OF_FEEDS,
    *DAMAGED,
    *JSON_FEEDS,
    *OTHER_DOCUMENTS,
]
