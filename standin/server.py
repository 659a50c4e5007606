"""The stand-in as a server: Telegram's paths, its envelope, latency and faults."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import cast

from aiohttp import web

from standin import control_api, persistence, test_controls
from standin.api_description import violations
from standin.calls import Call, read_call
from standin.chat_state import State, User
from standin.faults import Fault, FaultKind, Faults
from standin.initial_chats import furnish
from standin.json_object import JsonObject
from standin.methods.table import METHODS
from standin.polling import Poller
from standin.rate_limits import RateLimits
from standin.refusals import Refusal
from standin.server_state import ServerState
from standin.standin_settings import StandinSettings

BODY_BYTES_MAX = 64 * 1024 * 1024
SHUTDOWN_S = 0.5
POLICY = "default-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'"
PAGE = Path(str(files("standin"))) / "page"


@dataclass(slots=True)
class Running:
    """A stand-in that answers.

    Attributes:
        url: Its address, without a slash at the end: the chat page, and in front of `/bot<token>/<method>`.
        server: Its world: `user_actions.say(running.server, ...)` and the like act on it from within the same process.
    """

    url: str
    token: str
    server: ServerState

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.url.rpartition(":")[2])

    @property
    def api_url(self) -> str:
        """What python-telegram-bot takes as `base_url`; the token is put behind it."""
        return f"{self.url}/bot"

    @property
    def file_url(self) -> str:
        """What python-telegram-bot takes as `base_file_url`."""
        return f"{self.url}/file/bot"

    def set_status(self, text: str) -> None:
        """Set the line at the top of the chat page."""
        test_controls.set_status(self.server, text)


@dataclass(slots=True)
class _BotApi:
    server: ServerState
    poller: Poller = field(default_factory=Poller)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """One request to the Bot API."""
        server, name = self.server, request.match_info["method"]
        if request.match_info["token"] != server.settings.token:
            return _envelope(Refusal(401, "Unauthorized"))
        try:
            call = await read_call(request, name, server.settings.seconds())
        except Refusal as refusal:
            return _envelope(refusal)
        server.violations.extend(violations(call))
        fault = server.faults.strike(name, call.number("chat_id") or None)
        await asyncio.sleep(server.latency_ms / 2000)
        if fault is not None and not fault.after_effect:
            return await _suffer(request, fault, b"")
        response = await self._carry_out(call)
        await asyncio.sleep(server.latency_ms / 2000)
        if fault is not None:
            return await _suffer(request, fault, cast("bytes", response.body))
        return response

    async def _carry_out(self, call: Call) -> web.Response:
        method = METHODS.get(call.method)
        try:
            if call.method == "getupdates":
                result: object = await self.poller.get_updates(self.server, call)
            elif method is None:
                return _envelope(Refusal(404, "Not Found: method not found"))
            else:
                result = method(self.server, call)
        except Refusal as refusal:
            return _envelope(refusal)
        return web.json_response({"ok": True, "result": result})

    async def download(self, request: web.Request) -> web.Response:
        """A file that getFile has named."""
        if request.match_info["token"] != self.server.settings.token:
            return _envelope(Refusal(401, "Unauthorized"))
        path = request.match_info["path"]
        found = next((f for f in self.server.state.files.values() if f.path == path), None)
        if found is None:
            return _envelope(Refusal(404, "Not Found"))
        return web.Response(body=found.content, content_type="application/octet-stream")


def _envelope(refusal: Refusal) -> web.Response:
    body: JsonObject = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    headers = {}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    if "retry_after" in refusal.parameters:
        headers["Retry-After"] = str(refusal.parameters["retry_after"])
    return web.json_response(body, status=refusal.code, headers=headers)


async def _suffer(request: web.Request, fault: Fault, answer: bytes) -> web.StreamResponse:
    """What the caller meets instead of `answer`."""
    match fault.kind:
        case FaultKind.STATUS:
            waits = {} if fault.retry_after_s is None else {"retry_after": fault.retry_after_s}
            return _envelope(Refusal(fault.status, fault.description, **waits))
        case FaultKind.BODY:
            return web.Response(status=fault.status, text=fault.body, content_type="text/html")
        case FaultKind.PARTIAL:
            response = web.StreamResponse(headers={"Content-Length": "5000", "Content-Type": "application/json"})
            await response.prepare(request)
            await response.write(answer[: len(answer) // 2] or b'{"ok":tr')
            return _reset(request)
        case FaultKind.RESET:
            return _reset(request)
        case FaultKind.HANG:
            await asyncio.sleep(fault.seconds)
            return _reset(request)


def _reset(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _not_found(_request: web.Request) -> web.Response:
    return _envelope(Refusal(404, "Not Found"))


async def _page(_request: web.Request) -> web.FileResponse:
    headers = {"Cache-Control": "no-cache", "Content-Security-Policy": POLICY}
    return web.FileResponse(PAGE / "index.html", headers=headers)


def _server(settings: StandinSettings) -> ServerState:
    bot = User(id=_bot_id(settings.token), first_name="Wirewatch", username=settings.username, is_bot=True)
    kept = persistence.read(settings.state) if settings.state and settings.resumed else None
    server = ServerState(
        settings=settings,
        state=kept or State(bot=bot),
        floods=RateLimits(settings.limits, settings.seconds, settings.forgiven_s),
        faults=Faults(),
        latency_ms=settings.latency_ms,
    )
    if kept is None and settings.furnished:
        furnish(server.state, server.now())
    return server


def _bot_id(token: str) -> int:
    number = token.partition(":")[0]
    return int(number) if number.isdigit() else 4200


def _app(server: ServerState) -> web.Application:
    api = _BotApi(server)
    app = web.Application(client_max_size=BODY_BYTES_MAX, middlewares=[control_api.own_page_only])
    app.add_routes(
        [
            web.route("*", "/bot{token:[^/]+}/{method}", api.answer),
            web.get("/file/bot{token:[^/]+}/{path:.+}", api.download),
            web.get("/", _page),
            web.static("/page", PAGE),
            *control_api.routes(server),
            web.route("*", "/{rest:.*}", _not_found),
        ]
    )
    return app


@asynccontextmanager
async def standin(settings: StandinSettings) -> AsyncIterator[Running]:
    """A stand-in on loopback for as long as the block lasts."""
    server = _server(settings)
    runner = web.AppRunner(_app(server), access_log=None, shutdown_timeout=SHUTDOWN_S)
    await runner.setup()
    site = web.TCPSite(runner, settings.host, settings.port)
    await site.start()
    host, port = runner.addresses[0][:2]
    try:
        async with persistence.kept(server):
            yield Running(url=f"http://{host}:{port}", token=settings.token, server=server)
    finally:
        server.closing = True
        server.updates_bell.ring()
        server.page_bell.ring()
        await runner.cleanup()
