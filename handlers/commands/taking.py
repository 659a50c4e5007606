"""/take, /release: who works on a story, for all of a chat to see on its card."""

from collections.abc import Sequence

from handlers.commands.find import kept_story, needed_story
from handlers.commands.story_shown import name_here, refuse_in_channel, story_message
from handlers.html import escape
from handlers.messages import Message
from handlers.requests import Answer, Request, Services
from newsroom.desk.story_view import StoryView
from newsroom.desk.story_work import Assignment, may_undo
from newsroom.errors import UserError
from newsroom.sentence import sentence
from storage import story_cards, story_work
from storage.database import Transaction


async def take(request: Request, services: Services) -> Answer:
    """/take 12, or as a reply to an alert."""
    refuse_in_channel(request)
    view = await needed_story(request, services, sentence("take.which"))
    taken = await services.database.ask(lambda c: story_work.assignment(c, view, request.chat.id))
    if taken is None:
        return _taken(request, view, typed=True)
    if _is_mine(request, taken):
        raise UserError(sentence("take.yours", since=request.reader.clock(taken.since, request.now)))
    raise _others(request, taken)


async def release(request: Request, services: Services) -> Answer:
    """/release 12, or as a reply to an alert."""
    refuse_in_channel(request)
    view = await needed_story(request, services, sentence("release.which"))
    taken = await services.database.ask(lambda c: story_work.assignment(c, view, request.chat.id))
    if taken is None:
        raise UserError(sentence("release.nobodys"))
    return _released(request, view, taken, typed=True)


async def press_take(request: Request, services: Services, story_id: int) -> Answer:
    """The button under an alert: the first tap takes the story, the next one lets it go."""
    refuse_in_channel(request)
    view = await kept_story(request, services, story_id)
    taken = await services.database.ask(lambda c: story_work.assignment(c, view, request.chat.id))
    if taken is None:
        return _taken(request, view, typed=False)
    return _released(request, view, taken, typed=False)


def _taken(request: Request, view: StoryView, *, typed: bool) -> Answer:
    speaker = request.speaker
    mine = Assignment(user=speaker.user, name=speaker.name, since=request.now)

    async def effect(tx: Transaction) -> Sequence[Message]:
        there = await story_work.assignment(tx.connection, view, request.chat.id)
        if there is not None and not _is_mine(request, there):  # another tap came first
            raise _others(request, there)
        await story_work.take(tx, view, request.chat.id, mine)
        return await shown_anew(tx, request, view, "take.taken" if typed else "")

    return Answer(effect=effect, toast=request.reader.say("take.toast"), replaces=not typed)


def _released(request: Request, view: StoryView, taken: Assignment, *, typed: bool) -> Answer:
    if not may_undo(_is_mine(request, taken), request.speaker.role, chat_admin=request.speaker.admin):
        raise _others(request, taken)

    async def effect(tx: Transaction) -> Sequence[Message]:
        await story_work.release(tx, view, request.chat.id)
        return await shown_anew(tx, request, view, "release.released" if typed else "")

    return Answer(effect=effect, toast=request.reader.say("release.toast"), replaces=not typed)


async def shown_anew(tx: Transaction, request: Request, view: StoryView, answer: str) -> Sequence[Message]:
    """Show what has changed on the cards of a story; `answer`: the sentence that a typed command gets.

    A button under a card needs no answer; under a message that was asked for, it takes the place of that.
    """
    await story_work.show_anew(tx, view.id, request.chat.id, request.now)
    if answer:
        story = escape(await name_here(tx.connection, request, view))
        name = escape(request.speaker.name)
        return [Message(html=request.reader.say(answer, story=story, name=name))]
    pressed, here = request.pressed or 0, request.speaker.place.chat
    if await story_cards.story_of_message(tx.connection, here, pressed) is not None:
        return []
    return [await story_message(tx.connection, request, view)]


def _is_mine(request: Request, taken: Assignment) -> bool:
    return taken.user == request.speaker.user


def _others(request: Request, taken: Assignment) -> UserError:
    since = request.reader.clock(taken.since, request.now)
    return UserError(sentence("take.has_it", name=taken.name, since=since))
