"""Timelines of items in our own words, with the traps of real ones."""

import json
import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.lab.rows import read_items, read_rows
from newsroom.dates import Precision
from newsroom.item import Item, ItemId, Paragraph
from newsroom.matching.query import parse
from newsroom.source import Source, SourceId
from newsroom.timelines.date_importance import _smooth
from newsroom.timelines.event_mentions import EventRole
from newsroom.timelines.timeline import Timeline, timeline
from newsroom.timelines.timeline_entries import TimelineEntry

SHARED = Path(os.environ.get("WIREWATCH_SHARED", Path(__file__).parents[4] / "shared"))


def item(number: int, outlet: str, published: str, title: str, *paragraphs: str, language: str = "en") -> Item:
    at = datetime.fromisoformat(published).replace(tzinfo=UTC)
    return Item(
        id=ItemId(number),
        source=Source(id=SourceId(number), name=outlet, url="", family=outlet),
        url="",
        title=title,
        paragraphs=tuple(Paragraph(text=text) for text in paragraphs),
        published=at,
        arrived_at=at,
        language=language,
    )


RAID = item(
    1,
    "Sample Wire",
    "2025-06-29T18:00",
    "Harbour city drops guest concerts over deaths of two sailors",
    "The council of Portmouth dropped all guest concerts of its northern neighbour, the mayor announced on June 29, over"
    " the deaths of two sailors during a police raid in Northtown.",
    "The foreign office said on June 28 that Ivo and Marek Harlan died during a raid by the northern police.",
    "The raid was part of an inquiry into an unsolved 2001 murder. Several other men were injured in the raid.",
    "As a result of the incident, the harbour also cancelled a planned visit by the deputy governor Olek Brand.",
    "Ties had cooled since the downing of a Norwegian airliner by Danish rockets that killed 41 passengers.",
    "In February, the mayor's office promised one million crowns for the islands.",
    "Earlier this year, the river towns formally signed a charter of their own.",
)
DECREE = item(
    2,
    "Sample Daily",
    "2025-08-12T09:00",
    "Northern media threaten Portmouth after aid for the islands",
    "Northern media threaten Portmouth with war over aid for the islands.",
    "Its papers have stepped up their talk of war, and its stations repeat it from morning to night.",
    "Ties between the towns improved in 2024–2025. They had been cool for long, and under the old crown there were none.",
    "In December 2024, Danish rockets shot down a Norwegian airliner near the cape, killing 29 passengers.",
    "Shortly afterward, the northern police raided homes, resulting in the deaths of two sailors in Northtown.",
    "On 11 August, the mayor Lena Orth signed a decree giving two million crowns to the islands following northern"
    " strikes on an oil depot at the cape.",
    "The northern cultural centre was recently closed.",
)


def rows(found: Timeline) -> list[tuple[str | None, str]]:
    lines = (*found.background, *found.entries, *found.undated)
    return [(line.value, line.precision.value) for line in lines]


def line(found: Timeline, value: str, holds: str = "") -> TimelineEntry:
    lines = (*found.background, *found.entries, *found.undated)
    return next(entry for entry in lines if entry.value == value and holds in entry.text)


def test_each_event_has_one_line_in_order_with_its_precision() -> None:
    assert rows(timeline([DECREE, RAID])) == [
        ("2001", "year"),
        ("2024-12", "month"),
        ("2025-02", "month"),
        ("../2025-06-28", "on-or-before"),
        ("2025", "year"),
        ("2025-06-28", "day"),
        ("2025-06-28/2025-06-29", "by"),
        ("2025-06-29", "day"),
        ("../2025-08-11", "before"),
        ("2025-08-11", "day"),
        ("2025-08-12", "publication"),
        (None, "vague"),
    ]


def test_the_order_of_items_does_not_matter() -> None:
    assert rows(timeline([RAID, DECREE])) == rows(timeline([DECREE, RAID]))


def test_what_is_over_a_year_old_is_folded() -> None:
    (old,) = timeline([DECREE, RAID]).background
    assert (old.value, old.role) == ("2001", EventRole.BACKGROUND)


def test_a_day_of_saying_dates_the_statement() -> None:
    found = timeline([RAID])
    assert line(found, "2025-06-28").role is EventRole.STATEMENT
    assert line(found, "../2025-06-28").role is EventRole.EVENT


