from newsroom.facts.dates.mention import DateMention, Kind, Precision
from newsroom.facts.dates.tagger import find_dates

__all__ = ["DateMention", "Kind", "Precision", "find_dates"]
