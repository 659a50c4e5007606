"""What an answer's headers say about when to come back."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s{0,3}=\s{0,3}\"?(\d{1,9})")
_LONGEST_HEADER_CHARS = 500
_VALIDATOR = re.compile(r"[\x20-\x7e]{1,500}")


def max_age_s(headers: Mapping[str, str]) -> int | None:
    """For how many more seconds the answer counts as fresh; None where the server does not say, or says not at all.

    Source: RFC 9111, 5.2.2.1 (max-age), 5.1 (Age), 5.3 (Expires, which gives way to max-age).
    """
    control = headers.get("Cache-Control", "")[:_LONGEST_HEADER_CHARS].lower()
    if found := _MAX_AGE.search(control):
        age = headers.get("Age", "").strip()
        spent_s = int(age) if age.isascii() and age.isdigit() and len(age) <= len("999999999") else 0
        return max(0, int(found[1]) - spent_s) or None
    expires, sent = _http_date(headers.get("Expires")), _http_date(headers.get("Date"))
    if "no-cache" in control or "no-store" in control or expires is None or sent is None:
        return None
    return max(0, int((expires - sent).total_seconds())) or None


def retry_after(headers: Mapping[str, str]) -> timedelta | None:
    """How long the server asks to be left alone; None where it does not ask.

    Source: RFC 9110, 10.2.3: seconds, or a date, which is held against the server's own clock.
    """
    raw = headers.get("Retry-After", "").strip()
    if raw.isascii() and raw.isdigit() and len(raw) <= len("999999999"):
        return timedelta(seconds=int(raw)) or None
    until, sent = _http_date(raw), _http_date(headers.get("Date"))
    if until is None or sent is None or until <= sent:
        return None
    return until - sent


def validator(raw: str | None) -> str | None:
    """An `ETag` or `Last-Modified` that can be sent back as it came; None for what can't."""
    return raw if raw is not None and _VALIDATOR.fullmatch(raw) else None


def _http_date(raw: str | None) -> datetime | None:
    if not raw or len(raw) > _LONGEST_HEADER_CHARS:
        return None
    try:
        moment = parsedate_to_datetime(raw)
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
