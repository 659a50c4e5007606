"""The control API under /control: tests and the chat page act and read through it, as JSON over HTTP.

POST /control/do/<action> with the arguments of one of `ACTIONS` as a JSON object; GET for everything read.
Nothing here asks who calls: the server listens on loopback only.
"""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from functools import partial
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler
from pydantic import ConfigDict, ValidationError, validate_call

from standin import chat_views, test_controls, user_actions
from standin.refusals import Refusal
from standin.server_state import ServerState

EVENT_GAP_S = 0.05
"""A burst of changes wakes the page once."""
HEARTBEAT_S = 15.0
_OWN_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})

Action = Callable[..., object]

_checked = validate_call(config=ConfigDict(arbitrary_types_allowed=True))
_USER_ACTIONS: Sequence[Action] = (
    user_actions.say,
    user_actions.edit,
    user_actions.press,
    user_actions.ask_inline,
    user_actions.choose_inline,
    user_actions.set_membership,
)
_TEST_CONTROLS: Sequence[Action] = (
    test_controls.create_chat,
    test_controls.delete_chat,
    test_controls.set_member,
    test_controls.forbid,
    test_controls.migrate,
    test_controls.open_topic,
    test_controls.set_topic,
    test_controls.remove_message,
    test_controls.upload_base64,
    test_controls.expire_press,
    test_controls.queue_raw_update,
    test_controls.add_fault,
    test_controls.clear_faults,
    test_controls.hold_chat,
    test_controls.configure,
    test_controls.set_status,
    test_controls.begin_anew,
)

ACTIONS: Mapping[str, Action] = {action.__name__: _checked(action) for action in (*_USER_ACTIONS, *_TEST_CONTROLS)}


def routes(server: ServerState) -> list[web.RouteDef]:
    """The control API of one stand-in."""
    readings = [web.get(f"/control/{path}", partial(_read, read)) for path, read in _readings(server).items()]
    return [
        *readings,
        web.get("/control/files/{file_id}", partial(_file, server)),
        web.get("/control/events", partial(_events, server)),
        web.post("/control/do/{action}", partial(_act, server)),
    ]


def _readings(server: ServerState) -> Mapping[str, Callable[[web.Request], object]]:
    def number(request: web.Request, name: str) -> int:
        return int(request.match_info.get(name) or request.query.get(name, "0"))

    return {
        "status": lambda _: chat_views.status(server),
        "chats": lambda _: chat_views.chats(server),
        "chats/{chat_id}": lambda r: chat_views.messages(server, number(r, "chat_id"), number(r, "last")),
        "log": lambda r: chat_views.log(server, number(r, "since")),
        "counts": lambda _: chat_views.sends_per_chat(server),
        "violations": lambda _: server.violations,
        "inline/{query_id}": lambda r: chat_views.inline_of(server, r.match_info["query_id"]),
        "presses/{query_id}": lambda r: chat_views.press_of(server, r.match_info["query_id"]),
    }


async def _read(read: Callable[[web.Request], object], request: web.Request) -> web.Response:
    try:
        return web.json_response(plain(read(request)))
    except (user_actions.NoSuchThing, ValueError) as error:
        return _wrong(str(error))


async def _act(server: ServerState, request: web.Request) -> web.Response:
    action = ACTIONS.get(request.match_info["action"])
    if action is None:
        return _wrong(f"no action {request.match_info['action']}: one of {', '.join(ACTIONS)}")
    arguments = await request.json() if request.can_read_body else {}
    try:
        return web.json_response(plain(action(server, **arguments)))
    except (ValidationError, user_actions.NoSuchThing, TypeError, Refusal) as error:
        return _wrong(str(error))


@web.middleware
async def own_page_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Keep other sites in the same browser from acting here: they can't name us as their origin or their host."""
    if request.path.startswith("/control"):
        host = request.host.rpartition(":")[0] or request.host
        origin = request.headers.get("Origin")
        foreign = origin is not None and urlsplit(origin).netloc != request.host
        if foreign or host not in _OWN_HOSTS:
            return web.json_response({"problem": "only this page and tests on this machine may ask"}, status=403)
    return await handler(request)


def plain(value: object) -> object:
    """Dataclasses as JSON objects."""
    if isinstance(value, list):
        return [plain(entry) for entry in value]
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return value


def _wrong(problem: str) -> web.Response:
    return web.json_response({"problem": problem}, status=400)


async def _file(server: ServerState, request: web.Request) -> web.Response:
    file_id = request.match_info["file_id"]
    stored = server.state.files.get(file_id)
    if stored is None:
        return _wrong(f"no file {file_id}")
    kind = "inline" if stored.width else "attachment"
    name = stored.name.replace('"', "").replace("\r", "").replace("\n", "")
    headers = {"Content-Disposition": f'{kind}; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    mime_type = stored.mime_type if stored.width else "application/octet-stream"
    return web.Response(body=stored.content, content_type=mime_type, headers=headers)


async def _events(server: ServerState, request: web.Request) -> web.StreamResponse:
    """A stream of server-sent events: `status` with the top line, and the number of changes after each burst."""
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await response.prepare(request)
    status, rung = "", -1
    while not server.closing:
        pieces = [": still here\n\n"]
        if status != server.state.status:
            status = server.state.status
            pieces.append(f"event: status\ndata: {json.dumps(status)}\n\n")
        if rung != server.page_bell.rung:
            rung = server.page_bell.rung
            pieces.append(f"data: {rung}\n\n")
        try:
            await response.write("".join(pieces).encode())
        except ConnectionError:
            break
        await asyncio.sleep(EVENT_GAP_S)
        if rung == server.page_bell.rung and status == server.state.status:
            await server.page_bell.wait(HEARTBEAT_S)
    return response
