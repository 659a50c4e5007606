"""No query, and no text made for it, takes long: time is that of a processor, so that a busy machine is no failure."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.item import Item
from newsroom.matching.matcher import Matcher
from newsroom.matching.query import MOST_NEAR, MOST_TERMS, QueryError, parse
from newsroom.topic import TopicId
from tests.builders import item

PARSED_S = 0.25
MATCHED_S = 2.0  # 0.2 s of it is the reading of 20,000 words
LONG = " ".join(["the", "police", "said", "the"] * 5_000)
HOSTILE = [
    pytest.param("p*", id="two letters less"),
    pytest.param("(" * 200 + "x" + ")" * 200, id="200 levels"),
    pytest.param("-" * 499 + "x", id="as many minus signs"),
    pytest.param("(" * 499, id="brackets that stay open"),
    pytest.param('"' * 499, id="quotes"),
    pytest.param("x" * 100_000, id="100,000 characters"),
    pytest.param("(x OR " * 100_000, id="a query without end"),
    pytest.param("near/50 " * 60, id="near/ and nothing else"),
    pytest.param("the near/50 " * (MOST_NEAR + 1) + "the", id="near/ again and again"),
    pytest.param("w OR " * MOST_TERMS + "w", id="too many words"),
    pytest.param("(a+)+$ .* [a-z]* ((a|b)*)*c", id="like a regular expression"),
    pytest.param("\u0301" * 499, id="accents without a letter"),
    pytest.param("🙂" * 499, id="pictures"),
]
BROAD = [
    "the*",
    "the OR police OR said",
    " near/50 ".join(["the"] * (MOST_NEAR + 1)),
    " near/50 ".join(["(the OR said OR police)"] * 8),
    "(((the near/50 said) near/50 police) near/50 the) near/50 said",
    "((the near/50 said) OR (said near/50 the)) near/50 ((the near/9 said) OR (said near/9 the))",
    '"' + " ".join(["the"] * 50) + '"',
    "-".join(["the"] * 100),
    " OR ".join(["the*", "pol*", "sai*"] * 16),
    "(" * 19 + "the" + ")" * 19 + " -" + "(" * 19 + "zzz" + ")" * 19,
    "title:(the near/9 police near/9 said)",
]
_PLAIN = st.sampled_from(["the", "police", "said", "the*", "pol*", '"the police said"', "the-police", "kind:private"])
_JOINTS = st.sampled_from([" ", " OR ", " near/50 ", " near/3 ", " -", " AND "])


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(inner, _JOINTS, inner).map("".join)
    return pair | inner.map(lambda text: f"({text})") | inner.map(lambda text: f"title:({text})")


QUERIES = st.recursive(_PLAIN, _grown, max_leaves=24)


def cost_s(work: Callable[[], object]) -> float:
    began_s = time.thread_time()
    work()
    return time.thread_time() - began_s


def long_item() -> Item:
    return item(1, "The police said", LONG)


def matched(text: str, read: Item) -> None:
    Matcher({TopicId(1): parse(text)}).match(read)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_no_one_means_is_refused_at_once(text: str) -> None:
    def refuse() -> None:
        with pytest.raises(QueryError):
            parse(text)

    assert cost_s(refuse) < PARSED_S


@pytest.mark.parametrize("text", BROAD)
def test_a_broad_query_of_a_text_made_for_it_is_answered(text: str) -> None:
    assert cost_s(lambda: matched(text, long_item())) < MATCHED_S


_ODD = st.sampled_from([*'ab"“”()-*: /\n\u0301é5.&', "near/5 ", " OR ", "title:"])


@given(st.lists(_ODD, max_size=200).map("".join))
def test_any_text_is_read_or_refused_in_no_time(text: str) -> None:
    def read() -> None:
        try:
            parse(text)
        except QueryError:
            return

    assert cost_s(read) < PARSED_S


@given(QUERIES)
@settings(max_examples=30)
def test_any_query_of_a_text_made_for_it_is_answered(text: str) -> None:
    try:
        parse(text)
    except QueryError:
        return
    assert cost_s(lambda: matched(text, long_item())) < MATCHED_S


def test_a_topic_of_an_older_program_with_more_near_is_still_read() -> None:
    text = " near/5 ".join(["the"] * (MOST_NEAR + 3))
    assert parse(text, most_near=MOST_TERMS)


def test_pairs_far_down_in_a_long_text_are_found_where_there_are_few() -> None:
    far = " ".join(["word"] * 3_000) + " alpha beta"
    read = item(1, "Word", far)
    assert Matcher({TopicId(1): parse("alpha near/2 beta")}).match(read)
