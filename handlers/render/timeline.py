"""What happened when: each dated event with its sentence, its date's precision and who says so."""

from collections.abc import Sequence
from datetime import date

from handlers.messages import Button, Message
from handlers.render.html import bold, escape, fit, italic, link, shortened
from handlers.render.times import count, day, month
from newsroom.facts.dates import Kind
from newsroom.facts.entries import Entry
from newsroom.facts.tellings import Exactness
from newsroom.facts.timeline import Timeline

_SENTENCE_CHARS = 300
_BACKGROUND = 5
_UNDATED = 3


def timeline(title: str, found: Timeline, buttons: tuple[tuple[Button, ...], ...] = ()) -> Message:
    """Events in order; background older than a year folded; what has no date last."""
    lines = [f"🕒 {bold('Timeline')} — {escape(shortened(title, 150))}"]
    if not (found.entries or found.background or found.undated):
        lines.append("Nothing dated yet. Events appear here as reports come in.")
    if found.background:
        told = "\n".join(_entry(e) for e in found.background[-_BACKGROUND:])
        lines.append(f"<blockquote expandable>{bold('Background')}\n{told}</blockquote>")
    lines += [_entry(e) for e in found.entries]
    if found.more:
        lines.append(
            italic(f"{count(found.more, 'further date')} left out; since 2025-06 or until 2025-09 narrows it.")
        )
    if found.undated:
        lines.append(italic("undated"))
        lines += [_entry(e) for e in found.undated[:_UNDATED]]
    return Message(html=fit("\n".join(lines)), buttons=buttons)


def _entry(entry: Entry) -> str:
    cited = _cited(entry)
    figures = "".join(f"\n    ⚠ {escape(text)}" for text in _figures(entry))
    said = " (a statement)" if entry.kind is Kind.STATEMENT else ""
    return f"▪ {bold(when(entry))}{said} {escape(shortened(entry.text, _SENTENCE_CHARS))}\n    — {cited}{figures}"


def when(entry: Entry) -> str:
    """The date as precisely as it is known: 12 Aug 2025, Aug 2025, 2025, by 28 Jun 2025."""
    first, last = entry.first, entry.last
    if last is None:
        return "undated"
    if entry.precision is Exactness.BEFORE:
        return f"before {day(last)}"
    if first is None or entry.precision is Exactness.ON_OR_BEFORE:
        return f"by {day(last)}"
    if entry.precision in (Exactness.MONTH, Exactness.YEAR):
        shown = _dated(first, entry.precision)
        return f"{shown} (year inferred)" if entry.year_inferred else shown
    return _span(first, last)


def _dated(value: date, precision: Exactness) -> str:
    if precision is Exactness.YEAR:
        return str(value.year)
    return month(value) if precision is Exactness.MONTH else day(value)


def _span(first: date, last: date) -> str:
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    return f"{day(first)} – {day(last)}"


def _cited(entry: Entry) -> str:
    """Every source once, leading to its article; whose date it is, where a mention had none of its own."""
    cited: dict[str, str] = {}
    dated = {m.item.source.name for m in entry.mentions if m.dated}
    for mention in entry.mentions:
        name = mention.item.source.name
        cited.setdefault(name, link(name, mention.item.url))
    undated = [name for name in cited if name not in dated]
    shown = ", ".join(list(cited.values())[:5])
    if len(cited) > 5:  # noqa: PLR2004 - as many as a line holds
        shown += f" and {count(len(cited) - 5, 'other')}"
    if dated and undated:
        shown += f" (date per {escape(', '.join(sorted(dated)[:2]))})"
    return shown


def _figures(entry: Entry) -> Sequence[str]:
    told: dict[str, list[str]] = {}
    for figure in entry.figures:
        told.setdefault(figure.slot, []).append(f"{figure.value} ({figure.outlet})")
    return [f"{slot}: {' / '.join(values)}" for slot, values in told.items()]
