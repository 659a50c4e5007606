"""/mute, /unmute: a story kept quiet in one place."""

from collections.abc import Sequence

from handlers.buttons import Act, button
from handlers.commands.find import one_story
from handlers.html import bold, escape, fit
from handlers.messages import Message
from handlers.render.outlet_names import plain_headline
from handlers.requests import Answer, Request, Services
from newsroom.desk.story_view import StoryView
from newsroom.errors import UserError
from storage import stories
from storage.database import Transaction


async def mute(request: Request, services: Services) -> Answer:
    """Keep a story quiet here: its card is left as it is, nothing more is sent of it."""
    view = await one_story(request, services)
    if view is None:
        raise UserError("Which story? Reply to its alert with /mute, or write its number: /mute 12")
    return _mute(request, view, muted=True)


async def unmute(request: Request, services: Services) -> Answer:
    """Take a story up again; without one, list what is muted."""
    view = await one_story(request, services)
    if view is not None:
        return _mute(request, view, muted=False)
    muted = await services.database.ask(lambda c: stories.muted_stories(c, request.place.chat))
    if not muted:
        return Answer(messages=(Message(html="No story is muted here."),))
    lines = [bold("Muted stories")]
    lines += [f"• {escape(plain_headline(title, request.reader))} /unmute_{story}" for _, story, title in muted[:20]]
    return Answer(messages=(Message(html=fit("\n".join(lines))),))


async def press_mute(request: Request, services: Services, story_id: int, *, muted: bool) -> Answer:
    """The button under an alert."""
    view = await services.database.ask(lambda c: stories.story(c, story_id))
    if view is None:
        raise UserError("This story is no longer kept.")
    return _mute(request, view, muted=muted)


def _mute(request: Request, view: StoryView, *, muted: bool) -> Answer:
    async def effect(tx: Transaction) -> Sequence[Message]:
        await stories.mark_known(tx, request.place, [view.id], "silent", request.now)
        await stories.set_muted(tx, request.place, view.id, muted=muted)
        return [_said(request, view, muted=muted)]

    return Answer(effect=effect, toast="Muted" if muted else "Unmuted")


def _said(request: Request, view: StoryView, *, muted: bool) -> Message:
    managing = request.place.chat != request.speaker.place.chat
    there = f" in {escape(request.chat.title)}" if managing else ""
    named = bold(plain_headline(view.lead.title, request.reader, 90))
    if muted:
        undo = button("🔔 Unmute", Act.UNMUTE, view.id)
        said = f"🔕 Muted{there or ' here'}: {named}. Nothing more is sent of this story."
        return Message(html=said, buttons=((undo,),))
    return Message(html=f"🔔 Unmuted{there}: {named}. Its card follows the story again.")
