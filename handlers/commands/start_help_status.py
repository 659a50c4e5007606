"""/start, /help, /status, /manage."""

from collections.abc import Sequence

from handlers.html import bold, code, escape, fit
from handlers.messages import Message
from handlers.render.times import count, minute, span
from handlers.requests import Answer, Request, Services
from newsroom.chat import ChatKind
from newsroom.errors import UserError
from storage import chats, desk_queue, sources, topics
from storage.database import Transaction
from storage.outbox import counts


async def start(request: Request, services: Services) -> Answer:
    """What this is, and the first thing to type."""
    rows = await services.database.ask(sources.active_sources)
    own = await services.database.ask(lambda c: topics.count(c, request.place.chat))
    where = {ChatKind.PRIVATE: "you", ChatKind.CHANNEL: "this channel"}.get(request.chat.kind, "this group")
    tracked = (
        "Nothing is tracked here yet. /help lists everything I can do."
        if own == 0
        else f"{count(own, 'topic')} tracked here: /topics shows them. /help lists everything I can do."
    )
    text = (
        f"{bold('Wirewatch')} reads {count(len(rows), 'source')} for {where}: one living message per story, who really "
        "reported it, and where sources contradict each other.\n\n"
        f"Track something: {code('/track Azerbaijan')}\n"
        f"What happened when: {code('/timeline Azerbaijan')}\n"
        f"Who reported it: reply /sources to an alert\n\n"
        f"{tracked}"
    )
    return Answer(messages=(Message(html=text),))


async def status(request: Request, services: Services) -> Answer:
    """How the program and this chat are."""
    async with services.database.read() as connection:
        watched = await sources.active_sources(connection)
        undecided = await desk_queue.waiting(connection)
        out = await counts(connection)
        own = await topics.count(connection, request.place.chat)
    chat, ill = request.chat, [row for row in watched if row.problem]
    digest = "off" if chat.digest_minute is None else f"{minute(chat.digest_minute)} {chat.zone}"
    quiet = "none" if chat.quiet is None else f"{minute(chat.quiet.start)}–{minute(chat.quiet.end)}"
    waiting = out.get("due", 0) + out.get("in_flight", 0)
    lines = [
        bold("Status"),
        f"Sources: {len(watched)} watched, {len(ill)} with a problem (/sources)",
        f"Desk: {count(undecided, 'item')} waiting to be decided",
        f"Outbox: {waiting} waiting, {out.get('sent', 0)} sent, {out.get('dead', 0)} given up with a reason",
        f"Running for {span(request.now - services.started_at)}",
        "",
        bold("This chat" if request.place.chat == request.speaker.place.chat else f"{chat.title}, which you manage"),
        f"{count(own, 'topic')} · digest {digest} · quiet hours {quiet}",
    ]
    return Answer(messages=(Message(html=fit("\n".join(lines))),))


async def manage(request: Request, services: Services) -> Answer:
    """From a private chat, speak for a channel or group that one is an admin of."""
    if request.speaker.place.chat != request.speaker.user:
        raise UserError("Write /manage in our private chat, not here.")
    user = request.speaker.user
    if request.argument.lower() in ("", "off", "me"):

        async def back(tx: Transaction) -> Sequence[Message]:
            await chats.manage(tx, user, None)
            hint = f"To manage a channel: add me there as an admin, then write {code('/manage @channel')} here."
            return [Message(html=f"Your commands are for this chat. {hint}")]

        return Answer(effect=back)
    found = await services.find_channel(request.argument, user)
    if found.chat is None:
        raise UserError(found.problem or "I can't find that channel.")
    chat_id = found.chat

    async def effect(tx: Transaction) -> Sequence[Message]:
        await chats.meet(tx, chat_id, found.kind, found.title, found.username, user, services.zone, request.now)
        await chats.manage(tx, user, chat_id)
        text = (
            f"Your commands are now for {bold(found.title)}; answers come here, alerts go there. "
            f"{code('/manage off')} ends it."
        )
        return [Message(html=text)]

    return Answer(effect=effect)


def unknown(name: str, near: str | None) -> Message:
    """A command that is none of ours."""
    hint = f"Did you mean /{near}? " if near else ""
    return Message(html=f"I know no command /{escape(name)}. {hint}/help lists what I can do.")
