"""/split, /merge: an editor corrects what is one story, until a button takes it back."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.buttons import Act, button
from handlers.commands.arguments import parse_story_number
from handlers.commands.find import needed_story
from handlers.html import escape, fit
from handlers.leads import leads_in
from handlers.messages import Message
from handlers.render.outlet_names import outlet, plain_headline
from handlers.requests import Answer, Request, Services
from handlers.sentences.reader import Reader
from newsroom.access import Role
from newsroom.desk.corrections import CorrectionKind
from newsroom.desk.story_view import StoryView
from newsroom.errors import UserError
from newsroom.item import Item
from newsroom.sentence import sentence
from newsroom.story import numbered
from storage import change_log, corrections, desk_state, items, stories, story_cards
from storage.database import Transaction

_LISTED = 12
_SHORT_HEADLINE_CHARS = 60
_TWO = 2


async def split(request: Request, services: Services) -> Answer:
    """Show a story's reports, each with a button that takes it out."""
    view, reader = await needed_story(request, services, sentence("split.which")), request.reader
    await _all_open([view], request, services)
    if len(view.items) < _TWO:
        raise UserError(sentence("split.one_report"))
    lines = [reader.say("split.heading")]
    rows = []
    for number, placed in enumerate(view.items[:_LISTED], start=1):
        item = placed.item
        lines.append(f"{number}. {reader.labelled(outlet(item.source, reader), _headline(item, reader))}")
        rows.append((button(f"✂ {number}. {item.source.shown}", Act.SPLIT_OFF, item.id),))
    return Answer(messages=(Message(html=fit("\n".join(lines)), buttons=tuple(rows)),))


async def press(request: Request, services: Services, act: Act, number: int) -> Answer:
    """A button under a correction, or under the reports of a story."""
    match act:
        case Act.SPLIT_OFF:
            return await press_split(request, services, number)
        case Act.FOR_ALL:
            return await press_for_all(request, services, number)
        case _:
            return await press_undo(request, services, number)


async def press_split(request: Request, services: Services, item_id: int) -> Answer:
    """The button of a report."""
    async with services.database.read() as connection:
        found = await stories.story_ids(connection, [item_id], request.place.chat)
        view = await stories.story(connection, found[0], request.place.chat) if found else None
    if view is None or len(view.items) < _TWO:
        raise UserError(sentence("split.alone"))
    await _all_open([view], request, services)
    rest = next(placed.item.id for placed in view.items if placed.item.id != item_id)
    item, reader = next(placed.item for placed in view.items if placed.item.id == item_id), request.reader

    async def effect(tx: Transaction) -> Sequence[Message]:
        made = await corrections.put(
            tx, CorrectionKind.SPLIT, item.id, rest, request.place, request.speaker.user, request.now
        )
        named = outlet(item.source, reader)
        html = reader.say("split.done", outlet=named, headline=_headline(item, reader))
        shared = all(placed.item.owner is None for placed in view.items)
        return [_corrected(html, made, request, shared=shared)]

    return Answer(effect=effect, toast=reader.say("split.toast"), replaces=True)


async def merge(request: Request, services: Services) -> Answer:
    """Two stories that are one: by both numbers, or one number in reply to an alert."""
    words = request.argument.split()
    async with services.database.read() as connection:
        numbers = [parse_story_number(word) for word in words]
        if len(words) == 1 and request.replied is not None:
            numbers.append(await story_cards.story_of_message(connection, request.speaker.place.chat, request.replied))
        if len(numbers) != _TWO or None in numbers:
            raise UserError(sentence("merge.which"))
        views = [await stories.story(connection, number or 0, request.place.chat) for number in numbers]
    (older, younger), reader = _pair(views), request.reader
    await _all_open([older, younger], request, services)

    async def effect(tx: Transaction) -> Sequence[Message]:
        a, b = younger.lead.id, older.lead.id
        made = await corrections.put(tx, CorrectionKind.MERGE, a, b, request.place, request.speaker.user, request.now)
        leads = await leads_in(tx.connection, request.place, [older, younger], reader, request.now)
        first, second = (_headline(leads[view.id], reader) for view in (older, younger))
        html = reader.say("merge.done", older=first, younger=second, story=numbered(older.id))
        shared = older.lead.owner is None and younger.lead.owner is None
        return [_corrected(html, made, request, shared=shared)]

    return Answer(effect=effect)


