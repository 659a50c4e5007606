"""Expressions of time, one row per trap."""

from datetime import date, timedelta

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from newsroom.dates import DateMention, Derivation, Precision, find_dates

TUESDAY = date(2025, 8, 12)


def values(text: str, published: date = TUESDAY, language: str | None = None) -> list[str]:
    return [mention.value for mention in find_dates(text, published, language) if mention.kind is not Derivation.VAGUE]


def only(text: str, published: date = TUESDAY, language: str | None = None) -> DateMention:
    (mention,) = find_dates(text, published, language)
    return mention


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("It sank on August 11, 2025.", "2025-08-11", id="month day comma year"),
        pytest.param("It sank on August 11 , 2025 .", "2025-08-11", id="parted signs of a tokenised text"),
        pytest.param("It sank on 11 August 2025.", "2025-08-11", id="day month year"),
        pytest.param("It sank on the 3rd of March, 2024.", "2024-03-03", id="ordinal of month"),
        pytest.param("It sank on March eighth.", "2025-03-08", id="ordinal in words"),
        pytest.param("It sank on Aug. 11.", "2025-08-11", id="short month, no year"),
        pytest.param("It sank on Monday, August 11.", "2025-08-11", id="with its weekday"),
        pytest.param("Wed Apr 15, 2009 5:56 am EDT", "2009-04-15", id="with its short weekday"),
        pytest.param("Filed 2025-08-11 10:00.", "2025-08-11", id="ISO"),
        pytest.param("Filed 11/02/89.", "1989-11-02", id="American figures, two-digit year"),
        pytest.param("Filed 25/12/2024.", "2024-12-25", id="only one order makes a day"),
        pytest.param("The August 1988 truce held.", "1988-08", id="month and year"),
        pytest.param("It fell in June last year.", "2024-06", id="month of last year"),
        pytest.param("It fell last May.", "2025-05", id="last May"),
        pytest.param("It fell last September.", "2024-09", id="last month of that name is last year's"),
        pytest.param("It has held since 1985.", "1985", id="year"),
        pytest.param("It fell in mid-1996.", "1996", id="the middle of a year"),
        pytest.param("It fell in early September.", "2024-09", id="early in a month gone by"),
        pytest.param("In nineteen ninety-six it fell.", "1996", id="year in words"),
        pytest.param("It fell in the year two thousand.", "2000", id="round year in words"),
        pytest.param("It grew in the 1990s.", "199", id="decade"),
        pytest.param("It grew in the first half of 2024.", "2024-H1", id="half"),
        pytest.param("It grew in Q3 2024.", "2024-Q3", id="quarter by its letter"),
        pytest.param("It grew in next year's first quarter.", "2026-Q1", id="quarter of next year"),
        pytest.param("It grew in the winter of 2014.", "2014-WI", id="season of a year"),
        pytest.param("It grew this summer.", "2025-SU", id="this season"),
        pytest.param("It grew last week.", "2025-W32", id="last week"),
        pytest.param("It grew last month.", "2025-07", id="last month"),
        pytest.param("It will grow early next year.", "2026", id="next year"),
        pytest.param("They will vote on 5 May.", "2026-05-05", id="a day that will be, though the last one is nearer"),
        pytest.param("They voted on 5 May.", "2025-05-05", id="a day that was"),
        pytest.param("It grew two days ago.", "2025-08-10", id="days ago"),
        pytest.param("It grew nearly four years ago.", "2021", id="years ago"),
        pytest.param("It grew the day before yesterday.", "2025-08-10", id="the day before yesterday"),
        pytest.param("It burned last night.", "2025-08-11TNI", id="last night"),
        pytest.param("It burned this morning.", "2025-08-12TMO", id="this morning"),
        pytest.param("It burned Friday evening.", "2025-08-08TEV", id="weekday and part of the day"),
        pytest.param("They stopped firing on Christmas Day.", "2024-12-25", id="holiday"),
        pytest.param("They will meet on New Year’s Eve.", "2025-12-31", id="holiday ahead"),
        pytest.param("He skipped the Victory Day parade in May.", "2025-05", id="a month says when the holiday is"),
        pytest.param("It grew by the end of 2024.", "2024", id="the end of a year"),
        pytest.param("Sales for the year were flat.", "2025", id="for the year"),
        pytest.param("It grew in the fiscal year.", "2025", id="the fiscal year"),
        pytest.param("The court meets Thursday.", "2025-08-14", id="a verb of the timetable"),
        pytest.param("They agreed to pay on Thursday.", "2025-08-14", id="agreed to do it"),
        pytest.param("Orth, who will retire, flew out on Thursday.", "2025-08-07", id="the verb of its own clause"),
        pytest.param("He left Thursday for Oslo, where he will speak.", "2025-08-07", id="no verb of the next clause"),
        pytest.param("It had been due to close Thursday.", "2025-08-07", id="what had been due looks back"),
        pytest.param("It rang at noon on Monday.", "2025-08-11", id="noon of a day named behind it"),
        pytest.param("It rang at noon.", "2025-08-12T12:00", id="noon"),
        pytest.param("It rang at midnight.", "2025-08-12T24:00", id="midnight"),
        pytest.param("It rang at 7:15 p.m., they said.", "2025-08-12T19:15", id="an hour"),
        pytest.param("It rang at 12 a.m. in town.", "2025-08-12T00:00", id="the first hour of a day"),
        pytest.param("It rang at 7pm.", "2025-08-12T19:00", id="an hour in one word"),
        pytest.param("It rang at three in the afternoon.", "2025-08-12T15:00", id="an hour in words"),
        pytest.param("By mid-afternoon it was over.", "2025-08-12TAF", id="a part of the day"),
        pytest.param("It fell the day before last Friday.", "2025-08-07", id="counted from another day"),
        pytest.param("Two weeks after May 3, 2021 it fell.", "2021-05-17", id="weeks after a date"),
        pytest.param("Shops open on Thanksgiving.", "2025-11-27", id="the fourth Thursday"),
        pytest.param("They will vote on Election Day.", "2025-11-04", id="the Tuesday after a Monday"),
        pytest.param("It burned on Easter Monday.", "2025-04-21", id="counted from Easter"),
        pytest.param("It burned on Midsummer Day.", "2025-06-24", id="Midsummer"),
        pytest.param("They won the 2016-17 season.", "2016/2017", id="a season"),
        pytest.param("They won the 2016/17 season.", "2016/2017", id="a season with a stroke"),
    ],
)
def test_an_english_date_has_its_value(text: str, value: str) -> None:
    assert values(text, language="en") == [value]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The Good Friday Agreement held.", id="what is named after a holiday"),
        pytest.param("They held a thanksgiving service.", id="a holiday's name without its capital"),
        pytest.param("They sing every Thursday.", id="every week's day"),
        pytest.param("They sing on Thursday nights.", id="the nights of every week"),
        pytest.param("The bells rang from morning to night.", id="parts of no day in particular"),
        pytest.param("They walk at night.", id="every night"),
        pytest.param("The day after the flood it rained.", id="a day counted from no date"),
        pytest.param("The vote was 12/13.", id="a stroke and no year"),
    ],
)
def test_what_looks_like_a_day_and_is_none(text: str) -> None:
    assert values(text, language="en") == []


