"""What passes between the program and its parsing processes: frames of a length and a pickle."""

import pickle
import struct
from collections.abc import Mapping
from dataclasses import dataclass

from watchers.parsed_feed import FeedEntry, ParsedFeed
from watchers.source_problem import Failed

LENGTH = struct.Struct("!I")
# The reader unpickles one frame per turn of its loop, so that 10,000 entries at once don't hold it up.
ENTRIES_PER_FRAME = 250


@dataclass(frozen=True, slots=True)
class ParseRequest:
    """A document to parse; see `watchers.feed_document.parse_feed`."""

    body: bytes
    url: str
    content_type: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ResultEnd:
    """Ends an answer.

    Attributes:
        outcome: The feed without its entries, which went before in frames of their own; or why there is none.
        memory_bytes: The worker's largest resident size so far.
    """

    outcome: ParsedFeed | Failed
    memory_bytes: int


def packed(frame: ParseRequest | tuple[FeedEntry, ...] | ResultEnd) -> bytes:
    """The frame with its length before it."""
    payload = pickle.dumps(frame, pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(payload)) + payload


def unpacked_request(payload: bytes) -> ParseRequest:
    """What the program asks of a worker."""
    request: ParseRequest = pickle.loads(payload)  # noqa: S301 - from our parent
    return request


def unpacked_answer(payload: bytes) -> tuple[FeedEntry, ...] | ResultEnd:
    """A part of a worker's answer: some entries, or the end."""
    frame: tuple[FeedEntry, ...] | ResultEnd = pickle.loads(payload)  # noqa: S301 - from our worker
    return frame
