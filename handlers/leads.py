"""By whose headlines a place knows its stories: those of its cards, in lists, digests and answers alike."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from handlers.render.heading import heading
from handlers.sentences.reader import Reader
from newsroom.chat import Place
from newsroom.desk.story_view import NamedStory, StoryView
from newsroom.item import Item
from newsroom.story import StoryId
from storage import stories
from storage.database import Connection
from storage.story_cards import cards_in


async def leads_in(
    connection: Connection, place: Place, views: Sequence[StoryView], reader: Reader, now: datetime
) -> Mapping[StoryId, Item]:
    """Of each of these stories the lead of its card in a place, or that which one asked for now would have."""
    shown = await cards_in(connection, place, [view.id for view in views])
    found: dict[StoryId, Item] = {}
    for view in views:
        card_there = shown.get(view.id)
        words, made = (card_there.words, card_there.made_at) if card_there else ((), now)
        found[view.id] = heading(view.independence(), words, made, reader.language)
    return found


async def related_in(
    connection: Connection, place: Place, view: StoryView, reader: Reader, now: datetime
) -> NamedStory | None:
    """The earlier story of the same saga, by the headline by which a place knows it; None where it may know of none."""
    earlier = None if view.related is None else await stories.story(connection, view.related, place.chat)
    if earlier is None or earlier.id == view.id:
        return None  # or people have made one of the two
    leads = await leads_in(connection, place, [earlier], reader, now)
    return NamedStory(id=earlier.id, title=leads[earlier.id].title)
