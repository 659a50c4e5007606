"""A story as a command shows it, with what the chat's people have done with it."""

from handlers.messages import Message
from handlers.render.card import card, heading
from handlers.render.outlet_names import story_name
from handlers.requests import Request
from handlers.work_shown import work_shown
from newsroom.chat import ChatKind
from newsroom.desk.story_view import StoryView
from newsroom.errors import UserError
from newsroom.sentence import sentence
from storage.database import Connection
from storage.story_cards import card_in


async def story_message(connection: Connection, request: Request, view: StoryView) -> Message:
    """The story's card as it is now."""
    work = await work_shown(connection, view, request.chat.id)
    return card(view, (), request.reader, request.now, work)


async def name_here(connection: Connection, request: Request, view: StoryView) -> str:
    """Text: the headline by which the chat knows the story, which is that of its card there."""
    shown = await card_in(connection, request.place, view.id)
    words, made = (shown.words, shown.made_at) if shown else ((), request.now)
    return story_name(heading(view.independence(), words, made).title, request.reader)


def refuse_in_channel(request: Request) -> None:
    """Refuse what only a desk does where a channel is meant.

    Raises:
        UserError: It is a channel, whose readers would read of it.
    """
    if request.chat.kind is ChatKind.CHANNEL:
        raise UserError(sentence("work.channel", chat=request.chat.title))
