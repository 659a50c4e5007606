"""What a desk does with a story: on its card, and its notes in full."""

from collections.abc import Sequence
from datetime import datetime

from handlers.buttons import WorkAct, button
from handlers.html import escape, fit, shortened
from handlers.messages import Button, Message, Rows
from handlers.render.outlet_names import headline
from handlers.render.pages import page_buttons
from handlers.sentences.reader import Reader
from newsroom.desk.story_view import StoryView
from newsroom.desk.story_work import StoryNote, StoryWork
from newsroom.item import Item
from newsroom.story import StoryId, numbered

NOTES_A_PAGE = 5  # of 500 characters each, with their names and times: a message has room for 4,096
_ON_A_CARD = 120  # characters of the newest note: two lines of a phone


def work_lines(work: StoryWork, story: StoryId, day: datetime, reader: Reader) -> list[str]:
    """Who has the story, and the newest note; times are given against a day, as on all of a card."""
    lines = []
    if work.assignment is not None:
        since = reader.clock(work.assignment.since, day)
        lines.append(reader.say("card.taken", name=escape(work.assignment.name), since=since))
    if work.note is not None:
        text = escape(shortened(work.note.text, _ON_A_CARD))
        lines.append(reader.labelled(_signed(work.note, day, reader), text))
    if work.note_count > 1:
        notes = reader.say("unit.note", count=work.note_count)
        lines.append(reader.say("card.all_notes", notes=notes, story=numbered(story)))
    return lines


def _signed(note: StoryNote, day: datetime, reader: Reader) -> str:
    name = escape(note.name) if note.name else reader.say("forgetme.somebody")
    return f"📝 {name} · {reader.clock(note.written, day)}"


def work_buttons(work: StoryWork, story: StoryId, reader: Reader) -> tuple[Button, ...]:
    """Take it or let it go; save it or take it off the list; note something, or read what was noted."""
    take = "button.take" if work.assignment is None else "button.release"
    save, act = ("button.unsave", WorkAct.UNSAVE) if work.saved else ("button.save", WorkAct.SAVE)
    if work.note_count:
        note = button(reader.say("button.notes", number=work.note_count), WorkAct.NOTES, story)
    else:
        note = button(reader.say("button.note"), WorkAct.NOTE, story)
    return (button(reader.say(take), WorkAct.TAKE, story), button(reader.say(save), act, story), note)


def notes_message(
    view: StoryView, lead: Item, notes: Sequence[StoryNote], kept: int, page: int, reader: Reader, now: datetime
) -> Message:
    """A page of a story's notes.

    `lead`: by whose headline the chat knows the story; `kept`: how many notes there are on all pages.
    """
    if not notes:
        none = reader.say("note.none", story=headline(lead, reader))
        return Message(html=none, buttons=(_add(view, reader),))
    first = page * NOTES_A_PAGE + 1
    lines = [reader.say("note.heading", notes=reader.say("unit.note", count=kept), story=headline(lead, reader)), ""]
    for place, note in enumerate(notes, start=first):
        lines += [f"{place}. {_signed(note, now, reader)}", escape(note.text)]
    deletes = tuple(
        button(f"🗑 {place}", WorkAct.LIST_DELETE_NOTE, note.id, page) for place, note in enumerate(notes, start=first)
    )
    rows: Rows = (
        deletes,
        *page_buttons(WorkAct.NOTES_PAGE, page, kept, NOTES_A_PAGE, reader, of=view.id),
        _add(view, reader),
    )
    return Message(html=fit("\n".join(lines)), buttons=rows)


def _add(view: StoryView, reader: Reader) -> tuple[Button, ...]:
    return (button(reader.say("button.add_note"), WorkAct.NOTE, view.id),)
