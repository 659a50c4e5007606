from newsroom.dates.mention import DateMention, Derivation, Precision
from newsroom.dates.scan import Scan
from newsroom.dates.tagger import dates_of, find_dates, scan
from newsroom.dates.unread_dates import names_date, reads_dates

__all__ = [
    "DateMention",
    "Derivation",
    "Precision",
    "Scan",
    "dates_of",
    "find_dates",
    "names_date",
    "reads_dates",
    "scan",
]