def test_an_undated_mention_takes_the_merged_date_and_says_so() -> None:
    crash = line(timeline([DECREE, RAID]), "2024-12")
    assert [(mention.item.id, mention.dated) for mention in crash.mentions] == [(1, False), (2, True)]


def test_a_line_shows_the_counts_on_which_outlets_disagree() -> None:
    crash = line(timeline([DECREE, RAID]), "2024-12")
    assert {(figure.slot, figure.value, figure.outlet) for figure in crash.figures} == {
        ("killed", 41, "Sample Wire"),
        ("killed", 29, "Sample Daily"),
    }


def test_lines_quote_their_sources_word_for_word() -> None:
    found = timeline([DECREE, RAID])
    for entry in (*found.background, *found.entries, *found.undated):
        assert entry.text in entry.item.text.replace("\n\n", " ")
        assert all(mention.sentence in mention.item.text for mention in entry.mentions)


def test_years_that_the_text_does_not_write_are_marked() -> None:
    assert line(timeline([DECREE, RAID]), "2025-08-11").year_inferred


def test_since_and_until_bound_the_days() -> None:
    found = timeline([DECREE, RAID], since=date(2025, 2, 1), until=date(2025, 6, 28))
    assert rows(found) == [("2025-02", "month"), ("../2025-06-28", "on-or-before"), ("2025-06-28", "day")]


def test_so_many_entries_are_so_many_dates() -> None:
    found = timeline([DECREE, RAID], entries=3)
    assert len({entry.value for entry in found.entries}) == 3
    assert found.more > 0


def test_what_no_longer_timeline_would_show_is_no_further_date() -> None:
    found = timeline([RAID, DECREE], entries=40, since=date(2025, 6, 1), until=date(2025, 6, 30))
    assert found.more == 0
    short = timeline([RAID, DECREE], entries=1)
    long = timeline([RAID, DECREE], entries=40)
    assert short.more == len({e.value for e in (*long.entries, *long.background)}) - len(
        {e.value for e in (*short.entries, *short.background)}
    )


FLOOD = [
    item(
        30 + day,
        f"Sample {day}",
        f"2025-06-{day:02d}T18:00",
        f"Flood at Arden, day {day - 8}",
        f"The river Arden rose again on June {day} and took street number {day}, the town hall said.",
        "It is the third flood of the Arden in June and the worst.",
    )
    for day in range(9, 21)
]


def test_so_many_entries_are_days_and_no_month_takes_the_place_of_one() -> None:
    found = timeline(FLOOD, entries=10)
    assert [entry.precision for entry in found.entries] == [Precision.DAY] * 10


def test_a_month_without_a_day_chosen_in_it_comes_on_top_of_the_days() -> None:
    before = item(
        60, "Sample 60", "2025-06-21T18:00", "Arden", "The dam of the Arden was finished in February 2025, at last."
    )
    values = [entry.value for entry in timeline([*FLOOD, before], entries=20).entries]
    assert [value for value in values if value and len(value) == len("2025-02")] == ["2025-02"]


def test_a_day_of_something_else_matters_less_than_one_of_the_topic() -> None:
    fire = [
        item(
            40 + n,
            f"Sample {n}",
            f"2025-05-{14 + n}T08:00",
            "The mill fire of Norwick",
            f"The mill of Norwick burned down on May {11 if n < 3 else 12}, and report {n} blames a lamp.",
            *(["The last film of Olek Brand opened on May 3 in every town."] if n % 2 else []),
        )
        for n in range(5)
    ]
    found = timeline(fire, entries=2, since=date(2025, 5, 1))
    assert [entry.value for entry in found.entries] == ["2025-05-11", "2025-05-12"]


def test_a_day_named_when_its_news_is_over_matters_more_than_one_of_the_day_before() -> None:
    reports = [
        ("2025-05-12T08:00", "The Norwick mill burned down on May 11, and nobody knows why yet."),
        ("2025-06-21T08:00", "The Norwick mill, which burned down on May 11, is to be built anew."),
        ("2025-06-21T09:00", "Norwick voted on June 20 for a new mill with a roof of slate."),
        ("2025-06-21T10:00", "The vote of Norwick on June 20 was close, counters said."),
    ]
    items = [item(50 + n, f"Sample {n}", at, "Norwick mill", text) for n, (at, text) in enumerate(reports)]
    (first,) = timeline(items, entries=1).entries
    assert first.value == "2025-05-11"


