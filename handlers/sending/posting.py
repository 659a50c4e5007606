"""The loop that posts chats' alerts to their receivers: one at a time for each chat, many chats side by side.

It shares nothing with what sends to Telegram but the database: a receiver that is slow or gone holds up its own chat's
posts, and nobody's messages.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping

import structlog

from handlers.render.post_body import DELIVERY, SIGNATURE, alert_body, notice_body, signature
from handlers.sending.settled_posts import PostAttempt, settle_post
from newsroom.clock import Clock
from newsroom.desk.decision import NoticeKind
from newsroom.desk.receiver import PostAnswer
from newsroom.item import ItemId
from storage import chats, receivers, stories
from storage.database import Bell, Database, StorageError
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
        attempt = None
        outcome = "waits"

        async def settle() -> None:
            nonlocal outcome
            outcome = await self._settled(post, attempt)

        try:
            attempt = await self._attempt(post)
            await retry_until("posting", settle, self._stop)
        except StorageError:
            outcome = "waits"  # it is due still
            await asyncio.sleep(1.0)
        finally:
            del self._busy[post.chat]
            self._database.ring(Bell.POSTS)
        ms = round((time.perf_counter() - started) * 1000)
        status = attempt.answer.status if attempt else 0
        log.info(
            "posted",
            post=post.id,
            chat=post.chat,
            kind=post.kind,
            outcome=outcome,
            status=status,
            duration_ms=ms,
        )

    async def _attempt(self, post: Post) -> PostAttempt | None:
        """One post's failure is its own: it is logged as our bug and dropped, and no other post waits for it."""
        try:
            return await self._post(post)
        except StorageError:
            raise
        except Exception:
            log.exception("post_failed", post=post.id, chat=post.chat, kind=post.kind)
            return None

    async def _post(self, post: Post) -> PostAttempt | None:
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
        return PostAttempt(receiver=receiver, answer=await self._posting(receiver.url, body, headers))

    async def _settled(self, post: Post, attempt: PostAttempt | None) -> str:
        async with self._database.write(locks=DESK) as tx:
            return await settle_post(tx, post, attempt, self._clock.now())
