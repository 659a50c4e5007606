"""Reports written to one pattern stay apart where the names differ; reports of one event still meet."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from newsroom.item import Item
from newsroom.stories.clusterer import StoryClusterer
from newsroom.stories.features import extract_features
from newsroom.stories.placement import Reprint
from newsroom.stories.reclustering import recluster
from newsroom.stories.template_reports import same_template
from tests.newsroom.stories.writing import FERRY_LONG, MONDAY, item, outlet, take

Text = tuple[str, str]

COURT = (
    "A court in {0} sentenced a former mayor to {1} years in prison for taking bribes from builders, prosecutors said."
)
RESULTS = "{0} said on Tuesday that third-quarter profit rose {1} percent as demand for its machines held up, beating forecasts."
WARNING = "The weather service issued an amber warning of heavy rain for {0} until {1} on Tuesday, with floods likely on low roads."
MATCH = "{0} won {1}-0 at home on Saturday with a late goal from the penalty spot and stay second in the league table."
QUAKE = (
    "A magnitude {1} earthquake struck near {0} on Monday, the geological survey said. There were no reports of damage."
)
UDAR_UK = "Російські дрони вночі атакували {0}, поранено {1} людей, повідомив голова обласної військової адміністрації."
UDAR_RU = "Ночью беспилотники атаковали {0}, ранены {1} человек, сообщил глава областной администрации."
FEUER = (
    "Bei einem Brand in einer Lagerhalle in {0} sind {1} Menschen verletzt worden, teilte die Feuerwehr am Montag mit."
)


def _pair(language: str, one: Text, other: Text) -> tuple[Item, Item]:
    return (
        item(1, *one, language=language, source=outlet("Outlet 1")),
        item(2, *other, language=language, hours=1, source=outlet("Outlet 2")),
    )


def _stories(pair: Sequence[Item]) -> int:
    """How many stories a stream ends in, after the repair."""
    clusterer = StoryClusterer()
    take(clusterer, pair)
    changes = recluster(clusterer.snapshot(), MONDAY + timedelta(hours=3))
    return len({clusterer.story_of(one.id) for one in pair}) - len(changes.merges)


TWINS = [
    pytest.param("en", "Court jails former mayor of {0}", COURT, ("Ashford", "4"), ("Brackley", "6"), id="courts"),
    pytest.param("en", "{0} profit rises on demand for machines", RESULTS, ("Corvanto", "4"), ("Dellmark", "9"), id="results"),
    pytest.param("en", "Amber warning of heavy rain issued for {0}", WARNING, ("Kentmoor", "18"), ("Dalesby", "21"), id="weather by region"),
    pytest.param("en", "Late penalty wins it for {0}", MATCH, ("Corwen", "1"), ("Penrith", "2"), id="football"),
    pytest.param("en", "Magnitude {1} earthquake strikes near {0}", QUAKE, ("Tonga", "5.1"), ("Fiji", "5.8"), id="two countries"),
    pytest.param("en", "Magnitude {1} earthquake strikes near {0}", QUAKE, ("Ashford", "5.1"), ("Fiji", "5.8"), id="a town and a country"),
    pytest.param("en", "Magnitude {1} Earthquake Strikes Near {0}", QUAKE, ("Ashford", "5.1"), ("Brackley", "5.8"), id="Title Case"),
    pytest.param("uk", "Дрони атакували {0}: поранено {1} людей", UDAR_UK, ("Шостку", "5"), ("Ізюм", "7"), id="Ukrainian"),
    pytest.param("uk", "Дрони атакували {0}: поранено {1} людей", UDAR_UK, ("Харків", "5"), ("Одесу", "7"), id="two cities of the table"),
    pytest.param("ru", "Беспилотники атаковали {0}, ранены {1} человек", UDAR_RU, ("Белгород", "5"), ("Энгельс", "7"), id="Russian"),
    pytest.param("de", "Verletzte bei Brand in Lagerhalle in {0}", FEUER, ("Ashdorf", "5"), ("Brackstadt", "7"), id="German"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "title", "text", "one", "other"), TWINS)
def test_template_twins_stay_apart(language: str, title: str, text: str, one: Text, other: Text) -> None:
    pair = _pair(language, (title.format(*one), text.format(*one)), (title.format(*other), text.format(*other)))
    assert same_template(extract_features(pair[0]), extract_features(pair[1]))
    assert same_template(extract_features(pair[1]), extract_features(pair[0]))
    assert _stories(pair) == 2


ONE_EVENT = [
    pytest.param(
        "en",
        ("Ferry sinks off Sicily", "A ferry with 140 people aboard sank off Sicily on Monday, Italian coast guards said."),
        ("Ferry sinks off Italian coast", "A ferry carrying 140 people sank off Sicily in the night, the Italian coast guard said."),
        id="a place and its country",
    ),
    pytest.param(
        "en",
        ("Ferry sinks off Sicily", "A ferry with 140 people sank off Sicily on Monday in a storm, coast guards said."),
        ("Ferry sinks off Italy", "A ferry that carried 140 people sank off Italy in the storm on Monday night, officers said."),
        id="a place and its country, neither telling of the other",
    ),
    pytest.param(
        "en",
        ("Drones hit power station in Kiev", "Russian drones hit a power station in Kiev overnight, the mayor said."),
        ("Drones hit power station in Kyiv", "Drones hit a power station in Kyiv and left districts without light, officials said."),
        id="Kiev, Kyiv",
    ),
    pytest.param(
        "en",
        ("Rebels seize airport at Zarqawah", "Rebels seized the airport at Zarqawah on Monday after a siege of a week."),
        ("Rebels seize airport at Zarkawa", "After a week's siege rebels seized the airport at Zarkawa, witnesses said."),
        id="two spellings of an unknown town",
    ),
    pytest.param(
        "en",
        ("Hansen signs bill on school meals", "Hansen signed the bill on school meals on Monday, ending a long dispute."),
        ("President signs bill on school meals", "The president signed the bill on school meals, ending a dispute of months."),
        id="a person and an office",
    ),
    pytest.param(
        "en",
        ("Kremlin condemns attack on Belgorod", "The Kremlin condemned the attack on Belgorod and promised an answer."),
        ("Moscow condemns attack on Belgorod", "Moscow has condemned the attack on Belgorod, promising to answer it."),
        id="seats of one government",
    ),
    pytest.param(
        "en",
        ("Bus crash kills nine near Ashford", "A bus went off the road near Ashford and nine people died, police in Kentmoor said."),
        ("Bus crash kills nine in Kentmoor", "Nine people died when a bus left the road in Kentmoor on Monday, police said."),
        id="a town that the other does not name, a county that it does",
    ),
    pytest.param("en", ("Four dead amid severe flooding in Tarnholm", ""), ("Six dead amid severe flooding in Tarnholm", ""), id="headlines, a growing toll"),
    pytest.param("en", ("Boy takes school bottle campaign to Tarnholm", ""), ("Boy takes school bottle campaign to Holyrood", ""), id="headlines alone tell too little"),
    pytest.param(
        "de",
        ("Fähre vor Tarnholm auf Grund gelaufen", "Eine Fähre ist vor Tarnholm auf Grund gelaufen, teilte die Küstenwache mit."),
        ("Schiff vor Tarnholm auf Grund gelaufen", "Ein Schiff lief am Montag vor Tarnholm auf Grund, wie die Küstenwache mitteilte."),
        id="German nouns are no names",
    ),
    pytest.param(
        "ru",
        ("Беспилотники атаковали завод в Энгельсе", "Ночью беспилотники атаковали завод в Энгельсе, сообщил губернатор."),
        ("Беспилотники атаковали завод под Энгельсом", "Завод под Энгельсом ночью атаковали беспилотники, начался пожар."),
        id="cases of a name",
    ),
    pytest.param(
        "en",
        ("Health Body Warns of New Fever in Tarnholm", "The World Health Organization warned of a new fever in Tarnholm on Monday."),
        ("WHO Warns of New Fever in Tarnholm", "The WHO has warned of a new fever in Tarnholm after nine people fell ill there."),
        id="a body and its initials in Title Case",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("language", "one", "other"), ONE_EVENT)
def test_two_reports_of_one_event_are_no_twins(language: str, one: Text, other: Text) -> None:
    for pair in (_pair(language, one, other), _pair(language, other, one)):
        assert not same_template(extract_features(pair[0]), extract_features(pair[1]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            ("Ferry sinks off Tarnholm", "A ferry with 140 people aboard sank off Tarnholm in a storm on Monday."),
            ("Ferry sinks off Tarnholm in storm", "140 people were aboard a ferry that sank off Tarnholm on Monday."),
            id="one name",
        ),
        pytest.param(
            (
                "Rebels seize airport at Zarqawah",
                "Rebels seized the airport at Zarqawah on Monday after a siege of a week.",
            ),
            ("Rebels seize airport at Zarkawa", "Rebels seized the airport at Zarkawa after a siege, witnesses said."),
            id="two spellings of an unknown town",
        ),
        pytest.param(
            ("Drones hit power station in Kiev", "Drones hit a power station in Kiev and left two districts dark."),
            ("Drones hit power station in Kyiv", "Drones hit a power station in Kyiv and left districts dark."),
            id="Kiev, Kyiv",
        ),
        pytest.param(
            (
                "Ferry Sinks Off Sicily",
                "A ferry with 140 people sank off Sicily on Monday in a storm, coast guards said.",
            ),
            (
                "Ferry Sinks Off Italy",
                "A ferry that carried 140 people sank off Italy in the storm on Monday, they said.",
            ),
            id="a place and its country",
        ),
    ],
)
def test_reports_of_one_event_still_join(one: Text, other: Text) -> None:
    assert _stories(_pair("en", one, other)) == 1


SLOGAN = "News, comment and analysis of all that moves the markets, from the Evening Herald"


def _of_the_herald(number: int, headline: str, text: str = SLOGAN) -> Item:
    return item(number, headline, text, source=outlet("Herald"), hours=number)


def test_what_an_outlet_puts_in_place_of_every_text_joins_nothing() -> None:
    one, other = _of_the_herald(1, "Regulator looks into lender"), _of_the_herald(2, "Harbour strike ends")
    assert same_template(extract_features(one), extract_features(other))
    assert _stories((one, other)) == 2


@pytest.mark.parametrize(
    "other",
    [
        _of_the_herald(2, "Regulator opens inquiry into lender"),
        _of_the_herald(2, "Harbour strike ends", "Another text."),
        item(2, "Harbour strike ends", SLOGAN, source=outlet("Courier")),
    ],
    ids=["one event", "another text", "another outlet"],
)
def test_only_one_text_of_one_outlet_under_other_headlines_is_its_slogan(other: Item) -> None:
    one = _of_the_herald(1, "Regulator looks into lender")
    assert not same_template(extract_features(one), extract_features(other))


def test_a_long_text_filled_into_a_form_is_no_reprint() -> None:
    other = FERRY_LONG.replace("Tarnholm", "Brackley").replace("Sundby", "Penrith")
    pair = _pair("en", ("Ferry runs aground off Tarnholm", FERRY_LONG), ("Ferry runs aground off Brackley", other))
    assert _stories(pair) == 2


def test_a_reprint_that_corrects_another_word_of_the_headline_is_a_reprint() -> None:
    pair = _pair("en", ("Ferry runs aground off Tarnholm", FERRY_LONG), ("Ferry hits rocks off Tarnholm", FERRY_LONG))
    assert isinstance(take(StoryClusterer(), pair)[1], Reprint)


def test_a_letter_that_folds_to_several_words_does_no_harm() -> None:
    one, other = _pair("en", ("ﷺ Ferry sinks off Tarnholm", FERRY_LONG), ("Ferry sinks off Brackley ﷺ", "Brackley ʼs"))
    assert not same_template(extract_features(one), extract_features(other))
