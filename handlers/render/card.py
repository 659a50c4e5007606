"""A story as one living message."""

from datetime import datetime

from handlers.buttons import Act, button
from handlers.messages import Button, Message
from handlers.render.html import bold, escape, fit, shortened
from handlers.render.names import headline, outlet, plain_headline
from handlers.render.times import clock, count, moment
from newsroom.desk.views import Dispute, StoryView, Told
from newsroom.facts.disagreements import Kind
from newsroom.facts.summary import summarise
from newsroom.item import ItemId

_SENTENCE_CHARS = 360
_OTHERS = 6  # outlets named on a card; /sources names them all


def card(view: StoryView, words: tuple[str, ...], zone: str, now: datetime) -> Message:
    """The alert: headline, outlet, time, the source's own words, who else tells it, and what disagrees."""
    lead = view.lead
    lines = [
        f"🆕 {headline(lead)}" if len(view.items) == 1 else f"📰 {headline(lead)}",
        f"{outlet(lead.source)} · {moment(lead.time, zone)}",
        *_quotes(view),
        *_others(view, zone, now),
        *conflicts(view, {t.item.id for t in view.items}),
        _foot(view, words),
    ]
    if view.related:
        title = escape(plain_headline(view.related.title, 90))
        lines.append(f"related: {title} (/story_{view.related.id})")
    return Message(html=fit("\n".join(lines)), buttons=card_buttons(view))


def card_buttons(view: StoryView) -> tuple[tuple[Button, ...], ...]:
    """Timeline, Sources, Why; Mute, Open."""
    second = [button("🔕 Mute story", Act.MUTE, view.id)]
    if view.lead.url.startswith(("http://", "https://")):
        second.append(Button(text="↗ Open", url=view.lead.url))
    first = (
        button("🕒 Timeline", Act.TIMELINE, view.id),
        button("📚 Sources", Act.SOURCES, view.id),
        button("❔ Why", Act.WHY, view.id),
    )
    return (first, tuple(second))


def _quotes(view: StoryView) -> list[str]:
    """One or two sentences, word for word, of the first item that has any; named where it is not the lead."""
    for told in view.items:
        sentences = summarise(told.item)
        if sentences:
            quoted = " ".join(f"“{escape(shortened(s, _SENTENCE_CHARS))}”" for s in sentences)
            whose = "" if told.item.id == view.lead.id else f"\n— {outlet(told.item.source)}"
            return [f"<blockquote>{quoted}{whose}</blockquote>"]
    return []


def _others(view: StoryView, zone: str, now: datetime) -> list[str]:
    """The other outlets in order, reprints called by their name."""
    seen = {view.lead.source.name}
    lines: list[str] = []
    names = {t.item.id: t.item.source.name for t in view.items}
    for told in view.items[1:]:
        if told.item.source.name not in seen:
            seen.add(told.item.source.name)
            lines.append(_other(told, names, zone, now))
    shown = lines[:_OTHERS]
    if len(lines) > len(shown):
        shown.append(f"… and {count(len(lines) - len(shown), 'outlet')} more")
    return shown


def _other(told: Told, names: dict[ItemId, str], zone: str, now: datetime) -> str:
    who = f"+ {outlet(told.item.source)} · {clock(told.item.time, zone, now)}"
    if told.placement in ("reprint", "same_item") and told.of in names:
        return f"{who} — reprints {escape(names[told.of])}"
    if told.placement == "partial_reprint" and told.of in names:
        return f"{who} — partly from {escape(names[told.of])}"
    return who


def conflicts(view: StoryView, mine: set[ItemId]) -> list[str]:
    """Contradictions that stand, both numbers with their outlets."""
    return [_conflict(d, mine) for d in _standing(view)][:3]


def _standing(view: StoryView) -> list[Dispute]:
    found: dict[tuple[str, int, int], Dispute] = {}
    for dispute in view.disputes:
        said = dispute.disagreement
        if said.kind is Kind.CONTRADICTION and not dispute.dismissed:
            low, high = sorted((said.a.value, said.b.value))
            found.setdefault((said.slot.value, low, high), dispute)
    return list(found.values())


def _conflict(dispute: Dispute, mine: set[ItemId]) -> str:
    said = dispute.disagreement
    here, there = (said.b, said.a) if said.b.item in mine else (said.a, said.b)
    return (
        f"⚠ {bold(f'Figures differ ({said.slot.value})')}: {escape(here.outlet)} {here.value}, "
        f"{escape(there.outlet)} {there.value} (/disagreements_{dispute.id})"
    )


def _foot(view: StoryView, words: tuple[str, ...]) -> str:
    matched = f"matched: {escape(', '.join(words[:6]))} · " if words else ""
    told = count(view.outlets, "outlet")
    if view.outlets > 1:
        told += f", {view.independent} independent"
    return f"{matched}{told}"
