"""A story as a command shows it, with what the chat's people have done with it."""

from collections.abc import Mapping, Sequence

from handlers.messages import Message
from handlers.render.card import card, heading
from handlers.render.outlet_names import story_name
from handlers.requests import Request
from handlers.work_shown import work_shown
from newsroom.chat import ChatKind, Place
from newsroom.desk.story_view import StoryView
from newsroom.errors import UserError
from newsroom.item import Item
from newsroom.sentence import sentence
from newsroom.story import StoryId
from storage.database import Connection
from storage.story_cards import cards_in


async def story_message(connection: Connection, request: Request, view: StoryView) -> Message:
    """The story's card as it is now."""
    work = await work_shown(connection, view, request.chat.id)
    return card(view, (), request.reader, request.now, work)


async def headings_here(
    connection: Connection, request: Request, place: Place, views: Sequence[StoryView]
) -> Mapping[StoryId, Item]:
    """By whose headline a place knows each of these stories: that of its card there, or that one asked for now has."""
    shown = await cards_in(connection, place, [view.id for view in views])
    found: dict[StoryId, Item] = {}
    for view in views:
        card_there = shown.get(view.id)
        words, made = (card_there.words, card_there.made_at) if card_there else ((), request.now)
        found[view.id] = heading(view.independence(), words, made, request.reader.language)
    return found


async def heading_here(connection: Connection, request: Request, view: StoryView) -> Item:
    """The same of one story, where it is asked for."""
    return (await headings_here(connection, request, request.place, [view]))[view.id]


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
