"""Nothing that opens something is shown; what opens nothing is shown as it is."""

import base64
import random
import uuid
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.text.masked_address import MASK, masked_address, masked_text, without_secrets

CHANCE = random.Random(29_11)  # noqa: S311 - they open nothing; the same in each run


def made_secrets() -> list[str]:
    """As programs make them."""
    made = []
    for _ in range(150):
        many = CHANCE.randbytes(32)
        made += [many.hex(), many[:16].hex(), base64.urlsafe_b64encode(many).decode().rstrip("=")]
        made += [str(uuid.UUID(bytes=many[:16])), base64.b32encode(many[:20]).decode().lower()]
    return made


SECRETS = made_secrets()
random_values = st.sampled_from(SECRETS)
typed_values = st.text("abcdefghijklmnopqrstuvwxyzABCXYZ0123456789._~!$*,-", min_size=8, max_size=30).map(
    lambda s: f"Q9{s}"
)
syllables = st.sampled_from(
    [
        "a",
        "be",
        "ca",
        "dor",
        "e",
        "fen",
        "gil",
        "ha",
        "il",
        "ju",
        "kra",
        "los",
        "ma",
        "nost",
        "o",
        "press",
        "qu",
        "ri",
        "sky",
        "tur",
        "um",
        "ver",
        "wor",
        "yes",
        "za",
    ]
)
words = st.lists(syllables, min_size=1, max_size=4).map("".join)
slugs = st.lists(words | st.integers(0, 9_999).map(str), min_size=1, max_size=6).map("-".join)
hosts = st.builds("{}.example{}".format, words, st.sampled_from(["", ":8443"]))
ends = st.sampled_from(["", "/", ".xml", ".rss", "/feed"])
ordinary = st.builds(
    "{}://{}/{}{}{}".format,
    st.sampled_from(["https", "http"]),
    hosts,
    st.lists(slugs, max_size=4).map("/".join),
    ends,
    st.sampled_from(["", "?format=rss", "?cat=world&lang=en", "?id=123456&page=2", "?q=keyword", "#top"]),
)
secret_names = st.sampled_from(
    [
        "key",
        "apikey",
        "api_key",
        "ApiKey",
        "accessKey",
        "rss_key",
        "key[]",
        "%6bey",
        "token",
        "access_token",
        "feedToken",
    ]
) | st.sampled_from(
    ["auth", "sig", "signature", "X-Amz-Signature", "pass", "password", "pwd", "secret", "client_secret", "sid", "jwt"]
)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        pytest.param("https://ann:hunter2@o.example/feed", "https://***@o.example/feed", id="name and password"),
        pytest.param(
            "https://o.example/feed?a=1&apikey=KEY123&b=2", "https://o.example/feed?a=1&apikey=***&b=2", id="key"
        ),
        pytest.param(
            f"https://o.example/u/{SECRETS[0]}/feed.xml", "https://o.example/u/***/feed.xml", id="a private link"
        ),
        pytest.param(f"https://o.example/{SECRETS[0]}.rss", "https://o.example/***.rss", id="its end is kept"),
        pytest.param(
            "https://o.example/f;jsessionid=A1;p=2", "https://o.example/f;jsessionid=***;p=2", id="in the path"
        ),
        pytest.param(
            "https://o.example/f#access_token=A1", "https://o.example/f#access_token=***", id="in the fragment"
        ),
        pytest.param(
            "https://o.example/get?of=https%3A%2F%2Fa%3Ab%40in.example", "https://o.example/get?of=***", id="inside"
        ),
        pytest.param("ann:hunter2@o.example/feed", "***@o.example/feed", id="without its scheme"),
        pytest.param("https://o.example/feed?key=", "https://o.example/feed?key=", id="no value, no secret"),
        pytest.param(
            "https://o.example/rss?keywords=sea", "https://o.example/rss?keywords=sea", id="a key word is no key"
        ),
    ],
)
def test_what_opens_something_is_masked_and_the_rest_can_be_read(address: str, shown: str) -> None:
    assert masked_address(address) == shown


@pytest.mark.parametrize(
    "address",
    [
        "https://feeds.bbci.co.uk/news/world/rss.xml",
        "https://www.theguardian.com/world/ukraine/rss",
        "https://rss.nytimes.com/services/xml/rss/nyt/HomePage.xml",
        "https://www.pravda.com.ua/rss/view_mainnews/",
        "https://interfax.com.ua/news/last.rss",
        "https://www.spiegel.de/schlagzeilen/index.rss",
        "https://news.un.org/feed/subscribe/en/news/all/rss.xml",
        "https://www.tagesschau.de/infoservices/alle-meldungen-100~rss2.xml",
        "https://www3.nhk.or.jp/rss/news/cat0.xml",
        "https://www.lemonde.fr/rss/une.xml",
        "https://feeds.npr.org/1001/rss.xml",
        "https://www.aljazeera.com/xml/rss/all.xml",
        "https://example.org/2026/11/29/lantern-factory-explodes-ninety-killed-20261129",
        "https://новини.example/світ/стрічка.xml",
    ],
)
def test_the_addresses_of_known_feeds_are_shown_as_they_are(address: str) -> None:
    assert masked_address(address) == address