def test_many_documents_make_a_date_matter() -> None:
    fire = [
        item(10 + n, f"Sample {n}", f"2025-05-{12 + n:02d}T08:00", "After the mill fire", text)
        for n, text in enumerate(
            (
                "The mill burned down on May 11, and its owner had been warned.",
                "Nobody has been found of those missing since the mill burned down on May 11.",
                "The fire of May 11 began under the roof of the mill, engineers found.",
            )
        )
    ]
    other = item(20, "Sample Wire", "2025-05-14T08:00", "Fair opens", "The spring fair opened on May 13 with a march.")
    (first,) = timeline([*fire, other], entries=1).entries
    assert (first.value, first.documents) == ("2025-05-11", 3)


def test_one_day_s_two_events_stay_two() -> None:
    first = item(
        1, "A", "2025-05-12T08:00", "Fire", "A fire destroyed the old mill in Norwick on May 11, firemen said."
    )
    second = item(2, "B", "2025-05-12T08:00", "Vote", "Voters in Easthaven chose a new mayor on May 11, results show.")
    assert [entry.documents for entry in timeline([first, second]).entries] == [1, 1]


def test_one_event_of_three_languages_keeps_its_own_sentences() -> None:
    ukrainian = item(
        1, "А", "2025-08-12T08:00", "Указ", "11 серпня мер підписав указ про допомогу островам.", language="uk"
    )
    german = item(
        2, "B", "2025-08-12T08:00", "Erlass", "Am 11. August unterschrieb die Stadt den Erlass.", language="de"
    )
    french = item(3, "C", "2025-08-12T08:00", "Décret", "Le maire a signé le décret le 11 août à midi.", language="fr")
    assert {entry.value for entry in timeline([ukrainian, german, french]).entries} == {"2025-08-11"}


def test_a_headline_alone_is_its_day_s_news() -> None:
    assert rows(timeline([item(1, "A", "2025-05-12T08:00", "Old mill in Norwick burns down")])) == [
        ("2025-05-12", "publication")
    ]


def test_an_item_without_a_date_counts_from_its_arrival() -> None:
    undated = item(1, "A", "2025-05-12T08:00", "Mill", "The old mill in Norwick burned down on Sunday evening.")
    assert undated.time.date().isoformat() == "2025-05-12"
    assert rows(timeline([undated])) == [("2025-05-11", "day")]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        pytest.param("decree", {"2025-08-11"}, id="a word of one sentence"),
        pytest.param('"Lena Orth"', {"2025-08-11"}, id="a quoted name"),
        pytest.param("mayor -airliner", set[str](), id="what the item may not hold"),
        pytest.param("zeppelin", set[str](), id="what nobody tells"),
        pytest.param("source:daily decree", {"2025-08-11"}, id="of one outlet"),
        pytest.param("sign* NEAR/3 decree", {"2025-08-11"}, id="near"),
        pytest.param("source:daily", {"2025-08-11"}, id="all of an outlet"),
        pytest.param("source:daily -zeppelin", {"2025-08-11"}, id="all of an outlet that lacks a word"),
        pytest.param("source:daily OR zeppelin", {"2025-08-11"}, id="an outlet or a word"),
        pytest.param("lang:fr", set[str](), id="a language that nobody writes"),
    ],
)
def test_about_keeps_to_the_subject(query: str, wanted: set[str]) -> None:
    found = timeline([DECREE, RAID], about=parse(query.replace("NEAR", "near")))
    assert {entry.value for entry in found.entries if entry.precision is Precision.DAY} == wanted


