"""A parsing process that answers rubbish where a document asks for it; else as ours does."""

import json
import os
import pickle
import time
from pathlib import Path
from typing import Any, BinaryIO

from watchers.parse_worker import main, respond
from watchers.worker_protocol import LENGTH, ParseRequest, framed

_ENTRY = {"guid": "g", "title": "T"}
_END: dict[str, Any] = {"feed": {"title": "F"}, "memory_bytes": 1}


class _Mark:
    """Makes the file of its name wherever it is unpickled."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return Path.touch, (Path(self.path),)


def _as_json(*values: object) -> bytes:
    return b"".join(framed(json.dumps(value).encode()) for value in values)


ANSWERS = {
    "no JSON": framed(b"\xff\xfenonsense"),
    "JSON cut short": framed(b'[{"guid": "g"'),
    "an empty frame": framed(b""),
    "a number": _as_json(7),
    "an object of another kind": _as_json({"what": "ever"}),
    "an end without a feed": _as_json({"memory_bytes": 1}),
    "a number for a title": _as_json([_ENTRY | {"title": 7}], _END),
    "an entry without a guid": _as_json([{"title": "T"}], _END),
    "a moment without a zone": _as_json([_ENTRY | {"published": "2026-03-01T10:00:00"}], _END),
    "a moment that is none": _as_json([_ENTRY | {"published": "yesterday"}], _END),
    "a problem of no kind": _as_json({"problem": {"code": "hungry", "sentence": "x"}, "memory_bytes": 1}),
    "half of a character": framed(b'[{"guid": "\\ud800"}]') + _as_json(_END),
    "a frame too long": LENGTH.pack(1 << 31) + b"x" * 100_000,
    "too many entries": _as_json([_ENTRY] * 10_001, _END),
}


def _respond(answers: BinaryIO, request: ParseRequest, body: bytes) -> None:
    asked = body.decode(errors="replace")
    if asked in ANSWERS:
        answers.write(ANSWERS[asked])
    elif asked.startswith("a pickle "):
        answers.write(framed(pickle.dumps(_Mark(asked.removeprefix("a pickle ")))))
    elif asked == "frames without end":
        while True:
            answers.write(_as_json([_ENTRY | {"content": "x" * 3_000_000}]))
    elif asked == "nothing":
        time.sleep(60)
    elif asked == "its own end":
        os._exit(0)
    else:
        respond(answers, request, body)


if __name__ == "__main__":
    main(_respond)
