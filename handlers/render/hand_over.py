"""What happened since a time, or since the last digest, as a message: the stories ranked, and what changed in them."""

from collections.abc import Sequence
from datetime import datetime

from handlers.buttons import Act, HandOverAct, button
from handlers.html import bold, code, escape, fit, italic, link, shortened
from handlers.messages import Button, Message, Rows
from handlers.render.outlet_names import outlet, outlet_count, plain_headline
from handlers.render.story_changes import ViewChanges, changes_since
from handlers.sentences.reader import Reader
from newsroom.desk.digest import PAGE_STORIES, HandOver, HandOverLine
from newsroom.timelines.summary import summarise
from newsroom.topic import Topic

_QUOTED = 5  # stories with a sentence of their own
_SENTENCE_CHARS = 200
_TOPIC_CHARS = 60  # of a section's heading: one line of a phone
_A_ROW = 5  # numbers in one row of buttons: a phone shows eight before it cuts them
_LATE = 3  # topics that are named: more were tracked in one go, and whoever did so knows
_VALUES = 4  # of a figure that moved: the last ones
_CHANGES = 3  # a story's: the card has them all


def page_of(
    shown: HandOver,
    lines: Sequence[HandOverLine],
    reader: Reader,
    *,
    number: int = 0,
    page: int = 0,
    plot: bool = False,
) -> Message:
    """One page: its stories with what changed, a button into each, and the way to the other pages.

    `number`: of the list as it is kept; 0 where it is not. `plot`: with the button that draws it. What is asked for
    has a sound, a digest has none.
    """
    first = page * PAGE_STORIES + 1
    sections = _has_several_topics(lines) or (shown.topics > 1 and _page_count(shown) > 1)
    text = [_heading(shown, page, reader), "", *_listed(lines, first, shown.since, reader, sections=sections)]
    if any(line.alerted for line in lines):
        text.append(italic(reader.say("digest.alerted")))
    buttons = (*_numbers(lines, first), *_pages(shown, number, page, reader, plot=plot))
    return Message(html=fit("\n".join(text)), buttons=buttons, silent=shown.day is not None)


def after_mute(lines: Sequence[HandOverLine], since: datetime, reader: Reader) -> Message:
    """What changed in stories that were muted for a while; those that have no room are on their cards."""
    heading = f"🔔 {bold(reader.say('mute.over', since=reader.moment(since)))}"
    listed = lines[:PAGE_STORIES]
    text = [heading, "", *_listed(listed, 1, since, reader, sections=_has_several_topics(listed))]
    return Message(html=fit("\n".join(text)), buttons=_numbers(listed, 1))


def _has_several_topics(lines: Sequence[HandOverLine]) -> bool:
    return len({line.topic for line in lines}) > 1


def _listed(lines: Sequence[HandOverLine], first: int, since: datetime, reader: Reader, *, sections: bool) -> list[str]:
    """The stories; with `sections` each topic's name is above its own, on the last page with one story too."""
    text: list[str] = []
    for place, line in enumerate(lines, start=first):
        if sections and (place == first or line.topic != lines[place - first - 1].topic):
            text.append(_section(line.topic, reader))
        changes = changes_since(line.view, since)
        text += [_line(place, line, changes, reader), *_changed(changes, reader)]
        sentence = next(iter(summarise(line.lead, 1)), None)
        if sentence and place <= _QUOTED:
            text.append(f"      {reader.quoted(escape(shortened(sentence, _SENTENCE_CHARS)))}")
    return text


def _section(topic: str, reader: Reader) -> str:
    """A topic above its stories."""
    return f"<u>{escape(shortened(topic, _TOPIC_CHARS))}</u>" if topic else italic(reader.say("hand_over.no_topic"))


def nothing_happened(shown: HandOver, reader: Reader) -> Message:
    """The one line where nothing happened."""
    topics = reader.say("unit.topic", count=shown.topics)
    if shown.day is None:
        return Message(html=reader.say("since.nothing", since=reader.moment(shown.since), topics=topics))
    return Message(html=reader.say("digest.empty", day=reader.day(shown.day), topics=topics), silent=True)