def test_an_hour_is_of_the_day_that_the_text_speaks_of() -> None:
    text = "It began on Sunday. Late in the afternoon it was over, and by evening the hall was dark."
    assert values(text, language="en") == ["2025-08-10", "2025-08-10TAF", "2025-08-10TEV"]
    assert [mention.hour_only for mention in find_dates(text, TUESDAY, "en")] == [False, True, True]


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        pytest.param("Указ підписали 11 серпня.", "uk", ["2025-08-11"], id="uk day and month"),
        pytest.param("У серпні 2024 року почалося.", "uk", ["2024-08"], id="uk month and year"),
        pytest.param("Минулого тижня їх звільнили.", "uk", ["2025-W32"], id="uk last week"),
        pytest.param("Торік було інакше, а вчора гірше.", "uk", ["2024", "2025-08-11"], id="uk last year in one word"),
        pytest.param("П'ять днів тому був обстріл.", "uk", ["2025-08-07"], id="uk five days ago, with its apostrophe"),
        pytest.param("Саміт відбудеться у п'ятницю.", "uk", ["2025-08-15"], id="uk what will be on Friday"),
        pytest.param("Саммит пройдёт в пятницу.", "ru", ["2025-08-15"], id="ru what will be on Friday"),
        pytest.param("Саммит прошёл в пятницу.", "ru", ["2025-08-08"], id="ru what was on Friday"),
        pytest.param("Das Treffen findet am Freitag statt.", "de", ["2025-08-15"], id="de what will be on Friday"),
        pytest.param("La rencontre se tiendra vendredi.", "fr", ["2025-08-15"], id="fr what will be on Friday"),
        pytest.param("Минулого понеділка вони приїхали.", "uk", ["2025-08-11"], id="uk last Monday"),
        pytest.param("Указ подписали 11 августа 2025 года.", "ru", ["2025-08-11"], id="ru full date"),
        pytest.param("На прошлой неделе, в прошлом году", "ru", ["2025-W32", "2024"], id="ru last week, last year"),
        pytest.param("В марте прошлого года он уехал.", "ru", ["2024-03"], id="ru month of last year"),
        pytest.param("Два дня назад и позавчера", "ru", ["2025-08-10", "2025-08-10"], id="ru two days ago"),
        pytest.param("Le décret a été signé le 11 août.", "fr", ["2025-08-11"], id="fr day and month"),
        pytest.param("Depuis le 1er août 2025", "fr", ["2025-08-01"], id="fr first of the month"),
        pytest.param("La semaine dernière et lundi dernier", "fr", ["2025-W32", "2025-08-11"], id="fr last behind"),
        pytest.param("Il y a trois jours", "fr", ["2025-08-09"], id="fr ago before"),
        pytest.param("L'an dernier, puis l'été dernier", "fr", ["2024", "2024-SU"], id="fr elided"),
        pytest.param("Am 11. August unterzeichnete er.", "de", ["2025-08-11"], id="de day and month"),
        pytest.param("Am 11.08.2025 unterzeichnete er.", "de", ["2025-08-11"], id="de figures"),
        pytest.param("Letzte Woche und gestern", "de", ["2025-W32", "2025-08-11"], id="de last week"),
        pytest.param("Vor drei Tagen, im Jahr 2024", "de", ["2025-08-09", "2024"], id="de ago before"),
        pytest.param(
            "Heute Morgen, am Morgen, morgen", "de", ["2025-08-12TMO", "2025-08-13"], id="de morning, tomorrow"
        ),
        pytest.param("In den 1990er Jahren, im Jahr 1990", "de", ["199", "1990"], id="de decade"),
        pytest.param("В 1990-х годах", "ru", ["199"], id="ru decade"),
        pytest.param("Dans les années 1990, en 1990", "fr", ["199", "1990"], id="fr decade"),
        pytest.param("Du 8 au 10 août", "fr", ["2025-08-08/2025-08-10"], id="fr range"),
        pytest.param("Vom 8. bis 10. August", "de", ["2025-08-08/2025-08-10"], id="de range"),
        pytest.param("Anfang August am Montag", "de", ["2025-08", "2025-08-11"], id="de early in a month"),
    ],
)
def test_dates_of_other_languages_have_their_values(text: str, language: str, wanted: list[str]) -> None:
    assert values(text, language=language) == wanted


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("An F-16 pilot was killed.", id="F-16"),
        pytest.param("A Su-24 crashed.", id="Su-24"),
        pytest.param("He may go, and they may not.", id="may"),
        pytest.param("Theresa May said no.", id="a surname"),
        pytest.param("Prime Minister May said no.", id="a surname behind a title"),
        pytest.param("Thousands march to the square.", id="march, the verb"),
        pytest.param("March to the square, they cried.", id="march, the verb, with a capital"),
        pytest.param("It killed 67 passengers.", id="a count"),
        pytest.param("They won 3-2 and 21-19.", id="scores"),
        pytest.param("It cost $2000 and then 1,999.50.", id="prices"),
        pytest.param("The plane landed at 1945.", id="a time of the day"),
        pytest.param("1945 GMT: the plane landed.", id="a time of the day with its zone"),
        pytest.param("About 2000 people came.", id="a count that could be a year"),
        pytest.param("The 2024-built ship sank.", id="a year in a compound"),
        pytest.param("see video-2024-final.mp4", id="a slug"),
        pytest.param("http://example.org/2024/05/01x/story", id="an address"),
        pytest.param("Boeing 747 and flight 1549", id="numbers of things"),
        pytest.param("They meet each July.", id="what comes every year"),
        pytest.param("A woman in her 20s and a man in his early 40s", id="ages"),
        pytest.param("Five years later, he was found.", id="counted from something else"),
        pytest.param("The talks lasted the last two weeks.", id="a duration"),
        pytest.param("It was a mon cheri and a sat phone.", id="weekdays' short forms alone"),
        pytest.param("A second round, a quarter of a million", id="ordinals and quarters of other things"),
    ],
)
def test_what_is_no_date_stays_silent(text: str) -> None:
    assert values(text, language="en") == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("The court sat on Tuesday.", date(2025, 8, 12), id="publication's own weekday is that day"),
        pytest.param("The court sat on Wednesday.", date(2025, 8, 6), id="else the one before"),
        pytest.param(
            "The court will sit on Wednesday.", date(2025, 8, 13), id="or after, where the sentence looks ahead"
        ),
        pytest.param(
            "The court will sit in room no. 10 on Wednesday.", date(2025, 8, 13), id="a stop that ends no sentence"
        ),
        pytest.param("The court is set to resume Monday.", date(2025, 8, 18), id="set to"),
        pytest.param("The name is to be announced on Friday.", date(2025, 8, 15), id="to be announced"),
        pytest.param("The fire had been due to end Friday.", date(2025, 8, 8), id="had been due"),
        pytest.param("The court sat last Tuesday.", date(2025, 8, 5), id="last is never today"),
        pytest.param("The court sits next Tuesday.", date(2025, 8, 19), id="next is never today"),
    ],
)
def test_a_weekday_is_counted_from_publication(text: str, wanted: date) -> None:
    assert only(text, language="en").first == wanted


