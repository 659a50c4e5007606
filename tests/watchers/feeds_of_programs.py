"""Feeds in the shapes that well-known programs give them, and in others that were met seldom: the corpus goes on.

As in `feeds_as_they_are`, outlets, headlines and addresses are made up; the shapes are those of the programs.
"""

from tests.watchers.feeds_as_they_are import (
    ATOM,
    CONTENT,
    DATE,
    DC,
    MEDIA,
    RDF,
    SITE,
    WHEN,
    FeedDocument,
    atom,
    declared,
    entry,
    is_,
    json_feed,
    rss,
    served,
)

NOON = "It opened at noon."
HTML_NOON = f"&lt;p&gt;{NOON}&lt;/p&gt;"
LINK = f"<link>{SITE}/a</link>"
ARTICLE = {"id": "1", "url": f"{SITE}/a", "title": "A bridge opens"}


def channel(items: str, spaces: str = "", head: str = "<title>Sample Wire</title>") -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {spaces}><channel>{head}{items}</channel></rss>'


def atom_feed(inner: str, spaces: str = "", space: str = ATOM) -> str:
    return f'<feed xmlns="{space}" {spaces}><title>Sample Wire</title>{inner}</feed>'


PROGRAMS = [
    served(
        "WordPress",
        channel(
            f"""<item><title>Council&#8217;s bridge opens &#8211; at last</title>{LINK}<comments>{SITE}/a/#comments</comments>
            <dc:creator><![CDATA[Ann Writer]]></dc:creator><pubDate>Tue, 03 Nov 2026 09:00:00 +0000</pubDate>
            <category><![CDATA[News]]></category><guid isPermaLink="false">{SITE}/?p=7</guid>
            <description><![CDATA[<p>{NOON} [&#8230;]</p><p>The post <a href="{SITE}/a/">Council&#8217;s bridge opens</a>
            appeared first on <a href="{SITE}">Sample Wire</a>.</p>]]></description>
            <content:encoded><![CDATA[<p>It opened at noon on Monday, the mayor said.</p><p>The post
            <a rel="nofollow" href="{SITE}/a/">Council&#8217;s bridge opens</a> appeared first on
            <a rel="nofollow" href="{SITE}">Sample Wire</a>.</p>]]></content:encoded><slash:comments>3</slash:comments></item>""",
            f'xmlns:content="{CONTENT}" xmlns:dc="{DC}" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"',
        ),
        is_("Council’s bridge opens – at last", published=WHEN, text="It opened at noon on Monday, the mayor said."),
    ),
    served(
        "Blogger",
        atom_feed(
            f"""<entry><id>tag:blogger.com,1999:blog-7.post-1</id><published>2026-11-03T01:00:00.002-08:00</published>
            <updated>2026-11-03T02:00:00.000-08:00</updated><title type='text'>A bridge opens</title>
            <content type='html'>&lt;div dir="ltr"&gt;{NOON}&lt;br /&gt;&lt;br /&gt;Second.&lt;/div&gt;</content>
            <link rel='replies' type='application/atom+xml' href='{SITE}/c' title='Post Comments'/>
            <link rel='edit' type='application/atom+xml' href='{SITE}/e'/><link rel='self' href='{SITE}/s'/>
            <link rel='alternate' type='text/html' href='{SITE}/a' title='A bridge opens'/><thr:total>0</thr:total></entry>""",
            "xmlns:thr='http://purl.org/syndication/thread/1.0'",
        ),
        is_(published=WHEN, text=NOON),
    ),
    served(
        "Drupal",
        channel(
            f"""<item><title>A bridge opens</title>{LINK}<description>&lt;span class="field field--name-title
            field--type-string field--label-hidden"&gt;A bridge opens&lt;/span&gt;&lt;span class="field field--name-uid"&gt;
            &lt;span&gt;editor&lt;/span&gt;&lt;/span&gt;&lt;span class="field field--name-created"&gt;&lt;time
            datetime="2026-11-03T09:00:00+00:00"&gt;Tue, 11/03/2026 - 09:00&lt;/time&gt;&lt;/span&gt;
            &lt;div class="field field--name-body"&gt;{HTML_NOON}&lt;/div&gt;</description>
            <pubDate>{DATE}</pubDate><dc:creator>editor</dc:creator><guid isPermaLink="false">7 at {SITE}</guid></item>""",
            f'xml:base="{SITE}/" xmlns:dc="{DC}"',
        ),
        is_(published=WHEN, text=NOON),
    ),
    served(
        "Medium",
        channel(
            f"""<item><title><![CDATA[A bridge opens]]></title><link>{SITE}/a?source=rss-ab12------2</link>
            <guid isPermaLink="false">{SITE}/p/7</guid><dc:creator><![CDATA[Ann]]></dc:creator><pubDate>{DATE}</pubDate>
            <atom:updated>2026-11-03T09:20:00.123Z</atom:updated><content:encoded><![CDATA[<figure><img alt=""
            src="https://cdn.example/x.png" /><figcaption>Photo by X</figcaption></figure><p>{NOON}</p><img
            src="https://cdn.example/stat?event=post" width="1" height="1" alt="">]]></content:encoded></item>""",
            f'xmlns:dc="{DC}" xmlns:content="{CONTENT}" xmlns:atom="{ATOM}"',
        ),
        is_(published=WHEN, text=NOON),
    ),
    served(
        "Substack",
        channel(
            f"""<item><title><![CDATA[A bridge opens]]></title><description><![CDATA[Listen now (12 mins) | {NOON}]]>
            </description>{LINK}<guid isPermaLink="false">{SITE}/a</guid><pubDate>{DATE}</pubDate><enclosure
            url="https://cdn.example/x.jpg" length="0" type="image/jpeg"/><content:encoded><![CDATA[<p>{NOON}</p>]]>
            </content:encoded></item>""",
            f'xmlns:content="{CONTENT}"',
        ),
        is_(published=WHEN, text=NOON),
    ),
    served(
        "YouTube",
        atom_feed(
            f"""<entry><id>yt:video:abc</id><yt:videoId>abc</yt:videoId><title>A bridge opens</title>
            <link rel="alternate" href="https://www.youtube.com/watch?v=abc"/><published>2026-11-03T09:00:00+00:00</published>
            <updated>2026-11-04T09:00:00+00:00</updated><media:group><media:title>A bridge opens</media:title>
            <media:content url="https://www.youtube.com/v/abc" type="application/x-shockwave-flash"/>
            <media:description>{NOON}</media:description><media:community><media:starRating count="1"/></media:community>
            </media:group></entry>""",
            f'xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:media="{MEDIA}"',
        ),
        is_(url="https://www.youtube.com/watch?v=abc", published=WHEN, text=NOON),
    ),
    served(
        "Reddit",
        atom_feed(
            f"""<entry><author><name>/u/ann</name></author><category term="news" label="r/news"/><content type="html">
            &amp;#32; submitted by &amp;#32; &lt;a href=&quot;https://www.reddit.com/user/ann&quot;&gt; /u/ann &lt;/a&gt;
            &lt;br/&gt; &lt;span&gt;&lt;a href=&quot;{SITE}/a&quot;&gt;[link]&lt;/a&gt;&lt;/span&gt; &amp;#32; &lt;span&gt;
            &lt;a href=&quot;{SITE}/c&quot;&gt;[comments]&lt;/a&gt;&lt;/span&gt;</content><id>t3_1</id>
            <link href="https://www.reddit.com/r/news/comments/1/a_bridge_opens/" /><updated>2026-11-03T09:00:00+00:00</updated>
            <published>2026-11-03T09:00:00+00:00</published><title>A bridge opens</title></entry>"""
        ),
        is_(url="https://www.reddit.com/r/news/comments/1/a_bridge_opens", published=WHEN),
    ),
    served(
        "Mastodon: the words of a picture do not take the place of the post's",
        channel(
            f"""<item><guid isPermaLink="true">{SITE}/a</guid>{LINK}<pubDate>{DATE}</pubDate><description>&lt;p&gt;A bridge
            opens today. &lt;a href="{SITE}/tags/bridge"&gt;#&lt;span&gt;bridge&lt;/span&gt;&lt;/a&gt;&lt;/p&gt;</description>
            <media:content url="https://cdn.example/x.png" type="image/png" medium="image"><media:rating
            scheme="urn:simple">nonadult</media:rating><media:description type="plain">A picture of a crane</media:description>
            </media:content></item>""",
            f'xmlns:media="{MEDIA}"',
        ),
        is_("", published=WHEN, text="A bridge opens today. #bridge"),
    ),
    served(
        "the words of a picture before the text",
        rss(
            entry(
                more="<media:content><media:description>A crane</media:description></media:content>"
                f"<description>{HTML_NOON}</description>"
            )
        ),
        is_(text=NOON),
    ),
    served(
        "releases of a program",
        atom_feed(
            """<entry><id>tag:github.com,2008:Repository/1/v1</id><updated>2026-11-03T09:00:00Z</updated><link
            rel="alternate" type="text/html" href="https://github.com/a/b/releases/tag/v1"/><title>v1.0: A bridge opens
            </title><content type="html">&lt;h2&gt;What&#39;s Changed&lt;/h2&gt;&lt;ul&gt;&lt;li&gt;It opened.&lt;/li&gt;
            &lt;/ul&gt;</content><author><name>ann</name></author></entry>""",
        ),
        is_(
            "v1.0: A bridge opens",
            url="https://github.com/a/b/releases/tag/v1",
            published=WHEN,
            text="What's Changed",
        ),
    ),
    served(
        "Google Alerts",
        atom_feed(
            f"""<entry><id>tag:google.com,2013:googlealerts/feed:1</id><title type="html">A &lt;b&gt;bridge&lt;/b&gt; opens
            </title><link href="https://www.google.com/url?rct=j&amp;sa=t&amp;url={SITE}/a&amp;ct=ga&amp;cd=CAI"></link>
            <published>2026-11-03T09:00:00Z</published><updated>2026-11-03T09:00:00Z</updated><content type="html">It
            &lt;b&gt;opened&lt;/b&gt; at&amp;nbsp;noon.</content><author><name></name></author></entry>"""
        ),
        is_(published=WHEN, text=NOON),
    ),
    served(
        "FeedBurner: the address behind the one that counts clicks",
        channel(
            "<item><title>A bridge opens</title><link>http://feedproxy.google.com/~r/W/~3/abc/</link>"
            f"<feedburner:origLink>{SITE}/a</feedburner:origLink></item>",
            'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"',
        ),
        is_(),
    ),
    served(
        "FeedBurner in Atom",
        atom_feed(
            '<entry><id>1</id><title>A bridge opens</title><link href="http://feedproxy.google.com/~r/W/~3/abc/"/>'
            f"<feedburner:origLink>{SITE}/a</feedburner:origLink></entry>",
            'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"',
        ),
        is_(),
    ),
    served(
        "an episode's own text before that for players",
        rss(entry(more=f"<description>{HTML_NOON}</description><itunes:summary>For players.</itunes:summary>")),
        is_(text=NOON),
    ),
    served(
        "an episode's text for players first",
        rss(entry(more=f"<itunes:summary>For players.</itunes:summary><description>{HTML_NOON}</description>")),
        is_(text=NOON),
    ),
    served(
        "an episode's text for players alone, with figures between signs",
        rss(entry(more="<itunes:summary>At noon 5 &lt; 6 opened.</itunes:summary>")),
        is_(text="At noon 5 < 6 opened."),
    ),
    served(
        "Microsoft's own form",
        f'<?xml version="1.0"?><CHANNEL HREF="{SITE}"><TITLE>W</TITLE><ITEM HREF="{SITE}/a"><TITLE>A bridge opens</TITLE>'
        f"<ABSTRACT>{NOON}</ABSTRACT></ITEM></CHANNEL>",
        is_(text=NOON),
    ),
]