def tracked_of_late(own: Sequence[Topic], since: datetime, reader: Reader) -> Message | None:
    """Of which topics an empty list lacks what came before they were tracked, a search away; None where of none."""
    late = late_topics(own, since)
    if not late:
        return None
    named = [f"• {code(shortened(topic.text, _TOPIC_CHARS))} — {reader.moment(topic.made)}" for topic in late]
    day = reader.local(since).date()
    rows = tuple((Button(text=f"🔎 {one.text}", line=f"/search {one.text} since {day}"),) for one in late)
    return Message(html="\n".join([reader.say("since.tracked_late"), *named]), buttons=rows)


def late_topics(own: Sequence[Topic], since: datetime) -> Sequence[Topic]:
    """The topics that were tracked only after a time, as many as are named."""
    return [topic for topic in own if topic.made > since][:_LATE]


def title_of(shown: HandOver, reader: Reader) -> str:
    """What the list is called."""
    if shown.day is None:
        return reader.say("since.title", since=reader.moment(shown.since))
    return reader.say("digest.title", day=reader.day(shown.day))


def _heading(shown: HandOver, page: int, reader: Reader) -> str:
    heading = reader.say(
        "digest.heading",
        title=bold(title_of(shown, reader)),
        stories=reader.say("unit.story", count=len(shown.stories)),
        topics=reader.say("unit.topic", count=shown.topics),
    )
    pages = _page_count(shown)
    return heading if pages == 1 else heading + " · " + reader.say("hand_over.page", page=page + 1, pages=pages)


def _line(place: int, line: HandOverLine, changes: ViewChanges, reader: Reader) -> str:
    view, lead = line.view, line.lead
    mark = "🔔 " if line.alerted else ""
    title = link(plain_headline(lead.title, reader), lead.page)
    counted = outlet_count(view.outlets, view.independent, reader)
    if 0 < changes.was_independent < view.independent:
        counted = reader.say("hand_over.grown", counted=counted, before=changes.was_independent)
    return f"{place}. {mark}<b>{title}</b> — {outlet(lead.source, reader)} · {counted}"


def _changed(changes: ViewChanges, reader: Reader) -> list[str]:
    """What an editor must know before the headline: contradictions, corrections, figures that moved."""
    lines = []
    for dispute in changes.contradictions:
        a, b = dispute.disagreement.a, dispute.disagreement.b
        slot = reader.say(f"slot.{dispute.disagreement.slot}")
        heading = reader.say("card.figures_differ", slot=slot)
        lines.append(
            f"⚠ {reader.labelled(heading, f'{a.number} — {escape(a.outlet)}, {b.number} — {escape(b.outlet)}')}"
        )
    for version in changes.edits:
        named = outlet(version.item.source, reader)
        what = "hand_over.corrected" if version.corrected else "hand_over.figure_changed"
        lines.append(f"✏️ {reader.say(what, outlet=named)}")
    for slot, values in changes.figures.items():
        lines.append(f"📈 {reader.labelled(reader.say(f'slot.{slot}'), ' → '.join(values[-_VALUES:]))}")
    return [f"      {line}" for line in lines[:_CHANGES]]


def _numbers(lines: Sequence[HandOverLine], first: int) -> Rows:
    """A button into each story, called by its number."""
    each = [button(str(place), Act.STORY, line.view.id) for place, line in enumerate(lines, start=first)]
    return tuple(tuple(each[at : at + _A_ROW]) for at in range(0, len(each), _A_ROW))


def _pages(shown: HandOver, number: int, page: int, reader: Reader, *, plot: bool) -> Rows:
    row: list[Button] = []
    if page > 0:
        row.append(button(reader.say("button.previous_page"), HandOverAct.PAGE, number, page - 1))
    if plot:
        row.append(button(reader.say("button.plot"), HandOverAct.PLOT, number))
    if page + 1 < _page_count(shown):
        row.append(button(reader.say("button.next_page"), HandOverAct.PAGE, number, page + 1))
    return (tuple(row),) if row else ()


def _page_count(shown: HandOver) -> int:
    return max(1, -(-len(shown.stories) // PAGE_STORIES))
