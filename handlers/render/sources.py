"""Who reported a story, in which order, who merely reprints whom."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from handlers.buttons import Act, button
from handlers.html import bold, escape, fit, link
from handlers.messages import Button, Message, Rows
from handlers.render.contradictions import developing, open_contradictions
from handlers.render.outlet_names import headline, outlet, outlet_count, plain_headline
from handlers.sentences.reader import Reader
from newsroom.desk.story_view import Dispute, StoryView
from newsroom.item import Item, ItemId
from newsroom.stories.independence import Independence, Report
from newsroom.story import StoryId, numbered

REPORTS_ELSEWHERE = 20  # of a story, where another program reads it; /sources names them all
_SHOWN = 25
_FIGURES = 8
_TOPIC_STORIES, _TOPIC_OUTLETS = 10, 15


def story_sources(view: StoryView, lead: Item, reader: Reader, now: datetime) -> Message:
    """In the order of arrival in our feeds, reprints under what they reprint, both clocks where they differ."""
    found = view.independence()
    lines = [
        f"📚 {bold(reader.say('sources.heading'))} — {headline(lead, reader)}",
        _outlets(found, reader),
        "",
    ]
    own = [r for r in found.reports if r.reprint_of is None]
    for number, report in enumerate(own[:_SHOWN], start=1):
        first = _first(found, reader) if number == 1 else ""
        lines.append(_report(f"{number}.", report, reader, now, first=first))
        lines += [
            _report("    ↳", copy, reader, now, of=report.outlet)
            for copy in found.reports
            if copy.reprint_of == report.item.id
        ]
    if len(own) > _SHOWN:
        lines.append(reader.say("sources.more", count=len(own) - _SHOWN))
    lines += _figures(view, reader)
    buttons = (
        button(reader.say("button.timeline"), Act.TIMELINE, view.id),
        button(reader.say("button.why_one_story"), Act.WHY, view.id),
    )
    return Message(html=fit("\n".join(lines)), buttons=(buttons,))


def _outlets(found: Independence, reader: Reader) -> str:
    return outlet_count(found.outlets, found.independent, reader)


def _first(found: Independence, reader: Reader) -> str:
    """What our feeds show of the report at the top; never that it was the first to report."""
    top, others = found.reports[0], found.reports[1:]
    if all(top.item.arrived_at < other.item.arrived_at for other in others):
        return reader.say("report.first")
    return reader.say("report.earliest_by_date" if top.item.published else "report.among_first")


def _report(mark: str, report: Report, reader: Reader, now: datetime, *, first: str = "", of: str | None = None) -> str:
    item = report.item
    parts = [f"{mark} {outlet(item.source, reader)} · {_when(report, reader, now)}"]
    if first:
        parts.append(first)
    if whose := _whose_text(report, of, reader):
        parts.append(whose)
    if report.credit and report.own_text:
        parts.append(reader.say("report.credits", outlet=escape(report.credit)))
    line = " · ".join(parts)
    return f"{line}\n      {link(plain_headline(item.title, reader, 100), item.page)}" if item.title else line


def _when(report: Report, reader: Reader, now: datetime) -> str:
    item = report.item
    if item.published is None:
        return reader.say("report.undated", arrived=reader.clock(item.arrived_at, now))
    if report.two_clocks and item.published is not None:
        published, arrived = reader.clock(item.published, now), reader.clock(item.arrived_at, now)
        return reader.say("report.two_clocks", published=published, arrived=arrived)
    return reader.clock(report.published_at, now)


def _whose_text(report: Report, of: str | None, reader: Reader) -> str:
    if report.own_text:
        return reader.say("report.own_text")
    if of is not None and report.shared_pct:
        return reader.say("report.reprints_part", outlet=escape(of), shared_pct=report.shared_pct)
    if of is not None:
        return reader.say("report.reprints", outlet=escape(of))
    if report.agency:
        return reader.say("report.agency", agency=escape(report.agency))
    return reader.say("report.unnamed_source") if report.agency == "" else ""


def _figures(view: StoryView, reader: Reader) -> list[str]:
    """Each contradiction that holds, and how each developing figure went, in one line."""
    own = {placed.item.id for placed in view.items}
    lines = [_contradiction(dispute, own, reader) for dispute in open_contradictions(view)]
    for slot, values in developing(view).items():
        lines.append(reader.say("sources.developing", slot=reader.say(f"slot.{slot}"), values=" → ".join(values)))
    return ["", *lines[:_FIGURES]] if lines else [""]


def _contradiction(dispute: Dispute, own: set[ItemId], reader: Reader) -> str:
    a, b = dispute.disagreement.a, dispute.disagreement.b
    inside = {a.item, b.item} <= own
    return reader.say(
        "sources.contradiction" if inside else "sources.contradiction_earlier",
        slot=reader.say(f"slot.{dispute.disagreement.slot}"),
        a=f"{a.number} {escape(a.outlet)}",
        b=f"{b.number} {escape(b.outlet)}",
        dispute=numbered(dispute.id),
    )


def topic_sources(
    query: str,
    views: Sequence[StoryView],
    leads: Mapping[StoryId, Item],
    reader: Reader,
    now: datetime,
    *,
    page: int = 1,
) -> Message:
    """A page of a topic's stories, newest first, with the outlets of each; how often each outlet was first in all.

    `leads`: by whose headline each is known.
    """
    found = [(view, view.independence()) for view in views]
    first, last = (page - 1) * _TOPIC_STORIES, page * _TOPIC_STORIES
    shown = found[first:last] or found[: (last := _TOPIC_STORIES)]
    heading = [
        f"📚 {bold(reader.say('sources.heading'))} — {escape(query)}",
        reader.say("unit.story", count=len(views)),
    ]
    if len(found) > len(shown):
        number = first + 1 if found[first:last] else 1
        heading.append(reader.say("sources.of_them", first=number, last=min(last, len(found))))
    lines = [f"{', '.join(heading)}, {reader.say('search.newest_first')}", ""]
    for view, independence in shown:
        earliest = independence.reports[0]
        title = link(plain_headline(leads[view.id].title, reader, 80), leads[view.id].page)
        came = reader.say(
            "sources.earliest", outlet=outlet(earliest.item.source, reader), time=reader.clock(earliest.item.time, now)
        )
        line = reader.say(
            "sources.line",
            title=title,
            outlets=_outlets(independence, reader),
            earliest=came,
            story=numbered(view.id),
        )
        lines.append(f"• {line}")
    lines += ["", bold(reader.say("sources.outlets_heading")), *_ranking([one for _, one in found], reader)]
    return Message(html=fit("\n".join(lines)), buttons=_pages(query, page, reader, more=len(found) > last))


def _pages(query: str, page: int, reader: Reader, *, more: bool) -> Rows:
    line, back, on = f"/sources {query}", reader.say("button.previous_page"), reader.say("button.next_page")
    row = [Button(text=back, line=f"{line} page:{page - 1}", turns=True)] if page > 1 else []
    row += [Button(text=on, line=f"{line} page:{page + 1}", turns=True)] if more else []
    return (tuple(row),) if row else ()


def _ranking(found: Sequence[Independence], reader: Reader) -> list[str]:
    """The outlets with the most stories, and in how many each was first."""
    firsts = Counter(one.reports[0].outlet for one in found)
    stories = Counter(name for one in found for name in {report.outlet for report in one.reports})
    shown = {report.outlet: outlet(report.item.source, reader) for one in found for report in one.reports}
    ranked = sorted(stories, key=lambda name: (-stories[name], -firsts[name], name))
    return [
        reader.say("sources.outlet", outlet=shown[name], stories=stories[name], first=firsts[name])
        for name in ranked[:_TOPIC_OUTLETS]
    ]
