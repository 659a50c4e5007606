"""Ways in which feeds write dates, each with the moment that it means or the day that is all that is certain."""

from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias

NOON_UTC = datetime(2026, 11, 20, 12, tzinfo=UTC)
EVENING_UTC = datetime(2026, 11, 20, 21, 5, tzinfo=UTC)
DAY = date(2026, 11, 20)
Meaning: TypeAlias = datetime | date | None
Way: TypeAlias = tuple[str, str | None, str, Meaning]


def evening(east_h: float = 0) -> datetime:
    """20 November 2026, 21:05 on clocks so far east of UTC."""
    return EVENING_UTC - timedelta(hours=east_h)


def _all(meaning: Meaning, *written: str, language: str | None = None, url: str = "") -> list[Way]:
    return [(raw, language, url, meaning) for raw in written]


WAYS: list[Way] = [
    # As the specifications have it.
    *_all(
        evening(),
        "Fri, 20 Nov 2026 21:05:00 GMT",
        "Fri, 20 Nov 2026 21:05:00 +0000",
        "Fri, 20 Nov 2026 21:05:00 -0000",
        "20 Nov 26 21:05 UT",
        "20 Nov 26 2105 Z",
        "2026-11-20T21:05:00Z",
        "2026-11-20t21:05:00z",
        "2026-11-20T21:05Z",
        "2026-11-20T21:05:00.123Z",
        "2026-11-20T21:05:00,5Z",
        "20261120T210500Z",
        "20261120T2105Z",
        "20261120210500",
        "2026-W47-5T21:05:00Z",
        "2026W475T210500Z",
        "2026-324T21:05:00Z",
        "2026324T2105Z",
        "Fri Nov 20 21:05:00 2026",
        "Friday, 20-Nov-26 21:05:00 GMT",
        "Fri Nov 20 2026 21:05:00 GMT+0000 (Coordinated Universal Time)",
        "1795208700",
        "1795208700000",
        "1795208700.25",
    ),
    *_all(evening(1), "2026-11-20T21:05:00+01:00", "2026-11-20T21:05:00+01", "2026-11-20 21:05:00 +0100"),
    *_all(evening(1), "2026-11-20T21:05:00+01:00[Europe/Berlin]", "2026-11-20 21:05:00 + 01:00"),
    *_all(evening(5.5), "2026-11-20T21:05:00+0530", "Fri, 20 Nov 2026 21:05:00 +530"),
    # Clocks at the edge of a day or a second.
    *_all(datetime(2026, 11, 21, tzinfo=UTC), "2026-11-20T24:00:00Z", "Fri, 20 Nov 2026 24:00 GMT"),
    *_all(datetime(2026, 11, 21, tzinfo=UTC), "2026-11-20T23:59:60Z", "Fri, 20 Nov 2026 23:59:60 +0000"),
    *_all(datetime(2026, 11, 20, tzinfo=UTC), "2026-11-20T00:00:00Z", "November 20, 2026 12:00 AM"),
    # Zones by name, by letters, and by what is no zone.
    *_all(evening(-8), "Fri, 20 Nov 2026 21:05:00 America/Los_Angeles", "Fri, 20 Nov 2026 21:05:00 PT"),
    *_all(evening(-8), "Fri, 20 Nov 2026 21:05:00 PST", "20 Nov 2026 21:05 (PST)"),
    *_all(evening(-5), "Fri, 20 Nov 2026 21:05:00 ET", "Fri, 20 Nov 2026 21:05:00 EST", "20 Nov 2026 9:05 PM ET"),
    *_all(evening(-5), "Fri Nov 20 21:05:00 EST 2026", "2026-11-20 21:05 America/New_York", "Nov 20, 2026 9:05pm EST"),
    *_all(evening(-4), "Fri, 20 Nov 2026 21:05:00 AST"),
    *_all(evening(3), "Fri, 20 Nov 2026 21:05:00 MSK", "Fri, 20 Nov 2026 21:05:00 EAT"),
    *_all(evening(3), "Fri, 20 Nov 2026 21:05:00 Europe/Istanbul"),
    *_all(evening(3), "Fri, 20 Nov 2026 21:05:00 AST", url="https://news.sa/feed"),
    *_all(evening(5), "Fri, 20 Nov 2026 21:05:00 PKT", "Fri, 20 Nov 2026 21:05:00PKT"),
    *_all(
        evening(7), "Fri, 20 Nov 2026 21:05:00 WIB", "Fri, 20 Nov 2026 21:05:00 ICT", "20 Nov 2026 21:05 Asia/Jakarta"
    ),
    *_all(evening(8), "Fri, 20 Nov 2026 21:05:00 UTC+8", "Fri, 20 Nov 2026 21:05:00 GMT +08:00"),
    *_all(evening(8), "Fri, 20 Nov 2026 21:05:00 CST", language="zh-cn"),
    *_all(evening(-6), "Fri, 20 Nov 2026 21:05:00 CST", language="en-us"),
    *_all(evening(5.5), "Fri, 20 Nov 2026 21:05:00 IST", language="en-in"),
    *_all(evening(5.5), "Fri, 20 Nov 2026 21:05:00 IST", language="en-us", url="https://news.in/feed"),
    *_all(evening(2), "Fri, 20 Nov 2026 21:05:00 IST", language="he"),
    *_all(evening(10), "Fri, 20 Nov 2026 21:05:00 EST", url="https://news.com.au/feed"),
    *_all(DAY, "Fri, 20 Nov 2026 21:05:00 IST", "Fri, 20 Nov 2026 21:05:00 CST", language="en"),
    *_all(DAY, "Fri, 20 Nov 2026 21:05:00 XYZ", "Fri, 20 Nov 2026 21:05:00 Europe/Atlantis", "20 Nov 2026 21:05 (XYZ)"),
    *_all(DAY, "Fri, 20 Nov 2026 21:05:00 0200", "Fri, 20 Nov 2026 21:05:00 +99:99", "Fri, 20 Nov 2026 21:05:00 A"),
    *_all(date(2026, 11, 1), "Sun, 01 Nov 2026 01:30:00 America/New_York"),  # shown twice that night
    # Figures and separators out of line.
    *_all(
        evening(), "Fri, 20 Nov 2026 21:5:00 +0000", "Fri, 20 Nov 2026 21:05:0 +0000", "Fri, 20 Nov 2026 21: 05: 00 GMT"
    ),
    *_all(evening(), "Fri, 20 Nov 2026 21:05:00: GMT", "20/Nov/2026:21:05:00 +0000", "2026-11-20 - 21:05"),
    *_all(
        evening(), "20.11.2026 21.05", "20.11.2026, 21:05", "20 Nov 2026 21h05", "20. 11. 2026 21:05", "20.11.26 21:05"
    ),
    *_all(evening(), "20 Nov 2026, 21h05m00s", "2026/11/20 21:05", "2026.11.20 21:05", "11/20/2026 9:05 p.m."),
    *_all(evening(), "Fri, 20 Nov 2026 21:05:00", "2026-11-20T21:05:00", "November 20th, 2026 at 9:05 PM"),
    *_all(evening(), "Published: 20 Nov 2026 21:05", "<time>2026-11-20T21:05:00Z</time>", "2026-11-20T21:05:00&#90;"),
    *_all(NOON_UTC - timedelta(hours=1) + timedelta(seconds=9), "2026-11-20T12:00:9+01:00"),
    *_all(evening(1), "2026-11-20T21:05:00+:0100", "2026-11-20T21:05:00+01:00:"),
    *_all(
        evening(-5), "2026-11-20T21:05:00\u221205:00", "2026-11-20T21:05:00&minus;05:00", "20 Nov 2026 21:05 \u20130500"
    ),
    *_all(evening(5), "2026-11-20T21:05:00&#43;05:00", "2026-11-20T21:05:00&plus;05:00"),
    *_all(DAY, "2026-11-20T21::05Z", "2026-11-20T21:05:00:123Z", "Fri, 20 Nov 2026 25:61:00 GMT", "2026-11-20 2x:05"),
    *_all(DAY, "20 Nov 2026 10:00 - 12:00", "20 Nov 2026 21:05 AM", "20 Nov 2026 late in the evening"),
    # No clock at all.
    *_all(DAY, "2026-11-20", "20 November 2026", "20.11.2026", "Nov 20, 2026", "2026-W47-5", "2026-324", "20261120"),
    *_all(DAY, "20 lis 2026", language="pl"),
    *_all(date(2026, 7, 6), "06/07/2026", language="en-gb"),
    *_all(date(2026, 7, 6), "06/07/2026", language="fr"),
    *_all(date(2026, 6, 7), "06/07/2026", language="en-us"),
    # Words of other languages.
    *_all(
        evening(1),
        "Do, 20 Nov 2026 21:05:00 +0100",
        "Fr, 20. November 2026 21:05 MEZ",
        "20. November 2026 um 21:05 Uhr MEZ",
    ),
    *_all(datetime(2026, 3, 20, 20, 5, tzinfo=UTC), "Do, 20 Mrz 2026 21:05:00 +0100", "20. M\u00e4rz 2026 21:05 +0100"),
    *_all(evening(1), "vendredi 20 novembre 2026 \u00e0 21h05 +0100", "ven. 20 nov. 2026 21:05 CET"),
    *_all(evening(), "20 de noviembre de 2026 a las 21:05", "sex, 20 de novembro de 2026 \u00e0s 21:05"),
    *_all(datetime(2026, 8, 20, tzinfo=UTC) + timedelta(hours=21), "20 ao\u00fbt 2026 21:00", "20 aout 2026 21:00"),
    *_all(
        evening(2),
        "\u03a0\u03b1\u03c1, 20 \u039d\u03bf\u03b5 2026 21:05:00 +0200",
        "20 \u039d\u03bf\u03b5\u03bc\u03b2\u03c1\u03af\u03bf\u03c5 2026 9:05 \u03bc.\u03bc. +0200",
    ),
    *_all(
        evening(3),
        "\u041f\u0442, 20 \u043d\u043e\u044f 2026 21:05:00 +0300",
        "20 \u043d\u043e\u044f\u0431\u0440\u044f 2026 \u0433., 21:05 MSK",
        "20 \u043d\u043e\u044f\u0431. 2026 \u0432 21:05 +0300",
    ),
    *_all(
        evening(2),
        "20 \u043b\u0438\u0441\u0442\u043e\u043f\u0430\u0434\u0430 2026, 21:05 +0200",
        "pt., 20 lis 2026 21:05 +0200",
    ),
    *_all(evening(3), "20 Kas\u0131m 2026 Cuma 21:05 +0300", "Cum, 20 Kas 2026 21:05:00 +0300", language="tr"),
    *_all(
        evening(),
        "20 th\u00e1ng 11, 2026 21:05",
        "20 \u0e1e.\u0e22. 2569 21:05 \u0e19.",
        "20 \u0928\u0935\u0902\u092c\u0930 2026 21:05",
    ),
    *_all(
        evening(),
        "2026. november 20. 21:05",
        "2026 m. lapkri\u010dio 20 d. 21:05",
        "20. marraskuuta 2026 klo 21.05",
        language="fi",
    ),
    *_all(date(2026, 11, 20), "20 Nov 2026 blorp 9:05"),
    *_all(None, "20 listopada 2026 21:05", "20 Blorp 2026 21:05"),
    # East Asian and Arabic dates.
    *_all(
        evening(),
        "2026\u5e7411\u670820\u65e5 21\u6642 05\u5206",
        "2026\u5e7411\u670820\u65e521\u65f605\u520600\u79d2",
        "2026\u5e7411\u670820\u65e5 \u4e0b\u53489:05",
    ),
    *_all(
        evening(),
        "2026\ub144 11\uc6d4 20\uc77c (\uae08) \uc624\ud6c4 9\uc2dc 05\ubd84",
        "2026. 11. 20. \uc624\ud6c4 9:05:00",
        "\uff12\uff10\uff12\uff16-11-20 21:05",
    ),
    *_all(evening(9), "2026\u5e7411\u670820\u65e5\uff08\u91d1\uff0921:05 JST", "2026-11-20 21:05:00 KST"),
    *_all(
        evening(),
        "\u0662\u0660 \u0646\u0648\u0641\u0645\u0628\u0631 \u0662\u0660\u0662\u0666 \u0669:\u0660\u0665 \u0645",
        "\u06f2\u06f0 \u0646\u0648\u0627\u0645\u0628\u0631 \u06f2\u06f0\u06f2\u06f6\u060c \u06f2\u06f1:\u06f0\u06f5",
    ),
    *_all(DAY, "2026\u5e7411\u670820\u65e5", "2026\ub144 11\uc6d4 20\uc77c"),
    *_all(
        date(2026, 11, 20),
        "令和8年11月20日",
        "民國115年11月20日",
        "中華民國 115 年 11 月 20 日",
        "20 พ.ย. 69",
        "20 พ.ย. 26",
    ),
    *_all(date(2019, 5, 1), "令和元年5月1日"),
    *_all(evening(), "20 lis 2026 godz. 21:05", language="pl"),
    *_all(evening(), "יום שישי, 20 בנובמבר 2026, 21:05", language="he"),
    *_all(evening(), "الجمعة ٢٠ تشرين الثاني ٢٠٢٦ ٢١:٠٥", "20 تشرين الثاني 2026 9:05 م", language="ar"),
    *_all(date(2026, 12, 20), "20 كانون الأول 2026", "20 كانون الاول 2026"),
    *_all(date(2026, 8, 20), "20 آب 2026", "20 اب 2026"),
    # Programs.
    *_all(evening(), "/Date(1795208700000)/", "/Date(1795208700000+0200)/", "Date(1795208700000)"),
    *_all(
        evening(),
        "Le 20 novembre 2026 à 21 h 05",
        "20 nov. 2026 21:05 hs",
        "20 nov 2026 om 21:05 uur",
    ),
    *_all(
        evening(2),
        "2026-11-20 21:05:00 +0200 EET",
        "2026-11-20T21:05:00.0000000+02:00",
        "Fri, 20 Nov 2026 21:05:00 GMT+2",
    ),
    *_all(
        evening(-5), "Nov. 20, 2026, 9:05 p.m. ET", "Fri, 20 Nov 2026 21:05:00 EST5EDT", "Fri, 20 Nov 2026 21:05:00 -5"
    ),
    *_all(evening(13), "Fri, 20 Nov 2026 21:05:00 NZDT"),
    *_all(evening(5.75), "Fri, 20 Nov 2026 21:05:00 NPT", "Fri, 20 Nov 2026 21:05:00 +05:45"),
    *_all(evening(), "Friday, November 20, 2026 - 21:05", "Friday 20th November 2026 9.05pm", "Nov 20 2026 09:05PM"),
    *_all(evening(), "20 Νοεμβρίου 2026, 21:05", "20 ноември 2026, 21:05 ч.", "20 noiembrie 2026, ora 21:05"),
    *_all(evening(7), "Thứ Sáu, 20/11/2026, 21:05 (GMT+7)", "Jumat, 20 Nov 2026 21:05 WIB"),
    *_all(DAY, "2026-11-20T21:05:00Z+00:00", "Fri, 20 Nov 2026 24:05:00 GMT", "Fri, 20 Nov 2026 23:60:00 GMT"),
    # Nothing.
    *_all(
        None,
        "29 آبان 1405",
        "3 hours ago",
        "Fri, 31 Apr 2026 21:05:00 GMT",
        "06/07/2026",
        "2026",
        "2026-11",
        "yesterday",
        "31 Feb 2026",
        "0000-00-00 00:00:00",
        "Thu, 01 Jan 1970 00:00:00 GMT",
    ),
]
