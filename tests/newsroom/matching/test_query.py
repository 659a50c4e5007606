"""The topic language: what it reads, what it refuses and where it points, and that it prints back what it read."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.sentences.reader import Reader
from newsroom.errors import UserError
from newsroom.matching.lexer import MOST_CHARACTERS
from newsroom.matching.query import MOST_TERMS, QueryError, explain, parse, str_query
from newsroom.matching.syntax import About, And, Field, Near, Not, Or, Part, Phrase, Prefix, Query, Title, Word
from tests.english import english

READ = [
    pytest.param("azerbaijan", Word("azerbaijan"), id="word"),
    pytest.param("azerbaijan russia", And((Word("azerbaijan"), Word("russia"))), id="words side by side"),
    pytest.param("a AND b", And((Word("a"), Word("b"))), id="and"),
    pytest.param("a OR b c", Or((Word("a"), And((Word("b"), Word("c"))))), id="and binds before or"),
    pytest.param("(a OR b) c", And((Or((Word("a"), Word("b"))), Word("c"))), id="brackets"),
    pytest.param("a -b", And((Word("a"), Not(Word("b")))), id="minus"),
    pytest.param("a NOT (b OR c)", And((Word("a"), Not(Or((Word("b"), Word("c")))))), id="not a bracket"),
    pytest.param("a NOT NOT b", And((Word("a"), Word("b"))), id="two nots are none"),
    pytest.param('"western sellouts"', Phrase("western sellouts"), id="phrase"),
    pytest.param("«западные марионетки»", Phrase("западные марионетки"), id="phrase in other quotes"),
    pytest.param("“$2 million”", Phrase("2 million"), id="phrase without signs"),
    pytest.param("sanction*", Prefix("sanction"), id="prefix"),
    pytest.param("F-16", Word("F-16"), id="hyphen inside"),
    pytest.param("nagorno-karabakh,", Word("nagorno-karabakh"), id="comma behind"),
    pytest.param("п'ять", Word("п'ять"), id="apostrophe inside"),
    pytest.param("a near/5 b", Near(Word("a"), Word("b"), 5), id="near"),
    pytest.param("a NEAR/05 (b OR c)", Near(Word("a"), Or((Word("b"), Word("c"))), 5), id="near in capitals, bracket"),
    pytest.param("x a near/2 b", And((Word("x"), Near(Word("a"), Word("b"), 2))), id="near binds before and"),
    pytest.param("and or not", And((Word("and"), Word("or"), Word("not"))), id="small letters are words"),
    pytest.param("title:aliyev", Title(Word("aliyev")), id="title"),
    pytest.param(
        'title:("gas deal" OR pipeline)', Title(Or((Phrase("gas deal"), Word("pipeline")))), id="title bracket"
    ),
    pytest.param('source:"Sample Wire"', About(Field.SOURCE, "Sample Wire"), id="source"),
    pytest.param("Lang:UK", About(Field.LANG, "uk"), id="lang"),
    pytest.param("country:AZ", About(Field.COUNTRY, "az"), id="country"),
    pytest.param("kind:state", About(Field.KIND, "state"), id="kind"),
    pytest.param("gas — & deal", And((Word("gas"), Word("deal"))), id="punctuation alone is passed over"),
    pytest.param("oil | gas", Or((Word("oil"), Word("gas"))), id="a bar is or"),
    pytest.param("oil|gas baku", Or((Word("oil"), And((Word("gas"), Word("baku"))))), id="a bar without spaces"),
    pytest.param("(oil || gas) baku", And((Or((Word("oil"), Word("gas"))), Word("baku"))), id="two bars are one"),
    pytest.param('"gas deal"|pipe*', Or((Phrase("gas deal"), Prefix("pipe"))), id="a bar between others than words"),
    pytest.param("oil !gas", And((Word("oil"), Not(Word("gas")))), id="an exclamation mark before a word is not"),
    pytest.param(
        "oil !(gas | coal)", And((Word("oil"), Not(Or((Word("gas"), Word("coal")))))), id="not before bracket"
    ),
    pytest.param("oil –gas", And((Word("oil"), Not(Word("gas")))), id="a minus that a phone made a dash of"),
    pytest.param("+oil +gas", And((Word("oil"), Word("gas"))), id="a plus before a word is and"),
    pytest.param("oil + gas", And((Word("oil"), Word("gas"))), id="a plus between words is and"),
    pytest.param("oil+gas", And((Word("oil"), Word("gas"))), id="a plus between letters is and"),
    pytest.param("C++ 5+1", And((Word("C"), Word("5+1"))), id="a plus in a name or number is part of it"),
    pytest.param("oil & gas", And((Word("oil"), Word("gas"))), id="an ampersand is and"),
    pytest.param("AT&T Yahoo!", And((Word("AT&T"), Word("Yahoo"))), id="signs in names are part of them"),
    pytest.param(
        "gas AND, deal", And((Word("gas"), Phrase("AND"), Word("deal"))), id="an operator with a comma is a word"
    ),
]

REFUSED = [
    pytest.param("", 0, "at least one word", id="empty"),
    pytest.param("  —  ", 5, "at least one word", id="only punctuation"),
    pytest.param('baku "gas deal', 5, "not closed", id="open quote"),
    pytest.param('baku ""', 5, "no word", id="empty quote"),
    pytest.param("baku (gas OR deal", 5, "not closed", id="open bracket"),
    pytest.param("baku gas)", 8, "no partner", id="stray bracket"),
    pytest.param("baku ()", 5, "empty", id="empty bracket"),
    pytest.param("baku (", 5, "empty", id="a bracket at the end"),
    pytest.param("-football", 0, "word that is there", id="only negative"),
    pytest.param("baku OR -football", 8, "word that is there", id="negative branch"),
    pytest.param("baku AND", 8, "missing at the end", id="and at the end"),
    pytest.param("OR baku", 0, "between two words", id="or at the start"),
    pytest.param("baku AND OR gas", 9, "between two words", id="two operators"),
    pytest.param("oil |", 5, "missing at the end", id="bar at the end"),
    pytest.param("oil | | gas", 6, "between two words", id="two bars apart"),
    pytest.param("baku near/ gas", 5, "number", id="near without a number"),
    pytest.param("baku near/99 gas", 5, "1 to 50", id="near too far"),
    pytest.param("baku near/3 -gas", 5, "between words", id="near a negative"),
    pytest.param("ab*", 2, "3 letters", id="short prefix"),
    pytest.param("a*b", 1, "end of one word", id="star inside"),
    pytest.param("*stan", 0, "end of one word", id="star before"),
    pytest.param("author:smith", 0, "title:, source:", id="unknown field"),
    pytest.param("lang:ukrainian", 5, "lang:uk", id="a language is a code"),
    pytest.param("kind:blog", 5, "wire, public", id="unknown kind"),
    pytest.param("title: aliyev", 0, "right behind", id="space behind a field"),
    pytest.param("source:(a OR b)", 0, "right behind", id="a bracket in a source"),
    pytest.param("title:(lang:uk x)", 0, "words only", id="a field in a title"),
    pytest.param("x" * (MOST_CHARACTERS + 1), MOST_CHARACTERS, "too long", id="too long"),
    pytest.param("a " * (MOST_TERMS + 1), MOST_TERMS * 2, "two topics", id="too many words"),
    pytest.param("(" * 30 + "a" + ")" * 30, 20, "nested", id="too deep"),
    pytest.param("-" * 60 + "a", 0, "word that is there", id="many minuses"),
]


@pytest.mark.parametrize(("text", "root"), READ)
def test_a_query_is_read_as_meant(text: str, root: Part) -> None:
    assert parse(text) == Query(root)


@pytest.mark.parametrize(("text", "position", "mend"), REFUSED)
def test_a_query_that_cannot_be_read_points_at_the_spot_and_gives_the_remedy(
    text: str, position: int, mend: str
) -> None:
    with pytest.raises(QueryError) as refused:
        parse(text)
    assert refused.value.position == position
    shown = Reader().plain(refused.value.sentence)
    assert mend in shown
    assert "▸" in shown
    assert isinstance(refused.value, UserError)


def test_the_spot_is_shown_with_the_words_around_it() -> None:
    with pytest.raises(QueryError) as refused:
        parse("azerbaijan (russia OR kremlin")
    assert english(refused.value).endswith("Here: azerbaijan ▸(russia OR kremlin")


EXPLAINED = [
    pytest.param(
        "Azerbaijan (Russia OR Kremlin) -football",
        "Items with “Azerbaijan” and (“Russia” or “Kremlin”), but not with “football”.",
        id="words",
    ),
    pytest.param('"gas deal" lang:uk', "Items with exactly “gas deal”, in Ukrainian.", id="phrase, language"),
    pytest.param(
        "title:aliyev kind:state -country:ru",
        "Items with “aliyev” in the headline, from state media, but not from outlets of the country “Russia”.",
        id="fields",
    ),
    pytest.param(
        "baku near/1 sanction*", "Items with “baku” at most 1 word from a word that begins with “sanction”.", id="near"
    ),
    pytest.param(
        "kind:wire OR title:x", "Items either from news agencies, or with “x” in the headline.", id="or of fields"
    ),
    pytest.param(
        "gas (lang:fr OR lang:uk) (country:ca OR country:fr)",
        "Items with “gas”, in French or Ukrainian, from outlets of the countries “Canada” or “France”.",
        id="values of one field in one list",
    ),
    pytest.param(
        "gas -football -kind:wire -kind:state -source:herald -source:courier",
        "Items with “gas”, but not with “football” or from news agencies or state media "
        "or from the sources “herald” or “courier”.",
        id="all that is left out in one clause",
    ),
    pytest.param("oil OR gas", "Items with “oil” or “gas”.", id="or alone, without brackets"),
    pytest.param("(oil OR gas) kind:state", "Items with (“oil” or “gas”), from state media.", id="or beside a field"),
    pytest.param("(ferry quay) OR barge", "Items with “ferry” and “quay” or “barge”.", id="two words or a third"),
    pytest.param(
        "russia and ukraine",
        "Items with “russia” and “and” and “ukraine”. “and” is looked for as a word: the operator is AND.",
        id="a small and is pointed out",
    ),
]


@pytest.mark.parametrize(("text", "words"), EXPLAINED)
def test_a_query_is_explained_in_plain_words(text: str, words: str) -> None:
    assert Reader().plain(explain(parse(text))) == words


@pytest.mark.parametrize(
    ("language", "one", "two"),
    [
        ("uk", "Матеріали зі словом «газ», але не зі словом «баку».", "Матеріали зі словами «газ» і «баку»."),
        ("ru", "Материалы со словом «газ», но не со словом «баку».", "Материалы со словами «газ» и «баку»."),
        ("fr", "Articles avec « газ », mais pas avec « баку ».", "Articles avec « газ » et « баку »."),
    ],
)
def test_one_word_is_in_the_singular(language: str, one: str, two: str) -> None:
    reader = Reader(language=language)
    explained = [reader.plain(explain(parse(text))).replace("\xa0", " ") for text in ("газ -баку", "газ баку")]
    assert explained == [one, two]


_WORDS = st.sampled_from(["gas", "Baku", "F-16", "п'ять", "and", "U.S", "10:30", "近", "Əliyev"])
_TERMS = st.one_of(
    st.builds(Word, _WORDS),
    st.builds(Phrase, st.sampled_from(["gas deal", "AND", "near 5", "2 million"])),
    st.builds(Prefix, st.sampled_from(["sanc", "санк"])),
)
_NEARS = st.recursive(_TERMS, lambda inner: st.builds(Near, inner, inner, st.integers(1, 50)), max_leaves=3)
_ABOUT = st.sampled_from(
    [
        About(Field.SOURCE, "Sample Wire"),
        About(Field.LANG, "uk"),
        About(Field.KIND, "state"),
        About(Field.COUNTRY, "az"),
    ]
)


def _joined(kind: type[And | Or], parts: list[Part]) -> Part:
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, kind) else (part,))]
    return flat[0] if len(flat) == 1 else kind(tuple(flat))


_PARTS: st.SearchStrategy[Part] = st.recursive(
    st.one_of(_NEARS, _ABOUT, st.builds(Title, _TERMS)),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: _joined(And, parts)),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: _joined(Or, parts)),
        st.tuples(_TERMS, inner).map(
            lambda two: _joined(And, [two[0], two[1] if isinstance(two[1], Not) else Not(two[1])])
        ),
    ),
    max_leaves=8,
)


@given(_PARTS.filter(lambda root: str(root).count("Near(") <= 8))  # more than a query may have
def test_what_is_printed_is_read_back_as_the_same_query(root: Part) -> None:
    assert parse(str_query(Query(root))) == Query(root)


@given(st.text(alphabet=st.sampled_from(list('ab"“”()-*:|!+– /\n\t\ud800\x00é5.,&nearANDORNOTtitlelang')), max_size=60))
@example("-" * 480 + "a")
@example("a near/5 b near/5 c")
@example("oil+gas+coal")
def test_any_text_is_read_or_refused_and_what_is_read_prints_back(text: str) -> None:
    try:
        query = parse(text)
    except QueryError as refused:
        assert 0 <= refused.position <= len(text)  # noqa: PT017 - the claim is about the refusal itself
        return
    assert parse(str_query(query)) == query
    assert Reader().plain(explain(query)).startswith("Items ")


@pytest.mark.parametrize("typed", ["🔥gas 🇺🇦", "gas🔥", "🇺🇦 gas", "\U0001f469\u200d\U0001f692 gas", "1️⃣ gas"])
def test_emoji_beside_words_are_no_words(typed: str) -> None:
    """A premium emoji has an ordinary one as its text."""
    assert str_query(parse(typed)).split()[-1] == "gas"


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        pytest.param(
            "gas (title:baku OR kind:state)",
            "Items with “gas”, and either with “baku” in the headline, or from state media.",
            id="a choice of conditions beside a word",
        ),
        pytest.param(
            "source:reuters -(title:baku)",
            "Items from the source “reuters”, but not with “baku” in the headline.",
            id="no word at all",
        ),
    ],
)
def test_a_query_of_conditions_is_explained(asked: str, words: str) -> None:
    assert english(explain(parse(asked))) == words
