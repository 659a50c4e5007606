"""What a search finds by an item's words is what the topic of the same query matches, with the same tier."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.item import Item, Paragraph
from newsroom.matching.matcher import Matcher, Tier
from newsroom.matching.query import Query, QueryError, parse
from newsroom.matching.query_matcher import QueryMatcher
from newsroom.topic import TopicId
from tests import builders

FILLER = "Nothing else was known of it by noon, as the office of the harbour said to all who asked there again. "
SENTENCES = [
    "Ferries to the island stay in port.",
    "The mayor opened a bridge.",
    "US troops and the European Union talk in Kyiv",
    "During the Soviet era, Gaza had no ferry.",
    "Free e-mails for #FreeGaza from 1,000 people.",
    "Bundestagswahl",
    "COVID-19 keeps ferries in port",
    "Of Covid nobody spoke. 19 ferries went.",
    "A wave of covid. The mayor, who opened a bridge, opened it again: mayor opened it.",
    "東京の橋",
    "ЕС и Газа",
    "LIVE: the ferry, minute by minute",
    FILLER,
    FILLER * 3,
    f"{FILLER[:-2]}, {FILLER[:-2]}, {FILLER[:-2]}, {FILLER[:-2]}, {FILLER[:-2]}, {FILLER[:-2]}, {FILLER[:-2]}, ferry",
]
WORDS = [
    *("ferry", "ferries", "bridge", "mayor", "US", "EU", "Gaza", "Газа", "Kyiv", "wahl", "email", "e-mail", "1000"),
    *(
        "COVID-19",
        '"covid 19"',
        'title:"COVID-19"',
        '"ferries in port"',
        '"us troops"',
        '"europ union"',
        "1,000 people",
    ),
    *("soviet", "title:ferry", "title:(bridge OR US)", '"mayor opened"', "bridg*", "european union"),
    *("ferry near/3 port", "source:wire", "東京"),
]
QUERIES = st.lists(
    st.sampled_from([*WORDS, *(f"-{word}" for word in WORDS), "OR", "(", ")"]), min_size=1, max_size=5
).map(" ".join)
TEXTS = st.lists(st.sampled_from(SENTENCES), max_size=6).map(" ".join)
ITEMS = st.builds(
    lambda title, texts, language: item(title, *texts, language=language),
    st.sampled_from(SENTENCES),
    st.lists(TEXTS, max_size=3),
    st.sampled_from(["en", "ru", "de", "ja", None]),
)


def item(title: str, *texts: str, language: str | None = "en") -> Item:
    return replace(
        builders.item(title=title), paragraphs=tuple(Paragraph(text=text) for text in texts), language=language
    )


def matched(query: Query, of: Item) -> Tier | None:
    return next((match.tier for match in Matcher({TopicId(1): query}).match(of)), None)


@settings(max_examples=600, deadline=None)
@given(QUERIES, st.lists(ITEMS, min_size=1, max_size=3))
def test_a_search_finds_what_a_topic_matches(asked: str, items: list[Item]) -> None:
    try:
        query = parse(asked)
    except QueryError:
        return
    asking = QueryMatcher(query)
    assert [asking.tier(one) for one in items * 2] == [matched(query, one) for one in items] * 2


BESIDE_THE_POINT = [
    pytest.param("ferry", item("Storm", FILLER * 16 + "A ferry waits."), Tier.SEARCH, id="far down a long text"),
    pytest.param("ferry", item("Storm", FILLER * 4, "During the Soviet era, a ferry ran."), None, id="of another age"),
    pytest.param("ferry", item("LIVE: Storm", "A ferry waits."), Tier.SEARCH, id="told by a live blog"),
    pytest.param("ferry -gale", item("Storm", "A ferry waits.", FILLER * 4 + "A gale."), None, id="a word not wanted"),
    pytest.param("title:ferry", item("Storm", "A ferry waits."), None, id="not in the headline"),
    pytest.param("european", item("The European Union waits"), Tier.ALERT, id="a word of a name of several"),
]


@pytest.mark.parametrize(("asked", "of", "tier"), BESIDE_THE_POINT)
def test_an_item_is_worth_to_a_search(asked: str, of: Item, tier: Tier | None) -> None:
    assert QueryMatcher(parse(asked)).tier(of) == matched(parse(asked), of) == tier
