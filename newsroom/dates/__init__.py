from newsroom.dates.mention import DateMention, Derivation, Precision
from newsroom.dates.tagger import find_dates

__all__ = ["DateMention", "Derivation", "Precision", "find_dates"]
