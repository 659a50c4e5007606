"""A story as one living message."""

from datetime import datetime, timedelta

from handlers.buttons import Act, button
from handlers.html import bold, escape, fit, shortened
from handlers.messages import Button, Message
from handlers.render.contradictions import developing, open_contradictions
from handlers.render.outlet_names import headline, outlet, plain_headline
from handlers.render.times import clock, count, moment
from newsroom.desk.reports import reports
from newsroom.desk.story_view import Dispute, StoryView
from newsroom.item import Item, ItemId
from newsroom.stories.independence import Independence
from newsroom.text.url import is_public_page
from newsroom.timelines.summary import summarise

_SENTENCE_CHARS = 360
_OTHERS = 6  # outlets named on a card; /sources names them all
_FRESH = timedelta(hours=12)  # what is older when a card is made did not make it


def card(view: StoryView, words: tuple[str, ...], zone: str, made: datetime) -> Message:
    """The alert: headline, outlet, time, the source's own words, who else tells it, and what disagrees.

    `words`: what matched, for the chat that it was made for at the time `made`; none for a story that is asked for.
    """
    told = reports(view)
    lead = heading(told, words, made)
    lines = [
        f"🆕 {headline(lead)}" if len(view.items) == 1 else f"📰 {headline(lead)}",
        f"{outlet(lead.source)} · {moment(lead.time, zone)}{_copied(view, told, lead.id)}",
        *_quotes(view, lead),
        *_others(view, told, lead, zone),
        *(f"📈 {slot}: {' → '.join(values)}" for slot, values in developing(view).items()),
        *conflicts(view, {t.item.id for t in view.items}),
        _foot(view, words),
    ]
    if view.related:
        title = escape(plain_headline(view.related.title, 90))
        lines.append(f"related: {title} (/story_{view.related.id})")
    return Message(html=fit("\n".join(lines)), buttons=card_buttons(view, lead))


def merged_elsewhere(view: StoryView) -> Message:
    """What the card of a merged story says."""
    text = f"↪ One story with {headline(view.lead)}, which has a message of its own here: /story_{view.id}"
    return Message(html=text, buttons=((button("📰 That story", Act.STORY, view.id),),))


def card_buttons(view: StoryView, lead: Item) -> tuple[tuple[Button, ...], ...]:
    """Timeline, Sources, Why; Mute, Open."""
    second = [button("🔕 Mute story", Act.MUTE, view.id)]
    if is_public_page(lead.url):
        second.append(Button(text="Open", url=lead.url))
    first = (
        button("🕒 Timeline", Act.TIMELINE, view.id),
        button("📚 Sources", Act.SOURCES, view.id),
        button("❔ Why", Act.WHY, view.id),
    )
    return (first, tuple(second))


def heading(told: Independence, words: tuple[str, ...], made: datetime) -> Item:
    """The item whose headline stands over the card: the first that tells the matched words, its own text before a copy.

    An old story's first headline over a new item's alert tells the chat neither what is new nor what it asked for.
    """
    fresh = [r for r in told.reports if words and r.item.time >= made - _FRESH] or list(told.reports)
    wanted = [word.casefold() for word in words]
    saying = [r for r in fresh if all(word in _said(r.item) for word in wanted)] or fresh
    own = [r for r in saying if r.reprint_of is None]
    return (own or saying)[0].item


def matches(view: StoryView, words: tuple[str, ...]) -> bool:
    """Whether any item of the story still says any of the words that made its card; the repair may have moved it."""
    return not words or any(word.casefold() in _said(told.item) for told in view.items for word in words)


def _said(item: Item) -> str:
    return f"{item.title}\n{item.text}".casefold()


def _quotes(view: StoryView, lead: Item) -> list[str]:
    """One or two sentences, word for word, of the lead or else of the first item that has any, which is then named."""
    for item in (lead, *(told.item for told in view.items if told.item.id != lead.id)):
        sentences = summarise(item)
        if sentences:
            quoted = " ".join(f"“{escape(shortened(s, _SENTENCE_CHARS))}”" for s in sentences)
            whose = "" if item.id == lead.id else f"\n— {outlet(item.source)}"
            return [f"<blockquote>{quoted}{whose}</blockquote>"]
    return []


def _others(view: StoryView, told: Independence, lead: Item, zone: str) -> list[str]:
    """The other outlets in the order in which they told it, reprints called by their name.

    A card stands for days: its times are told against the lead's day, which it names, and not against today.
    """
    seen = {lead.source.name}
    lines: list[str] = []
    for report in told.reports:
        if report.outlet not in seen:
            seen.add(report.outlet)
            when = clock(report.item.time, zone, lead.time)
            lines.append(f"+ {outlet(report.item.source)} · {when}{_copied(view, told, report.item.id)}")
    shown = lines[:_OTHERS]
    if len(lines) > len(shown):
        shown.append(f"… and {count(len(lines) - len(shown), 'outlet')} more")
    return shown


def _copied(view: StoryView, told: Independence, item: ItemId) -> str:
    """Whose text it is, where it is not the outlet's own."""
    names = {report.item.id: report.outlet for report in told.reports}
    report = next(r for r in told.reports if r.item.id == item)
    if report.reprint_of in names:
        return f" — reprints {escape(names[report.reprint_of])}"
    if report.agency:
        return f" — {escape(report.agency)} copy"
    part = next(t for t in view.items if t.item.id == item)
    if part.placement == "partial_reprint" and part.of in names and names[part.of] != report.outlet:
        return f" — partly from {escape(names[part.of])}"
    return ""


def conflicts(view: StoryView, mine: set[ItemId]) -> list[str]:
    """Contradictions that stand, both numbers with their outlets."""
    return [_conflict(d, mine) for d in open_contradictions(view)][:3]


def _conflict(dispute: Dispute, mine: set[ItemId]) -> str:
    said = dispute.disagreement
    here, there = (said.b, said.a) if said.b.item in mine else (said.a, said.b)
    where = "" if {here.item, there.item} <= mine else " in another story"
    return (
        f"⚠ {bold(f'Figures differ ({said.slot.value})')}: {escape(here.outlet)} {here.value}, "
        f"{escape(there.outlet)} {there.value}{where} (/disagreements_{dispute.id})"
    )


def _foot(view: StoryView, words: tuple[str, ...]) -> str:
    matched = f"matched: {escape(', '.join(words[:6]))} · " if words else ""
    told = count(view.outlets, "outlet")
    if view.outlets > 1:
        told += f", {view.independent} independent"
    return f"{matched}{told}"
