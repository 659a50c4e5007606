"""What passes between the program and its parsing processes: frames of a length and bytes, JSON but for the document.

A request is two frames: what there is to know of the document, then its bytes. An answer is any number of frames of
entries and one that ends it. Nothing of it is ever unpickled: what reads strangers' documents may one day answer what a
stranger wants. This module is the worker's too, and imports nothing that would slow its start; how the program reads an
answer stands in `watchers.worker_answer`.
"""

import json
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from typing import Any

from watchers.parsed_feed import FeedEntry, ParsedFeed
from watchers.source_problem import Problem

LENGTH = struct.Struct("!I")
READY = b"\n"  # what a worker writes once it has started: what that takes is no time of its first document
# The program reads one frame per turn of its loop, so that 10,000 entries at once don't hold it up.
ENTRIES_PER_FRAME = 250
FRAME_BYTES = 1 << 20  # a frame of entries ends behind the one that fills it
MAX_FRAME_BYTES = 4 << 20  # the largest entry that the limits of `parsed_feed` allow takes 1.7 MB


@dataclass(frozen=True, slots=True)
class ParseRequest:
    """A document to parse; see `watchers.feed_document.read_entries`. Its bytes follow in a frame of their own.

    Attributes:
        listing: `ParsedFeed.listing` of the source's last document; empty: all entries are read.
        language: The source's; empty where it is not known.
    """

    url: str
    content_type: str
    headers: Mapping[str, str]
    listing: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRead:
    """Ends an answer.

    Attributes:
        feed: Without its entries, which went before in frames of their own.
        memory_bytes: The worker's largest resident size so far.
    """

    feed: ParsedFeed
    memory_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedUnreadable:
    """Ends an answer that brings no feed; `memory_bytes` as in `FeedRead`."""

    problem: Problem
    memory_bytes: int


def framed(payload: bytes) -> bytes:
    """The bytes with their length before them."""
    return LENGTH.pack(len(payload)) + payload


def request_frames(request: ParseRequest, body: bytes) -> bytes:
    """What the program writes to a worker."""
    return framed(_json(request)) + framed(body)


def read_request(payload: bytes) -> ParseRequest:
    """What the program asks of a worker: it is trusted."""
    return ParseRequest(**json.loads(payload))


def entry_frames(entries: Sequence[FeedEntry]) -> Iterator[bytes]:
    """Entries as JSON arrays, in their order."""
    waiting: list[bytes] = []
    waiting_bytes = 0
    for entry in entries:
        waiting.append(_json(entry))
        waiting_bytes += len(waiting[-1])
        if len(waiting) == ENTRIES_PER_FRAME or waiting_bytes >= FRAME_BYTES:
            yield framed(b"[" + b",".join(waiting) + b"]")
            waiting, waiting_bytes = [], 0
    if waiting:
        yield framed(b"[" + b",".join(waiting) + b"]")


def end_frame(end: FeedRead | FeedUnreadable) -> bytes:
    """The end of an answer as a JSON object."""
    return framed(_json(end))


def _json(value: object) -> bytes:
    return json.dumps(value, default=_plain, ensure_ascii=False, separators=(",", ":")).encode()


def _plain(value: Any) -> object:
    """What JSON has no word for: our own values by their fields, moments as ISO 8601."""
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"a worker's answer can't hold a {type(value).__name__}")
