"""Holidays that keep their day."""

from newsroom.facts.dates.mention import DateMention
from newsroom.facts.dates.scan import Scan


def find_holidays(read: Scan, found: tuple[DateMention, ...]) -> tuple[DateMention, ...]:
    """The mentions with those of holidays among them."""
    del read
    return found
