"""A story as a command shows it, with what the chat's people have done with it."""

from handlers.messages import Message
from handlers.render.card import card
from handlers.requests import Request
from handlers.work_shown import work_shown
from newsroom.chat import ChatKind
from newsroom.desk.story_view import StoryView
from newsroom.errors import UserError
from newsroom.sentence import sentence
from storage.database import Connection


async def story_message(connection: Connection, request: Request, view: StoryView) -> Message:
    """The story's card as it is now."""
    work = await work_shown(connection, view, request.chat.id)
    return card(view, (), request.reader, request.now, work)


def refuse_in_channel(request: Request) -> None:
    """Refuse what only a desk does where a channel is meant.

    Raises:
        UserError: It is a channel, whose readers would read of it.
    """
    if request.chat.kind is ChatKind.CHANNEL:
        raise UserError(sentence("work.channel", chat=request.chat.title))
