"""The loop that posts chats' alerts to their receivers: one at a time for each chat, many chats side by side.

It shares nothing with what sends to Telegram but the database: a receiver that is slow or gone holds up its own chat's
posts, and nobody's messages.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

import structlog

from handlers.messages import Message, to_payload
from handlers.render.post_body import DELIVERY, SIGNATURE, alert_body, notice_body, signature
from handlers.sending.readers import reader_in
from newsroom.chat import Place
from newsroom.clock import Clock
from newsroom.desk.decision import NoticeKind
from newsroom.desk.receiver import PostAnswer, Receiver, is_gone, is_to_be_turned_off, next_try
from newsroom.item import ItemId
from newsroom.sentence import sentence
from newsroom.text.url import host_of
from storage import change_log, chats, outbox, receivers, stories
from storage.database import Bell, Database, StorageError, Transaction
from storage.receivers import ALERT, Post
from storage.retry import retry_until, run_forever
from storage.write_locks import DESK

Posting = Callable[[str, bytes, Mapping[str, str]], Awaitable[PostAnswer]]  # to an address, a body with headers

_AT_ONCE = 16  # receivers under way: each takes ten seconds at most
_IDLE_S = 5.0
_DRAINED_AT_ONCE = 100

log = structlog.get_logger()


class PostingLoop:
    """Posts what waits."""

    def __init__(self, database: Database, posting: Posting, clock: Clock) -> None:
        self._database = database
        self._posting = posting
        self._clock = clock
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._stop = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        """Post until `stop` is set; what is under way then is settled."""
        self._stop = stop
        async with asyncio.TaskGroup() as group:
            await run_forever("posting", lambda: self._turn(group), stop)

    async def drain(self) -> None:
        """Post everything that is due now, one after another: for tours and tests."""
        while due := await self._database.ask(lambda c: receivers.due(c, self._clock.now(), (), _DRAINED_AT_ONCE)):
            for post in due:
                await self._settled(post, await self._attempt(post))

    async def _turn(self, group: asyncio.TaskGroup) -> None:
        room = _AT_ONCE - len(self._busy)
        busy = list(self._busy)
        due = await self._database.ask(lambda c: receivers.due(c, self._clock.now(), busy, room)) if room > 0 else []
        for post in due:
            self._busy[post.chat] = group.create_task(self._one(post))
        if not due:
            await self._database.wait(Bell.POSTS, _IDLE_S)

    async def _one(self, post: Post) -> None:
        started = time.perf_counter()
        answer = None
        outcome = "waits"
        try:
            answer = await self._attempt(post)
            outcome = _outcome(answer)
            await retry_until("posting", lambda: self._settled(post, answer), self._stop)
        except StorageError:
            outcome = "waits"  # it is due still
            await asyncio.sleep(1.0)
        finally:
            del self._busy[post.chat]
            self._database.ring(Bell.POSTS)
        ms = round((time.perf_counter() - started) * 1000)
        status = answer.status if answer else 0
        log.info(
            "posted",
            post=post.id,
            chat=post.chat,
            kind=post.kind,
            outcome=outcome,
            status=status,
            duration_ms=ms,
        )

    async def _attempt(self, post: Post) -> PostAnswer | None:
        """One post's failure is its own: it is logged as our bug and dropped, and no other post waits for it."""
        try:
            return await self._post(post)
        except StorageError:
            raise
        except Exception:
            log.exception("post_failed", post=post.id, chat=post.chat, kind=post.kind)
            return None

    async def _post(self, post: Post) -> PostAnswer | None:
        """What the receiver answers; None where there is nothing to post (any more)."""
        async with self._database.read() as connection:
            receiver = await receivers.receiver_of(connection, post.chat)
            chat = await chats.chat(connection, post.chat)
            view = await stories.story(connection, post.story, post.chat)
        if receiver is None or chat is None or view is None:
            return None
        if post.kind == ALERT:
            body: bytes | None = alert_body(post.id, view, post.words, chat, post.made)
        else:
            body = notice_body(post.id, view, NoticeKind(post.kind), ItemId(post.item), post.version, chat)
        if body is None:
            return None
        headers = {SIGNATURE: signature(receiver.secret, body), DELIVERY: str(post.id)}
        return await self._posting(receiver.url, body, headers)

    async def _settled(self, post: Post, answer: PostAnswer | None) -> None:
        now = self._clock.now()
        async with self._database.write(locks=DESK) as tx:
            if answer is None:
                await receivers.drop(tx, post)
            elif answer.problem is None:
                await receivers.taken(tx, post)
            else:
                await receivers.refused(tx, post, answer.problem, next_try(post.attempts, now), now)
                receiver = await receivers.receiver_of(tx.connection, post.chat)
                if receiver is not None and is_to_be_turned_off(receiver, answer, now):
                    await _turned_off(tx, receiver, now, gone=is_gone(answer))


def _outcome(answer: PostAnswer | None) -> str:
    """How the log names what became of a post."""
    if answer is None:
        return "dropped"
    return "taken" if answer.problem is None else "refused"


async def _turned_off(tx: Transaction, receiver: Receiver, now: datetime, *, gone: bool) -> None:
    """The receiver is asked no more, and its chat reads why."""
    host = host_of(receiver.url)
    waiting = await receivers.waiting(tx.connection, receiver.chat)
    await receivers.end(tx, receiver.chat)
    reader = await reader_in(tx.connection, receiver.chat)
    alerts = sentence("unit.alert", count=waiting)
    problem = receiver.problem or sentence("webhook.no_answer", host=host)
    why = sentence("webhook.turned_off", host=host, problem=problem, alerts=alerts)
    html = reader.html(sentence("webhook.gone", host=host, alerts=alerts) if gone else why)
    await outbox.put(tx, Place(chat=receiver.chat), outbox.DeliveryKind.MESSAGE, to_payload(Message(html=html)), now)
    chat = await chats.chat(tx.connection, receiver.chat)
    title = chat.title if chat else str(receiver.chat)
    logged = "log.webhook_gone" if gone else "log.webhook_failed"
    await change_log.add(tx, None, sentence(logged, host=host, chat=title), now)