@pytest.mark.parametrize(
    ("text", "published", "wanted"),
    [
        pytest.param("The court sat on June 28.", date(2025, 6, 29), "2025-06-28", id="yesterday"),
        pytest.param(
            "The 2001 case. The court sat on June 28.", date(2025, 6, 29), "2025-06-28", id="not another year's"
        ),
        pytest.param("It was sealed on December 30.", date(2025, 1, 3), "2024-12-30", id="over the new year"),
        pytest.param("It was extended to Dec 31.", date(2025, 5, 31), "2025-12-31", id="what is extended ends ahead"),
        pytest.param("It is payable Jan. 2.", date(2024, 11, 2), "2025-01-02", id="ahead over the new year"),
        pytest.param("It was sealed on August 30.", date(2025, 5, 1), "2024-08-30", id="the past is likelier"),
    ],
)
def test_the_year_comes_from_publication(text: str, published: date, wanted: str) -> None:
    mention = find_dates(text, published, "en")[-1]
    assert (mention.value, mention.year_inferred) == (wanted, True)


def test_beside_a_verb_of_saying_the_date_is_that_of_the_statement() -> None:
    mention = only("The ministry said on June 28 that two men died.", date(2025, 6, 29))
    assert (mention.kind, mention.value, mention.year_inferred) == (Derivation.STATEMENT, "2025-06-28", True)


