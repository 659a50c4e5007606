"""/offerfeed, /offers: a chat offers a source of its own to all, an owner accepts, refuses or takes back."""

from collections.abc import Sequence
from datetime import datetime

from handlers.buttons import OfferAct, button
from handlers.commands import feeds
from handlers.commands.listed_sources import button_number
from handlers.html import bold, escape, fit
from handlers.messages import Button, Message, Rows, to_payload
from handlers.render.feed_link import feed_link
from handlers.requests import Answer, Request, Services
from handlers.sending.readers import reader_in
from handlers.sentences.reader import Reader
from newsroom.chat import ChatId, Place
from newsroom.errors import UserError
from newsroom.sentence import Sentence, sentence
from newsroom.source import Source
from newsroom.stories.publishers import family_of
from newsroom.text.masked_address import masked_address
from newsroom.text.url import registered_domain
from storage import change_log, chats, offers, outbox, people, sources
from storage.database import Connection, Transaction
from storage.offers import Offer, OfferOutcome
from storage.sources import WatchedSource

_LISTED = 20  # sources that were accepted, each with a button
_WAITING_SHOWN = 5  # a message each


async def offerfeed(request: Request, services: Services) -> Answer:
    """Offer a feed of this chat to all, by its number, name or address."""
    if not request.argument:
        return await feeds.feeds(request, services)
    meant = await feeds.own_feed(request, services, request.argument)
    return await _made(request, services, meant)


async def press_offer(request: Request, services: Services, number: int) -> Answer:
    """The button under /feeds."""
    own = await services.database.ask(lambda c: sources.chat_sources(c, request.chat.id))
    meant = next((one for one in own if button_number(one) == number), None)
    if meant is None:
        raise UserError(sentence("offerfeed.gone"))
    return await _made(request, services, meant)


async def _made(request: Request, services: Services, watched: WatchedSource) -> Answer:
    meant = watched.source
    if masked_address(meant.url) != meant.url:
        raise UserError(sentence("offerfeed.has_key", feed=meant.name))
    if watched.problem:
        raise UserError(sentence("offerfeed.unread", feed=meant.name))
    owners = await services.database.ask(lambda c: _owners(c, services))
    if not owners:
        raise UserError(sentence("offerfeed.nobody"))

    async def effect(tx: Transaction) -> Sequence[Message]:
        match await offers.make(tx, meant.id, request.chat.id, request.now):
            case OfferOutcome.NO_SOURCE:
                return [request.message("offerfeed.gone")]
            case OfferOutcome.WAITS_ALREADY:
                return [request.message("offerfeed.waits", feed=meant.name)]
            case OfferOutcome.OFFERED_LATELY:
                return [request.message("offerfeed.offered_lately", feed=meant.name, days=offers.OFFERED_ONCE_IN.days)]
            case OfferOutcome.MADE:
                await _ask_owners(tx, meant.id, owners, request.now)
                return [request.message("offerfeed.made", feed=meant.name)]

    return Answer(effect=effect)


async def _owners(connection: Connection, services: Services) -> list[ChatId]:
    """Where an offer is shown: the owners' private chats, and the admins' chat."""
    rule = services.access
    persons = [*(one.id for one in await people.owners(connection)), *sorted(rule.admins)]
    asked = dict.fromkeys([*persons, *([services.admin_chat] if services.admin_chat else [])])
    return [ChatId(chat) for chat in asked if await chats.chat(connection, chat) is not None]


async def _ask_owners(tx: Transaction, source_id: int, owners: Sequence[ChatId], now: datetime) -> None:
    offer = await offers.one(tx.connection, source_id)
    if offer is None:
        return
    for chat in owners:
        reader = await reader_in(tx.connection, chat)
        await _send(tx, chat, Message(html=_offered(offer, reader), buttons=_choice(offer, reader)), now)


async def _send(tx: Transaction, chat: ChatId, message: Message, now: datetime) -> None:
    await outbox.put(tx, Place(chat=chat), outbox.DeliveryKind.MESSAGE, to_payload(message), now)


async def notify(tx: Transaction, chat: ChatId, what: Sentence, now: datetime) -> None:
    """A chat reads what became of a feed that it offered."""
    reader = await reader_in(tx.connection, chat)
    await _send(tx, chat, Message(html=reader.html(what)), now)


def _offered(offer: Offer, reader: Reader) -> str:
    source = offer.source
    return reader.say(
        "offer.offered",
        chat=bold(offer.title),
        feed=feed_link(source.name, source.url),
        domain=escape(registered_domain(source.url)),
        items=reader.say("unit.item", count=offer.items),
        number=source.id,
    )


def _choice(offer: Offer, reader: Reader) -> Rows:
    accept = button(reader.say("button.accept_offer"), OfferAct.ACCEPT, offer.source.id)
    return ((accept, button(reader.say("button.refuse_offer"), OfferAct.REFUSE, offer.source.id)),)