SPACES_AND_STRUCTURES = [
    *(
        served(f"RSS in the namespace {space}", channel(entry(), f'xmlns="{space}"'), is_())
        for space in ("http://backend.userland.com/rss2", "http://nobody.example/ns", ATOM)
    ),
    *(
        served(
            f"Atom in the namespace {space or 'none'}",
            atom_feed(f'<entry><id>1</id><title>A bridge opens</title><link href="{SITE}/a"/></entry>', space=space),
            is_(),
        )
        for space in (
            "",
            "https://www.w3.org/2005/Atom",
            "http://purl.org/atom/ns#draft-ietf-atompub-format-08",
        )
    ),
    served(
        "RSS with a prefix for each element",
        '<r:rss version="2.0" xmlns:r="http://backend.userland.com/rss2"><r:channel><r:title>W</r:title><r:item><r:title>A '
        f"bridge opens</r:title><r:link>{SITE}/a</r:link></r:item></r:channel></r:rss>",
        is_(),
    ),
    served(
        "RDF without RSS's namespace",
        f'<rdf:RDF xmlns:rdf="{RDF}"><channel><title>W</title></channel><item><title>A bridge opens</title>{LINK}</item>'
        "</rdf:RDF>",
        is_(),
    ),
    served("items without a channel", f'<rss version="2.0">{entry()}</rss>', is_()),
    served("items in an element of their own", channel(f"<items>{entry()}</items>"), is_()),
    served(
        "two channels",
        f'<rss version="2.0"><channel><title>W</title>{entry()}</channel><channel><title>X</title>'
        f"{entry('A mill burns', '', f'<link>{SITE}/b</link>')}</channel></rss>",
        is_(),
        is_("A mill burns", f"{SITE}/b"),
    ),
    served(
        "a field for searches with a title and a link",
        channel(f"<textInput><title>Search</title><name>q</name><link>{SITE}/s</link></textInput>{entry()}"),
        is_(),
    ),
    served(
        "an item whose picture has a title and a link",
        rss(
            f"<item><image><url>{SITE}/x.png</url><title>Logo</title><link>{SITE}/logo</link></image><title>A bridge "
            f"opens</title>{LINK}</item>"
        ),
        is_(),
    ),
    served(
        "an entry that names where it is from",
        atom(
            "<source><title>Other</title><id>x</id><updated>2020-01-01T00:00:00Z</updated><link "
            f'href="https://other.example/"/></source><title>A bridge opens</title><link href="{SITE}/a"/>'
            "<updated>2026-11-03T09:00:00Z</updated>"
        ),
        is_(published=WHEN),
    ),
    served(
        "an entry with a file for its content",
        atom(
            f'<title>A bridge opens</title><link href="{SITE}/a"/><content type="application/pdf">QUJD</content>'
            f"<summary>{NOON}</summary>"
        ),
        is_(text=NOON),
    ),
    served(
        "a base on the link alone",
        atom(f'<title>A bridge opens</title><link xml:base="{SITE}/x/" href="../a"/>'),
        is_(),
    ),
    served(
        "2,000 attributes",
        channel(entry(), " ".join(f'a{number}="x"' for number in range(2_000))),
        is_(),
    ),
    served(
        "3,000 namespaces",
        channel(entry(), " ".join(f'xmlns:n{number}="http://n{number}.example/"' for number in range(3_000))),
        is_(),
    ),
    served("an attribute twice", channel(entry(), 'version="2.0"'), is_()),
    served("a file that is to be included", rss(entry() + '<xi:include href="file:///etc/passwd"/>'), is_()),
    served(
        "an entity that is a file",
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + rss(entry("A bridge opens &x;")),
        is_("A bridge opens &x;"),
    ),
    served(
        "entities within entities",
        '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
        + rss(entry("A bridge opens &c;")),
        is_("A bridge opens &c;"),
    ),
]

