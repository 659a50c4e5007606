"""A small server of the program's own: what watches over it, what Telegram calls, where topics are read."""

import asyncio
import errno
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.typedefs import Handler

from newsroom.errors import UserError
from newsroom.sentence import sentence

_SHUTDOWN_S = 1.0  # answers take milliseconds; whoever holds a connection open is not waited for
# At once: a proxy and Telegram (forty) need fewer. Each takes a file of the process, which has 1,024 of them in all
# where nobody set another limit, and 4,096 by the unit in deploy/.
MOST_CONNECTIONS = 256


class _OfOurOwn(logging.Filter):
    """Leaves out what is wrong with a request: its address may be a secret, and anybody could fill the log by it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is logged."""
        error = record.exc_info[1] if record.exc_info else None
        return not isinstance(error, HttpProcessingError | web.RequestPayloadError)


_log = logging.getLogger("wirewatch.listener")
_log.addFilter(_OfOurOwn())


class _TooMany(asyncio.Protocol):
    """A connection too many."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It is ended at once."""
        transport.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionTimes:
    """How long a connection is kept; the server's library has no limit for a header, a body or an answer not taken.

    Attributes:
        first_s: Until its first request is there; a guess: whoever has just connected sends it within a second.
        next_s: Until its next request is there, all that the last one took included. A minute is as long as nginx
            keeps what is idle, by itself: who keeps it for less ends it first, and no request is lost between the two.
        look_every_s: How often that is looked at.
    """

    first_s: float = 10.0
    next_s: float = 75.0
    look_every_s: float = 1.0


CONNECTION_TIMES = ConnectionTimes()


class _Connections:
    """Those of one server, each with the time at which it is ended."""

    def __init__(self, times: ConnectionTimes) -> None:
        self._times = times
        self._ends: dict[web.RequestHandler, float] = {}

    @web.middleware
    async def note_request(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Whoever asks is kept for longer."""
        self._ends[request.protocol] = asyncio.get_running_loop().time() + self._times.next_s
        return await handler(request)

    async def end_idle(self, server: web.Server) -> None:
        """End those whose time is over, again and again."""
        while True:
            now = asyncio.get_running_loop().time()
            self._ends = {one: self._ends.get(one, now + self._times.first_s) for one in server.connections}
            for one in [one for one, end in self._ends.items() if end <= now]:
                _end(one)
            await asyncio.sleep(self._times.look_every_s)


def _end(connection: web.RequestHandler) -> None:
    """Whatever it is at: what waits to be taken by the other side is dropped."""
    transport = connection.transport
    connection.force_close()
    if transport is not None:
        transport.abort()


@asynccontextmanager
async def listening(
    app: web.Application, address: str, port: int, setting: str, times: ConnectionTimes = CONNECTION_TIMES
) -> AsyncGenerator[int]:
    """Serve for as long as the block lasts; gives the port, which is a free one where 0 was asked for.

    `setting` is what names the port in the settings.

    Raises:
        UserError: the address is not this machine's, or the port is taken.
    """
    connections = _Connections(times)
    app.middlewares.append(connections.note_request)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=_SHUTDOWN_S, logger=_log)
    await runner.setup()
    server = runner.server
    if server is None:
        raise RuntimeError("the runner is set up")
    try:
        try:
            listener = await asyncio.get_running_loop().create_server(_bounded(server), address, port)
        except OSError as error:
            name = "listener.port_taken" if error.errno == errno.EADDRINUSE else "listener.no_address"
            raise UserError(sentence(name, address=address, port=f"{port}", setting=setting)) from error
        ending = asyncio.create_task(connections.end_idle(server))
        try:
            yield int(listener.sockets[0].getsockname()[1])
        finally:
            listener.close()
            ending.cancel()
            with suppress(asyncio.CancelledError):
                await ending
    finally:
        await runner.cleanup()


def _bounded(server: web.Server) -> Callable[[], asyncio.Protocol]:
    """What serves a new connection; those past the limit are ended."""
    return lambda: server() if len(server.connections) < MOST_CONNECTIONS else _TooMany()
