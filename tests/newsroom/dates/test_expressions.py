"""What rarer expressions of time mean, a row each; and that none fails at either end of the calendar."""

from datetime import date, timedelta

import pytest

from newsroom.dates import find_dates

WEDNESDAY = date(2026, 3, 4)
ROWS = [
    # Days.
    ("en", "Filed 2025 - 08 - 11 with others.", []),
    ("en", "It sank on 2025-13-11.", []),
    ("en", "It sank on 13/02/1989.", ["1989-02-13"]),
    ("de", "Es sank am 02.11.1989 im Hafen.", ["1989-11-02"]),
    ("en", "Version 02.11.89 came out.", []),
    ("en", "It opened in two thousand four.", ["2004"]),
    ("en", "It rained June 20 %, he joked.", []),
    ("en", "At May 5:30 the crew left.", []),
    ("en", "May 3,000 be enough?", []),
    ("en", "Work ran June 28-29, 2024.", ["2024-06-28/2024-06-29"]),
    ("en", "Work ran February 30-31.", []),
    ("en", "They met last Monday.", ["2026-03-02"]),
    ("en", "They meet next Friday.", ["2026-03-06"]),
    ("en", "It left on Tuesday and the following Friday it sank.", ["2026-03-03", "2026-03-06"]),
    ("en", "It left on Tuesday; the previous Friday it was loaded.", ["2026-03-03", "2026-02-27"]),
    ("en", "He read USA Today.", []),
    ("de", "Er sagte heute Morgen, das Schiff sei gesunken.", ["2026-03-04TMO"]),
    ("de", "Morgen beginnt die Messe.", ["2026-03-05"]),
    ("de", "Am Morgen begann die Messe.", []),
    ("en", "It sank last night.", ["2026-03-03TNI"]),
    ("en", "It sank tonight.", ["2026-03-04TNI"]),
    ("en", "It sank last afternoon.", []),
    ("en", "It sank at 7:15 p.m. near the quay.", ["2026-03-04T19:15"]),
    ("en", "It sank at three in the afternoon.", ["2026-03-04T15:00"]),
    ("en", "It sank at 13:99 p.m.", []),
    ("en", "It sank at 8 p.m. Friday.", ["2026-02-27"]),
    ("en", "It sank at noon on Thursday.", ["2026-02-26"]),
    ("en", "It works at night.", []),
    ("en", "It worked from morning to night.", []),
    ("fr", "C’est arrivé avant-hier.", ["2026-03-02"]),
    ("de", "Es geschah vorgestern.", ["2026-03-02"]),
    # Which way a sentence looks.
    ("en", "They will meet on Monday.", ["2026-03-09"]),
    ("en", "The play opens on Friday.", ["2026-03-06"]),
    ("en", "Its returns Friday were low.", ["2026-02-27"]),
    ("en", "The company, which will merge, met on Friday.", ["2026-02-27"]),
    ("en", "The talks are due to expire on Friday.", ["2026-03-06"]),
    ("en", "He had been due to retire in June.", ["2025-06"]),
    # Longer than a day.
    ("en", "It will grow in August.", ["2026-08"]),
    ("en", "It grew last May.", ["2025-05"]),
    ("en", "It will grow next May.", ["2026-05"]),
    ("en", "It grew from July-September 2011.", ["2011-07/2011-09"]),
    ("en", "Sales fell in the sixth quarter.", []),
    ("en", "Sales fell in the third quarter.", ["2025-Q3"]),
    ("en", "Sales fell in the second half.", []),
    ("en", "It rained last spring.", ["2025-SP"]),
    ("en", "It will rain next summer.", ["2026-SU"]),
    ("ru", "Это было в прошлом году.", ["2025"]),
    ("uk", "Це було торік.", ["2025"]),
    ("en", "It rained last quarter.", ["2025-Q4"]),
    ("en", "It rained last weekend.", ["2026-W09-WE"]),
    ("en", "He watched This Week with friends.", []),
    ("en", "It opened in 1990 and that year it sank.", ["1990", "1990"]),
    ("en", "It opened in May 1990 and the following month it sank.", ["1990-05", "1990-06"]),
    ("en", "It sank in 1990, and the previous day it rose.", ["1990"]),
    ("en", "It happened two weeks ago.", ["2026-W08"]),
    ("en", "It happened two decades ago.", ["2006"]),
    ("en", "It happened 2,000 years ago.", []),
    ("en", "It happened two hours ago.", []),
    ("en", "It will close by year-end.", ["2026"]),
    ("en", "Sales fell in the fiscal year.", ["2026"]),
    ("fr", "Les années 1990 furent calmes.", ["199"]),
    ("en", "It lasted 2010-11.", ["2010/2011"]),
    ("en", "He scored in 2021/22.", ["2021/2022"]),
    ("en", "He scored in 2021/29.", []),
    ("ru", "Это было в 1990-х годах.", ["199"]),
    ("en", "It was the '70s.", ["197"]),
    ("en", "A woman in her 20s died.", []),
    ("en", "It sank in mid-June 2024.", ["2024-06"]),
    ("en", "It will close later this year.", ["2026"]),
    # No dates, and what is beside one.
    ("ru", "В июне прошлого года он вырос.", ["2025-06"]),
    ("uk", "У червні торік він виріс.", ["2025-06"]),
    ("en", "He died at Christmas 2024.", ["2024-12-25"]),
    ("en", "They will meet next Christmas.", ["2026-12-25"]),
    ("en", "They met last Christmas.", ["2025-12-25"]),
    ("en", "It was the day after yesterday.", ["2026-03-04"]),
    ("en", "In fifteen fifty-two it sank.", []),
    ("en", "At 3 at night it sank.", []),
    ("en", "It will grow this May.", ["2026-05"]),
    ("en", "It grew this May.", ["2025-05"]),
    ("en", "It is closed until May.", ["2026-05"]),
    ("en", "It is closed until Monday.", ["2026-03-09"]),
    ("en", "It sank on 3 May 1990, and the following day it rose.", ["1990-05-03", "1990-05-04"]),
    ("en", "They will meet this weekend.", ["2026-W10-WE"]),
    ("en", "It happened an hour ago.", []),
    ("en", "It sank years later.", []),
    ("en", "Five days before Christmas 2024 it sank.", ["2024-12-20"]),
    ("en", "Two weeks after May 3, 1990 it rose.", ["1990-05-17"]),
    ("en", "He met Ann, who will retire, on Friday.", ["2026-02-27"]),
    ("en", "He met Ann. Friday will do.", ["2026-03-06"]),
    ("en", "On Friday, when it will sail, they met.", ["2026-02-27"]),
    ("en", "Opens Friday at the pier.", ["2026-03-06"]),
    ("en", "The United States in June.", ["2025-06"]),
    ("en", "It had been set to open in June.", ["2025-06"]),
    ("en", "They set to meet in June.", ["2026-06"]),
    ("en", "It cost $2024 and 2024 % more.", []),
    ("en", "At 1990 GMT it sank.", []),
    ("en", "Model A1990 sold.", []),
    ("en", "It grew 1990.50 points.", []),
    ("en", "It was 1990-style.", []),
    ("en", "April Ryan said it.", []),
    ("en", "He left every May.", []),
    ("en", "We meet every Friday.", []),
    ("en", "On may 5 it sank.", []),
    ("en", "The Good Friday Agreement holds.", []),
    ("en", "The easter eggs sold.", []),
    ("en", "He said that on Friday it sank.", ["2026-02-27"]),
    ("en", "He left; she will go, on Friday.", ["2026-03-06"]),
    ("en", "He met Ann! She left, on Friday.", ["2026-02-27"]),
    ("en", "Seen Limited on Friday rose.", ["2026-02-27"]),
    ("en", "It was the-1990 model.", []),
    ("en", "Only dec rose.", []),
    ("en", "It sank on 11 / 02 / 89.", []),
    ("en", "It sank on June 28-14.", []),
    ("en", "That Friday it sank.", ["2026-02-27"]),
    ("en", "On the previous Friday it sank.", ["2026-02-20"]),
    ("en", "Later in the day it sank.", ["2026-03-04"]),
    ("en", "At 12 in the midnight it sank.", ["2026-03-04T24:00"]),
    ("en", "It lasted 2010 - 11.", []),
    ("en", "Thousand days before May 3, 1990 it rose.", ["1990-05-03"]),
]