def test_a_name_is_known_again_by_its_rarest_word() -> None:
    text = item(
        1,
        "A",
        "2025-05-14T08:00",
        "Strike at the yard",
        "Olek Brand, who runs the yard, met the crews in the morning of May 12.",
        "Brand left the talks on May 13 without a word.",
    )
    assert rows(timeline([text], about=parse('"Olek Brand"'))) == [("2025-05-12", "day"), ("2025-05-13", "day")]


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        pytest.param("Unlike Olek Brand, Lena Orth left the yard on May 13.", 1, id="unlike"),
        pytest.param("Owners such as Olek Brand have met since May 13.", 1, id="such as"),
        pytest.param("Crews met more than 300 Brand men on May 13.", 2, id="than something else"),
        pytest.param("Olek Brand left the yard on May 13.", 2, id="himself"),
    ],
)
def test_a_line_is_not_about_whom_it_only_compares(sentence: str, wanted: int) -> None:
    text = item(1, "A", "2025-05-14T08:00", "Yard", "Olek Brand met the crews of the yard on May 12.", sentence)
    assert len(timeline([text], about=parse('"Olek Brand"')).entries) == wanted


def test_who_is_only_compared_is_so_in_other_languages() -> None:
    german = item(
        1,
        "A",
        "2025-05-14T08:00",
        "Werft",
        "Olek Brand traf die Arbeiter am 12. Mai auf der Werft.",
        "Im Gegensatz zu Olek Brand blieb Lena Orth am 13. Mai auf der Werft.",
        language="de",
    )
    assert rows(timeline([german], about=parse('"Olek Brand"'))) == [("2025-05-12", "day")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("In December 2024 the yard of Norwick burned down to the ground.", "2024-12", id="long gone by"),
        pytest.param("Late in April two men died in the yard of Norwick.", "2025-04", id="the month before"),
        pytest.param("Last week two men died in the yard of Norwick.", "2025-W19", id="the week before"),
    ],
)
def test_a_sentence_about_a_month_gone_by_is_not_the_news_of_the_day(text: str, value: str) -> None:
    assert [entry.value for entry in timeline([item(1, "A", "2025-05-14T08:00", "Yard", text)]).entries] == [value]


DROPPED = (
    "The mayor of Norwick dropped all concerts, she announced on June 29, over the deaths of two sailors who drowned off"
    " the cape."
)


@pytest.mark.parametrize(
    ("sentence", "implied"),
    [
        pytest.param("The guard said on June 28 that two sailors drowned off the cape.", ["../2025-06-28"], id="event"),
        pytest.param("The guard said on June 28 that sailors drowned.", [], id="too short to tell"),
        pytest.param(
            "The guard said on June 28 that two sailors drowned off the cape following the deaths of two sailors.",
            ["../2025-06-28"],
            id="twice in a sentence: one line",
        ),
    ],
)
def test_what_was_said_on_a_day_had_happened_by_then(sentence: str, implied: list[str]) -> None:
    found = timeline([item(1, "A", "2025-06-29T18:00", "Port", DROPPED, sentence)])
    assert [entry.value for entry in found.entries if entry.precision is Precision.ON_OR_BEFORE] == implied


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        pytest.param(
            "The mayor signed a decree on June 20 following strikes on the depot of Norwick.",
            ["../2025-06-20", "2025-06-20"],
            id="an event",
        ),
        pytest.param(
            "The mayor signed a decree on June 20 following a long talk with the people of the town.",
            ["2025-06-20"],
            id="no event",
        ),
    ],
)
def test_a_cause_makes_a_line_where_it_is_an_event(sentence: str, values: list[str]) -> None:
    found = timeline([item(1, "A", "2025-06-22T18:00", "Decree", sentence)])
    assert [entry.value for entry in found.entries] == values


@pytest.mark.parametrize(
    ("fire", "value", "precision"),
    [
        pytest.param("June 25", "2025-06-25/2025-06-29", "by", id="days ago"),
        pytest.param("June 10", "2025-06-29", "publication", id="longer ago"),
    ],
)
def test_a_consequence_is_dated_from_what_it_follows_within_days(fire: str, value: str, precision: str) -> None:
    texts = (f"A mill burned down in Norwick on {fire}.", "As a result of the fire, the harbour cancelled a visit.")
    assert rows(timeline([item(1, "A", "2025-06-29T18:00", "Fire", *texts)]))[-1] == (value, precision)


def test_a_day_by_which_something_was_done_is_the_latest_one() -> None:
    text = "By June 20 the bridge of Norwick was closed to all lorries."
    assert rows(timeline([item(1, "A", "2025-06-29T18:00", "Bridge", text)])) == [("../2025-06-20", "on-or-before")]


