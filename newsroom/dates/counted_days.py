"""Days counted from another date: two days before last Friday, the day after Christmas."""

import re
from dataclasses import replace

from newsroom.dates import periods
from newsroom.dates.grammar_match import GrammarMatch, ResolvedDate
from newsroom.dates.mention import Derivation, Precision

_WEEK = 7  # days
_MOST = 400  # of days or weeks: who counts further means no day; a guess
# "The day before", "two weeks after", up to the date that follows; "the week before" names no day.
_BEFORE_A_DATE = re.compile(r"(?<![<=>])(?:T(?=D)|z|[dq]|q-?q)([DK])([ug])T?$")


def day_counted_from(match: GrammarMatch, resolved: ResolvedDate) -> tuple[GrammarMatch, ResolvedDate]:
    """The match with the words of counting before it and the day that they lead to; both as they were without any."""
    if resolved.period.precision is not Precision.DAY:
        return match, resolved
    found = _BEFORE_A_DATE.search(match.scan.classes, 0, match.start)
    if found is None:
        return match, resolved
    numbers = [match.scan.number(at) for at in range(found.start(), found.start(1)) if match.scan.classes[at] in "dqz"]
    count = sum(numbers) or 1
    days = count * (_WEEK if found[1] == "K" else 1) * (1 if found[2] == "g" else -1)
    period = periods.days_away(resolved.period.first, days) if count <= _MOST else None
    if period is None:
        return match, resolved
    kind = Derivation.RELATIVE if resolved.kind is Derivation.STATEMENT else resolved.kind
    return replace(match, start=found.start()), replace(resolved, period=period, kind=kind)
