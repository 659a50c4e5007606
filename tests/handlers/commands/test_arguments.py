from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.commands.arguments import (
    COMMAND_CHARS,
    TimelineArgument,
    TrackArgument,
    TypedCommand,
    parse_command,
    parse_story_number,
    parse_time_of_day,
    parse_timeline,
    parse_track,
    short_enough,
)
from handlers.commands.quiet_words import parse_quiet_hours
from handlers.commands.time_zones import parse_zone
from handlers.render.timeline_document import Format
from handlers.sentences.reader import Reader
from newsroom.chat import EVERY_DAY, QuietHours
from newsroom.errors import UserError
from newsroom.matching.query import QueryError
from tests.handlers.refusals import refused

READERS: tuple[Callable[[str], object], ...] = (
    parse_command,
    short_enough,
    parse_track,
    parse_timeline,
    parse_story_number,
    parse_time_of_day,
    parse_quiet_hours,
    parse_zone,
)
TYPED = st.one_of(
    st.text(st.characters(codec=None, exclude_categories=[]), max_size=200),
    st.from_regex(
        r"/?[a-z_]{1,9}(@[a-z]{1,5})? ?(since|until|min:|confirm:|break:)? ?[0-9٣:.\-]{0,12}( [a-z,\-]{0,9})?"
    ),
    st.sampled_from(["since 9999-12", "until 0000", "min:٣", "22:00-", "-", "²:00-5", "break:" + "9" * 5_000]),
)


def refusal(read: Callable[[str], object], typed: str) -> str | None:
    """The sentence that a person would see; None where it could be read."""
    try:
        read(typed)
    except QueryError as error:
        return Reader().plain(error.problem)
    except UserError as error:
        return Reader().plain(error.sentence)
    return None


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
@settings(max_examples=60)
@given(typed=TYPED)
def test_nothing_that_is_typed_raises_more_than_a_kind_sentence(read: Callable[[str], object], typed: str) -> None:
    refusal_text = refusal(read, typed)
    assert refusal_text is None or (refusal_text[-1] in ".?" and len(refusal_text) < 300)


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
@pytest.mark.parametrize("typed", ["/track " + "a " * 2_500, "9" * 5_000, "since " * 900, "[" * 5_000])
def test_a_command_of_five_thousand_characters_is_read_or_refused_kindly(
    read: Callable[[str], object], typed: str
) -> None:
    refusal_text = refusal(read, typed)
    assert refusal_text is None or len(refusal_text) < 300


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        pytest.param("/start", TypedCommand("start", None, ""), id="bare"),
        pytest.param("/Track  Ferry OR tram ", TypedCommand("track", None, "Ferry OR tram"), id="any case, trimmed"),
        pytest.param("/track@WireBot ferry", TypedCommand("track", "WireBot", "ferry"), id="to one bot of several"),
        pytest.param("/story_123", TypedCommand("story", None, "123"), id="a number that Telegram made a link of"),
        pytest.param(
            "/timeline_7 since 2025", TypedCommand("timeline", None, "7 since 2025"), id="with more behind it"
        ),
        pytest.param("/track\nferry\nAND tram", TypedCommand("track", None, "ferry\nAND tram"), id="over lines"),
        pytest.param("track ferry", None, id="no slash"),
        pytest.param("/ track", None, id="a slash alone"),
        pytest.param("/трек паром", None, id="no command has such letters"),
        pytest.param("/a/b", None, id="a path"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_a_command_is_its_name_and_what_follows(typed: str, command: TypedCommand | None) -> None:
    assert parse_command(typed) == command


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        pytest.param("ferry", TrackArgument("ferry", 1, None), id="told at once"),
        pytest.param("ferry min:2", TrackArgument("ferry", 2, None), id="waits for two"),
        pytest.param("min:2 confirm:3 ferry", TrackArgument("ferry", 2, 3), id="wishes in front"),
        pytest.param("ferry CONFIRM:2", TrackArgument("ferry", 1, 2), id="in capitals"),
        pytest.param('ferry "min:2"', TrackArgument('ferry "min:2"', 1, None), id="quoted words are no wish"),
        pytest.param("", TrackArgument("", 1, None), id="nothing"),
    ],
)
def test_a_topic_may_wish_for_publishers(typed: str, wish: TrackArgument) -> None:
    assert parse_track(typed) == wish


