"""A name that belongs to somebody else is known in every disguise; a name of one's own is not."""

import tomllib
from pathlib import Path

import pytest

from newsroom.stories.known_names import clean_name, known_name
from newsroom.stories.publishers import families

TABLE = families(tomllib.loads((Path(__file__).parents[3] / "config" / "families.toml").read_text("utf-8")))
FEED = "https://feeds.sundby.example/rss"
FOR_ALL = [("Harbour Post", "https://harbour.example/rss")]


def refused(name: str, url: str = FEED) -> bool:
    shown = clean_name(name)
    return bool(shown) and known_name(shown, url, TABLE, FOR_ALL)


@pytest.mark.parametrize(
    "name",
    [
        "Reuters",
        "Reuters ",
        "REUTERS.",
        "reuters",
        "R\u0435uters",  # Cyrillic е
        "R\u0435ut\u0435r\u0455",  # and ѕ
        "Reu\u200bters",  # zero width
        "\u2066Reuters\u2069",
        "Reuters\ufeff",
        "Reuters\u3164",  # a Hangul filler
        "\uff32\uff45\uff55\uff54\uff45\uff52\uff53",  # full width
        "\U0001d411\U0001d41e\U0001d42e\U0001d42d\U0001d41e\U0001d42b\U0001d42c",  # mathematical bold
        "Reut\u00e9rs",
        "R\u0336euters",
        "R e u t e r s",
        "Reu-ters",
        "Reut3rs",
        "Reuters World",
        "Reuters World News",
        "The Reuters Newswire",
        "Breaking: Reuters (official)",
        "Reuters.com",
        "Reuters (this chat's own feed, reuters.com)",
        "Sundby — Reuters",
        "www.reuters.com",
        "Рейтер",
        "Thomson Reuters",
        "\u0410\u0420",  # AP in Cyrillic
        "\u0410FP",
        "A.F.P.",
        "ТАСС",
        "\u0412\u0412\u0421",  # BBC in Cyrillic
        "\u0392\u0392C",  # BBC with Greek letters
        "BBC News World",
        "Guardian",
        "The Guardian!",
        "Anado1u",
        "AnadoIu Agency",  # a capital i
        "Guardian Media Group",
        "Harbour Post",
        "H\u0430rbour P\u043est",
        "harbour-post online",
    ],
)
def test_a_name_of_somebody_else_is_known_in_every_disguise(name: str) -> None:
    assert refused(name)


@pytest.mark.parametrize(
    "name",
    [
        "Courier",
        "Sundby Times",
        "The Times of Sundby",
        "Embargo desk",
        "Ведомости Сундбю",
        "Harbour Post Office",
        "Port of Sundby, notices",
        "News",
        "World news online",
        "Papers of the AP course",
        "新聞",
    ],
)
def test_a_name_of_ones_own_is_nobodys(name: str) -> None:
    assert not refused(name)


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("BBC News", "https://www.bbc.co.uk/rss"),
        ("The Guardian", "https://theguardian.com/world/rss"),
        ("Harbour Post", "https://feeds.harbour.example/more"),
    ],
)
def test_a_publisher_may_have_its_own_name(name: str, url: str) -> None:
    assert not refused(name, url)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  Courier \t of\nSundby ", "Courier of Sundby"),
        ("Cou\u200brier\u202e", "Courier"),
        ("\u200b\u3164\u2800", ""),
        ("•—✅", ""),
        ("x" * 300, "x" * 80),
        ("Kölner Bote", "Kölner Bote"),
    ],
)
def test_a_name_is_what_people_see(typed: str, shown: str) -> None:
    assert clean_name(typed) == shown
