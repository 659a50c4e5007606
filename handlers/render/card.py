"""A story as one living message."""

import re
from datetime import datetime

from handlers.buttons import Act, button
from handlers.html import bold, escape, fit, folded, link, shortened
from handlers.messages import Button, Message, Rows
from handlers.render.button_rows import fits
from handlers.render.contradictions import developing, open_contradictions
from handlers.render.heading import heading, text_of
from handlers.render.outlet_names import headline, outlet, outlet_count, plain_headline
from handlers.render.story_work import work_buttons, work_lines
from handlers.sentences.reader import Reader
from newsroom.desk.story_view import Dispute, NamedStory, StoryView
from newsroom.desk.story_work import StoryWork
from newsroom.item import Item, ItemId
from newsroom.stories.independence import Independence
from newsroom.story import numbered
from newsroom.timelines.summary import summarise

_SENTENCE_CHARS = 360
# A longer quotation opens by a tap: Telegram shows three lines of it, and 200 characters take six of a phone's. Of the
# sample days' 90 reports 34 have one.
_OPEN_CHARS = 200
_OTHERS = 6  # outlets named on a card; /sources names them all
_HEADLINE_CHARS = 90  # of another outlet's: two lines of a phone
_NO_WORD = re.compile(r"[\W_]+")
_CONFLICTS = 3
# The words of one card change as people work: what decides how many stand in a row is all that they may be.
_THREE_A_ROW = tuple(
    f"button.{name}" for name in ("timeline", "sources", "why", "take", "release", "save", "unsave", "note", "notes")
)
_NOTES = 9  # a guess: a story of a day has fewer


def card(
    view: StoryView,
    words: tuple[str, ...],
    reader: Reader,
    made: datetime,
    work: StoryWork | None = None,
    related: NamedStory | None = None,
) -> Message:
    """The alert: headline, outlet, time, the source's own words, who else reports it, and what disagrees.

    `words`: what matched, for the chat that it was made for at the time `made`; none for a story that is asked for.
    `work`: what the chat's people have done with the story; None for a chat whose readers are no desk. `related`: the
    earlier story that it follows from, as the chat knows it.
    """
    found = view.independence()
    lead = heading(found, words, made, reader.language)
    mark = "🆕" if len(view.items) == 1 else "📰"
    lines = [
        f"{mark} {headline(lead, reader)}",
        f"{outlet(lead.source, reader)} · {reader.moment(lead.time)}{_copied(view, found, lead.id, reader)}",
        *quotes(view, lead, reader),
        *other_outlets(view, found, lead, reader),
        *(
            f"📈 {reader.labelled(reader.say(f'slot.{slot}'), ' → '.join(values))}"
            for slot, values in developing(view).items()
        ),
        *_conflicts(view, reader),
        _foot(view, words, reader),
    ]
    if related:
        title = escape(plain_headline(related.title, reader, 90))
        lines.append(reader.say("card.related", title=title, story=numbered(related.id)))
    lines += work_lines(work, view.id, lead.time, reader) if work else []
    buttons = card_buttons(view, lead, reader, work)
    return Message(html=fit("\n".join(lines)), buttons=buttons, picture=lead.picture)


def merged_elsewhere(view: StoryView, lead: Item, reader: Reader) -> Message:
    """What the card of a merged story says; `lead`: by whose headline the chat knows the story that lives on."""
    text = reader.say("card.merged", headline=headline(lead, reader), story=numbered(view.id))
    return Message(html=text, buttons=((button(reader.say("button.that_story"), Act.STORY, view.id),),))


def card_buttons(view: StoryView, lead: Item, reader: Reader, work: StoryWork | None) -> Rows:
    """Timeline, Sources, Why; what a desk does; Mute, Open: three a row where the language's words are short."""
    buttons = [
        button(reader.say("button.timeline"), Act.TIMELINE, view.id),
        button(reader.say("button.sources"), Act.SOURCES, view.id),
        button(reader.say("button.why"), Act.WHY, view.id),
        *(work_buttons(work, view.id, reader) if work else ()),
        button(reader.say("button.mute"), Act.MUTE, view.id),
        *([Button(text=reader.say("button.open"), url=lead.page)] if lead.page else []),
    ]
    a_row = 3 if all(fits(reader.say(name, number=_NOTES), among=3) for name in _THREE_A_ROW) else 2
    return tuple(tuple(buttons[at : at + a_row]) for at in range(0, len(buttons), a_row))


