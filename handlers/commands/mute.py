"""/mute, /unmute: a story kept quiet in one place."""

from collections.abc import Sequence

from handlers.buttons import Act, button
from handlers.commands.find import kept_story, needed_story, one_story
from handlers.html import escape, fit
from handlers.messages import Message
from handlers.render.outlet_names import plain_headline
from handlers.requests import Answer, Request, Services
from newsroom.desk.state import DeliveryMode
from newsroom.desk.story_view import StoryView
from newsroom.sentence import sentence
from newsroom.story import numbered
from storage import story_cards
from storage.database import Transaction

_LISTED = 20
_HEADLINE_CHARS = 90


async def mute(request: Request, services: Services) -> Answer:
    """Keep a story quiet here: its card is left as it is, nothing more is sent of it."""
    return _set_muted(request, await needed_story(request, services, sentence("mute.which")), muted=True)


async def unmute(request: Request, services: Services) -> Answer:
    """Take a story up again; without one, list what is muted."""
    view = await one_story(request, services)
    if view is not None:
        return _set_muted(request, view, muted=False)
    muted = await services.database.ask(lambda c: story_cards.muted_stories(c, request.place.chat))
    if not muted:
        return Answer(messages=(request.message("unmute.none"),))
    reader = request.reader
    lines = [reader.say("unmute.heading")]
    lines += [
        f"• {escape(plain_headline(title, reader))} /unmute_{numbered(story)}" for _, story, title in muted[:_LISTED]
    ]
    return Answer(messages=(Message(html=fit("\n".join(lines))),))


async def press_mute(request: Request, services: Services, story_id: int, *, muted: bool) -> Answer:
    """The button under an alert."""
    return _set_muted(request, await kept_story(request, services, story_id), muted=muted)


def _set_muted(request: Request, view: StoryView, *, muted: bool) -> Answer:
    async def effect(tx: Transaction) -> Sequence[Message]:
        await story_cards.mark_known(tx, request.place, [view.id], DeliveryMode.SILENT, request.now)
        await story_cards.set_muted(tx, request.place, view.id, muted=muted)
        return [_confirmed(request, view, muted=muted)]

    return Answer(effect=effect, toast=request.reader.say("mute.toast" if muted else "unmute.toast"))


def _confirmed(request: Request, view: StoryView, *, muted: bool) -> Message:
    """Which story, and where: whoever manages a channel reads that it was there."""
    reader = request.reader
    story = escape(plain_headline(view.lead.title, reader, _HEADLINE_CHARS))
    if not request.managing:
        html = reader.say("mute.muted_here" if muted else "unmute.unmuted_here", story=story)
    else:
        chat = escape(request.chat.title)
        html = reader.say("mute.muted_in" if muted else "unmute.unmuted_in", story=story, chat=chat)
    undo = button(reader.say("button.unmute"), Act.UNMUTE, view.id)
    return Message(html=html, buttons=((undo,),) if muted else ())