@pytest.mark.parametrize(("language", "text", "values"), ROWS, ids=[text for _, text, _ in ROWS])
def test_an_expression_means_what_a_reader_takes_it_for(language: str, text: str, values: list[str]) -> None:
    assert [mention.value for mention in find_dates(text, WEDNESDAY, language)] == values


def test_a_part_of_a_period_is_cut_at_its_third_or_at_today() -> None:
    def days(text: str) -> tuple[date, date]:
        (mention,) = find_dates(text, WEDNESDAY, "en")
        return mention.first, mention.last

    assert days("It sank in early 2024.") == (date(2024, 1, 1), date(2024, 5, 1))
    assert days("It sank in late June 2024.") == (date(2024, 6, 20), date(2024, 6, 30))
    assert days("It sank earlier this year.") == (date(2026, 1, 1), WEDNESDAY - timedelta(1))
    assert days("It will sink later this year.") == (WEDNESDAY, date(2026, 12, 31))


@pytest.mark.parametrize("published", [date.min, date.max], ids=["the first day", "the last day"])
@pytest.mark.parametrize(
    "text",
    [
        *(text for language, text, _ in ROWS if language == "en"),
        "It grew the day before yesterday, yesterday, tomorrow, the day after tomorrow, last week, next week.",
        "It grew last month, next month, last weekend, next weekend, last season, next winter, 300 years ago.",
        "It grew in the first quarter, this winter, Christmas, Easter Monday, June 5, Monday, the 1990s, 9998-9999.",
        "It grew in the winter of 9999, in the 9990s, in December 9999 and the following month, recently.",
    ],
)
def test_at_an_end_of_the_calendar_nothing_is_found_rather_than_an_error(text: str, published: date) -> None:
    for mention in find_dates(text, published, "en"):
        assert mention.first <= mention.last
