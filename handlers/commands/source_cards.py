"""The card of a source under /feeds and /sources, and what its buttons do."""

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

from handlers.asked_back import Choice, ChoiceError, QuestionError
from handlers.buttons import FeedAct, ListAct, OfferAct, button
from handlers.commands.listed_sources import button_number, can_be_offered, is_called, page_of
from handlers.commands.quotas import room_for_a_feed
from handlers.messages import Button, Message, Rows
from handlers.render.source_card import source_card
from handlers.requests import Answer, Request, Services
from newsroom.access import Role
from newsroom.errors import UserError
from newsroom.sentence import Sentence, sentence
from newsroom.stories.known_names import NAME_CHARS
from newsroom.text.masked_address import masked_text
from newsroom.text.url import registered_domain
from newsroom.text.words import bare
from storage import brought_items, change_log, people, source_changes, sources
from storage.database import Connection, Transaction
from storage.sources import WatchedSource
from storage.states import SourceOrigin, SourceState

_ASKED = {FeedAct.RENAME: ("renamefeed.what", "renamefeed"), FeedAct.PUBLISHER: ("publisher.whose", "publisher")}
_NEAR = 3  # a guess: of names that are alike one is meant
_LEFT_ALONE = "problem.rate_limited"  # its server asked for a rest: who presses does not know better


async def card_named(request: Request, services: Services, name: str) -> Answer:
    """/feeds NAME: the card of a source that the chat may see, by its number in /feeds, its name or its address."""
    own, there = await _there(request, services)
    numbered = {str(number): one for number, one in enumerate(own, start=1)}
    meant = [one for one in there if is_called(one, name)]
    part = [one for one in there if bare(name) in bare(one.source.name)]
    found = numbered.get(name) or next(iter(meant), None) or (part[0] if len(part) == 1 else None)
    if found is None:
        raise _unknown(part or there, name)
    return Answer(messages=(await services.database.ask(lambda c: _card(c, request, found)),))


async def _there(request: Request, services: Services) -> tuple[list[WatchedSource], list[WatchedSource]]:
    """The chat's own sources, and all that it may see: these with those that are for all."""
    async with services.database.read() as connection:
        own = await sources.chat_sources(connection, request.chat.id)
        return own, [*own, *await sources.active_sources(connection)]


def _unknown(there: Sequence[WatchedSource], name: str) -> UserError:
    names = {one.source.name.casefold(): one.source.name for one in there}
    alike = get_close_matches(name.casefold(), list(names), n=_NEAR, cutoff=0.4) or list(names)[:_NEAR]
    shown = masked_text(name)[:NAME_CHARS]
    return ChoiceError(
        sentence("feed_card.unknown", name=shown), [Choice(f"/feeds {names[one]}", names[one]) for one in alike]
    )


async def press(request: Request, services: Services, act: FeedAct, number: int) -> Answer:
    """A button of a list of sources, or of a card."""
    if act is FeedAct.RESTORE:
        return _restored(request, services, number)
    _, there = await _there(request, services)
    watched = next((one for one in there if button_number(one) == number), None)
    if watched is None:
        raise UserError(sentence("offerfeed.gone"))
    match act:
        case FeedAct.CARD:
            shown = await services.database.ask(lambda c: _card(c, request, watched))
            return Answer(messages=(shown,), replaces=True)
        case FeedAct.VISIT:
            return _visited(request, services, watched)
        case FeedAct.PAUSE | FeedAct.RESUME:
            return _paused(request, watched, paused=act is FeedAct.PAUSE)
        case FeedAct.RENAME | FeedAct.PUBLISHER:
            _only_its_own(watched, request)
            asked, command = _ASKED[act]
            raise QuestionError(sentence(asked, feed=watched.source.name), command, begun=f"{button_number(watched)}")
        case FeedAct.REMOVE:
            return _removed(request, watched)


async def _card(connection: Connection, request: Request, watched: WatchedSource) -> Message:
    """The source as it is now, with what may be done with it."""
    figures = await brought_items.figures_of(connection, watched, request.chat.id, request.now)
    person: Sentence | str | None = None
    if watched.source.owner is not None and watched.added_by is not None:
        person = await people.name_of(connection, watched.added_by)
    html = source_card(watched, figures, person, request.reader, request.now)
    page = await page_of(connection, request, watched)
    return Message(html=html, buttons=_buttons(watched, request, page))