def test_of_two_events_in_a_sentence_each_is_likened_by_its_own_clause() -> None:
    both = "The mill of Norwick burned on June 20 and the yard of Ostrand was flooded on June 23 and then reopened."
    flood = "The yard of Ostrand was flooded and reopened in June, and its crews went home."
    found = timeline([item(1, "A", "2025-06-29T18:00", "June", both), item(2, "B", "2025-07-02T08:00", "Yard", flood)])
    reports = {entry.value: {mention.item.id for mention in entry.mentions} for entry in found.entries}
    assert (reports["2025-06-20"], reports["2025-06-23"]) == ({1}, {1, 2})


def test_a_consequence_of_what_nobody_dates_is_the_news_of_its_day() -> None:
    texts = ("A mill burned down in Norwick.", "As a result of the fire, the harbour cancelled a visit.")
    assert rows(timeline([item(1, "A", "2025-06-29T18:00", "Fire", *texts)])) == [("2025-06-29", "publication")]


def test_two_reports_without_any_time_are_not_known_to_be_one_event() -> None:
    texts = (
        "The mayor of Norwick met her council.",
        "The northern cultural centre was recently closed.",
        "Police recently closed the northern cultural centre.",
    )
    of_one = [item(1, "A", "2025-06-29T18:00", "Centre", *texts)]
    assert [len(timeline(of_one, entries=dates).undated) for dates in (None, 10)] == [2, 2], (
        "cut by dates, none is lost"
    )


def test_an_hour_alone_dates_no_line() -> None:
    text = item(
        1, "A", "2025-05-14T08:00", "Yard", "Norwick burned on May 12.", "By evening the yard of Norwick was gone."
    )
    assert rows(timeline([text])) == [("2025-05-12", "day")]


def test_a_plain_condition_may_replace_a_query() -> None:
    about: Callable[[str], bool] = lambda text: "decree" in text  # noqa: E731 - shows the type that callers may pass
    assert {entry.value for entry in timeline([DECREE], about=about).entries} >= {"2025-08-11"}


def test_nothing_published_after_now_counts() -> None:
    found = timeline([DECREE, RAID], now=datetime(2025, 7, 1, tzinfo=UTC))
    assert all(mention.item.id == RAID.id for entry in found.entries for mention in entry.mentions)


def test_no_items_make_an_empty_timeline() -> None:
    assert timeline([]) == Timeline(entries=())


@pytest.mark.parametrize("text", ["\ud800 " * 200, "🎉" * 500, "\x00\n\n" * 50, "on May 12 " * 500])
def test_any_text_gives_a_timeline(text: str) -> None:
    timeline([item(1, "A", "2025-05-14T08:00", text[:50], text)], about=parse("may"))
    timeline([item(1, "A", "2025-05-14T08:00", text[:50], text)])


def test_the_sample_pair_gives_the_rows_worked_out_by_hand() -> None:
    expected, items = SHARED / "design" / "seed-expected.json", SHARED / "seed" / "items.jsonl"
    if not expected.exists() or not items.exists():
        pytest.skip("the shared texts are not here")
    wanted = json.loads(expected.read_text("utf-8"))["timeline"]
    loaded = list(read_items(read_rows(str(items))))
    names = {row.item.id: str(row.id) for row in loaded}
    found = timeline([row.item for row in loaded])
    rows = [
        (entry.value, entry.precision.value, {names[mention.item.id] for mention in entry.mentions})
        for entry in (*found.background, *found.entries, *found.undated)
    ]
    by_hand = [(row["date"], row["precision"], set(row["src"])) for row in wanted]
    assert sorted(rows, key=str) == sorted(by_hand, key=str)


YEAR_LEFT_OUT = item(31, "Sample Wire", "2025-06-29T08:00", "Two die", "On June 28 two sailors died in a raid.")
YEAR_NAMED = item(
    32,
    "Sample Herald",
    "2025-07-10T08:00",
    "A chronicle of the raid",
    "On 28 June 2025 two sailors died during a police raid in Northtown, the police of Northtown said.",
    "In December 2024 a Norwegian airliner was fired on near the cape and crashed with 67 people on it.",
)
YEAR_NAMED_AGAIN = item(
    33,
    "Sample Courier",
    "2025-07-11T08:00",
    "What came of the raid",
    "On 28 June 2025 two sailors died during a police raid in Northtown, the police said, and the mayor spoke of it.",
)


