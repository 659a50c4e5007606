"""Where topics are read by their private addresses: behind whatever speaks HTTPS for us."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import structlog
from aiohttp import web

from bot.http_listener import listening
from config.schema import PublishSettings
from handlers.topic_reading import ServedPage, TooManyReadersError, TopicReading
from storage.database import StorageError

_HEADERS = {
    "Cache-Control": "private, max-age=60",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}

log = structlog.get_logger()


@asynccontextmanager
async def topic_listener(settings: PublishSettings, reading: TopicReading) -> AsyncGenerator[int]:
    """Answer for as long as the block lasts; gives the port. No path is logged: a secret is in it.

    Raises:
        UserError: the port is taken, or the address is not this machine's.
    """

    async def answer(request: web.Request) -> web.Response:
        try:
            page = await reading.page(request.path)
        except TooManyReadersError:
            return web.Response(status=503, headers={**_HEADERS, "Cache-Control": "no-store", "Retry-After": "10"})
        except StorageError as error:
            log.error("topic_not_read", error=str(error))  # noqa: TRY400 - the sentence says it all
            return web.Response(status=503, headers={"Retry-After": "60"})
        return web.Response(status=404, headers=_HEADERS) if page is None else _served(request, page)

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    async with listening(app, settings.address, settings.port, "publish.port") as port:
        yield port


def _served(request: web.Request, page: ServedPage) -> web.Response:
    """The page, or that it is as the reader has it already."""
    headers = {**_HEADERS, "ETag": page.tag}
    known = {f'"{tag.value}"' for tag in request.if_none_match or ()}
    unchanged = page.tag in known or '"*"' in known
    since = request.if_modified_since
    if unchanged or (not known and since is not None and page.changed.replace(microsecond=0) <= since):
        answer = web.Response(status=304, headers=headers)
    else:
        answer = web.Response(
            body=page.body, headers={**headers, "Content-Type": "application/atom+xml; charset=utf-8"}
        )
    answer.last_modified = page.changed
    return answer
