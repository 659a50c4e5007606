"""News sitemaps as sites publish them: each document with what it says; and those that are made to do harm."""

import gzip
from datetime import UTC, datetime

import pytest

from watchers.feed_document import parse_feed
from watchers.parsed_feed import MAX_ENTRIES, MAX_TITLE_CHARS, ParsedFeed
from watchers.source_problem import ProblemCode, SourceProblem

SITE = "https://site.example"
NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)
PUBLICATION = (
    "<news:publication><news:name>The Harbour Courier</news:name><news:language>en</news:language></news:publication>"
)


def page(loc: str = f"{SITE}/ferry", title: str = "Ferry strike ends", date: str = "2026-11-29T10:00:00+02:00") -> str:
    return (
        f"<url><loc>{loc}</loc><news:news>{PUBLICATION}<news:publication_date>{date}</news:publication_date>"
        f"<news:title>{title}</news:title></news:news></url>"
    )


def sitemap(
    *pages: str, namespaces: str = NAMESPACES, declaration: str = '<?xml version="1.0" encoding="UTF-8"?>'
) -> str:
    return f"{declaration}<urlset {namespaces}>{''.join(pages)}</urlset>"


def read(document: str | bytes, url: str = f"{SITE}/news.xml") -> ParsedFeed:
    body = document.encode() if isinstance(document, str) else document
    return parse_feed(body, url, "application/xml")


def refused(document: str | bytes) -> ProblemCode:
    with pytest.raises(SourceProblem) as caught:
        read(document)
    return caught.value.problem.code


def test_a_page_that_is_news_is_an_entry_with_headline_address_and_date() -> None:
    feed = read(sitemap(page()))
    (entry,) = feed.entries
    assert (feed.title, feed.site_url, feed.language) == ("The Harbour Courier", f"{SITE}/", "en")
    assert (entry.guid, entry.url, entry.title, entry.language) == (
        f"{SITE}/ferry",
        f"{SITE}/ferry",
        "Ferry strike ends",
        "en",
    )
    assert entry.published == datetime(2026, 11, 29, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("document", "titles"),
    [
        pytest.param(sitemap(page(), f"<url><loc>{SITE}/about</loc></url>"), ["Ferry strike ends"], id="pages that are none"),
        pytest.param(sitemap(page(), page(title="Ferry strike ends today")), ["Ferry strike ends"], id="a page twice"),
        pytest.param(sitemap(page(title="Dockers &amp; crews: &quot;done&quot;")), ['Dockers & crews: "done"'], id="references"),
        pytest.param(sitemap(page(title="<![CDATA[Dockers & <b>crews</b>]]>")), ["Dockers & crews"], id="CDATA"),
        pytest.param(sitemap(page(title="Gr&eacute;ve &nbsp;au port")), ["Gréve au port"], id="names of HTML"),
        pytest.param(sitemap(page(loc=f"{SITE}/a?x=1&y=2")), ["Ferry strike ends"], id="a bare ampersand"),
        pytest.param(sitemap(page(), namespaces="").replace("news:news", "n:news"), ["Ferry strike ends"], id="no namespaces"),
        pytest.param("\n  " + sitemap(page()), ["Ferry strike ends"], id="space before the declaration"),
        pytest.param(sitemap(page())[:-5], ["Ferry strike ends"], id="cut off at its end"),
        pytest.param(sitemap(page(loc="/ferry")), ["Ferry strike ends"], id="a relative address"),
        pytest.param(
            sitemap(page().replace("</url>", "<image:image><image:loc>https://x.example/i.jpg</image:loc>"
                    "<image:title>A picture</image:title></image:image></url>")),
            ["Ferry strike ends"],
            id="a picture's title is not the page's",
        ),
        pytest.param(sitemap(page(), page(loc=f"{SITE}/b", title="")), ["Ferry strike ends"], id="one without headline"),
        pytest.param(sitemap(page(), page(loc="javascript:1", title="x")), ["Ferry strike ends"], id="one without address"),
    ],
)  # fmt: skip
def test_what_sites_write_is_read_as_it_is_meant(document: str, titles: list[str]) -> None:
    assert [entry.title for entry in read(document).entries] == titles