def test_a_wish_without_a_number_is_refused_with_the_pointer_at_its_place() -> None:
    with pytest.raises(QueryError) as refused:
        parse_track("ferry min:x")
    assert refused.value.position == len("ferry min:")


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        pytest.param("ferry", TimelineArgument("ferry", None, None), id="open"),
        pytest.param(
            "ferry since 2025", TimelineArgument("ferry", date(2025, 1, 1), None), id="from a year's first day"
        ),
        pytest.param("ferry until 2025", TimelineArgument("ferry", None, date(2025, 12, 31)), id="to a year's last"),
        pytest.param(
            "ferry since 2024-02 until 2024-02",
            TimelineArgument("ferry", date(2024, 2, 1), date(2024, 2, 29)),
            id="a month of a leap year",
        ),
        pytest.param("since 2025-08-12 #7", TimelineArgument("#7", date(2025, 8, 12), None), id="in front, of a story"),
        pytest.param(
            "ferry until 9999-12", TimelineArgument("ferry", None, date(9999, 12, 31)), id="the end of all days"
        ),
        pytest.param("", TimelineArgument("", None, None), id="nothing: an answered alert may say what of"),
        pytest.param("ferry as csv", TimelineArgument("ferry", None, None, Format.TABLE), id="a table"),
        pytest.param(
            "as dark picture since 2025 ferry",
            TimelineArgument("as dark picture ferry", date(2025, 1, 1), None),
            id="as, but not at the end",
        ),
        pytest.param(
            "ferry until 2025 as dark Picture",
            TimelineArgument("ferry", None, date(2025, 12, 31), Format.PICTURE, dark=True),
            id="a dark picture",
        ),
        pytest.param("as ics", TimelineArgument("", None, None, Format.CALENDAR), id="of an answered alert"),
        pytest.param("same as usual", TimelineArgument("same as usual", None, None), id="a query with such a word"),
    ],
)
def test_a_timeline_may_be_bounded(typed: str, wish: TimelineArgument) -> None:
    assert parse_timeline(typed) == wish


@pytest.mark.parametrize(
    ("typed", "quiet"),
    [
        pytest.param("22:00-07:00", QuietHours(start=1320, end=420), id="over midnight"),
        pytest.param("10pm-7am", QuietHours(start=1320, end=420), id="on a clock of twelve hours"),
        pytest.param("22-7", QuietHours(start=1320, end=420), id="hours alone"),
        pytest.param("22.30–07.15", QuietHours(start=1350, end=435), id="dots and a dash"),
        pytest.param("12am-12pm", QuietHours(start=0, end=720), id="midnight to noon"),
        pytest.param("22:00-07:00 weekdays", QuietHours(start=1320, end=420, days=0b0011111), id="weekdays"),
        pytest.param(
            "22:00-07:00 sat,sun break:3", QuietHours(start=1320, end=420, days=0b1100000, break_at=3), id="all"
        ),
        pytest.param("22:00-07:00 fri-mon", QuietHours(start=1320, end=420, days=0b1110001), id="round the week's end"),
        pytest.param("22:00-07:00 daily", QuietHours(start=1320, end=420, days=EVERY_DAY), id="daily"),
        pytest.param("22:00-07:00 Monday-Friday", QuietHours(start=1320, end=420, days=0b0011111), id="whole names"),
    ],
)
def test_quiet_hours_are_read_as_people_write_them(typed: str, quiet: QuietHours) -> None:
    assert parse_quiet_hours(typed) == quiet


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        pytest.param("Europe/Kyiv", "Europe/Kyiv", id="as it is"),
        pytest.param("europe/kyiv", "Europe/Kyiv", id="in another case"),
        pytest.param("tokyo", "Asia/Tokyo", id="its city"),
        pytest.param("new york", "America/New_York", id="with a space"),
        pytest.param("utc", "UTC", id="UTC"),
        pytest.param("GMT+3", "Etc/GMT-3", id="east of Greenwich, which the database writes the other way round"),
        pytest.param("UTC-5", "Etc/GMT+5", id="west of Greenwich"),
        pytest.param("+3", "Etc/GMT-3", id="an offset alone"),
        pytest.param("−3", "Etc/GMT+3", id="a minus sign"),
        pytest.param("utc + 03:00", "Etc/GMT-3", id="with spaces and minutes"),
        pytest.param("+0300", "Etc/GMT-3", id="without a colon"),
        pytest.param("GMT+05:30", "Asia/Kolkata", id="half an hour"),
        pytest.param("GMT-0", "UTC", id="no offset"),
        pytest.param("Etc/GMT+3", "Etc/GMT+3", id="the database's own name"),
        pytest.param("MSK", "Europe/Moscow", id="letters of one zone"),
        pytest.param("EST", "America/New_York", id="letters with a summer time"),
        pytest.param("Київ", "Europe/Kyiv", id="a city in Ukrainian"),
        pytest.param("Londres", "Europe/London", id="a city in French"),
        pytest.param("Europe/Kiev", "Europe/Kyiv", id="an older name"),
        pytest.param("istanbul", "Europe/Istanbul", id="a city under two continents"),
        pytest.param("Azerbaijan", "Asia/Baku", id="a country of one zone"),
    ],
)
def test_a_zone_is_known_by_its_name_or_city(typed: str, zone: str) -> None:
    assert parse_zone(typed) == zone


