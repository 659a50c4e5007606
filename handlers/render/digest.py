"""The daily digest as a message."""

from collections.abc import Sequence
from datetime import date

from handlers.html import bold, escape, fit, italic, link, shortened
from handlers.messages import Message
from handlers.render.outlet_names import outlet, outlet_count, plain_headline
from handlers.sentences.reader import Reader
from newsroom.desk.digest import MOST_STORIES, DigestLine
from newsroom.story import numbered
from newsroom.timelines.summary import summarise

_QUOTED = 5  # stories with a sentence of their own
_SENTENCE_CHARS = 200


def digest(title: date, lines: Sequence[DigestLine], topics: int, reader: Reader) -> Message | None:
    """Stories ranked, what was alerted marked; None where there is no story."""
    if not lines:
        return None
    shown = [_heading(title, len(lines), topics, reader), ""]
    for number, line in enumerate(lines[:MOST_STORIES], start=1):
        shown.append(_line(number, line, reader))
        sentence = next(iter(summarise(line.view.lead, 1)), None)
        if sentence and number <= _QUOTED:
            shown.append(f"      “{escape(shortened(sentence, _SENTENCE_CHARS))}”")
    if len(lines) > MOST_STORIES:
        shown.append(reader.say("digest.more", count=len(lines) - MOST_STORIES))
    if any(line.alerted for line in lines):
        shown.append(italic(reader.say("digest.alerted")))
    return Message(html=fit("\n".join(shown)), silent=True)


def _heading(title: date, stories: int, topics: int, reader: Reader) -> str:
    return reader.say(
        "digest.heading",
        title=bold(reader.say("digest.title", day=reader.day(title))),
        stories=reader.say("unit.story", count=stories),
        topics=reader.say("unit.topic", count=topics),
    )


def _line(number: int, line: DigestLine, reader: Reader) -> str:
    view, lead = line.view, line.view.lead
    mark = "🔔 " if line.alerted else ""
    title = link(plain_headline(lead.title, reader), lead.page)
    return (
        f"{number}. {mark}<b>{title}</b> — {outlet(lead.source, reader)} · "
        f"{outlet_count(view.outlets, view.independent, reader)} /story_{numbered(view.id)}"
    )


def nothing(title: date, topics: int, reader: Reader) -> Message:
    """The one line of an empty day."""
    text = reader.say("digest.empty", day=reader.day(title), topics=reader.say("unit.topic", count=topics))
    return Message(html=text, silent=True)
