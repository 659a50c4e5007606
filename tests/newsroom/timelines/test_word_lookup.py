"""What the words of a sentence decide at once is what the evaluation of the whole sentence finds."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsroom.matching.evaluation import Evaluation
from newsroom.matching.indexed_text import index_headline
from newsroom.matching.syntax import Phrase, Prefix, Word
from newsroom.matching.terms import Leaf, term
from newsroom.text.lemmas import LANGUAGES
from newsroom.timelines.word_lookup import WordLookup

WORDS = [
    "ferry",
    "ferries",
    "Ferry",
    "FERRY",
    "Kyiv",
    "Kiev",
    "Києві",
    "Киев",
    "us",
    "US",
    "U.S.",
    "United",
    "States",
    "New",
    "York",
    "European",
    "Union",
    "ЕС",
    "Європейського",
    "Союзу",
    "Nagorno-Karabakh",
    "Нагорный",
    "Карабах",
    "Aliyev",
    "Əliyev",
    "Алієва",
    "Mustermannov",
    "Мустерманнова",
    "cancelled",
    "cancel",
    "storm's",
    "Kyiv-based",
    "e-mail",
    "email",
    "emails",
    "F-16",
    "F16",
    "1,000",
    "1000",
    "#FreeGaza",
    "東京",
    "東京都",
    "ソウル",
    "Muenchen",
    "München",
    "L'Ukraine",
    "d'État",
    "Bundestagswahl",
    "Wahl",
    "Wahlen",
    "Gazze'ye",
    "переговорів",
    "переговори",
    "the",
    "of",
    "said",
    "2025",
    "вертолёт",
    "вертолет",
]
LANGUAGE = st.sampled_from(["en", "uk", "ru", "de", "fr", "az", "tr", None])
SENTENCE = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
LEAF: st.SearchStrategy[Leaf] = st.one_of(
    st.sampled_from(WORDS).map(Word),
    st.sampled_from(["european union", "united states", "new york", "nagorno-karabakh"]).map(Word),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(lambda words: Phrase(" ".join(words))),
    st.sampled_from(["ferr", "kie", "нагор", "wahl"]).map(Prefix),
)


def evaluated(leaf: Leaf, text: str, language: str | None) -> bool:
    indexed = index_headline(text, language)
    languages = indexed.languages & LANGUAGES
    return bool(Evaluation(indexed, lambda one: term(one, languages)).spans(leaf))


@given(wanted=st.lists(LEAF, min_size=1, max_size=3), text=SENTENCE, language=LANGUAGE)
@example(wanted=[Word("EU")], text="The European Union", language="en")
@example(wanted=[Word("european union")], text="EU", language="en")
@settings(max_examples=400)
def test_what_a_look_at_the_words_decides_the_evaluation_finds_too(
    wanted: list[Leaf], text: str, language: str | None
) -> None:
    found = WordLookup(wanted, ()).has(text, language)
    assert found in (None, any(evaluated(leaf, text, language) for leaf in wanted))


@given(wanted=st.lists(LEAF, min_size=1, max_size=2), asked=st.lists(st.tuples(SENTENCE, LANGUAGE), max_size=6))
@settings(max_examples=200)
def test_what_was_asked_before_does_not_matter(wanted: list[Leaf], asked: list[tuple[str, str | None]]) -> None:
    lookup = WordLookup(wanted, ())
    assert [lookup.has(*one) for one in asked] == [WordLookup(wanted, ()).has(*one) for one in asked]


@given(wanted=LEAF, text=SENTENCE, language=LANGUAGE)
@settings(max_examples=200)
def test_a_text_with_a_name_is_never_passed_over(wanted: Leaf, text: str, language: str | None) -> None:
    names = [wanted] if isinstance(wanted, Word | Phrase) else []
    found = WordLookup((), names).has(text, language)
    assert found is not True  # a name may only be compared with: its place decides
    if names and evaluated(wanted, text, language):
        assert found is None


def test_a_plain_word_is_decided_without_places() -> None:
    assert WordLookup([Word("ferry")], ()).has("Two ferries collide off Lower Quay", "en") is True
    assert WordLookup([Word("ferry")], ()).has("Storm closes Lower Quay", "en") is False