def _buttons(watched: WatchedSource, request: Request, page: int) -> Rows:
    """Two a row; at last the way back to the page of the list that has it."""
    say, number = request.reader.say, button_number(watched)
    own, active = watched.source.owner is not None, watched.state is SourceState.ACTIVE
    may = own or request.speaker.role is Role.OWNER
    buttons: list[Button] = []
    if active and watched.paused_at is None:
        buttons.append(button(say("button.visit_feed"), FeedAct.VISIT, number))
    if active and may:
        paused = watched.paused_at is not None
        act = FeedAct.RESUME if paused else FeedAct.PAUSE
        buttons.append(button(say("button.resume_feed" if paused else "button.pause_feed"), act, number))
    if may:
        buttons.append(button(say("button.rename_feed"), FeedAct.RENAME, number))
        buttons.append(button(say("button.publisher"), FeedAct.PUBLISHER, number))
    if own:
        buttons.append(button(say("button.remove_feed"), FeedAct.REMOVE, number))
    elif may and watched.origin is SourceOrigin.CHAT:
        buttons.append(button(say("button.remove_feed"), OfferAct.TAKE_BACK, watched.source.id))
    rows = [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
    if own and can_be_offered(watched):
        rows.append((button(say("button.offer"), OfferAct.OFFER, number),))
    back = ListAct.FEEDS if own else ListAct.SOURCES
    return (*rows, (button(say("button.back_to_list"), back, page),))


def _visited(request: Request, services: Services, watched: WatchedSource) -> Answer:
    """Its visit is due at once; each counts as a look at an address of this hour."""
    source = watched.source
    if watched.paused_at is not None:
        raise UserError(sentence("feed_card.is_paused", feed=source.name))
    if watched.problem is not None and watched.problem.name == _LEFT_ALONE and watched.next_due_at > request.now:
        time = request.reader.clock(watched.next_due_at, request.now)
        raise UserError(sentence("feed_card.left_alone", domain=registered_domain(source.url), time=time))
    with services.look_ups.one(request.chat.id, request.speaker.user or request.chat.id, request.now):
        pass

    async def effect(tx: Transaction) -> Sequence[Message]:
        await source_changes.visit_now(tx, source, request.now)
        return [await _card(tx.connection, request, replace(watched, next_due_at=request.now))]

    return Answer(effect=effect, toast=request.reader.say("feed_card.toast_visit"), replaces=True)


def _paused(request: Request, watched: WatchedSource, *, paused: bool) -> Answer:
    source = watched.source
    _only_its_own(watched, request)

    async def effect(tx: Transaction) -> Sequence[Message]:
        change = source_changes.pause if paused else source_changes.resume
        if await change(tx, source, request.now) and source.owner is None:
            name = "log.paused_feed" if paused else "log.resumed_feed"
            what = sentence(name, feed=source.name, domain=registered_domain(source.url))
            await change_log.add(tx, request.speaker.user, what, request.now)
        since = request.now if paused else None
        due = watched.next_due_at if paused else request.now
        return [await _card(tx.connection, request, replace(watched, paused_at=since, next_due_at=due))]

    return Answer(effect=effect, replaces=True)


def _only_its_own(watched: WatchedSource, request: Request) -> None:
    if watched.source.owner is None and request.speaker.role is not Role.OWNER:
        raise UserError(sentence("feed_card.owners_only", feed=watched.source.name))


def _removed(request: Request, watched: WatchedSource) -> Answer:
    """At once, since a button takes it back."""
    if watched.source.owner is None:
        raise UserError(sentence("feed_card.owners_only", feed=watched.source.name))

    async def effect(tx: Transaction) -> Sequence[Message]:
        await sources.remove_chat_source(tx, watched.source.id, request.chat.id)
        return [removal(request, watched)]

    return Answer(effect=effect, replaces=True)


def removal(request: Request, watched: WatchedSource) -> Message:
    """What is read after a feed was removed, with the button that takes that back."""
    say = request.reader.say
    undo = button(say("button.undo"), FeedAct.RESTORE, button_number(watched))
    back = button(say("button.back_to_list"), ListAct.FEEDS, 0)
    return replace(request.message("removefeed.removed", feed=watched.source.name), buttons=((undo, back),))


def _restored(request: Request, services: Services, number: int) -> Answer:
    async def effect(tx: Transaction) -> Sequence[Message]:
        gone = await source_changes.removed_feeds(tx, request.chat.id)
        meant = next((one for one in gone if button_number(one.url) == number), None)
        if meant is None:
            raise UserError(sentence("offerfeed.gone"))
        await room_for_a_feed(tx.connection, request.chat.id, services.limits)
        if not await source_changes.restore(tx, meant, request.now):
            return [request.message("addfeed.for_all")]
        own = await sources.chat_sources(tx.connection, request.chat.id)
        return [await _card(tx.connection, request, one) for one in own if one.source.id == meant.id]

    return Answer(effect=effect, replaces=True)
