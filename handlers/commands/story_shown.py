"""A story as a command shows it, with what the chat's people have done with it."""

from handlers.leads import leads_in, related_in
from handlers.messages import Message
from handlers.render.card import card
from handlers.render.outlet_names import story_name
from handlers.requests import Request
from handlers.work_shown import work_shown
from newsroom.chat import ChatKind
from newsroom.desk.story_view import StoryView
from newsroom.errors import UserError
from newsroom.item import Item
from newsroom.sentence import sentence
from storage.database import Connection


async def story_message(connection: Connection, request: Request, view: StoryView) -> Message:
    """The story's card as it is now."""
    work = await work_shown(connection, view, request.chat.id)
    related = await related_in(connection, request.place, view, request.reader, request.now)
    return card(view, (), request.reader, request.now, work, related)


async def heading_here(connection: Connection, request: Request, view: StoryView) -> Item:
    """By whose headline the place where it is asked for knows a story."""
    return (await leads_in(connection, request.place, [view], request.reader, request.now))[view.id]


async def name_here(connection: Connection, request: Request, view: StoryView) -> str:
    """Text: the headline by which the chat knows the story."""
    return story_name((await heading_here(connection, request, view)).title, request.reader)


def refuse_in_channel(request: Request) -> None:
    """Refuse what only a desk does where a channel is meant.

    Raises:
        UserError: It is a channel, whose readers would read of it.
    """
    if request.chat.kind is ChatKind.CHANNEL:
        raise UserError(sentence("work.channel", chat=request.chat.title))