async def list_offers(request: Request, services: Services) -> Answer:
    """The offers that wait, and the sources that are for all because a chat offered them."""
    reader = request.reader
    async with services.database.read() as connection:
        waiting, accepted = await offers.waiting(connection), await offers.accepted(connection)
    if not waiting and not accepted:
        return Answer(messages=(request.message("offers.none"),))
    messages = [
        Message(html=_offered(offer, reader), buttons=_choice(offer, reader)) for offer in waiting[:_WAITING_SHOWN]
    ]
    if len(waiting) > _WAITING_SHOWN:
        messages.append(request.message("offers.more", more=len(waiting) - _WAITING_SHOWN))
    if accepted:
        lines = [reader.say("offers.accepted_heading"), *(_accepted_line(one, reader) for one in accepted[:_LISTED])]
        rows = tuple((_take_back_button(one, reader),) for one in accepted[:_LISTED])
        messages.append(Message(html=fit("\n".join(lines)), buttons=rows))
    return Answer(messages=tuple(messages))


def _accepted_line(source: Source, reader: Reader) -> str:
    feed, domain = feed_link(source.name, source.url), escape(registered_domain(source.url))
    return reader.say("offers.accepted", feed=feed, domain=domain, number=source.id)


def _take_back_button(source: Source, reader: Reader) -> Button:
    return button(reader.say("button.take_back", feed=source.name), OfferAct.TAKE_BACK, source.id)


async def press_accept(request: Request, services: Services, number: int) -> Answer:
    """An owner accepts: the source is for all, and everybody whom it concerns learns so."""

    async def effect(tx: Transaction) -> Sequence[Message]:
        offer = await offers.one(tx.connection, number)
        if offer is None:
            return [await _decided(tx.connection, number, request)]
        done = await offers.accept(tx, offer, family_of(offer.source.url, services.publishers))
        feed, domain = offer.source.name, registered_domain(offer.source.url)
        accepted = sentence("log.accepted_feed", feed=feed, domain=domain, chat=offer.title)
        await change_log.add(tx, request.speaker.user, accepted, request.now)
        for chat in done.chats:
            theirs = chat == offer.chat
            what = sentence("offer.is_accepted", feed=feed) if theirs else sentence("offer.is_for_all", feed=feed)
            await notify(tx, chat, what, request.now)
        return [_accepted(done.source, request.reader)]

    return Answer(effect=effect, replaces=True)


async def press_refuse(request: Request, services: Services, number: int) -> Answer:
    """An owner refuses: the source stays its chat's own."""
    del services

    async def effect(tx: Transaction) -> Sequence[Message]:
        offer = await offers.one(tx.connection, number)
        if offer is None:
            return [await _decided(tx.connection, number, request)]
        await offers.refuse(tx, number)
        feed, domain = offer.source.name, registered_domain(offer.source.url)
        refused = sentence("log.refused_feed", feed=feed, domain=domain, chat=offer.title)
        await change_log.add(tx, request.speaker.user, refused, request.now)
        await notify(tx, offer.chat, sentence("offer.is_refused", feed=feed), request.now)
        return [request.message("offer.refused", feed=feed, chat=offer.title)]

    return Answer(effect=effect, replaces=True)


async def press_whether_back(request: Request, services: Services, number: int) -> Answer:
    """A question, since a tap is soon done, and every chat has its news of it."""
    found = await services.database.ask(lambda c: offers.accepted(c, number))
    if not found:
        return Answer(messages=(request.message("offer.over"),))
    reader, feed = request.reader, found[0].name
    stop = button(reader.say("button.take_back", feed=feed), OfferAct.STOP, number)
    keep = Button(text=reader.say("button.keep"), line="/offers")
    html = reader.html(sentence("offer.whether_back", feed=feed))
    return Answer(messages=(Message(html=html, buttons=((stop,), (keep,))),))


async def press_take_back(request: Request, services: Services, number: int) -> Answer:
    """An owner takes back what was accepted: it is polled for nobody, its items stay."""
    del services

    async def effect(tx: Transaction) -> Sequence[Message]:
        offered_by = await offers.offering_chat(tx.connection, number)
        source = await offers.take_back(tx, number)
        if source is None:
            return [request.message("offer.over")]
        if offered_by is not None:
            await notify(tx, offered_by, sentence("offer.is_taken_back", feed=source.name), request.now)
        what = sentence("log.took_back_feed", feed=source.name, domain=registered_domain(source.url))
        await change_log.add(tx, request.speaker.user, what, request.now)
        return [request.message("offer.taken_back", feed=source.name)]

    return Answer(effect=effect, replaces=True)


async def _decided(connection: Connection, number: int, request: Request) -> Message:
    """What somebody reads who presses once more, or after another owner."""
    accepted = await offers.accepted(connection, number)
    return _accepted(accepted[0], request.reader) if accepted else request.message("offer.over")


def _accepted(source: Source, reader: Reader) -> Message:
    feed, domain = feed_link(source.name, source.url), escape(registered_domain(source.url))
    html = reader.say("offer.accepted", feed=feed, domain=domain, number=source.id)
    return Message(html=html, buttons=((_take_back_button(source, reader),),))
