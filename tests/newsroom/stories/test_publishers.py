import tomllib
from pathlib import Path

import pytest

from newsroom.stories.publishers import FamilyTableError, families, family_of, publisher

TABLE = families(
    {
        "family": [
            {
                "name": "Sample Press",
                "source": "https://example.org/about",
                "outlets": ["morning.example", "Sample Evening"],
            }
        ]
    }
)


@pytest.mark.parametrize(
    ("outlet", "family"),
    [
        pytest.param("morning.example", "Sample Press", id="domain"),
        pytest.param("https://www.morning.example/news/1", "Sample Press", id="address"),
        pytest.param("SAMPLE evening", "Sample Press", id="name in other case"),
        pytest.param("https://news.bbc.co.uk/x", "bbc.co.uk", id="unknown address is its own domain"),
        pytest.param("Some Gazette", "some gazette", id="unknown name is itself"),
    ],
)
def test_an_outlet_has_the_family_of_its_publisher(outlet: str, family: str) -> None:
    assert family_of(outlet, TABLE) == family


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        pytest.param({"family": {}}, r"\[\[family\]\]", id="no list"),
        pytest.param({"family": ["x"]}, "family 1", id="no table"),
        pytest.param({"family": [{"name": "A", "outlets": ["a.example"]}]}, "source", id="no source"),
        pytest.param({"family": [{"name": "A", "source": "s", "outlets": []}]}, "outlets", id="no outlets"),
        pytest.param(
            {"family": [{"name": n, "source": "s", "outlets": ["a.example"]} for n in "AB"]},
            "keep one",
            id="claimed twice",
        ),
    ],
)
def test_a_broken_table_says_what_to_mend(raw: dict[str, object], problem: str) -> None:
    with pytest.raises(FamilyTableError, match=problem):
        families(raw)


def test_the_shipped_table_is_sound_and_large() -> None:
    raw = tomllib.loads((Path(__file__).parents[3] / "config" / "families.toml").read_text("utf-8"))
    assert len(families(raw)) > 300
    assert len(raw["family"]) >= 100
    assert all(entry["source"].startswith("https://") for entry in raw["family"])


def test_a_feed_that_is_served_from_elsewhere_is_known_by_its_name() -> None:
    table = families({"family": [{"name": "BBC", "source": "https://a.example", "outlets": ["bbc.co.uk", "BBC News"]}]})
    assert publisher("https://feeds.bbci.co.uk/news/rss.xml", "BBC News", table) == "BBC"
    assert publisher("https://www.bbc.co.uk/rss", "Something", table) == "BBC"
    assert publisher("https://feeds.post.example/rss", "The Post", table) == "post.example"
