"""A request to the Bot API: its method and parameters, whether they came in the address, a form or JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from aiohttp import web
from aiohttp.multipart import BodyPartReader, MultipartReader

from standin.json_object import JsonObject
from standin.refusals import bad_request


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file in a request."""

    name: str
    mime_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Parameters as they were sent: strings from a form, JSON values from JSON. Method names are lower case.

    `arrived_s` is when it came, by the clock that rates are counted by.
    """

    method: str
    params: Mapping[str, object]
    files: Mapping[str, Upload]
    arrived_s: float

    def text(self, name: str) -> str:
        """A string; empty where it is not given."""
        value = self.params.get(name)
        if value is None:
            return ""
        text = value if isinstance(value, str) else json.dumps(value)
        if not _encodes(text):
            raise bad_request("strings must be encoded in UTF-8")
        return text

    def number(self, name: str, default: int = 0) -> int:
        """A whole number; `default` where it is not given or is none, as Telegram takes it."""
        value = self.params.get(name)
        try:
            return default if value is None else int(str(value))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """True for "true", "yes" and "1" in any case."""
        return str(self.params.get(name, "")).lower() in {"true", "yes", "1"}

    def given(self, name: str) -> bool:
        """Whether it was sent at all."""
        return name in self.params or name in self.files

    def decoded(self, name: str, what: str) -> object:
        """A JSON value; None where it is not given.

        Raises:
            Refusal: "can't parse `what` JSON object".
        """
        value = self.params.get(name)
        if value is None or value == "" or not isinstance(value, str):
            return None if value == "" else value
        try:
            return cast("object", json.loads(value))
        except ValueError:
            raise bad_request(f"can't parse {what} JSON object") from None


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


async def read_call(request: web.Request, method: str, arrived_s: float) -> Call:
    """What the request asks for.

    Raises:
        Refusal: The body is no JSON object though it says so.
    """
    params: JsonObject = dict(request.query)
    files: dict[str, Upload] = {}
    if request.method == "POST" and request.content_type == "application/json":
        params |= _json_object(await request.text())
    elif request.method == "POST" and request.content_type == "multipart/form-data":
        await _read_parts(request, params, files)
    elif request.method == "POST":
        params |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    return Call(method=method.lower(), params=params, files=files, arrived_s=arrived_s)


def _json_object(body: str) -> JsonObject:
    if not body.strip():
        return {}
    try:
        decoded = json.loads(body)
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(decoded, dict):
        raise bad_request("can't parse JSON object")
    return cast("JsonObject", decoded)


async def _read_parts(request: web.Request, params: JsonObject, files: dict[str, Upload]) -> None:
    async for part in await request.multipart():
        if isinstance(part, MultipartReader) or not isinstance(part, BodyPartReader) or part.name is None:
            continue
        content = bytes(await part.read(decode=True))
        if part.filename is None:
            params[part.name] = content.decode("utf-8", "replace")
        else:
            mime_type = part.headers.get("Content-Type", "application/octet-stream")
            files[part.name] = Upload(name=part.filename, mime_type=mime_type, content=content)