def _headline(item: Item, reader: Reader) -> str:
    return escape(plain_headline(item.title, reader))


def _corrected(html: str, correction: int, request: Request, *, shared: bool) -> Message:
    """What was done, with Undo; for an admin of the operator's also the offer to have it hold for every chat."""
    reader = request.reader
    buttons = [button(reader.say("button.undo"), Act.UNDO, correction)]
    if shared and request.speaker.role is Role.OWNER:
        buttons.append(button(reader.say("button.for_all"), Act.FOR_ALL, correction))
    return Message(html=html, buttons=(tuple(buttons),))


def _pair(views: Sequence[StoryView | None]) -> tuple[StoryView, StoryView]:
    there = [view for view in views if view is not None]
    found = sorted(there, key=lambda view: (view.id < 0, abs(view.id)))  # what is for all goes before a chat's own
    if len(found) < _TWO:
        raise UserError(sentence("merge.unknown"))
    if found[0].id == found[1].id:
        raise UserError(sentence("merge.same"))
    return found[0], found[1]


async def press_undo(request: Request, services: Services, correction_id: int) -> Answer:
    """Take a correction back: of this chat by its people, of any chat by an admin of the operator's."""
    made = await services.database.ask(lambda c: corrections.made(c, correction_id))
    if made is None:
        return Answer(messages=(request.message("undo.done_before"),), replaces=True)
    ours = made.chat == request.place.chat and not made.for_all
    if not ours and request.speaker.role is not Role.OWNER:
        raise UserError(sentence("undo.not_yours"))

    async def effect(tx: Transaction) -> Sequence[Message]:
        undone = await corrections.undo(tx, correction_id, request.now)
        if undone is None:
            return [request.message("undo.done_before")]
        if made.for_all:
            await change_log.add(tx, request.speaker.user, sentence("log.undone", number=correction_id), request.now)
        titles = await items.items_by_id(tx.connection, [undone.a, undone.b])
        named = " / ".join(
            escape(plain_headline(titles[i].title, request.reader, _SHORT_HEADLINE_CHARS))
            for i in (undone.a, undone.b)
            if i in titles
        )
        return [Message(html=request.reader.say("undo.done", headlines=named))]

    return Answer(effect=effect, toast=request.reader.say("undo.toast"), replaces=True)


async def press_for_all(request: Request, services: Services, correction_id: int) -> Answer:
    """An admin of the operator's has a correction hold for every chat."""
    made = await services.database.ask(lambda c: corrections.made(c, correction_id))
    if request.speaker.role is not Role.OWNER or (made is not None and not made.of_shared_items):
        raise UserError(sentence("for_all.not_yours"))

    async def effect(tx: Transaction) -> Sequence[Message]:
        if not await corrections.hold_for_all(tx, correction_id, request.now):
            return [request.message("for_all.done_before")]
        await change_log.add(tx, request.speaker.user, sentence("log.for_all", number=correction_id), request.now)
        undo = button(request.reader.say("button.undo"), Act.UNDO, correction_id)
        return [replace(request.message("for_all.done"), buttons=((undo,),))]

    return Answer(effect=effect, toast=request.reader.say("for_all.toast"), replaces=True)


async def _all_open(views: Sequence[StoryView], request: Request, services: Services) -> None:
    since = await services.database.ask(lambda c: desk_state.open_since(c, request.now, services.most_items))
    if any(view.updated < since for view in views):
        raise UserError(sentence("regroup.closed"))