def matches(view: StoryView, words: tuple[str, ...]) -> bool:
    """Whether any item of the story still has any of the words that made its card; the repair may have moved it."""
    return not words or any(word.casefold() in text_of(placed.item) for placed in view.items for word in words)


def quotes(view: StoryView, lead: Item, reader: Reader) -> list[str]:
    """One or two sentences, word for word, of the lead or else of the first item that has any, which is then named."""
    for item in (lead, *(placed.item for placed in view.items if placed.item.id != lead.id)):
        sentences = summarise(item)
        if sentences:
            shown = [shortened(s, _SENTENCE_CHARS) for s in sentences]
            words = " ".join(reader.quoted(escape(s)) for s in shown)
            whose = "" if item.id == lead.id else f"\n— {outlet(item.source, reader)}"
            # Quotation marks do not count: a quotation is folded in every language or in none.
            is_long = sum(map(len, shown)) > _OPEN_CHARS
            return [folded(words + whose) if is_long else f"<blockquote>{words}{whose}</blockquote>"]
    return []


def other_outlets(view: StoryView, found: Independence, lead: Item, reader: Reader) -> list[str]:
    """The other outlets in the order in which they reported it: under what headline each, or whose text it has.

    A card is read for days: its times are given against the lead's day, which it names, and not against today.
    """
    named = {lead.source.shown}
    lines: list[str] = []
    for report in found.reports:
        if report.outlet not in named:
            named.add(report.outlet)
            when = reader.clock(report.item.time, lead.time)
            words = _copied(view, found, report.item.id, reader) or _headline_of_its_own(report.item, lead)
            lines.append(f"+ {outlet(report.item.source, reader)} · {when}{words}")
    shown = lines[:_OTHERS]
    if len(lines) > len(shown):
        shown.append(reader.say("card.more_outlets", count=len(lines) - len(shown)))
    return shown


def _headline_of_its_own(item: Item, lead: Item) -> str:
    """Of ten pairs of outlets on a card some tell of another side of the affair: each stands with its own words."""
    if not item.title or _words(item.title) == _words(lead.title):
        return ""
    return " — " + link(shortened(item.title, _HEADLINE_CHARS), item.page)


def _words(title: str) -> str:
    return " ".join(_NO_WORD.sub(" ", title.casefold()).split())


def _copied(view: StoryView, found: Independence, item: ItemId, reader: Reader) -> str:
    """Whose text it is, where it is not the outlet's own."""
    names = {report.item.id: report.outlet for report in found.reports}
    report = next(r for r in found.reports if r.item.id == item)
    if report.reprint_of in names:
        return " — " + reader.say("report.reprints", outlet=escape(names[report.reprint_of]))
    if report.agency:
        return " — " + reader.say("report.agency", agency=escape(report.agency))
    part = next(placed for placed in view.items if placed.item.id == item)
    if part.placement == "partial_reprint" and part.of in names and names[part.of] != report.outlet:
        return " — " + reader.say("report.partly", outlet=escape(names[part.of]))
    return ""


def _conflicts(view: StoryView, reader: Reader) -> list[str]:
    """The contradictions that hold, both numbers with their outlets."""
    own = {placed.item.id for placed in view.items}
    return [_conflict(dispute, own, reader) for dispute in open_contradictions(view)][:_CONFLICTS]


def _conflict(dispute: Dispute, own: set[ItemId], reader: Reader) -> str:
    a, b = dispute.disagreement.a, dispute.disagreement.b
    here, there = (b, a) if b.item in own else (a, b)
    slot = reader.say(f"slot.{dispute.disagreement.slot}")
    return reader.say(
        "card.conflict" if {a.item, b.item} <= own else "card.conflict_elsewhere",
        heading=bold(reader.say("card.figures_differ", slot=slot)),
        here=escape(here.outlet),
        here_value=here.number,
        there=escape(there.outlet),
        there_value=there.number,
        dispute=numbered(dispute.id),
    )


def _foot(view: StoryView, words: tuple[str, ...], reader: Reader) -> str:
    counted = outlet_count(view.outlets, view.independent, reader)
    matched = reader.say("card.matched", words=escape(", ".join(words[:6]))) + " · " if words else ""
    return f"{matched}{counted}"
