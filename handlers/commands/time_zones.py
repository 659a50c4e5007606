"""What people call a time zone: its name or city in several languages, its country, its offset. Pure."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global

from handlers.asked_back import Choice, ChoiceError
from newsroom.errors import UserError
from newsroom.sentence import sentence

_QUOTED_CHARS = 40  # of what could not be read
_NEAR_ZONES = 5
_WRITTEN_IN = ("en", "uk", "ru", "fr", "de", "es", "pl", "tr")  # each costs a hundredth of a second, once
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-])\s*(\d{1,2})(?::?([0-5]\d))?(?:\s*h)?", re.IGNORECASE)
_MINUS = str.maketrans("−–", "--")
_EAST_MOST_H, _WEST_MOST_H = 14, -12
# Offsets with a broken hour, of minutes, where one zone has them all year round. Source: IANA tzdata, 2025b.
_BROKEN_HOURS = {
    -570: "Pacific/Marquesas",
    210: "Asia/Tehran",
    270: "Asia/Kabul",
    330: "Asia/Kolkata",
    345: "Asia/Kathmandu",
    390: "Asia/Yangon",
    525: "Australia/Eucla",
    570: "Australia/Darwin",
}
# What people write for a zone with its summer time, where it is one alone; the database knows EST as a fixed offset.
_LETTERS = {
    "akst": "America/Anchorage",
    "akdt": "America/Anchorage",
    "pst": "America/Los_Angeles",
    "pdt": "America/Los_Angeles",
    "mst": "America/Denver",
    "mdt": "America/Denver",
    "cdt": "America/Chicago",
    "est": "America/New_York",
    "edt": "America/New_York",
    "gmt": "UTC",
    "utc": "UTC",
    "z": "UTC",
    "cest": "Europe/Brussels",
    "eest": "Europe/Athens",
    "west": "Europe/Lisbon",
    "msk": "Europe/Moscow",
    "мск": "Europe/Moscow",
    "sast": "Africa/Johannesburg",
    "jst": "Asia/Tokyo",
    "kst": "Asia/Seoul",
    "aest": "Australia/Sydney",
    "aedt": "Australia/Sydney",
    "nzst": "Pacific/Auckland",
    "nzdt": "Pacific/Auckland",
}
_LETTERS_OF_SEVERAL = {
    "cst": ("America/Chicago", "Asia/Shanghai"),
    "ist": ("Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"),
    "bst": ("Europe/London", "Asia/Dhaka"),
}
_RENAMED = {"Europe/Kiev": "Europe/Kyiv", "Asia/Calcutta": "Asia/Kolkata", "Asia/Saigon": "Asia/Ho_Chi_Minh"}


def parse_zone(text: str) -> str:
    """An IANA zone, in any case; or a city, a country of one zone, letters such as MSK, an offset such as GMT+3.

    Raises:
        UserError: no zone is called that, or several; names near ones.
    """
    wanted = " ".join(text.split()).casefold()
    if (offset := _OFFSET.fullmatch(wanted.translate(_MINUS))) is not None:
        return _zone_of_offset(offset, text)
    if wanted in _LETTERS:
        return _LETTERS[wanted]
    found = _zones_called(wanted)
    if len(found) == 1:
        return found[0]
    raise _unknown(text, found or _spelled_alike(wanted))


def _zones_called(wanted: str) -> list[str]:
    """The zones of a name, letters, city or country: the first of these that fits any."""
    name, zones = wanted.replace(" ", "_"), _zones()
    found = (
        [zone for zone in zones if zone.lower() == name]
        or _LETTERS_OF_SEVERAL.get(wanted)
        or [zone for zone in zones if zone.rsplit("/", 1)[-1].lower() == name and "/" in zone]
        or sorted(_written_names().get(wanted, ()))
    )
    return list(dict.fromkeys(_today(zone) for zone in found))


def _zone_of_offset(offset: re.Match[str], text: str) -> str:
    """The zone so far east of Greenwich, without summer time; the database's own Etc/GMT-3 is 3 hours east."""
    sign, hours, minutes = offset.group(1), int(offset.group(2)), int(offset.group(3) or 0)
    east = (hours * 60 + minutes) * (1 if sign == "+" else -1)
    if east == 0:
        return "UTC"
    if east in _BROKEN_HOURS:
        return _BROKEN_HOURS[east]
    if minutes or not _WEST_MOST_H <= east // 60 <= _EAST_MOST_H:
        raise UserError(sentence("timezone.no_such_offset", text=text[:_QUOTED_CHARS]))
    return f"Etc/GMT{-east // 60:+d}"


def _unknown(text: str, near: list[str]) -> UserError:
    if not near:
        return UserError(sentence("timezone.unknown", text=text[:_QUOTED_CHARS]))
    shown = ", ".join(f"/timezone {zone}" for zone in near[:_NEAR_ZONES])
    choices = [Choice(f"/timezone {zone}", zone) for zone in near[:_NEAR_ZONES]]
    return ChoiceError(sentence("timezone.unknown_near", text=text[:_QUOTED_CHARS], near=shown), choices)


def _spelled_alike(wanted: str) -> list[str]:
    """Zones whose name has the word in it, or that are called nearly so."""
    name, names = wanted.replace(" ", "_"), _written_names()
    parts = [zone for zone in _zones() if name and name in zone.lower()]
    alike = get_close_matches(wanted, list(names), n=_NEAR_ZONES, cutoff=0.7)  # a guess: one wrong letter of four
    found = parts or [zone for called in alike for zone in sorted(names[called])]
    return list(dict.fromkeys(_today(zone) for zone in found))


@cache
def _zones() -> tuple[str, ...]:
    return tuple(sorted(available_timezones()))  # it walks a thousand files: 145 ms on a busy machine


@cache
def _written_names() -> dict[str, frozenset[str]]:
    """Zones by what their cities and countries are called, case folded."""
    found: dict[str, set[str]] = {}
    for name, zone in _names():
        found.setdefault(" ".join(name.casefold().replace("_", " ").split()), set()).add(zone)
    return {name: frozenset(zones) for name, zones in found.items()}


def _names() -> Iterator[tuple[str, str]]:
    known, territories = set(_zones()), get_global("territory_zones")
    for zone in known:
        if "/" in zone and not zone.startswith("Etc/"):
            yield zone.rsplit("/", 1)[-1], zone
    for language in _WRITTEN_IN:
        locale = Locale.parse(language)
        for zone, names in locale.time_zones.items():
            if "city" in names and zone in known:
                yield names["city"], zone
        for territory, name in locale.territories.items():
            for zone in territories.get(territory, ()):
                if zone in known:
                    yield name, zone


def _today(zone: str) -> str:
    """The zone under the name that it has now: there are older ones, of which Babel prefers three."""
    known_by_babel = str(get_global("zone_aliases").get(zone, zone))
    return _RENAMED.get(known_by_babel, known_by_babel)