def test_a_year_that_the_sentence_names_is_not_said_to_be_inferred() -> None:
    """The first report left it out, and the line of a later one was marked all the same."""
    found = timeline((YEAR_LEFT_OUT, YEAR_NAMED, YEAR_NAMED_AGAIN), about=None, now=datetime(2025, 8, 14, tzinfo=UTC))
    lines = [*found.background, *found.entries]
    assert any("2025" in entry.text for entry in lines)
    assert [entry.text for entry in lines if entry.year_inferred and "2025" in entry.text] == []


def test_no_line_is_dated_by_its_publication_where_its_sentence_names_a_month_gone_by() -> None:
    found = timeline((YEAR_NAMED,), about=None, now=datetime(2025, 8, 14, tzinfo=UTC))
    dates = {entry.text[:16]: entry.value for entry in (*found.background, *found.entries)}
    assert dates["In December 2024"] == "2024-12"


def test_news_of_the_calendars_last_day_is_smoothed_over_the_days_that_there_are() -> None:
    found = _smooth({date.max: 10})
    assert max(found, key=lambda day: found[day]) == date.max


@pytest.mark.parametrize(
    "worse",
    [
        pytest.param("“On June 28 two sailors died during the police raid in Northtown,” it said.", id="a quotation"),
        pytest.param(
            "But on June 28 two sailors had died during the police raid in Northtown.", id="it leans on another"
        ),
    ],
)
def test_an_event_is_shown_by_a_sentence_that_is_clear_alone(worse: str) -> None:
    plain = "On June 28 two sailors died during the police raid in Northtown."
    items = [
        item(number, f"Outlet {number}", "2025-06-30T09:00", f"Two sailors dead {number}", text)
        for number, text in enumerate((worse, plain, worse), 1)
    ]
    day = [entry for entry in timeline(items).entries if entry.value == "2025-06-28"]
    assert [entry.text for entry in day] == [plain]