@pytest.mark.parametrize(
    ("read", "typed", "refusal_text"),
    [
        pytest.param(
            short_enough, "a" * 5_000, f"5,000 characters long; I read up to {COMMAND_CHARS:,}", id="too long"
        ),
        pytest.param(parse_track, "ferry min:0", "min: takes a number from 1 to 9, for example min:2", id="min:0"),
        pytest.param(parse_track, "ferry confirm:12", "confirm: takes a number from 1 to 9", id="confirm:12"),
        pytest.param(parse_timeline, "ferry since yesterday", "Write since 2025, since 2025-08", id="since a word"),
        pytest.param(parse_timeline, "ferry until soon", "Write until 2025, until 2025-08", id="until a word"),
        pytest.param(parse_timeline, "ferry since 2025-13", "“2025-13” is no date", id="a thirteenth month"),
        pytest.param(parse_timeline, "ferry since 0000", "“0000” is no date", id="a year nought"),
        pytest.param(parse_timeline, "a since 2025 until 2024", "swap them", id="the wrong way round"),
        pytest.param(parse_time_of_day, "25:00", "is no time of day. Write it like 08:30 or 7pm", id="a 25th hour"),
        pytest.param(parse_time_of_day, "8:75", "is no time of day", id="a 75th minute"),
        pytest.param(parse_time_of_day, "x" * 900, "x" * 40 + "” is no time", id="a long word is not said in full"),
        pytest.param(parse_quiet_hours, "", "Write quiet hours as from-to", id="nothing"),
        pytest.param(parse_quiet_hours, "22:00", "Write quiet hours as from-to", id="no end"),
        pytest.param(parse_quiet_hours, "22:00-22:00", "begin and end at the same minute", id="no length"),
        pytest.param(parse_quiet_hours, "22-7 someday", "I can't read “someday” as days", id="no day"),
        pytest.param(
            parse_quiet_hours, "22-7 break:0", "break: takes a number of publishers from 1 to 9", id="break:0"
        ),
        pytest.param(parse_quiet_hours, "22-7 break:²", "break: takes a number of publishers", id="a small two"),
        pytest.param(
            parse_zone, "Xqztv", "I know no time zone called “Xqztv”. For example Europe/Kyiv", id="no such zone"
        ),
        pytest.param(parse_zone, "Kyev", "Did you mean /timezone Europe/Kyiv?", id="a slip"),
        pytest.param(parse_zone, "IST", "Asia/Kolkata, /timezone Asia/Jerusalem", id="letters of several zones"),
        pytest.param(parse_zone, "+3:20", "No zone is at “+3:20”", id="an offset that no zone has"),
        pytest.param(parse_zone, "+15", "No zone is at “+15”", id="an offset too far east"),
        pytest.param(parse_zone, "amer", "Did you mean /timezone America/", id="the beginning of many"),
        pytest.param(parse_zone, "", "I know no time zone called “”", id="no zone"),
    ],
)
def test_what_can_not_be_read_is_said_with_the_mend(
    read: Callable[[str], object], typed: str, refusal_text: str
) -> None:
    with refused(refusal_text):
        read(typed)


@pytest.mark.parametrize(
    ("typed", "number"), [("#12", 12), ("12", 12), (" 12 ", 12), ("", None), ("twelve", None), ("1" * 10, None)]
)
def test_a_story_is_named_by_its_number(typed: str, number: int | None) -> None:
    assert parse_story_number(typed) == number
