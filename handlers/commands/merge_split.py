"""/split, /merge: an editor's word on what is one story. It holds until a button takes it back."""

from collections.abc import Sequence

from handlers.buttons import Act, button
from handlers.commands.arguments import story_number
from handlers.commands.find import one_story
from handlers.html import bold, escape, fit
from handlers.messages import Message
from handlers.render.outlet_names import outlet, plain_headline
from handlers.requests import Answer, Request, Services
from newsroom.desk.corrections import CorrectionKind
from newsroom.desk.story_view import StoryView
from newsroom.errors import UserError
from storage import corrections, desk_queue, items, stories
from storage.database import Transaction

_LISTED = 12
_TWO = 2


async def split(request: Request, services: Services) -> Answer:
    """Show a story's reports, each with a button that takes it out."""
    view = await one_story(request, services)
    if view is None:
        raise UserError("Which story? Write its number, /split 12, or reply to its alert with /split.")
    await _all_open([view], request, services)
    if len(view.items) < _TWO:
        raise UserError("This story has one report only: there is nothing to split off.")
    lines = [f"{bold('Split')} — which report is no part of this story?"]
    rows = []
    for number, told in enumerate(view.items[:_LISTED], start=1):
        title = escape(plain_headline(told.item.title, request.reader))
        lines.append(f"{number}. {outlet(told.item.source, request.reader)}: {title}")
        rows.append((button(f"✂ {number}. {told.item.source.name}", Act.SPLIT_OFF, told.item.id),))
    return Answer(messages=(Message(html=fit("\n".join(lines)), buttons=tuple(rows)),))


async def press_split(request: Request, services: Services, item_id: int) -> Answer:
    """The button of a report."""
    async with services.database.read() as connection:
        found = await stories.story_ids(connection, [item_id])
        view = await stories.story(connection, found[0]) if found else None
    if view is None or len(view.items) < _TWO:
        raise UserError("This report stands alone already.")
    await _all_open([view], request, services)
    rest = next(told.item.id for told in view.items if told.item.id != item_id)
    item = next(told.item for told in view.items if told.item.id == item_id)

    async def effect(tx: Transaction) -> Sequence[Message]:
        made = await corrections.put(
            tx, CorrectionKind.SPLIT, item.id, rest, request.place, request.speaker.user, request.now
        )
        title = bold(plain_headline(item.title, request.reader))
        text = f"✂ Split off: {outlet(item.source, request.reader)}, {title}. It is a story of its own now."
        return [Message(html=text, buttons=((button("Undo", Act.UNDO, made),),))]

    return Answer(effect=effect, toast="Split off", replaces=True)


async def merge(request: Request, services: Services) -> Answer:
    """Two stories that are one: by both numbers, or one number in reply to an alert."""
    words = request.argument.split()
    async with services.database.read() as connection:
        numbers = [story_number(word) for word in words]
        if len(words) == 1 and request.replied is not None:
            numbers.append(await stories.story_of_message(connection, request.speaker.place.chat, request.replied))
        if len(numbers) != _TWO or None in numbers:
            raise UserError("Which two stories? Write both numbers: /merge 12 15, or reply to an alert with /merge 15.")
        views = [await stories.story(connection, number or 0) for number in numbers]
    older, younger = _pair(views)
    await _all_open([older, younger], request, services)

    async def effect(tx: Transaction) -> Sequence[Message]:
        a, b = younger.lead.id, older.lead.id
        made = await corrections.put(tx, CorrectionKind.MERGE, a, b, request.place, request.speaker.user, request.now)
        text = (
            f"⛓ One story from now on: {bold(plain_headline(older.lead.title, request.reader))} and "
            f"{bold(plain_headline(younger.lead.title, request.reader))} /story_{older.id}"
        )
        return [Message(html=text, buttons=((button("Undo", Act.UNDO, made),),))]

    return Answer(effect=effect)


def _pair(views: Sequence[StoryView | None]) -> tuple[StoryView, StoryView]:
    found = sorted((view for view in views if view is not None), key=lambda view: view.id)
    if len(found) < _TWO:
        raise UserError("I know no story of one of these numbers. They stand in the alerts' links: /story_12.")
    if found[0].id == found[1].id:
        raise UserError("These two are one story already.")
    return found[0], found[1]


async def press_undo(request: Request, services: Services, correction_id: int) -> Answer:
    """Take a correction back."""
    del services

    async def effect(tx: Transaction) -> Sequence[Message]:
        undone = await corrections.undo(tx, correction_id, request.now)
        if undone is None:
            return [Message(html="This was taken back already.")]
        titles = await items.items_by_id(tx.connection, [undone.a, undone.b])
        named = " / ".join(
            escape(plain_headline(titles[i].title, request.reader, 60)) for i in (undone.a, undone.b) if i in titles
        )
        return [Message(html=f"↩ Taken back: {named}. The grouping decides again.")]

    return Answer(effect=effect, toast="Taken back", replaces=True)


async def _all_open(views: Sequence[StoryView], request: Request, services: Services) -> None:
    since = await services.database.ask(lambda c: desk_queue.open_since(c, request.now, services.most_items))
    if any(view.updated < since for view in views):
        raise UserError("Its last report came too long ago: the story is closed and can't be regrouped any more.")
