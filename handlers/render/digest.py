"""The daily digest as a message."""

from collections.abc import Sequence
from datetime import date

from handlers.html import bold, escape, fit, italic, link, shortened
from handlers.messages import Message
from handlers.render.outlet_names import outlet, plain_headline
from handlers.render.times import count, day
from newsroom.desk.digest import MOST_STORIES, DigestLine
from newsroom.timelines.summary import summarise

_TOLD_IN_FULL = 5
_SENTENCE_CHARS = 200


def digest(title: date, lines: Sequence[DigestLine], topics: int) -> Message | None:
    """Stories ranked, what was alerted marked; None where there is no story to tell."""
    if not lines:
        return None
    told = [
        f"🗞 {bold(f'Digest, {day(title)}')} — {count(len(lines), 'story', 'stories')} on {count(topics, 'topic')}",
        "",
    ]
    for number, line in enumerate(lines[:MOST_STORIES], start=1):
        told.append(_line(number, line))
        sentence = next(iter(summarise(line.view.lead, 1)), None)
        if sentence and number <= _TOLD_IN_FULL:
            told.append(f"      “{escape(shortened(sentence, _SENTENCE_CHARS))}”")
    if len(lines) > MOST_STORIES:
        told.append(f"… and {len(lines) - MOST_STORIES} more: /search finds them.")
    if any(line.alerted for line in lines):
        told.append(italic("🔔 alerted already"))
    return Message(html=fit("\n".join(told)), silent=True)


def _line(number: int, line: DigestLine) -> str:
    view, lead = line.view, line.view.lead
    voices = f"{count(view.outlets, 'outlet')}, {view.independent} independent" if view.outlets > 1 else "1 outlet"
    mark = "🔔 " if line.alerted else ""
    return (
        f"{number}. {mark}<b>{link(plain_headline(lead.title), lead.url)}</b> — {outlet(lead.source)} · {voices} "
        f"/story_{view.id}"
    )


def nothing(title: date, topics: int) -> Message:
    """The one line of an empty day."""
    return Message(html=f"🗞 Digest, {day(title)}: nothing new on your {count(topics, 'topic')}.", silent=True)