@pytest.mark.parametrize(
    ("language", "first", "then"),
    [
        ("en", "The tender for the quay was cancelled on 12 July.", "Two days earlier prosecutors had opened a case over it."),
        ("en", "The tender for the quay was cancelled on 12 July.", "The day before, dockers had gathered at the quay."),
        ("es", "El 12 de julio se anuló el concurso del muelle.", "Dos días antes la fiscalía abrió una causa sobre el muelle."),
        ("pl", "12 lipca unieważniono przetarg na nabrzeże.", "Dwa dni wcześniej wszczęto śledztwo w sprawie nabrzeża."),
        ("tr", "12 Temmuz'da rıhtım ihalesi iptal edildi.", "Bir gün önce savcılık rıhtım hakkında soruşturma açmıştı."),
        ("uk", "12.07.2025 скасували тендер на причал.", "За три дні до цього прокуратура відкрила справу про причал."),
        ("uk", "12.07.2025 скасували тендер на причал.", "Напередодні біля причалу зібралися робітники порту."),
        ("fr", "L'appel d'offres pour le quai a été annulé le 12 juillet.", "La veille, une enquête avait été ouverte sur le quai."),
        ("ru", "12 июля отменили тендер на причал.", "За три дня до этого прокуратура открыла дело о причале."),
        ("ru", "12 июля отменили тендер на причал.", "Накануне у причала собрались рабочие порта."),
    ],
)  # fmt: skip
def test_a_sentence_that_counts_from_another_day_is_not_dated_by_its_publication(
    language: str, first: str, then: str
) -> None:
    found = timeline([item(1, "Wire", "2025-07-24T08:00", "Quay", first, then, language=language)])
    assert [(entry.value, entry.text) for entry in found.entries] == [("2025-07-12", first)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The shipyard must repay the loan by 15 September, the ministry ordered."),
        ("en", "Flights from Westport are suspended until 1 August because of the ash cloud."),
        ("en", "Residents of Northtown have to register their boats no later than 1 October."),
        ("fr", "Le chantier naval doit rembourser le prêt d'ici le 15 septembre, a ordonné le ministère."),
        ("fr", "Les vols au départ de Brest sont suspendus jusqu'au 1er août."),
        ("de", "Die Werft muss den Kredit bis zum 15. September zurückzahlen, ordnete das Ministerium an."),
        ("uk", "Верф має повернути кредит до 15 вересня, наказало міністерство."),
        ("ru", "Верфь должна вернуть кредит не позднее 15 сентября, приказало министерство."),
        ("es", "El astillero debe devolver el préstamo antes del 15 de septiembre, ordenó el ministerio."),
        ("pl", "Stocznia musi spłacić kredyt do 15 września, nakazało ministerstwo."),
        ("tr", "Tersane krediyi 15 Eylül'e kadar geri ödemek zorunda, bakanlık emretti."),
    ],
)
def test_a_deadline_is_no_event_and_its_sentence_is_the_news_of_its_day(language: str, text: str) -> None:
    found = timeline([item(1, "Wire", "2025-07-28T08:00", "", text, language=language)])
    assert rows(found) == [("2025-07-28", "publication")]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "The court will rule on the harbour tender on 15 September.", "2025-09-15"),
        ("de", "Das Gericht wird am 15. September über den Kai entscheiden.", "2025-09-15"),
        ("en", "The ceasefire at the harbour held until 1 July, the mayor of Northtown said.", "2025-07-01"),
    ],
)
def test_a_day_that_is_announced_or_on_which_something_ended_makes_a_line(language: str, text: str, value: str) -> None:
    assert [value] == [
        one.value for one in timeline([item(1, "A", "2025-07-28T08:00", "", text, language=language)]).entries
    ]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "This summer wildfires have burnt three villages of the island.", "2025-SU"),
        ("en", "Earlier this month the police searched the offices of the shipyard.", "2025-07"),
        ("en", "The police searched the offices of the shipyard earlier this month.", "2025-07"),
        ("fr", "Cet été, des incendies ont détruit trois villages de l'île.", "2025-SU"),
        ("uk", "Цього літа пожежі знищили три села на острові.", "2025-SU"),
        ("de", "In diesem Sommer haben Waldbrände drei Dörfer der Insel zerstört.", "2025-SU"),
    ],
)
def test_a_sentence_about_a_time_still_running_is_not_dated_by_its_publication(
    language: str, text: str, value: str
) -> None:
    assert [value] == [
        one.value for one in timeline([item(1, "A", "2025-07-28T08:00", "", text, language=language)]).entries
    ]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "Police detained nine men over a murder of 2001 in Northtown.", "2001"),
        ("en", "Nine men were charged over an unsolved 2001 murder in Northtown.", "2001"),
        ("en", "The mayor repealed the tax law of May 2015 after protests of shopkeepers.", "2015-05"),
        ("fr", "La police a interpellé neuf hommes pour un meurtre de 2001 à Brest.", "2001"),
        ("de", "Die Polizei nahm neun Männer wegen eines Mordes aus dem Jahr 2001 fest.", "2001"),
        ("ru", "Полиция задержала девять человек по делу об убийстве 2001 года в Туле.", "2001"),
        ("es", "La policía detuvo a nueve hombres por un asesinato de 2001 en Vigo.", "2001"),
        ("pl", "Sejm uchylił ustawę emerytalną z 2001 roku po protestach.", "2001"),
    ],
)
def test_the_year_of_a_thing_that_is_named_is_not_the_news(language: str, text: str, value: str) -> None:
    found = timeline([item(1, "A", "2025-07-28T08:00", "", text, language=language)])
    assert [(one.value, one.named) for one in (*found.background, *found.entries)] == [
        (value, True),
        ("2025-07-28", False),
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "In 2001 nine men were detained over the murder of a docker."),
        ("en", "In the 2001 election nine men of the harbour won their seats."),
        ("en", "In the course of 2001 nine men of the harbour were detained."),
        ("en", "The bridge of Northtown collapsed in 2001 and killed nine people."),
        ("es", "A lo largo de 2001 la policía detuvo a nueve hombres en Vigo."),
        ("fr", "Au cours de 2001, neuf hommes avaient été interpellés à Brest."),
        ("de", "Die Fähre sank 2001 vor der Insel mit 40 Menschen an Bord."),
        ("ru", "В 2001 году в Туле задержали девять человек по делу об убийстве."),
        ("ru", "В течение 2001 года в Туле задержали девять человек."),
        ("uk", "Суд 2001 року засудив дев'ятьох чоловіків за вбивство."),
    ],
)
def test_a_year_in_which_something_happened_dates_it(language: str, text: str) -> None:
    (only,) = timeline([item(1, "A", "2025-07-28T08:00", "", text, language=language)]).background
    assert (only.value, only.named) == ("2001", False)