def test_by_a_day_is_on_or_before_it() -> None:
    assert only("The bridge was open by June 29.").open_start


def test_a_range_of_days_is_one_mention_from_first_to_last() -> None:
    mention = only("They met on June 28-29.")
    assert (mention.first, mention.last, mention.precision) == (date(2025, 6, 28), date(2025, 6, 29), Precision.PERIOD)


def test_a_range_of_years_is_a_period() -> None:
    mention = only("Ties improved in 2024–2025.")
    assert (mention.first, mention.last, mention.value) == (date(2024, 1, 1), date(2025, 12, 31), "2024/2025")


def test_earlier_this_year_ends_on_the_day_before_publication() -> None:
    mention = only("Earlier this year, they signed.")
    assert (mention.value, mention.first, mention.last) == ("2025", date(2025, 1, 1), TUESDAY - timedelta(1))


def test_recently_is_vague() -> None:
    assert only("It was recently closed.").kind is Derivation.VAGUE


def test_that_year_is_the_one_named_before() -> None:
    assert values("He left in 1996. The following year he died.", language="en") == ["1996", "1997"]


def test_the_language_shows_in_the_words() -> None:
    assert values("Die Regierung und das Parlament tagten am 11. August in der Stadt.") == ["2025-08-11"]


@pytest.mark.parametrize("text", ["İstanbul'da 11 August 2025", "😀 11 August 2025", "a\u0301 11 August 2025"])
def test_offsets_count_code_points(text: str) -> None:
    mention = find_dates(text, TUESDAY, "en")[-1]
    assert text[mention.start : mention.end] == mention.text == "11 August 2025"


