"""Who reported a story, in which order, who merely reprints whom; and the watched sources with their health."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.buttons import Act, button
from handlers.html import bold, escape, fit, link
from handlers.messages import Message
from handlers.render.contradictions import developing, open_contradictions
from handlers.render.outlet_names import headline, outlet, plain_headline
from handlers.render.times import clock, count, moment, span
from newsroom.desk.reports import reports
from newsroom.desk.story_view import StoryView
from newsroom.item import ItemId
from newsroom.stories.independence import Independence, Report

_SHOWN = 25


def story_sources(view: StoryView, zone: str, now: datetime) -> Message:
    """In order of first seen in our feeds, reprints under what they reprint, both clocks where they differ."""
    told = reports(view)
    lines = [
        f"📚 {bold('Sources')} — {headline(view.lead)}",
        _voices(told),
        "",
    ]
    names = {r.item.id: r.outlet for r in told.reports}
    own = [r for r in told.reports if r.reprint_of is None]
    for number, report in enumerate(own[:_SHOWN], start=1):
        first = _first(told) if number == 1 else ""
        lines.append(_report(f"{number}.", report, zone, now, first=first))
        lines += [
            _report("    ↳", copy, zone, now, of=names.get(report.item.id))
            for copy in told.reports
            if copy.reprint_of == report.item.id
        ]
    if len(own) > _SHOWN:
        lines.append(f"… and {len(own) - _SHOWN} more")
    lines += _disagreements(view, {t.item.id for t in view.items})
    buttons = ((button("🕒 Timeline", Act.TIMELINE, view.id), button("❔ Why one story", Act.WHY, view.id)),)
    return Message(html=fit("\n".join(lines)), buttons=buttons)


def _voices(told: Independence) -> str:
    return count(told.outlets, "outlet") + (f", {told.independent} independent" if told.outlets > 1 else "")


def _first(told: Independence) -> str:
    """What can be said of the report at the top: never that it was the first to report, only what our feeds show."""
    top, others = told.reports[0], told.reports[1:]
    if all(top.item.arrived_at < other.item.arrived_at for other in others):
        return "first in our feeds"
    return "earliest by its own date" if top.item.published else "among the first in our feeds"


def _report(mark: str, report: Report, zone: str, now: datetime, *, first: str = "", of: str | None = None) -> str:
    item = report.item
    when = clock(report.published_at, zone, now)
    if report.two_clocks and item.published is not None:
        when = f"published {clock(item.published, zone, now)}, seen by us {clock(item.arrived_at, zone, now)}"
    parts = [f"{mark} {outlet(item.source)} · {when}"]
    if first:
        parts.append(first)
    if report.own_text:
        parts.append("own text")
    elif of is not None:
        parts.append(f"reprints {escape(of)}" + (f", {report.shared_pct} % shared" if report.shared_pct else ""))
    elif report.agency:
        parts.append(f"{escape(report.agency)} copy")
    elif report.agency == "":
        parts.append("text shared by outlets that name no source")
    if report.credit and report.own_text:
        parts.append(f"credits {escape(report.credit)}")
    line = " · ".join(parts)
    return f"{line}\n      {link(plain_headline(item.title, 100), item.url)}" if item.title else line


def _disagreements(view: StoryView, mine: set[ItemId]) -> list[str]:
    """Each contradiction that stands, and how each developing figure went, in one line."""
    lines = []
    for dispute in open_contradictions(view):
        said = dispute.disagreement
        outside = "" if {said.a.item, said.b.item} <= mine else " (an earlier story)"
        lines.append(
            f"⚠ contradiction, {said.slot.value}: {said.a.value} {escape(said.a.outlet)} — {said.b.value} "
            f"{escape(said.b.outlet)}{outside} /disagreements_{dispute.id}"
        )
    for slot, values in developing(view).items():
        lines.append(f"developing, {slot}: {' → '.join(values)}")
    return ["", *lines[:8]] if lines else [""]


def topic_sources(query: str, views: Sequence[StoryView], zone: str, now: datetime) -> Message:
    """The stories of a topic with who stands behind each, and how often each outlet was first."""
    firsts: dict[str, int] = {}
    stories_of: dict[str, int] = {}
    lines = [f"📚 {bold('Sources')} — {escape(query)}, {count(len(views), 'story', 'stories')}", ""]
    for view in views:
        told = reports(view)
        first = told.reports[0]
        firsts[first.outlet] = firsts.get(first.outlet, 0) + 1
        for name in {r.outlet for r in told.reports}:
            stories_of[name] = stories_of.get(name, 0) + 1
        if len(lines) < 2 + 10:
            lines.append(
                f"• {link(plain_headline(view.lead.title, 80), view.lead.url)} — {_voices(told)}; "
                f"first {escape(first.outlet)}, {clock(first.item.time, zone, now)} "
                f"/sources_{view.id}"
            )
    lines += ["", bold("Outlets: stories told, first in our feeds")]
    ranked = sorted(stories_of, key=lambda name: (-stories_of[name], -firsts.get(name, 0), name))
    lines += [f"{escape(name)} — {stories_of[name]}, first {firsts.get(name, 0)}" for name in ranked[:15]]
    return Message(html=fit("\n".join(lines)))


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """One watched source: `problem` is None when it is well, the times None where there was none yet."""

    name: str
    problem: str | None
    last_ok: datetime | None
    last_new: datetime | None


def health(sources: Sequence[SourceHealth], now: datetime) -> Message:
    """Every watched source: well, or what is wrong and the mend."""
    well = [s for s in sources if not s.problem]
    lines = [f"📡 {bold('Watched sources')}: {len(sources)}, {len(well)} well", ""]
    for source in sorted(sources, key=lambda s: (not s.problem, s.name)):
        if source.problem:
            since = f" · last read {span(now - source.last_ok)} ago" if source.last_ok else " · never read yet"
            lines.append(f"✗ {escape(source.name)} — {escape(source.problem)}{since}")
        else:
            fresh = f"last new item {span(now - source.last_new)} ago" if source.last_new else "nothing new yet"
            lines.append(f"✓ {escape(source.name)} — {fresh}")
    return Message(html=fit("\n".join(lines)))


def why(view: StoryView, words: Sequence[tuple[str, Sequence[str], str]], zone: str) -> Message:
    """Which words matched which topic, and what joined each item to the story.

    `words`: (topic's query, the words that hit, the headline that they stand in).
    """
    lines = [f"❔ {bold('Why')} — {headline(view.lead)}", ""]
    for query, hit, title in words[:6]:
        lines.append(f"topic {bold(query)}: {escape(', '.join(hit))} in “{escape(plain_headline(title, 70))}”")
    if not words:
        lines.append("No topic of this chat matches it.")
    if len(view.items) > 1:
        lines += ["", bold("One story, because")]
    names = {t.item.id: t.item.source.name for t in view.items}
    for told in view.items[1:15]:
        of = f" to {escape(names[told.of])}" if told.of in names else ""
        lines.append(
            f"• {outlet(told.item.source)}, {moment(told.item.time, zone)}: {_joined(told.placement)}{of}, "
            f"likeness {told.likeness_pct} of 100 — {escape(told.why)}"
        )
    return Message(html=fit("\n".join(lines)), buttons=((button("📚 Sources", Act.SOURCES, view.id),),))


def _joined(placement: str) -> str:
    return {
        "reprint": "reprint, joined",
        "partial_reprint": "partly copied, joined",
        "same_item": "the same item, joined",
        "edited": "an edit, joined",
        "same_story": "own report, joined",
    }.get(placement, "joined")
