"""A small server of the program's own: what watches over it, and what Telegram calls."""

import errno
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from aiohttp import web

from newsroom.errors import UserError
from newsroom.sentence import sentence

_SHUTDOWN_S = 1.0  # answers take milliseconds; whoever holds a connection open is not waited for


@asynccontextmanager
async def listening(app: web.Application, address: str, port: int, setting: str) -> AsyncGenerator[int]:
    """Serve for as long as the block lasts; gives the port, which is a free one where 0 was asked for.

    `setting` is what names the port in the settings.

    Raises:
        UserError: the address is not this machine's, or the port is taken.
    """
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=_SHUTDOWN_S)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, address, port).start()
        except OSError as error:
            name = "listener.port_taken" if error.errno == errno.EADDRINUSE else "listener.no_address"
            raise UserError(sentence(name, address=address, port=f"{port}", setting=setting)) from error
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()
