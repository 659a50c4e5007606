"""getUpdates: the queue, its offset, the long poll, and the quarrel of two pollers.

Source: tdlib/telegram-bot-api Client.cpp (process_get_updates_query, do_get_updates), read in November 2026.
"""

import asyncio
from dataclasses import dataclass, field
from typing import cast

from standin.calls import Call
from standin.json_object import JsonObject
from standin.refusals import OTHER_POLLER, WEBHOOK_ACTIVE, Refusal
from standin.server_state import ServerState

LIMIT_MAX = 100
TIMEOUT_MAX_S = 50
REPEATED_POLL_S = 3

_NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})

Update = JsonObject


@dataclass(slots=True)
class Poller:
    """The one who polls now. `wanted` is None for the default kinds of update."""

    wanted: frozenset[str] | None = None
    turn: int = 0
    last_offset: int | None = None
    last_start_s: float = float("-inf")
    conflicts: int = 0
    last_answer_s: float = field(default=float("-inf"))

    async def get_updates(self, server: ServerState, call: Call) -> list[Update]:
        """The updates due, at once where there are any, else when one comes or the time is over.

        Raises:
            Refusal: 409 when another poll begins meanwhile, or a webhook is set.
        """
        if server.state.webhook_url:
            raise Refusal(409, WEBHOOK_ACTIVE)
        self._choose(call)
        self.turn += 1
        turn = self.turn
        server.updates_bell.ring()
        offset, timeout_s = call.number("offset"), self._timeout_s(server, call)
        confirm(server, offset)
        limit = min(max(call.number("limit", LIMIT_MAX), 1), LIMIT_MAX)
        end = asyncio.get_running_loop().time() + timeout_s
        while True:
            if due := self._due(server)[:limit]:
                self.last_answer_s = server.settings.seconds()
                return due
            remaining = end - asyncio.get_running_loop().time()
            if remaining <= 0 or server.closing:
                return []
            await server.updates_bell.wait(remaining)
            if turn != self.turn:
                self.conflicts += 1
                raise Refusal(409, OTHER_POLLER)

    def _choose(self, call: Call) -> None:
        """Remember `allowed_updates`; not given, the last choice stays; an empty list is the default."""
        given = call.decoded("allowed_updates", "allowed_updates")
        if isinstance(given, list):
            self.wanted = frozenset(map(str, given)) or None

    def _timeout_s(self, server: ServerState, call: Call) -> int:
        timeout_s = min(max(call.number("timeout"), 0), TIMEOUT_MAX_S)
        now, offset = server.settings.seconds(), call.number("offset")
        repeated = offset == self.last_offset and now - self.last_start_s < REPEATED_POLL_S
        self.last_offset, self.last_start_s = offset, now
        if server.settings.brake_repeated_polls and repeated:
            return max(timeout_s, REPEATED_POLL_S)
        return timeout_s

    def _due(self, server: ServerState) -> list[Update]:
        """What is queued and wanted; what is not wanted is forgotten, as Telegram never queues it."""
        queue = server.state.updates
        queue[:] = [update for update in queue if self._wants(update)]
        return list(queue)

    def _wants(self, update: Update) -> bool:
        kinds = set(update) - {"update_id"}
        if self.wanted is None:
            return not kinds & _NOT_BY_DEFAULT
        return bool(kinds & self.wanted)


def confirm(server: ServerState, offset: int) -> None:
    """Forget what the offset confirms: all below it; for a negative one all but that many at the end."""
    queue = server.state.updates
    if offset > 0:
        queue[:] = [update for update in queue if cast("int", update["update_id"]) >= offset]
    elif offset < 0:
        del queue[:offset]