DATE_FIELDS = [
    *(
        served(f"a date in {name}", rss(entry(more=f"<{name}{space}>{date}</{name}>")), is_(published=WHEN))
        for name, space, date in (
            ("pubdate", "", DATE),
            ("PubDate", "", DATE),
            ("date", "", DATE),
            ("published", "", "2026-11-03T09:00:00Z"),
            ("dcterms:created", ' xmlns:dcterms="http://purl.org/dc/terms/"', "2026-11-03T09:00:00Z"),
            ("dcterms:issued", ' xmlns:dcterms="http://purl.org/dc/terms/"', "2026-11-03T09:00:00Z"),
            ("a10:updated", f' xmlns:a10="{ATOM}"', "2026-11-03T09:00:00Z"),
        )
    ),
    *(
        served(
            f"a date that is none beside one: {first or 'nothing'}",
            rss(entry(more=f"<pubDate>{first}</pubDate><dc:date>2026-11-03T09:00:00Z</dc:date>")),
            is_(published=WHEN),
        )
        for first in ("", "Invalid Date", "Thu, 01 Jan 1970 00:00:00 GMT", "0001-01-01T00:00:00")
    ),
    served("the date on which something ends", rss(entry(more=f"<expirationDate>{DATE}</expirationDate>")), is_()),
    served("a date in CDATA", rss(entry(more=f"<pubDate><![CDATA[{DATE}]]></pubDate>")), is_(published=WHEN)),
    served(
        "a date with spaces that do not break",
        rss(entry(more="<pubDate>Tue,&#160;03&#160;Nov&#160;2026&#160;09:00:00&#160;GMT</pubDate>")),
        is_(published=WHEN),
    ),
    served(
        "a date with another day's name",
        rss(entry(more="<pubDate>Mon, 03 Nov 2026 09:00:00 GMT</pubDate>")),
        is_(published=WHEN),
    ),
]

