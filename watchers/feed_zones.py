"""Time zones as feeds write them: offsets, letters, names of the zone database.

Letters that several countries use for several zones mean one only where the feed's country or language decides. A zone
that is not known has no offset: the caller keeps the day alone.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

# Hours east of UTC. The American ones are those of RFC 822; the rest is what the zone database calls its zones, and
# what it called them before it went over to figures.
_HOURS_EAST = (
    "z:0 ut:0 utc:0 gmt:0 wet:0 azost:0 egst:0 west:1 wat:1 cet:1 mez:1 met:1 cest:2 mesz:2 mest:2 eet:2 cat:2 "
    "sast:2 eest:3 msk:3 trt:3 eat:3 idt:3 irst:3.5 msd:4 azt:4 get:4 gst:4 samt:4 mut:4 sct:4 ret:4 aft:4.5 "
    "pkt:5 uzt:5 tjt:5 tmt:5 yekt:5 mvt:5 npt:5.75 kgt:6 omst:6 btt:6 mmt:6.5 ict:7 wib:7 krat:7 novt:7 hovt:7 "
    "awst:8 hkt:8 sgt:8 wita:8 myt:8 pht:8 irkt:8 ulat:8 jst:9 kst:9 wit:9 yakt:9 acst:9.5 aest:10 chst:10 "
    "vlat:10 acdt:10.5 aedt:11 magt:11 nzst:12 fjt:12 pett:12 nzdt:13 cvt:-1 azot:-1 fnt:-2 ndt:-2.5 brt:-3 "
    "art:-3 adt:-3 uyt:-3 gft:-3 srt:-3 clst:-3 nst:-3.5 bot:-4 clt:-4 vet:-4 gyt:-4 edt:-4 pet:-5 cot:-5 est:-5 "
    "mdt:-6 pdt:-7 mst:-7 akdt:-8 pst:-8 hdt:-9 akst:-9 hst:-10 bst:1 ast:-4 "
)
# Letters of several zones, by the country that means another one than above; those not above mean nothing elsewhere.
_HOURS_BY_COUNTRY: Mapping[str, Mapping[str, float]] = {
    "ist": {"in": 5.5, "lk": 5.5, "ie": 1, "il": 2},
    "cst": {"us": -6, "ca": -6, "mx": -6, "cr": -6, "gt": -6, "hn": -6, "cu": -5, "cn": 8, "tw": 8, "hk": 8, "mo": 8},
    "cdt": {"us": -5, "ca": -5, "mx": -5, "cu": -4},
    "ast": {"sa": 3, "kw": 3, "iq": 3, "bh": 3, "qa": 3, "ye": 3},
    "bst": {"bd": 6},
    "bdt": {"bd": 6, "bn": 8},
    "amt": {"br": -4, "am": 4},
    "ect": {"ec": -5},
    "est": {"au": 10},
    "edt": {"au": 11},
    "mst": {"my": 8},
    "pst": {"ph": 8},
    "sst": {"as": -11, "us": -11, "sg": 8},
    "wst": {"au": 8, "ws": 13},
}
# "Eastern time" and its like: standard or daylight time, as the day has it.
_GENERIC = {
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
    "akt": "America/Anchorage",
}
_WIDEST = timedelta(hours=14)
_LAST_MINUTE = 59
_OFFSET = re.compile(r"(?:utc|gmt)?([+-])(\d{1,2}):?(\d{2})?(?::?00)?")


def offset(zone: str, local: datetime, countries: Sequence[str]) -> timedelta | None:
    """How far east of UTC a zone's clocks are.

    Args:
        zone: As written, lower case.
        local: What its clock says, without a zone: named zones change theirs twice a year.
        countries: Where the feed may be from, the likeliest first.

    Returns:
        None where the zone is not known, or its clock says so twice, when summer time ends.
    """
    if (figures := _OFFSET.fullmatch(zone)) is not None:
        return _signed(figures)
    by_country = _HOURS_BY_COUNTRY.get(zone, {})
    hours = next((by_country[country] for country in countries if country in by_country), _hours().get(zone))
    if hours is not None:
        return timedelta(hours=hours)
    name = _GENERIC.get(zone) or _names().get(zone)
    return None if name is None else _named(name, local)


def _signed(figures: "re.Match[str]") -> timedelta | None:
    east = timedelta(hours=int(figures[2]), minutes=int(figures[3] or 0))
    if east > _WIDEST or int(figures[3] or 0) > _LAST_MINUTE:
        return None
    return -east if figures[1] == "-" else east


def _named(name: str, local: datetime) -> timedelta | None:
    zone = ZoneInfo(name)
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    there = first.utcoffset()
    # Where the two differ, the clock shows this time twice, or never.
    return there if there == second.utcoffset() and first.astimezone(UTC).year > 1 else None


@lru_cache(maxsize=1)
def _hours() -> dict[str, float]:
    return {letters: float(hours) for letters, hours in (zone.split(":") for zone in _HOURS_EAST.split())}


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    # "Factory" and "localtime" are this machine's; names without a slash are countries or letters that mean one zone.
    return {name.lower(): name for name in available_timezones() if name.lower() not in {"factory", "localtime"}}