@given(st.text(), st.dates(), st.sampled_from([None, "en", "fr", "de", "es", "pl", "tr", "uk", "ru", "xx"]))
def test_no_text_raises_and_spans_are_in_order(text: str, published: date, language: str | None) -> None:
    mentions = find_dates(text, published, language)
    ends = [0, *(mention.end for mention in mentions)]
    assert all(mention.start >= end for mention, end in zip(mentions, ends, strict=False))
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)


_WORDS = st.sampled_from(
    [
        "May",
        "March",
        "June",
        "last",
        "next",
        "this",
        "year",
        "month",
        "week",
        "two",
        "12",
        "31",
        "1999",
        "2025",
        "99",
        "-",
        "/",
        ".",
        ",",
        "'",
        "of",
        "the",
        "in",
        "by",
        "ago",
        "said",
        "on",
        "Monday",
        "early",
        "third",
        "quarter",
        "summer",
        "yesterday",
        "2024-01-01",
        "1/2/3",
        "nineteen",
        "ninety",
        "six",
        "torik",
        "минулого",
        "року",
        "11",
        "серпня",
        "août",
        "dernier",
    ]
)


@given(st.lists(_WORDS, max_size=30), st.dates(), st.sampled_from(["en", "fr", "de", "es", "pl", "tr", "uk"]))
def test_words_of_time_in_any_order_make_valid_intervals(words: list[str], published: date, language: str) -> None:
    for mention in find_dates(" ".join(words), published, language):
        assert mention.first <= mention.last


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("1" * 100_000, id="one number"),
        pytest.param("early the - of " * 8_000, id="openings that lead nowhere"),
        pytest.param("\ud800\x00" * 50_000, id="lone surrogates and nulls"),
        pytest.param("🎉" * 100_000, id="only emoji"),
        pytest.param("\n \n" * 30_000, id="blank lines"),
        pytest.param("May " * 25_000, id="months without end"),
    ],
)
def test_a_hundred_thousand_characters_are_read_at_once(text: str) -> None:
    assert isinstance(find_dates(text, TUESDAY, "en"), tuple)


@pytest.mark.parametrize("language", ["en", "de", "fr", "ru", "uk"])
@pytest.mark.parametrize("width", ["wide", "abbreviated"])
@pytest.mark.parametrize("context", ["format", "stand-alone"])
def test_every_month_that_the_locale_data_knows_is_known(language: str, width: str, context: str) -> None:
    months = Locale(language).months[context][width]
    for number, name in months.items():
        assert values(f"3 {name} 2024", language=language) == [f"2024-{number:02d}-03"], name


@pytest.mark.parametrize("language", ["en", "de", "fr", "ru", "uk"])
def test_every_weekday_that_the_locale_data_knows_is_known(language: str) -> None:
    for number, name in Locale(language).days["stand-alone"]["wide"].items():
        assert only(name, language=language).first.weekday() == number, name
