"""A small server of the program's own: what watches over it, what Telegram calls, where topics are read."""

import asyncio
import errno
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from newsroom.errors import UserError
from newsroom.sentence import sentence

_SHUTDOWN_S = 1.0  # answers take milliseconds; whoever holds a connection open is not waited for
# At once: a proxy and Telegram (forty) need fewer. Each takes a file of the process, which has 1,024 of them in all.
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


@asynccontextmanager
async def listening(app: web.Application, address: str, port: int, setting: str) -> AsyncGenerator[int]:
    """Serve for as long as the block lasts; gives the port, which is a free one where 0 was asked for.

    `setting` is what names the port in the settings.

    Raises:
        UserError: the address is not this machine's, or the port is taken.
    """
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=_SHUTDOWN_S, logger=_log)
    await runner.setup()
    try:
        try:
            listener = await asyncio.get_running_loop().create_server(_bounded(runner), address, port)
        except OSError as error:
            name = "listener.port_taken" if error.errno == errno.EADDRINUSE else "listener.no_address"
            raise UserError(sentence(name, address=address, port=f"{port}", setting=setting)) from error
        try:
            yield int(listener.sockets[0].getsockname()[1])
        finally:
            listener.close()
    finally:
        await runner.cleanup()


def _bounded(runner: web.AppRunner) -> Callable[[], asyncio.Protocol]:
    """What serves a new connection; those past the limit are ended."""
    server = runner.server
    if server is None:
        raise RuntimeError("the runner is set up first")
    return lambda: server() if len(server.connections) < MOST_CONNECTIONS else _TooMany()
