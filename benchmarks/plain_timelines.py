"""Timelines by a plain method, to lay beside the engine's: count the documents of each day, and take the most."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from newsroom.dates import Precision, find_dates
from newsroom.item import Item
from newsroom.timelines.dated_sentences import item_sentences

DaysOf = Callable[[Item], set[date]]


def named_days(item: Item) -> set[date]:
    """Every day that the text names."""
    found = (date for text in item_sentences(item) for date in find_dates(text, item.time.date(), item.language))
    return {one.first for one in found if one.precision is Precision.DAY and one.first == one.last}


def publication_day(item: Item) -> set[date]:
    return {item.time.date()}


def most_documents(items: Sequence[Item], days_of: DaysOf, entries: int, since: date, until: date) -> list[date]:
    """The days that most documents have; of two with as many the earlier."""
    counts: defaultdict[date, int] = defaultdict(int)
    for item in items:
        for day in days_of(item):
            if since <= day <= until:
                counts[day] += 1
    return sorted(counts, key=lambda day: (-counts[day], day))[:entries]


def with_name(items: Sequence[Item], name: str) -> list[date]:
    """The days that sentences with the whole name date, and those of publication where they date none."""
    found: set[date] = set()
    for item in items:
        about = [text for text in item_sentences(item) if name.casefold() in text.casefold()]
        days = {
            one.first
            for text in about
            for one in find_dates(text, item.time.date(), item.language)
            if one.precision is Precision.DAY
        }
        found |= days or ({item.time.date()} if about else set())
    return sorted(found)


def as_answer(days: Sequence[date]) -> Mapping[str, object]:
    """As `wirewatch lab timeline` writes it, without texts."""
    return {"entries": [{"date": day.isoformat(), "text": ""} for day in days]}
