"""/save, /unsave, /saved: stories that a chat keeps at hand."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.buttons import Act, WorkAct, button
from handlers.commands.find import kept_story, needed_story
from handlers.commands.story_shown import name_here, refuse_in_channel
from handlers.commands.taking import shown_anew
from handlers.commands.undo import with_undo
from handlers.html import escape, fit, link
from handlers.leads import leads_in
from handlers.messages import Button, Message, Rows
from handlers.render.outlet_names import outlet, outlet_count, plain_headline
from handlers.render.pages import page_buttons, page_number
from handlers.requests import Answer, Request, Services
from newsroom.desk.story_view import StoryView
from newsroom.item import Item
from newsroom.sentence import sentence
from newsroom.story import numbered
from storage import stories, story_work
from storage.database import Connection, Transaction
from storage.story_work import SavedStory

_A_PAGE = 5  # stories: each has two buttons, and a row of five is still read on a phone


async def save(request: Request, services: Services) -> Answer:
    """/save 12, or as a reply to an alert."""
    refuse_in_channel(request)
    view = await needed_story(request, services, sentence("save.which"))
    return _set_saved(request, view, saved=True, answer="save.saved")


async def unsave(request: Request, services: Services) -> Answer:
    """/unsave 12, or as a reply to an alert."""
    refuse_in_channel(request)
    view = await needed_story(request, services, sentence("unsave.which"))
    return _set_saved(request, view, saved=False, answer="unsave.unsaved")


async def press_save(request: Request, services: Services, story_id: int, *, saved: bool) -> Answer:
    """The star under an alert; it is its own undo."""
    refuse_in_channel(request)
    view = await kept_story(request, services, story_id)
    return replace(_set_saved(request, view, saved=saved), replaces=True)


def _set_saved(request: Request, view: StoryView, *, saved: bool, answer: str = "") -> Answer:
    async def effect(tx: Transaction) -> Sequence[Message]:
        was_saved = await _keep(tx, request, view, saved=saved)
        if not answer or saved:
            return await shown_anew(tx, request, view, answer)
        if not was_saved:
            return [request.message("unsave.was_not", story=await name_here(tx.connection, request, view))]
        line = f"/save {numbered(view.id)}"
        return [with_undo(one, line, request.reader) for one in await shown_anew(tx, request, view, answer)]

    return Answer(effect=effect, toast=request.reader.say("save.toast" if saved else "unsave.toast"))


async def _keep(tx: Transaction, request: Request, view: StoryView, *, saved: bool) -> bool:
    """Whether it is saved now, or was until now."""
    if not saved:
        return await story_work.unsave(tx, view, request.chat.id)
    await story_work.save(tx, view, request.chat.id, request.now)
    return True


async def saved_list(request: Request, services: Services) -> Answer:
    """/saved: what was saved last comes first."""
    return await press_page(request, services, 0)


async def press_page(request: Request, services: Services, page: int) -> Answer:
    """Another page of the list, in place of the one that is there."""
    async with services.database.read() as connection:
        return Answer(messages=(await _listed(connection, request, page),), replaces=True)


async def press_listed(request: Request, services: Services, story_id: int, page: int, *, saved: bool) -> Answer:
    """A star in the list, or the way back above it."""
    refuse_in_channel(request)
    view = await kept_story(request, services, story_id)

    async def effect(tx: Transaction) -> Sequence[Message]:
        await _keep(tx, request, view, saved=saved)
        await story_work.show_anew(tx, view.id, request.chat.id, request.now)
        listed = await _listed(tx.connection, request, page)
        if saved:
            return [listed]
        gone = request.reader.say("unsave.unsaved", story=escape(await name_here(tx.connection, request, view)))
        back = (button(request.reader.say("button.undo"), WorkAct.LIST_SAVE, view.id, page),)
        return [Message(html=fit(f"{gone}\n\n{listed.html}"), buttons=(back, *listed.buttons))]

    toast = request.reader.say("save.toast" if saved else "unsave.toast")
    return Answer(effect=effect, toast=toast, replaces=True)


async def _listed(connection: Connection, request: Request, page: int) -> Message:
    reader, chat = request.reader, request.chat.id
    kept = await story_work.saved_count(connection, chat)
    page = page_number(page, kept, _A_PAGE)
    saved = await story_work.saved_page(connection, chat, page, _A_PAGE)
    views = {view.id: view for view in await stories.stories_by_id(connection, [one.story for one in saved], chat)}
    if not views:
        return Message(html=reader.say("saved.none"))
    shown = [(one, views[one.story]) for one in saved if one.story in views]
    leads = await leads_in(connection, request.place, [view for _, view in shown], reader, request.now)
    first = page * _A_PAGE + 1
    lines = [_line(place, one, view, leads[view.id], request) for place, (one, view) in enumerate(shown, start=first)]
    heading = reader.say("saved.heading", stories=reader.say("unit.story", count=kept))
    rows = _rows([view for _, view in shown], first, page)
    return Message(
        html=fit("\n".join([heading, "", *lines])),
        buttons=(*rows, *page_buttons(WorkAct.SAVED, page, kept, _A_PAGE, reader)),
    )


def _line(place: int, saved: SavedStory, view: StoryView, lead: Item, request: Request) -> str:
    reader = request.reader
    title = link(plain_headline(lead.title, reader), lead.page)
    counted = outlet_count(view.outlets, view.independent, reader)
    at = reader.say("saved.at", time=reader.clock(saved.saved_at, request.now))
    return f"{place}. <b>{title}</b> — {outlet(lead.source, reader)} · {counted} · {at}"


def _rows(views: Sequence[StoryView], first: int, page: int) -> Rows:
    """A button into each story, and one that takes it off the list."""
    into: list[Button] = []
    off: list[Button] = []
    for place, view in enumerate(views, start=first):
        into.append(button(str(place), Act.STORY, view.id))
        off.append(button(f"☆ {place}", WorkAct.LIST_UNSAVE, view.id, page))
    return (tuple(into), tuple(off))