LINKS = [
    *(
        served(f"a link written {name}", rss(entry(link=f"<link>{link}</link>")), is_(url=url))
        for name, link, url in (
            ("with a space in it", f"{SITE}/a b", f"{SITE}/a%20b"),
            ("with backslashes", "https:\\\\wire.example\\a", f"{SITE}/a"),
            ("with one slash", "https:/wire.example/a", f"{SITE}/a"),
            ("with its scheme twice", "http://https://wire.example/a", f"{SITE}/a"),
            ("without a scheme", "www.wire.example/a", "https://www.wire.example/a"),
            ("over two lines", f"{SITE}/\n      a", f"{SITE}/a"),
            ("with an open ampersand", f"{SITE}/a?x=1&y=2", f"{SITE}/a?x=1&y=2"),
            ("with an ampersand escaped twice", f"{SITE}/a?x=1&amp;amp;y=2", f"{SITE}/a?x=1&y=2"),
            ("in capitals", "HTTPS://WIRE.EXAMPLE/a", f"{SITE}/a"),
            ("with its port", "https://wire.example:443/a", f"{SITE}/a"),
            ("to a server of files", "ftp://wire.example/a", ""),
            (
                "with an address in its query",
                f"{SITE}/a?of=https:/b.example\\c",
                f"{SITE}/a?of=https%3A%2Fb.example%5Cc",
            ),
        )
    ),
    served(
        "a link as an attribute in RSS",
        rss(f'<item><title>A bridge opens</title><link href="{SITE}/a"/></item>'),
        is_(),
    ),
    served(
        "one page for all items",
        rss(
            entry(more="<guid>1</guid>", link=f"<link>{SITE}/live</link>"),
            entry("A mill burns", "<guid>2</guid>", f"<link>{SITE}/live</link>"),
        ),
        is_(url=f"{SITE}/live"),
        is_("A mill burns", f"{SITE}/live"),
    ),
]

