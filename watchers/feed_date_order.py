"""Where a feed is from, and whether days or months come first there."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

_LAST_MONTH = 12
_REGION_LETTERS = 2
_COUNTRY_DOMAINS = {"uk": "gb"}
# Languages of so many countries that the likeliest one decides nothing.
_OF_MANY_COUNTRIES = frozenset({"en"})


@dataclass(frozen=True, slots=True)
class DatePlace:
    """What decides words and zones that mean several things.

    Attributes:
        language: The feed's, without its country; None where it does not say.
        countries: Where it may be from, the likeliest first: as its language's tag says, as its address ends, where its
            language is at home.
        clock_east: How far ahead of UTC the document's clocks are, as its other dates state it; None: nothing does.
    """

    language: str | None = None
    countries: tuple[str, ...] = ()
    clock_east: timedelta | None = None


def date_place(language: str | None, url: str, known: str | None = None) -> DatePlace:
    """The place of a feed.

    Args:
        language: As the feed says it: BCP 47, lower case.
        url: Of the feed's document.
        known: The source's language, which counts more: many feeds declare English whatever they are written in.
    """
    if known and (language or "").partition("-")[0] != known.partition("-")[0]:
        language = known
    root, *rest = (language or "").split("-")
    regions = [part for part in rest if len(part) == _REGION_LETTERS and part.isalpha()]
    try:
        last_label = (urlsplit(url).hostname or "").rpartition(".")[2]
    except ValueError:
        last_label = ""
    if len(last_label) == _REGION_LETTERS and last_label.isalpha():
        regions.append(_COUNTRY_DOMAINS.get(last_label, last_label))
    if root and root not in _OF_MANY_COUNTRIES and (home := _home(root)):
        regions.append(home)
    return DatePlace(language=root or None, countries=tuple(dict.fromkeys(regions)))


def day_and_month(first: int, separator: str, second: int, place: DatePlace) -> tuple[int, int]:
    """Which of two figures is the day.

    Raises:
        ValueError: It could be either.
    """
    if second > _LAST_MONTH:
        return second, first
    # Dots are day first wherever they are used; slashes and hyphens go both ways.
    if separator == "." or first > _LAST_MONTH or first == second:
        return first, second
    orders = {_month_first(place.language, country) for country in place.countries[:2]} if place.language else set()
    if len(orders) != 1 or None in orders:
        raise ValueError((first, second))
    return (second, first) if True in orders else (first, second)


def _home(language: str) -> str | None:
    from babel.core import get_global

    likely: str = get_global("likely_subtags").get(language, "")
    return likely.rpartition("_")[2].lower() or None


def _month_first(language: str | None, country: str) -> bool | None:
    from babel import Locale, UnknownLocaleError

    try:
        pattern: str = Locale.parse(f"{language}_{country.upper()}").date_formats["short"].pattern
    except (UnknownLocaleError, ValueError):
        return None
    return bool(pattern.index("M") < pattern.index("d"))
