"""/note: what somebody notes on a story for the others of the chat; its list, and how a note goes again."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.asked_back import QuestionError
from handlers.buttons import WorkAct, button
from handlers.commands.arguments import parse_story_number
from handlers.commands.find import kept_story, one_story
from handlers.commands.story_shown import heading_here, name_here, refuse_in_channel
from handlers.commands.undo import undo_button
from handlers.html import code, escape
from handlers.messages import Message
from handlers.render.pages import page_number
from handlers.render.story_work import NOTES_A_PAGE, notes_message
from handlers.requests import Answer, Request, Services
from newsroom.chat import ChatKind
from newsroom.desk.story_view import StoryView
from newsroom.desk.story_work import StoryNote, may_undo
from newsroom.errors import UserError
from newsroom.item import ItemId
from newsroom.sentence import sentence
from newsroom.story import numbered
from storage import stories, story_notes, story_work
from storage.database import Connection, Transaction

_NOTE_CHARS = 500  # a guess: two or three sentences; five of them fit one message with their names
_NOTES = 50  # of a story in a chat; a guess: a desk that has more to say has a document


async def note(request: Request, services: Services) -> Answer:
    """/note TEXT as a reply to an alert, or /note 12 TEXT; what is missing is asked for."""
    refuse_in_channel(request)
    view, text = await _meant(request, services)
    if not text:
        raise await _what(request, services, view)
    if len(text) > _NOTE_CHARS:
        raise UserError(sentence("note.too_long", length=len(text), most=_NOTE_CHARS))
    speaker = request.speaker
    written = StoryNote(id=0, user=speaker.user, name=speaker.name, text=text, written=request.now)

    async def effect(tx: Transaction) -> Sequence[Message]:
        if await story_notes.count(tx.connection, view, request.chat.id) >= _NOTES:
            raise UserError(sentence("note.too_many", most=_NOTES))
        number = await story_notes.add(tx, view, request.chat.id, written)
        await story_work.show_anew(tx, view.id, request.chat.id, request.now)
        name = "note.noted_own" if request.chat.kind is ChatKind.PRIVATE else "note.noted"
        noted = request.reader.say(name, story=escape(await name_here(tx.connection, request, view)))
        delete = button(request.reader.say("button.delete_note"), WorkAct.DELETE_NOTE, number)
        return [Message(html=noted, buttons=((delete,),))]

    return Answer(effect=effect)


async def _meant(request: Request, services: Services) -> tuple[StoryView, str]:
    """Which story, and what is noted on it; "" where that is yet to be said."""
    words = " ".join(request.argument.split())
    if view := await one_story(replace(request, argument=""), services):
        return view, words
    number, _, text = words.partition(" ")
    named = parse_story_number(number) is not None
    view = await one_story(replace(request, argument=number), services) if named else None
    if view is None:
        raise QuestionError(sentence("note.which"), "note")
    return view, text


async def _what(request: Request, services: Services, view: StoryView) -> QuestionError:
    headline = await services.database.ask(lambda c: name_here(c, request, view))
    asked = sentence("note.what", story=headline, most=_NOTE_CHARS)
    return QuestionError(asked, "note", begun=numbered(view.id))


async def press_note(request: Request, services: Services, story_id: int) -> Answer:
    """The button under an alert without notes, or under the list of notes: it asks for the words."""
    refuse_in_channel(request)
    raise await _what(request, services, await kept_story(request, services, story_id))


async def press_notes(request: Request, services: Services, story_id: int, page: int) -> Answer:
    """A page of a story's notes; the way there is a button of a card, which stays."""
    view = await kept_story(request, services, story_id)
    async with services.database.read() as connection:
        listed = await notes_of(connection, request, view, page)
    return Answer(messages=(listed,))


async def press_page(request: Request, services: Services, story_id: int, page: int) -> Answer:
    """Another page of the list, in its place."""
    return replace(await press_notes(request, services, story_id, page), replaces=True)


async def notes_of(connection: Connection, request: Request, view: StoryView, page: int = 0) -> Message:
    """A page of a story's notes, each with the button that deletes it."""
    kept = await story_notes.count(connection, view, request.chat.id)
    page = page_number(page, kept, NOTES_A_PAGE)
    notes = await story_notes.page(connection, view, request.chat.id, page, NOTES_A_PAGE)
    lead = await heading_here(connection, request, view)
    return notes_message(view, lead, notes, kept, page, request.reader, request.now)


async def press_delete(request: Request, services: Services, number: int, page: int | None) -> Answer:
    """Delete a note: its writer's and an editor's right. `page`: of the list that has the button; None: no list."""
    refuse_in_channel(request)
    found = await services.database.ask(lambda c: story_notes.one(c, number, request.chat.id))
    if found is None:
        raise UserError(sentence("note.gone"))
    old, item = found
    mine = old.user == request.speaker.user
    if not may_undo(mine, request.speaker.role, chat_admin=request.speaker.admin):
        raise UserError(sentence("note.not_yours", name=old.name or sentence("forgetme.somebody")))

    async def effect(tx: Transaction) -> Sequence[Message]:
        await story_notes.remove(tx, number, request.chat.id)
        return await _after_delete(tx, request, old, item, page)

    return Answer(effect=effect, toast=request.reader.say("note.toast_deleted"), replaces=True)


async def _after_delete(
    tx: Transaction, request: Request, old: StoryNote, item: ItemId, page: int | None
) -> Sequence[Message]:
    """What takes the place of the note, with the command that writes it again, to be copied by a tap."""
    chat, reader = request.chat.id, request.reader
    there = await stories.story_ids(tx.connection, [item], chat)
    view = await stories.story(tx.connection, there[0], chat) if there else None
    if view is None:
        return [Message(html=reader.say("note.toast_deleted"))]
    await story_work.show_anew(tx, view.id, chat, request.now)
    line = f"/note {numbered(view.id)} {old.text}"
    gone = f"{reader.say('note.deleted')}\n{code(line)}"
    # Under the name of whoever presses: of a colleague's note there is none.
    undo = ((undo_button(line, reader),),) if old.user == request.speaker.user else ()
    if page is None:
        return [Message(html=gone, buttons=undo)]
    listed = await notes_of(tx.connection, request, view, page)
    return [replace(listed, html=f"{gone}\n\n{listed.html}", buttons=(*undo, *listed.buttons))]