BYTES = [
    served(
        "utf-8 that the server calls windows-1252",
        declared("windows-1252", "L’été à Łódź", "utf-8"),
        is_("L’été à Łódź"),
        content_type="text/xml; charset=windows-1252",
    ),
    served(
        "one byte of Windows' encoding in utf-8",
        rss(entry("Łódź cafX opens")).encode().replace(b"X", b"\xe9"),
        is_("Łódź café opens"),
    ),
    served(
        "quotation marks of Windows' encoding in utf-8",
        rss(entry("Мер: Xміст відкритоY")).encode().replace(b"X", b"\x93").replace(b"Y", b"\x94"),
        is_("Мер: “міст відкрито”"),
    ),
    served(
        "a character as two halves",
        rss(entry("Fire X at mill")).encode().replace(b"X", b"\xed\xa0\xbd\xed\xb4\xa5"),
        is_("Fire 🔥 at mill"),
    ),
    served("a character as two references", rss(entry("Fire &#55357;&#56613; at mill")), is_("Fire 🔥 at mill")),
    served("a character as two references of letters", rss(entry("Fire &#xD83D;&#xdd25;")), is_("Fire 🔥")),
    served("two halves that are no pair", rss(entry("Fire &#56613;&#55357; at mill")), is_("Fire �� at mill")),
    served("declared utf-16, and is utf-8", declared("utf-16", "Łódź", "utf-8"), is_("Łódź")),
    served("utf-32", declared("utf-32", "Łódź"), is_("Łódź")),
    served("utf-16 without a mark", rss(entry("Łódź")).encode("utf-16-le"), is_("Łódź")),
    served("two marks of byte order", b"\xef\xbb\xbf\xef\xbb\xbf" + rss(entry("Łódź")).encode(), is_("Łódź")),
    served(
        "numbers of Windows' characters",
        rss(entry("Mayor&#146;s bridge &#150; open")),
        is_("Mayor’s bridge – open"),
    ),
    served("XML 1.1", '<?xml version="1.1" encoding="utf-8"?>' + rss(entry("Łódź")), is_("Łódź")),
]

