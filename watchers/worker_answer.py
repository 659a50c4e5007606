"""What a parsing process answered, held against the one schema that an answer may have."""

from datetime import timedelta

from pydantic import TypeAdapter, ValidationError

from newsroom.errors import WirewatchError
from watchers.listing import MOST_LISTED, MOST_LISTING_CHARS
from watchers.parsed_feed import MAX_ENTRIES, FeedEntry
from watchers.worker_protocol import MAX_FRAME_BYTES, FeedRead, FeedUnreadable

# A document of 5 MB comes to 25 MB of entries at most where each character is escaped, to 30 MB more where each of
# 10,000 has a long address.
MAX_ANSWER_BYTES = 128 << 20

_ENTRIES: TypeAdapter[tuple[FeedEntry, ...]] = TypeAdapter(tuple[FeedEntry, ...])
_END: TypeAdapter[FeedRead | FeedUnreadable] = TypeAdapter(FeedRead | FeedUnreadable)


class WorkerAnswerError(WirewatchError):
    """A worker answered what no worker of ours answers: it is replaced, and its document given up."""


class AnswerReader:
    """Puts one answer together from its frames."""

    def __init__(self) -> None:
        self.entries: list[FeedEntry] = []
        self._bytes = 0

    def expect(self, length_bytes: int) -> int:
        """The length of the next frame, before it is read.

        Raises:
            WorkerAnswerError: The frame, or the answer with it, is larger than any feed's.
        """
        self._bytes += length_bytes
        if length_bytes > MAX_FRAME_BYTES or self._bytes > MAX_ANSWER_BYTES:
            raise WorkerAnswerError(f"a frame of {length_bytes} bytes")
        return length_bytes

    def take(self, payload: bytes) -> FeedRead | FeedUnreadable | None:
        """Read a frame; gives the end once it came, None while entries come.

        Raises:
            WorkerAnswerError: It is no JSON, or not of the schema.
        """
        try:
            if not payload.startswith(b"["):
                return _bounded(_END.validate_json(payload, strict=True))
            entries = _ENTRIES.validate_json(payload, strict=True)
        except ValidationError as error:
            raise WorkerAnswerError(f"{error.error_count()} errors against the schema") from None
        if not all(_in_utc(entry) for entry in entries) or len(self.entries) + len(entries) > MAX_ENTRIES:
            raise WorkerAnswerError("moments without a zone, or too many entries")
        self.entries += entries
        return None


def _bounded(end: FeedRead | FeedUnreadable) -> FeedRead | FeedUnreadable:
    if isinstance(end, FeedRead):
        feed = end.feed
        if len(feed.listing) > MOST_LISTING_CHARS or feed.known not in range(MOST_LISTED + 1):
            raise WorkerAnswerError("a listing longer than any document's")
    return end


def _in_utc(entry: FeedEntry) -> bool:
    return all(moment is None or moment.utcoffset() == timedelta(0) for moment in (entry.published, entry.updated))
