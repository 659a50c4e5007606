"""Where Telegram's calls arrive: behind whatever speaks HTTPS for us."""

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.http_listener import listening
from config.schema import TelegramSettings
from handlers.updates.webhook import CallOutcome, Webhook

# An update has at most one message of 4,096 letters, what it answers, and their markup: some 100 kB with all of it.
BODY_BYTES = 1_000_000
_SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name; https://core.telegram.org/bots/api#setwebhook


@asynccontextmanager
async def webhook_listener(settings: TelegramSettings, webhook: Webhook) -> AsyncGenerator[int]:
    """Take calls for as long as the block lasts; gives the port.

    Raises:
        UserError: the port is taken, or the address is not this machine's.
    """

    async def take(request: web.Request) -> web.Response:
        """A proxy may leave out a part of the path in front: its last part is what counts."""
        if not webhook.is_telegram(request.path.rpartition("/")[2], request.headers.get(_SECRET, "")):
            return web.Response(status=CallOutcome.REFUSED.value)  # nothing of a stranger's body is read
        try:
            body = json.loads(await request.read())
        except (ValueError, RecursionError, web.RequestPayloadError):
            body = None
        return web.Response(status=(await webhook.take(body)).value)

    async def nothing(_request: web.Request) -> web.Response:
        return web.Response(status=CallOutcome.REFUSED.value)

    app = web.Application(client_max_size=BODY_BYTES)
    app.router.add_post("/{path:.*}", take)
    app.router.add_route("*", "/{path:.*}", nothing)
    async with listening(app, settings.webhook_address, settings.webhook_port, "telegram.webhook_port") as port:
        yield port
