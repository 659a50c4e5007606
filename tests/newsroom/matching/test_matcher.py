"""Which topics an item fulfils, in which tier, and that the matcher finds exactly what a slow reading finds."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.item import Item, Paragraph
from newsroom.matching.evaluation import fulfils
from newsroom.matching.indexed_text import index_item, index_sentence
from newsroom.matching.matcher import Matcher, Tier
from newsroom.matching.query import QueryError, parse
from newsroom.source import SourceKind
from newsroom.text.clean import clean
from newsroom.topic import TopicId
from tests import builders
from tests.newsroom.matching.oracle import Oracle

ROOT = Path(__file__).resolve().parents[3]
TOPIC = TopicId(7)


def item(title: str = "", *paragraphs: str, language: str | None = "en", name: str = "Sample Wire") -> Item:
    source = builders.source(name=name, kind=SourceKind.STATE)
    plain = builders.item(title=title, of=replace(source, country="az"))
    return replace(plain, paragraphs=tuple(Paragraph(text=text) for text in paragraphs), language=language)


def tier(query: str, of: Item) -> Tier | None:
    found = Matcher({TOPIC: parse(query)}).match(of)
    return found[0].tier if found else None


FITS = [
    pytest.param("cancel", "Baku cancels concerts", "en", id="lemma"),
    pytest.param("cancels", "Concerts cancelled in Baku", "en", id="two forms of one lemma"),
    pytest.param("helicopters", "One helicopter is lost", "en", id="plural asked, singular there"),
    pytest.param("Azerbaijan", "Azerbaijani envoy leaves", "en", id="demonym"),
    pytest.param("азербайджан", "Baku and Azerbaijan protest", "en", id="asked in Russian, there in English"),
    pytest.param("azerbaijan", "Посол Азербайджану поїхав", "uk", id="Ukrainian genitive"),
    pytest.param("aliyev", "Алієва бачили в Баку", "uk", id="Ukrainian surname declined"),
    pytest.param("алиев", "Əliyev sərəncam imzalayıb", "az", id="Azerbaijani letters"),
    pytest.param("kiev", "Вибухи у Києві", "uk", id="old spelling"),
    pytest.param("Grusia OR Грузия", "Le président géorgien", "fr", id="French adjective"),
    pytest.param("russland", "Russian troops leave", "en", id="German name"),
    pytest.param("ukraine", "L'Ukraine et l'Europe", "fr", id="French elision"),
    pytest.param("us iran", "U.S. and Iran talk", "en", id="us in small letters means the country"),
    pytest.param("european union", "Moldova nears EU entry", "en", id="a name of two words, its letters there"),
    pytest.param("EU", "Вступ до Європейського Союзу", "uk", id="letters asked, a declined name there"),
    pytest.param("ЕС", "Union européenne : sommet", "fr", id="across scripts"),
    pytest.param("Барделла", "Партия прочит Барделлу в лидеры", "ru", id="case of a name that no table has, Russian"),
    pytest.param("Качинський", "Партія Качинського без голосів", "uk", id="and of one that is an adjective, Ukrainian"),
    pytest.param("Bardella", "Sukces Bardelli w wyborach", "pl", id="and in Polish"),
    pytest.param("Bardella", "Bardellas Aufstieg", "de", id="and in German"),
    pytest.param("Мірзоян", "Мирзоян вылетел в Вену", "ru", id="asked in Ukrainian letters, there in Russian ones"),
    pytest.param("Mirzoyan", "Зустріч із Мірзояном скасовано", "uk", id="asked in Latin, declined in Cyrillic there"),
    pytest.param("Mirzoyan", "ميرزويان يزور باريس", "ar", id="asked in Latin, there in Arabic letters"),
    pytest.param("Торецк", "Fire in Toretsk", "en", id="asked in Cyrillic, there in Latin letters"),
    pytest.param(
        "Toretsk", "Torezk: Tausende fliehen", "de", id="each language spells a name from another script anew"
    ),
    pytest.param("Куп'янськ", "Koupiansk évacuée", "fr", id="and so does French"),
    pytest.param("Купянск", "На Купянском направлении тихо", "ru", id="what is of a town that no table has"),
    pytest.param("Куп'янськ", "Куп'янський напрямок: тихо", "uk", id="and where it opens a sentence"),
    pytest.param(
        "Grossi", "Qrossi Tehrana səfər edəcək", "az", id="a spelling that the table lacks of a name that it has"
    ),
    pytest.param(
        "reunion", "School reunion ends in court", "en", id="a word in small letters that an island is called"
    ),
    pytest.param("carrefour", "Un carrefour dangereux", "fr", id="and one that a company is called"),
    pytest.param("Mustermannov", "Суд отпустил Мустерманнова", "ru", id="an unknown name by its sound"),
    pytest.param("вертолет", "Вертолёты над городом", "ru", id="yo"),
    pytest.param("переговори", "Після переговорів", "uk", id="Ukrainian lemma"),
    pytest.param("sanksiya", "Yeni sanksiyalar tətbiq edilir", "az", id="Azerbaijani suffixes"),
    pytest.param("depute", "Un député démissionne", "fr", id="accents left out"),
    pytest.param("Erdogan", "Erdoğan'a sert tepki", "tr", id="Turkish suffix behind an apostrophe"),
    pytest.param("Tajikistan", "Tacikistan'ın başkenti", "tr", id="a country in Turkish"),
    pytest.param("Turkey", "Türkiyeli işçiler", "tr", id="who comes from there, in Turkish"),
    pytest.param("deprem", "Depremde yıkılan evler", "tr", id="Turkish vowel harmony"),
    pytest.param("deprem", "Depremzedeler bekliyor", "tr", id="a Turkish noun made of the noun"),
    pytest.param("Kharkov", "W Charkowie zginęły trzy osoby", "pl", id="Polish name, its stem changed"),
    pytest.param("Charkowie", "Kharkiv metro reopens", "en", id="asked in a case form"),
    pytest.param("Seoul", "Seul zirvesi başladı", "tr", id="a name that is an ordinary word in other languages"),
    pytest.param("Seul", "Seoul hosts summit", "en", id="asked by such a name"),
    pytest.param("Hague", "Wyrok w Hadze", "pl", id="Polish consonant softened"),
    pytest.param("European Union", "Kraje Unii Europejskiej", "pl", id="a Polish name of two words, declined"),
    pytest.param("wybory", "Wyniki wyborów w nocy", "pl", id="a form that the dictionary gives to another noun"),
    pytest.param("strajk", "Fala strajków", "pl", id="Polish genitive plural"),
    pytest.param("Wahl", "Bundestagswahl: erste Hochrechnung", "de", id="last part of a compound"),
    pytest.param("Wahl", "Wahlkampf beginnt", "de", id="first part of a compound"),
    pytest.param("Streik", "Warnstreiks bei der Bahn", "de", id="a compound with a verb"),
    pytest.param("Beirut", "Beiruter Hafen gesperrt", "de", id="German adjective of a city"),
    pytest.param("Netanyahu", "Netanjahus Regierung", "de", id="German genitive"),
    pytest.param("Gaza", "مساعدات لغزة عبر البحر", "ar", id="Arabic preposition written as one with the name"),
    pytest.param("غزة", "Gazans return", "en", id="asked in Arabic, there in English"),
    pytest.param("زلزال", "ضحايا الزلزال", "ar", id="Arabic article"),
    pytest.param("زلزال", "سلسلة زلازل", "ar", id="Arabic broken plural"),
    pytest.param("NATO", "خلاف بين دول حلف شمال الأطلسي", "ar", id="an Arabic name of several words"),
    pytest.param("gaza", "Сектор Газа", "ru", id="a name in small letters that is an ordinary word elsewhere"),
    pytest.param("Hamas", "Переговорщики ждут ответа ХАМАСа", "ru", id="an abbreviation that declines"),
    pytest.param("uşaq", "Uşağı xilas etdilər", "az", id="Azerbaijani consonant softened"),
    pytest.param("flood", "Flooding closes schools", "en", id="English verbal noun"),
    pytest.param('"gas deal"', "A gas deal is near", "en", id="phrase"),
    pytest.param("nagorno-karabakh", "Exodus from Nagorno Karabakh", "en", id="hyphen asked, none there"),
    pytest.param("Нагорный-Карабах", "Haut-Karabakh : exode", "fr", id="a hyphened name across scripts"),
    pytest.param("F-16", "An F-16 lands", "en", id="letters and figures"),
    pytest.param("sanction*", "Sanctioned firms", "en", id="prefix"),
    pytest.param("baku near/4 talks", "Talks to open in Baku", "en", id="near"),
    pytest.param("baku -football", "Baku hosts talks", "en", id="not"),
    pytest.param("title:baku", "Baku hosts talks", "en", id="title"),
    pytest.param('source:"sample wire"', "Anything", "en", id="source"),
    pytest.param("source:outlet1.example", "Anything", "en", id="source by its domain"),
    pytest.param("kind:state country:AZ lang:en", "Anything", "en", id="labels"),
]

FITS_NOT = [
    pytest.param("cancel", "Cancer study begins", "en", id="six letters in common are not enough"),
    pytest.param("us", "He told us so", "en", id="a pronoun is no country"),
    pytest.param("who", "Who won?", "en", id="a question word is no body"),
    pytest.param("togo", "Для того чтобы", "ru", id="a Russian pronoun is no country"),
    pytest.param("polish", "How to learn from Poland", "en", id="polish in small letters is a verb"),
    pytest.param("Газа", "Поставки газа остановлены", "ru", id="Gaza is no gas"),
    pytest.param("Gaza", "Ціна газу для населення", "uk", id="gas is no Gaza"),
    pytest.param("Gaza", "Газу вистачить на зиму", "uk", id="gas that opens a sentence is no Gaza"),
    pytest.param("Seoul", "Seul contre tous", "fr", id="a name of other languages is a word in this one"),
    pytest.param("Gaza", "Doğal gaza zam geldi", "tr", id="to the gas, in Turkish"),
    pytest.param("wybory", "Wybór szkoły", "pl", id="the singular is another word"),
    pytest.param("Mini", "Minister tritt zurück", "de", id="a rare word is no part of a compound"),
    pytest.param("Wahl", "Auswahl im Laden", "de", id="a verbal prefix makes no compound"),
    pytest.param("Wahl", "Walfang: Island setzt Jagd aus", "de", id="whales are no elections"),
    pytest.param("Bundestagswahl", "Die Wahl in Lower Quay", "de", id="the whole asked, only a part there"),
    pytest.param("Waffe", "Waffenruhe hält", "de", id="a compound in which the part means something else"),
    pytest.param("Bahn", "Unfall auf der Autobahn", "de", id="a compound whose head means something else"),
    pytest.param("Brand", "Brandenburg wählt", "de", id="a place is no fire"),
    pytest.param("Robert", "Roberts quits cabinet", "en", id="another surname that ends in s"),
    pytest.param("Haus", "Hauser siegt in Lauberg", "de", id="a surname is no case of a noun"),
    pytest.param("Novak", "Nowak wygrywa w Opolu", "pl", id="a Polish name is its own, and no spelling of another"),
    pytest.param("Торецк", "Торец дома обрушился", "ru", id="a word that opens a sentence is no name that begins so"),
    pytest.param("Rice", "Рис подорожал в Индии", "ru", id="a name is no word that is written by its sound"),
    pytest.param("Бардин", "Барды соберутся под Самарой", "ru", id="a plural that opens a sentence is no surname"),
    pytest.param("Beirut", "Bayreuth eröffnet seine Saison", "de", id="another place that sounds so"),
    pytest.param("Baku", "Bakım evinde yangın", "tr", id="a Turkish word that begins so"),
    pytest.param('"gas deal"', "A deal on gas", "en", id="a phrase in another order"),
    pytest.param('"gas deals"', "A gas deal", "en", id="a phrase is exact"),
    pytest.param("baku near/2 talks", "Talks on peace open in Baku", "en", id="too far apart"),
    pytest.param("near near/5 near", "Near it is", "en", id="nothing is near itself"),
    pytest.param("baku -football", "Baku football club", "en", id="not"),
    pytest.param("source:sample", "Anything", "en", id="another source"),
    pytest.param("lang:fr", "Anything", "en", id="another language"),
    pytest.param("kyiv independent", "Kyiv holds", "en", id="and needs all"),
]


@pytest.mark.parametrize(("query", "title", "language"), FITS)
def test_a_headline_that_says_it_in_any_form_or_spelling_is_an_alert(query: str, title: str, language: str) -> None:
    assert tier(query, item(title, language=language)) is Tier.ALERT


@pytest.mark.parametrize(("query", "title", "language"), FITS_NOT)
def test_what_only_looks_alike_does_not_match(query: str, title: str, language: str) -> None:
    name = "Exempla" if query == "source:sample" else "Sample Wire"
    assert tier(query, item(title, language=language, name=name)) is None


LEAD = "The council of Lower Quay met on Monday to talk about the ferry. Its speaker said that the boats need repair."
FILLER = [
    f"Members talked at length about item {number} of their list, as they do each month, and then went home." * 2
    for number in range(9)
]


def test_a_mention_near_the_end_of_a_long_text_is_for_search_alone() -> None:
    assert tier("mustermann", item("Council meets", LEAD, *FILLER, "A letter by Mustermann was read.")) is Tier.SEARCH


def test_a_rare_word_in_the_first_half_is_an_alert() -> None:
    assert tier("mustermann", item("Council meets", LEAD, "A letter by Mustermann was read.", *FILLER)) is Tier.ALERT


def test_a_common_word_in_the_body_needs_more_than_one_mention() -> None:
    once = item("Council meets", LEAD, *FILLER[:4], "Then police came.", *FILLER[4:])
    often = item("Council meets", LEAD, "Then police came.", "More police came.", "Police left.", *FILLER)
    assert (tier("police", once), tier("police", often)) == (Tier.SEARCH, Tier.ALERT)


def test_a_second_mention_lifts_a_late_one() -> None:
    late = item("Council meets", LEAD, *FILLER[:5], "Mustermann wrote.", "Mustermann came.", *FILLER[5:])
    assert tier("mustermann", late) is Tier.ALERT


def test_a_word_asked_of_the_headline_lifts_one_far_down() -> None:
    council = item("Council meets", LEAD, *FILLER, "A letter by Mustermann was read.")
    assert (tier("mustermann", council), tier("title:council mustermann", council)) == (Tier.SEARCH, Tier.ALERT)


def test_a_phrase_of_several_rare_words_weighs_more_than_one_of_two() -> None:
    council = item("Council meets", LEAD, *FILLER[:5], "The harbour wall repair fund is empty.", *FILLER[5:])
    assert tier('"harbour wall"', council) is Tier.SEARCH
    assert tier('"harbour wall repair fund"', council) is Tier.ALERT


@pytest.mark.parametrize(
    ("sentence", "query", "language"),
    [
        pytest.param("During the Soviet era, Exempland and Georgia were one.", "georgia", "en", id="en"),
        pytest.param("За радянських часів Грузія була республікою.", "грузія", "uk", id="uk"),
        pytest.param("В советское время Грузия была республикой.", "грузия", "ru", id="ru"),
        pytest.param("Pendant la guerre froide, la Géorgie était soviétique.", "géorgie", "fr", id="fr"),
        pytest.param("Zu Sowjetzeiten war Georgien Republik.", "georgien", "de", id="de"),
        pytest.param("Sovet dövründə Gürcüstan respublika idi.", "gürcüstan", "az", id="az"),
    ],
)
def test_a_sentence_opened_by_a_past_age_does_not_match(sentence: str, query: str, language: str) -> None:
    assert tier(query, item("Council meets", LEAD * 3, sentence, language=language)) is None
    assert tier(query, item("Council meets", LEAD * 3, f"Later {query.title()} voted.", language=language)) is not None


def test_the_lead_may_speak_of_a_past_age() -> None:
    assert tier("georgia", item("A find", "During the Soviet era Georgia hid a bomb here.")) is Tier.ALERT


def test_the_words_come_as_written_in_the_item_each_once() -> None:
    found = Matcher({TOPIC: parse('азербайджан "gas deal" (nagorno-karabakh OR x)')}).match(
        item("Azerbaijani Gas  Deal", "Azerbaijan spoke of Nagorno–Karabakh. Azerbaijan said no more.")
    )
    assert found[0].words == ("Azerbaijani", "Gas  Deal", "Nagorno–Karabakh")


def test_topics_come_in_the_order_of_their_ids_and_equal_queries_all_match() -> None:
    topics = {TopicId(number): parse(query) for number, query in [(9, "baku"), (2, "baku"), (5, "talks"), (3, "x")]}
    assert [match.topic for match in Matcher(topics).match(item("Baku talks"))] == [2, 5, 9]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param('source:"harbour press ltd"', True, id="the whole name"),
        pytest.param("source:harbour", False, id="a word of it may be another's name"),
        pytest.param('ferry -source:"Harbour Press (Ltd.)"', False, id="left out"),
        pytest.param('ferry -source:"Harbour Press"', True, id="half of the name leaves nothing out"),
    ],
)
def test_a_publisher_is_asked_for_by_the_whole_of_its_name(query: str, *, found: bool) -> None:
    of = item("Ferry sinks at Lower Quay", name="Evening Star")
    of = replace(of, source=replace(of.source, family="Harbour Press (Ltd.)"))
    assert (tier(query, of) is Tier.ALERT) == found


def test_a_matcher_without_topics_finds_nothing() -> None:
    assert Matcher({}).match(item("Baku talks")) == ()


def test_what_is_found_does_not_depend_on_the_languages_met_before() -> None:
    topics = {TOPIC: parse("переговоры OR talks OR négociation")}
    texts = [
        item("Envoy: після переговорів", language="en"),
        item("Після переговорів", language="uk"),
        item("Talking", language="en"),
        item("Négociations", language="fr"),
    ]
    fresh = [Matcher(topics).match(one) for one in texts]
    used = Matcher(topics)
    assert [used.match(one) for one in reversed(texts)] == fresh[::-1]


VOCABULARY = (
    "Russia Russian Baku gas deal deals European Union EU us US U.S Karabakh Nagorno film Алиев Алиева Aliyev и"
)
_SENTENCES = st.lists(st.sampled_from(VOCABULARY.split()), max_size=9).map(" ".join)
_ASKED = st.lists(
    st.sampled_from(
        [
            *VOCABULARY.split(),
            *(
                '"gas deal"',
                "rus*",
                "деа*",
                "gas near/2 deal",
                "(eu OR baku) near/1 gas",
                "title:baku",
                'title:("gas deal" OR eu)',
            ),
            *(
                "-film",
                "-(gas deal)",
                "OR",
                "(",
                ")",
                "lang:en",
                "kind:state",
                "kind:wire",
                "source:wire",
                "nagorno-karabakh",
            ),
            *("European Union", "-lang:uk", "U.S", "russia's"),
        ]
    ),
    min_size=1,
    max_size=6,
).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(_ASKED, min_size=1, max_size=8),
    _SENTENCES,
    st.lists(_SENTENCES, max_size=2),
    st.sampled_from(["en", "ru", None]),
)
def test_the_matcher_finds_what_a_slow_reading_finds(
    asked: list[str], title: str, paragraphs: list[str], language: str | None
) -> None:
    queries = {}
    for number, text in enumerate(asked):
        try:
            queries[TopicId(number)] = parse(text)
        except QueryError:
            continue
    of = item(title, *paragraphs, language=language)
    oracle = Oracle(of)
    found = Matcher(queries).match(of)
    fulfilled = [topic for topic, query in queries.items() if oracle.fulfils(query)]
    assert [match.topic for match in found] == fulfilled
    assert [topic for topic, query in queries.items() if fulfils(query, index_item(of))] == fulfilled


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("ferry", True, id="a word in another form"),
        pytest.param("ferry -bridge", True, id="an unwanted word of another sentence"),
        pytest.param("ferry bridge", False, id="words of two sentences"),
        pytest.param("title:ferry", False, id="a sentence has no headline"),
        pytest.param("ferry kind:private", False, id="a sentence says nothing of its source"),
    ],
)
def test_a_sentence_alone_is_asked_as_an_item_is(query: str, expected: bool) -> None:  # noqa: FBT001 - a table's column
    assert fulfils(parse(query), index_sentence("Two ferries left Lower Quay.", "en")) is expected


HOSTILE = [
    pytest.param("a" * 100_000, id="one long word"),
    pytest.param("Baku " * 20_000, id="the word again and again"),
    pytest.param("During the Soviet era, " * 5_000, id="eras"),
    pytest.param("🙂" * 50_000, id="only emoji"),
    pytest.param("".join(map(chr, range(0x300))) * 100, id="control characters"),
    pytest.param("\ud800\udfff" * 1_000, id="lone surrogates"),
    pytest.param("U.S. " * 20_000, id="letters with stops"),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_read_without_complaint(text: str) -> None:
    matcher = Matcher({TOPIC: parse("baku near/50 baku OR bak* OR (eu -x)")})
    matcher.match(item(text[:500], text, language=None))


def seeds() -> dict[str, Item]:
    folder = Path(os.environ.get("WIREWATCH_SHARED", ROOT.parent / "shared"))
    if not (folder / "seed" / "items.jsonl").exists():
        pytest.skip(f"the shared texts are not here: no {folder}/seed/items.jsonl")
    rows = [json.loads(line) for line in (folder / "seed" / "items.jsonl").read_text("utf-8").splitlines()]
    cleaned = {row["id"]: clean(row["title"], row["content"], outlet=row["source"]) for row in rows}
    return {key: replace(item(text.title), paragraphs=text.paragraphs) for key, text in cleaned.items()}


SEED_QUERIES = {
    "azerbaijan": "AB", "azerbaijan russia": "AB", "aliyev": "AB", "yekaterinburg": "B", "safarov": "B", "overchuk": "B",
    "socar": "A", '"western sellouts"': "A", "armenia eu": "b", "nagorno-karabakh": "b", "sybiha": "b", "georgia": "",
    "f-16": "", "helicopter": "", "crimea": "", "sbu": "", "isw": "", "victory day": "b", "patron": "", "vue lecture": "",
    "kyiv independent": "", "азербайджан": "AB", "баку": "AB", "алиев": "AB", "baku AND (moscow OR kremlin)": "AB",
    '"extrajudicial killings"': "B", '"culture ministry"': "B", '"center for countering disinformation"': "A",
    '"$2 million"': "A", "plane downing": "b", '"azerbaijan airlines"': "b", '"largest attack"': "", "donate": "",
}  # fmt: skip


@pytest.mark.parametrize(("query", "expected"), SEED_QUERIES.items())
def test_the_seeds_match_as_an_editor_wants(query: str, expected: str) -> None:
    found = {key: tier(query, of) for key, of in seeds().items()}
    letters = (key if tier is Tier.ALERT else key.lower() for key, tier in sorted(found.items()) if tier)
    assert "".join(letters) == expected


@pytest.mark.parametrize(
    ("query", "title", "found"),
    [
        pytest.param("title:ferry", "Ferry stops", Tier.ALERT, id="a headline"),
        pytest.param("title:ferry", "Quay shuts", None, id="another headline"),
        pytest.param("kind:state", "Quay shuts", Tier.ALERT, id="a condition and no word"),
        pytest.param("(title:ferry) near", "Ferry is near", Tier.ALERT, id="a headline's word beside a word"),
        pytest.param("1 000 homes", "Flood cuts off 1,000 homes", Tier.ALERT, id="a number that a space cuts"),
        pytest.param("1 000 homes", "Flood cuts off 2,000 homes", None, id="another number"),
        pytest.param("12 000 homes 10 000 boats", "12,000 homes, 10,000 boats", Tier.ALERT, id="two such numbers"),
        pytest.param("ferry near/3 quay OR mill", "Ferry at the quay", Tier.ALERT, id="one of two by words close by"),
        pytest.param("lang:en OR kind:state ferry", "Mill burns", Tier.ALERT, id="one of two by a condition alone"),
        pytest.param("fer* OR ferr* mill", "Fern grows", Tier.ALERT, id="one of two beginnings of a word"),
        pytest.param("quay (barge OR -film)", "Quay opens", Tier.ALERT, id="one of two by what is not there"),
        pytest.param("quay (barge OR -film)", "Quay film opens", None, id="neither of two"),
        pytest.param("ferro*", "Ferry stops", None, id="another end of a word that begins alike"),
    ],
)
def test_headlines_conditions_numbers_and_beginnings_are_found(query: str, title: str, found: Tier | None) -> None:
    assert tier(query, item(title)) is found


def test_a_topic_that_is_gone_is_found_no_more_and_leaves_others_as_they_were() -> None:
    asked = ("ferr*", "ferri*", "ferr* quay", "ferry", "ferry ferry quay")
    queries = {TopicId(number): parse(query) for number, query in enumerate(asked)}
    matcher = Matcher(queries)
    of = item("Ferry at the quay where ferries stop")
    for gone in range(len(asked)):
        assert [match.topic for match in matcher.match(of)] == list(range(gone, len(asked)))
        matcher.untrack(TopicId(gone))
    assert (matcher.match(of), matcher.forms) == ((), 0)
