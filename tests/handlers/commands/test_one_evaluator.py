"""What /track matches is what /search, /sources and /timeline are about: all ask one evaluator.

A topic asks `Matcher`. /search, /sources and /timeline look up stored items by `query_words` among their `item_words`
and sift these; a timeline then asks `TopicSentences` for each item.
"""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.commands.query_work import Sifting
from newsroom.item import Item, Paragraph
from newsroom.matching.matcher import Matcher
from newsroom.matching.needed_words import query_words
from newsroom.matching.query import Query, QueryError, parse
from newsroom.matching.terms import item_words
from newsroom.text.lemmas import LANGUAGES
from newsroom.timelines.timeline import timeline
from newsroom.timelines.topic_sentences import TopicItem, TopicSentences
from newsroom.topic import TopicId
from tests import builders

TOPIC = TopicId(1)


def item(title: str, *paragraphs: str, language: str | None = "en", source: str = "Sample Wire") -> Item:
    of = replace(builders.source(name=source), country="az")
    plain = builders.item(title=title, of=of)
    return replace(plain, paragraphs=tuple(Paragraph(text=text) for text in paragraphs), language=language)


def tracked(query: Query, of: Item) -> bool:
    return bool(Matcher({TOPIC: query}).match(of))


def looked_up(query: Query, of: Item) -> bool:
    words = item_words(of)
    return all(
        any(form in words or (form.endswith("*") and any(w.startswith(form[:-1]) for w in words)) for form in needed)
        for needed in query_words(query, LANGUAGES)
    )


def sifted(query: Query, of: Item) -> bool:
    sifting = Sifting(query)
    sifting.sift([of])
    return bool(sifting.alerting or sifting.mentioning)


def in_timeline(query: Query, of: Item) -> bool:
    sentences = [paragraph.text for paragraph in of.paragraphs]
    return TopicSentences(query, [TopicItem(item=of, sentences=sentences)]).item(of)


VOCABULARY = [
    "mayor",
    "mayors",
    "bridge",
    "Bridge",
    "bridges.",
    "works",
    "EU",
    "European",
    "Union",
    "adopts",
    "Газа",
    "газа",
    "Gaza",
    "gas",
    "gaza",
    "Gazze'ye",
    "Charkowie",
    "Kharkiv",
    "Wahl",
    "Bundestagswahl",
    "during",
    "the",
    "Soviet",
    "era,",
    "غزة",
    "لغزة",
]
PIECES = [
    *VOCABULARY,
    *('"european union"', '"mayor bridge"', "bridg*", "mayor near/5 bridge", "gaza near/2 (eu OR gas)", "title:bridge"),
    *('title:("bridge works" OR eu)', "source:ap", "source:wire", "country:az", "lang:en", "lang:ru", "kind:wire"),
    *("-gas", '-"bridge works"', "-title:eu", "OR", "(", ")"),
]
QUERIES = st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map(" ".join)
TEXTS = st.lists(st.sampled_from(VOCABULARY), max_size=8).map(" ".join)
ITEMS = st.builds(
    lambda title, paragraphs, language, source: item(title, *paragraphs, language=language, source=source),
    TEXTS,
    st.lists(TEXTS, max_size=2),
    st.sampled_from(["en", "ru", "pl", "tr", "de", "ar", None]),
    st.sampled_from(["AP", "Japan Times", "Sample Wire"]),
)


@settings(max_examples=300, deadline=None)
@given(QUERIES, ITEMS)
def test_a_topic_a_search_and_a_timeline_are_about_the_same_items(asked: str, of: Item) -> None:
    try:
        query = parse(asked)
    except QueryError:
        return
    found = tracked(query, of)
    assert sifted(query, of) == found
    if found:
        assert looked_up(query, of)
        assert in_timeline(query, of)
        assert timeline([of], about=query) == timeline([of], about=query, found=True)
    elif (
        '"' not in asked
    ):  # a quoted name is also met by its short forms, in a timeline of items that were not looked up
        assert not in_timeline(query, of)


ONCE_OTHERWISE = [
    pytest.param(
        "bridge source:ap", item("Bridge closed", source="Japan Times"), False, id="no part of a source's name"
    ),
    pytest.param("bridge country:AZ", item("Bridge closed"), True, id="a country in capitals"),
    pytest.param(
        "mayor near/5 bridge", item("News", "The mayor spoke. Bridge works begin."), True, id="near over two sentences"
    ),
    pytest.param("european union", item("EU adopts new rules on ferries"), True, id="a body by its letters"),
]


@pytest.mark.parametrize(("asked", "of", "expected"), ONCE_OTHERWISE)
def test_what_a_timeline_once_read_otherwise(asked: str, of: Item, expected: bool) -> None:  # noqa: FBT001 - a table's column
    query = parse(asked)
    assert (tracked(query, of), sifted(query, of), in_timeline(query, of)) == (expected,) * 3