TITLES = [
    served("a title of spaces", rss(entry(" &#160; ", f"<description>{NOON}</description>")), is_("", text=NOON)),
    served("a title with a picture", rss(entry('&lt;img src="x" alt="Map"&gt; A bridge opens')), is_()),
    served("a title of one less and three", rss(entry("I &lt;3 bridges")), is_("I <3 bridges")),
    served(
        "a title with an address of mail",
        rss(entry("Write to &lt;ann@wire.example&gt; today")),
        is_("Write to <ann@wire.example> today"),
    ),
    served("a title with a comment", rss(entry("A <!-- x -->bridge opens")), is_()),
    served("a title with a line of a program", rss(entry("A <?php x ?>bridge opens")), is_()),
    served("a title with a lone sign", rss(entry("Profit < loss & more")), is_("Profit < loss & more")),
    served("a title with an entity of nobody's", rss(entry("A bridge &foo; opens")), is_("A bridge &foo; opens")),
    served(
        "a title in HTML in RSS",
        rss(f'<item><title type="html">A &lt;b&gt;bridge&lt;/b&gt; opens</title>{LINK}</item>'),
        is_(),
    ),
    served(
        "two titles, the first is meant",
        rss(f"<item><title>A bridge opens</title><title>B</title>{LINK}</item>"),
        is_(),
    ),
]

SEVERAL_LINKS = [
    served("two links, the first is meant", rss(entry(link=f"{LINK}<link>{SITE}/b</link>")), is_()),
    served("an empty link behind the link", rss(entry(link=f"{LINK}<link/>")), is_()),
    served("a link of the author's", rss(entry(more=f"<author><name>Ann</name><link>{SITE}/b</link></author>")), is_()),
    served("a link of the picture's", rss(entry(more=f"<media:content><link>{SITE}/b</link></media:content>")), is_()),
    served("a second link, to the AMP page", rss(entry(more=f'<link rel="amphtml">{SITE}/b</link>')), is_()),
    served("a link of Atom's behind the link", rss(entry(more=f'<atom:link href="{SITE}/b"/>')), is_()),
    served(
        "words behind the host of a link",
        rss(entry(link="<link>https://wire.example see more</link>")),
        is_(url=f"{SITE}/"),
    ),
]

JSON = [
    served("a line break in a text of JSON", json_feed(ARTICLE).replace("bridge opens", "bridge\nopens"), is_()),
    served("JSON with a date in seconds", json_feed(ARTICLE | {"date_published": 1_793_696_400}), is_(published=WHEN)),
    served(
        "JSON with references in its title",
        json_feed(ARTICLE | {"title": "Mayor&#8217;s bridge"}),
        is_("Mayor’s bridge"),
    ),
    served("JSON with words in place of lists", json_feed(ARTICLE | {"tags": "a,b", "authors": "Ann"}), is_()),
    served("JSON with a summary alone", json_feed(ARTICLE | {"content_html": None, "summary": NOON}), is_(text=NOON)),
    served(
        "JSON with a comma behind the last of a list and of an object, as templates leave it",
        json_feed(ARTICLE).replace("}]", ",\n}, ]"),
        is_(),
    ),
    served(
        "JSON with comments",
        json_feed(ARTICLE | {"title": "A bridge, ] // opens /* today"}).replace("{", "{ // ours, really\n/* ] */", 1),
        is_("A bridge, ] // opens /* today"),
    ),
    served("JSON with no number where an id goes", json_feed(ARTICLE).replace('"1"', "NaN"), is_()),
]

OF_PROGRAMS: list[FeedDocument] = [
    *PROGRAMS,
    *SPACES_AND_STRUCTURES,
    *DATE_FIELDS,
    *LINKS,
    *SEVERAL_LINKS,
    *BYTES,
    *TITLES,
    *JSON,
]
