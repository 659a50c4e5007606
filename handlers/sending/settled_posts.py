"""What becomes of a post by its receiver's answer, and what its chat reads of it."""

from dataclasses import dataclass
from datetime import datetime

from handlers.messages import Message, to_payload
from handlers.render.heading import lead_in
from handlers.sending.readers import reader_in
from newsroom.chat import ChatId, Place
from newsroom.desk.receiver import (
    PostAnswer,
    Receiver,
    is_given_up,
    is_gone,
    is_news_that_one_is_given_up,
    is_refusal,
    is_to_be_turned_off,
    next_try,
)
from newsroom.sentence import Sentence, sentence
from newsroom.text.url import host_of
from storage import change_log, chats, outbox, receivers, stories
from storage.database import Transaction
from storage.receivers import Post


@dataclass(frozen=True, slots=True, kw_only=True)
class PostAttempt:
    """To whom a post was sent, and what came of it."""

    receiver: Receiver
    answer: PostAnswer


async def settle_post(tx: Transaction, post: Post, attempt: PostAttempt | None, now: datetime) -> str:
    """Keep what came of an attempt; None: there was nothing to post. Gives how the log names it."""
    receiver = await receivers.receiver_of(tx.connection, post.chat)
    if attempt is None or receiver is None:
        await receivers.drop(tx, post)
        if not await receivers.waiting(tx.connection, post.chat):
            await receivers.answers(tx, post.chat)  # else days later one failure more would turn it off
        return "dropped"
    if not receiver.is_same_as(attempt.receiver):
        return await _settle_of_another(tx, post, attempt, receiver)
    if attempt.answer.problem is None:
        await receivers.taken(tx, post)
        return "taken"
    if is_given_up(post.refusals, attempt.answer):
        await receivers.given_up(tx, post, attempt.answer.status, now)
        if not await _turn_off_if_due(tx, attempt.answer, post.chat, now):
            await _say_given_up(tx, post, receiver, attempt.answer.status, now)
        return "given_up"
    if is_refusal(attempt.answer):
        await receivers.refused(tx, post, next_try(post.refusals, now))
        return "refused"
    again_at = next_try(post.attempts - post.refusals, now)
    await receivers.unanswered(tx, post, attempt.answer.problem, again_at, now)
    await _turn_off_if_due(tx, attempt.answer, post.chat, now)
    return "unanswered"


async def _settle_of_another(tx: Transaction, post: Post, attempt: PostAttempt, receiver: Receiver) -> str:
    """The chat has replaced its receiver meanwhile: what the old one answered says nothing of the new one.

    The post waits for the new one already (`receivers.put`), unless that one is at the same address, and has it.
    """
    if attempt.answer.problem is None and receiver.url == attempt.receiver.url:
        await receivers.drop(tx, post)
    return "replaced"


async def _say_given_up(tx: Transaction, post: Post, receiver: Receiver, status: int, now: datetime) -> None:
    view = await stories.story(tx.connection, post.story, post.chat)
    if view is not None and is_news_that_one_is_given_up(receiver, now):
        reader = await reader_in(tx.connection, receiver.chat)
        host, headline = host_of(receiver.url), lead_in(view, reader.language).title
        await receivers.warned(tx, receiver.chat, now)
        await _say(tx, receiver, sentence("webhook.given_up", host=host, headline=headline, status=status), now)


async def _turn_off_if_due(tx: Transaction, answer: PostAnswer, chat: ChatId, now: datetime) -> bool:
    """The receiver is asked no more where that answer was one too many, and its chat reads why."""
    receiver = await receivers.receiver_of(tx.connection, chat)
    if receiver is None or not is_to_be_turned_off(receiver, answer, now):
        return False
    waiting = await receivers.waiting(tx.connection, chat)
    await receivers.end(tx, chat)
    await _say(tx, receiver, _why_off(receiver, answer, waiting), now)
    known = await chats.chat(tx.connection, chat)
    host, title = host_of(receiver.url), known.title if known else str(chat)
    logged = "log.webhook_gone" if is_gone(answer) else "log.webhook_failed"
    await change_log.add(tx, None, sentence(logged, host=host, chat=title), now)
    return True


def _why_off(receiver: Receiver, answer: PostAnswer, waiting: int) -> Sentence:
    host, waits = host_of(receiver.url), sentence("unit.post", count=waiting)
    problem = answer.problem or sentence("webhook.no_answer", host=host)
    if is_gone(answer):
        return sentence("webhook.gone", host=host, posts=waits)
    if is_refusal(answer):
        return sentence("webhook.refuses_all", host=host, problem=problem)
    return sentence("webhook.turned_off", host=host, problem=problem, posts=waits)


async def _say(tx: Transaction, receiver: Receiver, what: Sentence, now: datetime) -> None:
    reader = await reader_in(tx.connection, receiver.chat)
    message = to_payload(Message(html=reader.html(what)))
    await outbox.put(tx, Place(chat=receiver.chat), outbox.DeliveryKind.MESSAGE, message, now)