def test_a_year_is_shown_by_a_sentence_that_tells_of_it_rather_than_by_one_that_names_something() -> None:
    plain = "In 2001 a docker was killed at the north gate of the harbour of Westport by two men."
    named = "Two men were charged over the 2001 killing of a docker at the north gate of the harbour of Westport."
    items = [item(1, "A", "2025-07-28T08:00", "", named), item(2, "B", "2025-07-29T08:00", "", plain)]
    years = [one for one in (*timeline(items).background, *timeline(items).entries) if one.value == "2001"]
    assert [(one.text, one.named) for one in years] == [(plain, False)]


def test_a_time_still_running_by_which_news_is_counted_does_not_date_it() -> None:
    text = "The central bank raised its rate for the third time this year."
    found = timeline([item(1, "A", "2025-07-28T08:00", "", text)])
    assert ("2025-07-28", "publication") in rows(found)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "أُلغيت مناقصة بناء الجسر في 12 يوليو 2025، وقال مسؤول إن الميزانية لم تُصرف بعد."),
        ("ar", "أُلغيت مناقصة بناء الجسر في 12 يوليو، وقال مسؤول إن الميزانية لم تُصرف بعد."),
        ("he", "גשר קרס בעיר ב-3 במרץ וחמישה בני אדם נהרגו, כך לפי המשטרה."),
        ("zh", "7月12日，市政府取消了大桥的招标，官员称预算尚未使用。"),
    ],
)
def test_a_date_that_nobody_can_read_is_not_replaced_by_the_day_of_publication(language: str, text: str) -> None:
    found = timeline([item(1, "Wire", "2025-07-14T08:00", "", text, language=language)])
    assert not [entry for entry in found.entries if entry.precision is Precision.PUBLICATION]


def test_a_text_without_a_date_in_such_a_language_is_dated_by_its_publication() -> None:
    text = "انهار جسر في المدينة ولم يصب أحد بأذى، بحسب ما قالته الشرطة."
    (entry,) = timeline([item(1, "Wire", "2025-07-14T08:00", "", text, language="ar")]).entries
    assert (entry.value, entry.precision) == ("2025-07-14", Precision.PUBLICATION)


def test_a_time_is_as_exact_as_the_sentence_that_is_shown() -> None:
    late = item(
        1,
        "Wire",
        "2025-05-19T08:00",
        "Inquiry",
        "In late April prosecutors opened an inquiry into the harbour quay of Northtown.",
    )
    other = item(2, "Post", "2025-05-21T08:00", "Inquiry", "In April prosecutors opened an inquiry into the quay.")
    (entry,) = (one for one in timeline([late, other]).entries if one.value == "2025-04")
    assert ("late" in entry.text) == (entry.first == date(2025, 4, 20))


def test_a_days_lesser_events_fill_the_lines_that_there_are_and_the_rest_is_counted() -> None:
    day = [
        item(1, "Wire", "2025-08-12T09:00", "Council", "On 11 August the council of Varn opened a bridge."),
        item(2, "Post", "2025-08-12T10:00", "Council", "A bridge was opened by the council of Varn on 11 August."),
        item(3, "Herald", "2025-08-12T11:00", "Bakers", "On 11 August bakers asked more for rye bread."),
        item(4, "Courier", "2025-08-12T12:00", "Ferry", "On 11 August a ferry ran aground off Lower Quay."),
    ]
    every = len(timeline(day).entries)
    main = timeline(day, entries=5)
    assert 0 < len(main.entries) < every
    assert len(main.entries) + main.lesser == every
    whole = timeline(day, entries=5, lines=every)
    assert (len(whole.entries), whole.lesser) == (every, 0)
    assert len(timeline(day, entries=5, lines=len(main.entries) + 1).entries) == len(main.entries) + 1