@pytest.mark.parametrize("encoding", ["utf-16", "windows-1251", "iso-8859-5", "utf-8-sig"])
def test_a_declared_encoding_is_read(encoding: str) -> None:
    declared = "utf-8" if encoding == "utf-8-sig" else encoding
    document = sitemap(page(title="Порт знову працює"), declaration=f'<?xml version="1.0" encoding="{declared}"?>')
    assert read(document.encode(encoding)).entries[0].title == "Порт знову працює"


def test_an_encoding_of_several_bytes_is_read() -> None:
    document = sitemap(page(title="港口恢复工作"), declaration='<?xml version="1.0" encoding="gb2312"?>')
    assert read(document.encode("gb2312")).entries[0].title == "港口恢复工作"


def test_a_date_without_a_clock_is_a_day_and_an_edit_is_no_publication() -> None:
    dated = page(date="2026-11-29").replace("<news:news>", "<lastmod>2026-11-29T12:00:00Z</lastmod><news:news>")
    (entry,) = read(sitemap(dated)).entries
    assert entry.published is None
    assert str(entry.published_day) == "2026-11-29"
    assert entry.updated == datetime(2026, 11, 29, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(sitemap(f"<url><loc>{SITE}/about</loc></url>"), id="no news in it"),
        pytest.param(sitemap(), id="nothing in it"),
        pytest.param(
            f"<sitemapindex {NAMESPACES}><sitemap><loc>{SITE}/n.xml</loc></sitemap></sitemapindex>", id="an index"
        ),
    ],
)
def test_a_map_without_news_is_no_source(document: str) -> None:
    assert refused(document) is ProblemCode.SITE_MAP


REFERENCE = "&e{};"
BOMB = "".join(f"<!ENTITY e{n} '{REFERENCE.format(n - 1) * 10}'>" for n in range(10))


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(
            f"<!DOCTYPE urlset [{BOMB}]>" + sitemap(page(title="&e9;"), declaration=""), id="a bomb of entities"
        ),
        pytest.param(
            '<!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
            + sitemap(page(title="&x;"), declaration=""),
            id="a file of the machine",
        ),
        pytest.param('<!DOCTYPE urlset SYSTEM "http://127.0.0.1/x.dtd">' + sitemap(page(), declaration=""), id="a DTD"),
    ],
)
def test_a_document_type_is_refused(document: str) -> None:
    assert refused(document) is ProblemCode.MALFORMED


@pytest.mark.parametrize(
    "filler",
    [
        pytest.param("<x>" * 200_000, id="elements never closed"),
        pytest.param("<x " + " ".join(f'a{n}=""' for n in range(20_000)) + "/>", id="attributes"),
        pytest.param("&" * 500_000, id="ampersands"),
        pytest.param("&a;" * 200_000, id="references to nothing"),
        pytest.param("<" * 500_000, id="angles"),
    ],
)
def test_what_is_read_before_the_harm_is_kept_and_nothing_grows(filler: str) -> None:
    feed = read(f"<urlset {NAMESPACES}>{page()}{filler}")
    assert [entry.title for entry in feed.entries] == ["Ferry strike ends"]


def test_texts_and_their_number_are_bounded() -> None:
    pages = [page(loc=f"{SITE}/{n}", title="x") for n in range(MAX_ENTRIES + 50)]
    feed = read(sitemap(page(title="long " * 200_000), *pages))
    assert len(feed.entries) == MAX_ENTRIES
    assert len(feed.entries[0].title) <= MAX_TITLE_CHARS
    assert [problem.reason for problem in feed.problems] == ["entries past the limit"]


def test_a_compressed_document_is_the_fetchers_to_open() -> None:
    assert refused(gzip.compress(sitemap(page()).encode())) in {ProblemCode.OTHER_DOCUMENT, ProblemCode.MALFORMED}
