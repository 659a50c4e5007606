"""One address for all ways an article is linked."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from publicsuffixlist import PublicSuffixList

from newsroom.text.url import canonical, is_feed_address, is_public_page, registered_domain, same_host
from tests.patience import work_s

FOLDED = [
    pytest.param("http://news.example.org/a", "https://news.example.org/a", id="http"),
    pytest.param("HTTPS://News.Example.ORG:443/A/b/", "https://news.example.org/A/b", id="case of host, port, slash"),
    pytest.param("https://example.org/a?utm_source=x&id=7&fbclid=1#top", "https://example.org/a?id=7", id="trackers, fragment"),
    pytest.param("https://example.org/a?source=rss-1f------2", "https://example.org/a", id="a tracker by its value"),
    pytest.param("https://example.org/a?source=ap", "https://example.org/a?source=ap", id="the same name for something else"),
    pytest.param("https://example.org/a?b=2&a=1", "https://example.org/a?a=1&b=2", id="order of parameters"),
    pytest.param("https://example.org/a?q=", "https://example.org/a?q=", id="empty parameter"),
    pytest.param("https://m.example.org/a", "https://www.example.org/a", id="mobile host"),
    pytest.param("https://amp.news.example.co.uk/a/amp", "https://news.example.co.uk/a", id="amp host and path"),
    pytest.param("https://example.org/amp/a", "https://example.org/a", id="amp first"),
    pytest.param("https://example.org/a.amp?amp=1", "https://example.org/a", id="amp ending and parameter"),
    pytest.param("https://example.org/news/./../sport/a", "https://example.org/sport/a", id="a step up"),
    pytest.param("https://m.com/a", "https://m.com/a", id="a bought m.com is no mobile host"),
    pytest.param("https://www-example-org.cdn.ampproject.org/c/s/www.example.org/a", "https://www.example.org/a", id="amp cache"),
    pytest.param("https://www.google.com/url?q=https%3A%2F%2Fexample.org%2Fa%3Fid%3D1&sa=D", "https://example.org/a?id=1", id="google"),
    pytest.param("https://www.google.com/url?url=http://example.org/a", "https://example.org/a", id="google alerts"),
    pytest.param("https://l.facebook.com/l.php?u=https://example.org/a&h=x", "https://example.org/a", id="facebook"),
    pytest.param("https://www.google.com/search?q=https://example.org", "https://www.google.com/search?q=https%3A%2F%2Fexample.org", id="a search is no redirector"),
    pytest.param("http://127.0.0.1:8080/a", "http://127.0.0.1:8080/a", id="loopback keeps http"),
    pytest.param("http://localhost/a", "http://localhost/a", id="bare name keeps http"),
    pytest.param("http://[::1]:80/x", "http://[::1]/x", id="address of numbers"),
    pytest.param("http://user:secret@example.org/a", "https://example.org/a", id="name and password go"),
    pytest.param("//example.org/a", "https://example.org/a", id="no scheme"),
    pytest.param("http://пример.рф/путь", "https://xn--e1afmkfd.xn--p1ai/%D0%BF%D1%83%D1%82%D1%8C", id="other scripts"),
    pytest.param(" https://example.org/a\n", "https://example.org/a", id="white space"),
]  # fmt: skip

UNUSABLE = ["", "a/b", "/a", "mailto:a@example.org", "javascript:alert(1)", "http://", "http://a:99999/", "http://[::1", "x" * 5_000, "ftp://example.org/a"]  # fmt: skip


@pytest.mark.parametrize(("url", "folded"), FOLDED)
def test_an_address_is_folded(url: str, folded: str) -> None:
    assert canonical(url) == folded
    assert canonical(folded) == folded


@pytest.mark.parametrize("url", UNUSABLE)
def test_what_leads_to_no_page_is_empty(url: str) -> None:
    assert canonical(url) == ""


def test_a_relative_address_is_read_against_its_base() -> None:
    assert canonical("../c?id=1", "https://example.org/a/b/") == "https://example.org/a/c?id=1"


def test_a_redirector_that_leads_to_itself_ends() -> None:
    url = "https://example.org/a"
    for _ in range(9):
        url = "https://www.google.com/url?q=" + url.replace("%", "%25").replace("?", "%3F").replace("&", "%26")
    assert canonical(url) == ""


DOMAINS = [
    pytest.param("https://news.bbc.co.uk/x", "bbc.co.uk", id="suffix of two parts"),
    pytest.param("www.example.org", "example.org", id="no scheme"),
    pytest.param("https://127.0.0.1:80/x", "127.0.0.1", id="numbers"),
    pytest.param("http://localhost:1/", "localhost", id="no suffix"),
    pytest.param("", "", id="empty"),
    pytest.param("http://[::1", "", id="broken"),
]


@pytest.mark.parametrize(("url", "domain"), DOMAINS)
def test_the_domain_is_the_part_that_was_bought(url: str, domain: str) -> None:
    assert registered_domain(url) == domain


_PIECES = ["http", "https:", "//", "m.", "amp.", "example", ".org", "/", "amp", "?", "utm_x=1", "&", "=", "%", "%2F", "#", "a", ":80", "é", " ", "..", ";", "@", "[", "]", "\ud800", "\x00", "google.com/url?q="]  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=14).map("".join))
@example("https://m.m.example.org/amp/amp/a/amp/amp")
@example("https://example.org/%2e%2e/a")
@example("https://example.org/a.amp.amp/amp")
def test_folding_twice_changes_nothing_and_nothing_raises(url: str) -> None:
    once = canonical(url)
    assert canonical(once) == once
    assert once == "" or once.startswith(("https://", "http://"))
    registered_domain(url)


PUBLIC_PAGES = [
    ("https://news.example.org/a", True),
    ("http://bbc.co.uk", True),
    ("https://пример.рф/новость", True),
    ("https://user:word@news.example.org/a", True),
    ("ftp://news.example.org/a", False),
    ("javascript:alert(1)", False),
    ("tg://resolve?domain=x", False),
    ("http://127.0.0.1:9000/admin?delete=1", False),
    ("http://10.0.0.5/", False),
    ("http://93.184.215.14/", False),
    ("http://2130706433/", False),
    ("http://0x7f000001/", False),
    ("http://0x7f.0.0.1/", False),
    ("http://0177.0.0.1/", False),
    ("http://127.1/", False),
    ("http://127.0.0.1./", False),
    ("http://[::1]/", False),
    ("http://[::ffff:10.0.0.1]/", False),
    ("http://router/", False),
    ("http://localhost:8080/", False),
    ("http://printer.local/", False),
    ("http://wiki.corp/", False),
    ("http://wiki.corp./", False),
    ("http://nas.home.arpa/", False),
    ("http://metadata.google.internal/", False),
    ("http://[not an address", False),
    ("", False),
]


@pytest.mark.parametrize(("url", "public"), PUBLIC_PAGES, ids=[url or "empty" for url, _ in PUBLIC_PAGES])
def test_a_link_leads_to_a_page_with_a_public_name(url: str, *, public: bool) -> None:
    assert is_public_page(url) is public


def test_a_long_address_takes_no_time() -> None:
    started = work_s()
    canonical("https://example.org/" + "a/" * 50_000)
    canonical("https://example.org/?" + "&" * 4_000)
    assert work_s() - started < 1


def test_a_redirect_with_many_fields_is_read() -> None:
    many = "a=1&" * 400
    assert canonical(f"https://www.google.com/url?{many}q=https%3A%2F%2Fexample.org%2Fa") == "https://example.org/a"


@pytest.mark.parametrize(
    ("url", "feed"),
    [
        pytest.param("https://example.org/feed", True, id="an address"),
        pytest.param("HTTP://example.org/feed", True, id="in capitals"),
        pytest.param("ftp://example.org/feed", False, id="another scheme"),
        pytest.param("https://", False, id="no host"),
        pytest.param("https://example.org/" + "x" * 2_000, False, id="longer than any feed's"),
    ],
)
def test_a_feed_may_be_at_a_web_address_that_has_a_host_and_an_end(url: str, *, feed: bool) -> None:
    assert is_feed_address(url) is feed


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("https://example.org/a", "https://EXAMPLE.org/b", True, id="two pages"),
        pytest.param("https://example.org/a", "https://example.org:8443/a", False, id="two ports"),
        pytest.param("https://example.org/a", "ftp://example.org/a", False, id="no web address"),
        pytest.param("https://example.org/a", "https://[::1", False, id="no address"),
    ],
)
def test_two_addresses_are_of_one_host_where_name_and_port_are_the_same(one: str, other: str, *, same: bool) -> None:
    assert same_host(one, other) is same


def test_a_host_of_dots_alone_is_no_address() -> None:
    assert canonical("https://./a") == ""


@pytest.mark.parametrize(
    "host",
    [
        "bbc.co.uk",
        "a.b.city.kobe.jp",
        "x.kobe.jp",
        "пример.рф",
        "a.пример.рф",
        "рф",
        "a.個人.hk",
        "x.公司.cn",
        "a.b.bd",
    ],
)
def test_a_host_is_bought_alike_in_either_way_of_writing_it(host: str) -> None:
    """The suffixes as the network writes them are read for the hosts that are written so, and for no others."""
    every = PublicSuffixList()
    for written in (host, host.upper(), ".".join(label.encode("idna").decode() for label in host.split("."))):
        assert registered_domain(f"https://{written}/a") == (every.privatesuffix(written.lower()) or written.lower())
