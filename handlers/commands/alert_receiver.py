"""/webhook: another program to which this chat's alerts are posted. For editors."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers.buttons import ReceiverAct, button
from handlers.html import code, escape
from handlers.look_ups import of_one_look
from handlers.messages import Button, Message, Rows
from handlers.render.post_body import SIGNATURE, greeting_body, signature
from handlers.requests import Answer, Request, Services
from handlers.sentences.reader import Reader
from newsroom.desk.receiver import Receiver
from newsroom.errors import UserError
from newsroom.sentence import Sentence, sentence
from newsroom.text.url import LONGEST_ADDRESS, host_of
from storage import change_log, receivers
from storage.database import Transaction

_SECRET_BYTES = 32
_OFF = "off"


async def webhook(request: Request, services: Services) -> Answer:
    """/webhook https://hooks.example.org/x; /webhook off; alone: where alerts are posted, and how that goes."""
    if not request.argument:
        return await _state(request, services)
    if request.argument.casefold() == _OFF:
        return _turned_off(request)
    return await _set(request, services, request.argument)


async def press(request: Request, services: Services, act: ReceiverAct) -> Answer:
    """A button under where alerts are posted."""
    known = await _known(request, services)
    if act is ReceiverAct.OFF:
        return Answer(messages=(_whether_off(known, request.reader),), replaces=True)
    if act is ReceiverAct.WHETHER_RENEW:
        return Answer(messages=(_whether_renew(known, request.reader),), replaces=True)
    if act is ReceiverAct.TEST:
        await _greeted(request, services, known)
        return Answer(toast=request.reader.plain(sentence("webhook.takes", host=host_of(known.url))), alert=True)
    return replace(await _set(request, services, known.url), replaces=True)


async def _known(request: Request, services: Services) -> Receiver:
    known = await services.database.ask(lambda c: receivers.receiver_of(c, request.chat.id))
    if known is None:
        raise UserError(sentence("webhook.none"))
    return known


async def _set(request: Request, services: Services, url: str) -> Answer:
    """Take the address if it takes a first post; its secret is shown this once."""
    if len(url) > LONGEST_ADDRESS or not url.lower().startswith(("https://", "http://")) or not host_of(url):
        raise UserError(sentence("webhook.no_address"))
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    receiver = Receiver(chat=request.chat.id, url=url, secret=secret, made=request.now)
    await _greeted(request, services, receiver)

    async def effect(tx: Transaction) -> Sequence[Message]:
        await receivers.put(tx, receiver, request.speaker.user)
        await _log(tx, request, "log.webhook_set", host_of(url))
        say = request.reader.say
        who = say("webhook.secret_of_yours" if request.is_confidential else "webhook.secret_for_everybody")
        html = say("webhook.set", host=code(host_of(url)), secret=code(secret), header=code(SIGNATURE), who=who)
        return [Message(html=html, buttons=_buttons(request.reader), secret=True)]

    return Answer(effect=effect)


async def _greeted(request: Request, services: Services, receiver: Receiver) -> None:
    """Post a first word: a look at an address like one for a feed, and as dear.

    Raises:
        UserError: the receiver does not take it, or too many looks were asked for.
    """
    body = greeting_body(request.reader.say("webhook.greeting", chat=request.chat.title), request.chat)
    with services.look_ups.one(request.chat.id, request.speaker.user or request.chat.id, request.now):
        answer = await services.posting(receiver.url, body, {SIGNATURE: signature(receiver.secret, body)})
    if answer.problem is not None:
        raise UserError(sentence("webhook.refused", problem=of_one_look(answer.problem)))


def _whether_renew(known: Receiver, reader: Reader) -> Message:
    """A question, since a tap is soon done, and the other program believes no post before it has the new secret."""
    renew = button(reader.say("button.new_secret"), ReceiverAct.RENEW, 0)
    keep = Button(text=reader.say("button.keep"), line="/webhook", turns=True)
    return Message(html=reader.say("webhook.whether_renew", host=escape(host_of(known.url))), buttons=((renew, keep),))


def _whether_off(known: Receiver, reader: Reader) -> Message:
    """A question, since a tap is soon done, and the secret is gone with it."""
    off = Button(text=reader.say("button.off"), line=f"/webhook {_OFF}", turns=True)
    keep = Button(text=reader.say("button.keep"), line="/webhook", turns=True)
    return Message(html=reader.say("webhook.whether_off", host=escape(host_of(known.url))), buttons=((off, keep),))


def _turned_off(request: Request) -> Answer:
    async def effect(tx: Transaction) -> Sequence[Message]:
        known = await receivers.receiver_of(tx.connection, request.chat.id)
        if known is None:
            return [request.message("webhook.none")]
        await receivers.end(tx, request.chat.id)
        await _log(tx, request, "log.webhook_off", host_of(known.url))
        return [request.message("webhook.off", host=host_of(known.url))]

    return Answer(effect=effect)


async def _log(tx: Transaction, request: Request, name: str, host: str) -> None:
    what = Sentence(name, {"host": host, "chat": request.chat.title})
    await change_log.add(tx, request.speaker.user, what, request.now)


async def _state(request: Request, services: Services) -> Answer:
    async with services.database.read() as connection:
        known = await receivers.receiver_of(connection, request.chat.id)
        waiting = await receivers.waiting(connection, request.chat.id)
    if known is None:
        return Answer(messages=(request.message("webhook.none"),))
    reader = request.reader
    lines = [reader.html(_goes_to(known, reader))]
    if known.failing_since is not None:
        lines.append(reader.html(_fails(known, known.failing_since, waiting, request)))
    if known.given_up_at is not None:
        refused, at = reader.say("unit.post", count=known.given_up), reader.moment(known.given_up_at)
        lines.append(reader.say("webhook.refuses", posts=refused, moment=at, status=known.given_up_status))
    return Answer(messages=(Message(html="\n".join(lines), buttons=_buttons(reader)),))


def _goes_to(known: Receiver, reader: Reader) -> Sentence:
    return sentence("webhook.goes_to", host=host_of(known.url), day=reader.day(reader.local(known.made).date()))


def _fails(known: Receiver, since: datetime, waiting: int, request: Request) -> Sentence:
    return sentence(
        "webhook.fails",
        span=request.reader.span(request.now - since),
        problem=known.problem or sentence("webhook.no_answer", host=host_of(known.url)),
        posts=sentence("unit.post", count=waiting),
    )


def _buttons(reader: Reader) -> Rows:
    labels = (
        ("button.test", ReceiverAct.TEST),
        ("button.new_secret", ReceiverAct.WHETHER_RENEW),
        ("button.off", ReceiverAct.OFF),
    )
    return (tuple(button(reader.say(label), act, 0) for label, act in labels),)
