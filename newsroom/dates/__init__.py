from newsroom.dates.mention import DateMention, Derivation, Precision
from newsroom.dates.tagger import find_dates
from newsroom.dates.unread_dates import names_date, reads_dates

__all__ = ["DateMention", "Derivation", "Precision", "find_dates", "names_date", "reads_dates"]