@pytest.mark.parametrize(
    ("shown", "masked"),
    [
        pytest.param("1234567890123456", "12345678901234567", id="digits"),
        pytest.param("Ab1Cd2Ef3Gh4I", "Ab1Cd2Ef3Gh4Ij", id="neither words nor numbers"),
        pytest.param("summit202612-ab1c", "summit2026123-ab1c", id="a word with its number"),
        pytest.param("abcd1-efgh2-ijkl3", "abc1-efgh2-ijkl3", id="changes between letters and digits"),
        pytest.param("bcdfghabcdefg", "bcdfghabcdefgh", id="no word"),
        pytest.param("ABCDXeFGHIYoJKLMZa", "ABCXeDEFYoGHIZaJKLWu", id="words that are too short"),
        pytest.param("TopNewsUKToday", "ToNeUKTodayAtEv", id="capitals"),
        pytest.param("bcdfgaghklmabcdefg", "bcdfghaghklmabcdefg", id="consonants in a row"),
    ],
)
def test_what_is_long_and_random_is_masked_and_what_is_a_little_less_so_is_shown(shown: str, masked: str) -> None:
    """The bars, from both sides."""
    assert masked_address(f"https://o.example/{shown}/feed") == f"https://o.example/{shown}/feed"
    assert masked_address(f"https://o.example/{masked}/feed") == f"https://o.example/{MASK}/feed"


def test_of_an_address_that_is_too_long_the_end_is_masked_whole() -> None:
    start = "https://o.example/"
    longest = start + "a/" * ((4_096 - len(start)) // 2)
    assert len(longest) == 4_096
    assert masked_address(longest) == longest
    assert masked_address(longest + "?key=KEY123") == longest + MASK


@given(ordinary)
def test_an_ordinary_address_is_untouched(address: str) -> None:
    assert masked_address(address) == address


@given(ordinary, secret_names, typed_values | random_values)
def test_no_value_of_a_parameter_named_like_a_secret_survives(address: str, name: str, secret: str) -> None:
    start, _, fragment = address.partition("#")
    whole = f"{start}{'&' if '?' in start else '?'}{name}={secret}&z=1#{fragment}"
    shown = masked_address(whole)
    assert secret not in shown
    assert shown == f"{start}{'&' if '?' in start else '?'}{name}={MASK}&z=1#{fragment}"


@given(ordinary, words, random_values)
def test_no_random_value_survives_in_any_place(address: str, name: str, secret: str) -> None:
    scheme, _, rest = address.partition("://")
    host, _, path = rest.partition("/")
    for whole in (f"{scheme}://{host}/{secret}/{path}", f"{start_of(address)}?{name}={secret}", f"{address}#{secret}"):
        shown = masked_address(whole)
        assert secret not in shown
        assert shown.startswith(f"{scheme}://{host}")


def start_of(address: str) -> str:
    return address.partition("#")[0].partition("?")[0]


@given(ordinary, typed_values, typed_values)
def test_neither_name_nor_password_before_a_host_survives(address: str, name: str, password: str) -> None:
    whole = address.replace("://", f"://{name}:{password}@")
    shown = masked_address(whole)
    assert name not in shown
    assert password not in shown
    assert shown == address.replace("://", f"://{MASK}@")


@given(st.text() | st.builds("https://{}".format, st.text()))
def test_masking_takes_any_text_and_masking_twice_changes_nothing_more(text: str) -> None:
    assert masked_address(masked_address(text)) == masked_address(text)
    assert masked_text(masked_text(text)) == masked_text(text)


@given(random_values)
def test_an_address_inside_a_text_is_masked_there(secret: str) -> None:
    text = f"ClientError('https://ann:{secret}@o.example/x?key={secret}'), see https://o.example/feed"
    assert masked_text(text) == f"ClientError('https://{MASK}@o.example/x?key={MASK}'), see https://o.example/feed"


@pytest.mark.parametrize(
    ("source", "page", "shown"),
    [
        pytest.param("?key=KEY123", "/a?id=3&key=KEY123", "/a?id=3", id="its key"),
        pytest.param("?key=KEY123", "/a?key=KEY123", "/a", id="nothing else"),
        pytest.param(f"/{SECRETS[0]}/feed", f"/{SECRETS[0]}/a", "", id="it can't be reached without"),
        pytest.param("?key=KEY12", "/a?key=KEY12", "/a?key=KEY12", id="one that is short"),
        pytest.param("?key=1", "/a?page=1", "/a?page=1", id="a number that is equal by chance"),
        pytest.param("", "/a?key=KEY123", "/a?key=KEY123", id="not the source's"),
    ],
)
def test_the_key_of_a_source_is_in_no_link_to_its_pages(source: str, page: str, shown: str) -> None:
    site = "https://o.example"
    assert without_secrets(site + page, f"{site}{source}") == (site + shown if shown else "")


@pytest.mark.parametrize(
    ("segment", "masked"),
    [
        pytest.param("abcdefghij123-a1b", True, id="13 characters are no word with its number, and 3 more are odd"),
        pytest.param("abcdefghi123-a1b", False, id="12 are one"),
        pytest.param("alpha1-beta22-c3", True, id="14 characters that change three times"),
        pytest.param("alph1-beta22-c3", False, id="13 of them"),
        pytest.param("alpha1-beta22-cc", False, id="14 that change twice"),
        pytest.param("ABcdefABcdefAB", True, id="five words in 14 letters are too many"),
        pytest.param("ABcdefABcdefgAB", False, id="in 15 they are not"),
    ],
)
def test_what_is_random_begins_exactly_there(segment: str, *, masked: bool) -> None:
    assert (
        masked_address(f"https://o.example/{segment}/feed") == f"https://o.example/{MASK if masked else segment}/feed"
    )


def test_an_address_that_was_put_into_others_again_and_again_is_read_to_some_depth() -> None:
    once = "token=" + SECRETS[0]
    for _ in range(6):
        once = quote(once, safe="")
    assert SECRETS[0] not in masked_address(f"https://w.example/?u={once}")
