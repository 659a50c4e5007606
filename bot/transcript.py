"""What happens in the stand-in's chats, as lines of text."""

from collections.abc import Iterator
from datetime import UTC, datetime
from difflib import ndiff

from standin.chat_state import Accepted, SimulatedMessage
from standin.server_state import ServerState

_RULE = 78
_OTHER_CHARS = 100


class Transcript:
    """Shows one chat in full and the others by their first lines; nothing is shown twice."""

    def __init__(self, server: ServerState, chat_id: int) -> None:
        self._server = server
        self._chat_id = chat_id
        self._shown_count = 0
        self._texts: dict[tuple[int, int], str] = {}
        self._minute = ""

    def news(self) -> Iterator[str]:
        """Everything that the bot sent or edited since, in order."""
        log = self._server.state.log
        while self._shown_count < len(log):
            entry = log[self._shown_count]
            self._shown_count += 1
            before = self._texts.get((entry.chat_id, entry.message_id))
            self._texts[entry.chat_id, entry.message_id] = entry.text
            yield from self._entry(entry, before)

    def typed(self, text: str, answered: SimulatedMessage | None = None) -> Iterator[str]:
        """A command of the person in the chat; `answered`: the message that it replies to."""
        yield from self._clock(self._server.now())
        to = f"(in reply to “{_first(answered.text)[:60]}”) " if answered else ""
        yield f"> {to}{text}"
        yield ""

    def _entry(self, entry: Accepted, before: str | None) -> Iterator[str]:
        if entry.chat_id != self._chat_id:
            yield from self._clock(entry.at)
            chat = self._server.state.chats[entry.chat_id].title
            what = "" if before is None else "edited: "
            yield f"   [{chat}] {what}{_first(entry.text)[:_OTHER_CHARS]}"
            return
        yield from self._clock(entry.at)
        if before is None:
            yield from entry.text.splitlines()
            yield from self._buttons(entry)
        else:
            yield f"edited: {_first(before)}"
            yield from _changes(before, entry.text)
        yield ""

    def _buttons(self, entry: Accepted) -> Iterator[str]:
        message = self._server.state.chats[entry.chat_id].messages[entry.message_id]
        for row in message.keyboard or ():
            yield " ".join(f"[{button['text']}]" for button in row)

    def _clock(self, at: int) -> Iterator[str]:
        minute = f"{datetime.fromtimestamp(at, UTC):%a %d %b %Y, %H:%M} UTC"
        if minute != self._minute:
            self._minute = minute
            yield f"── {minute} ".ljust(_RULE, "─")


def _changes(before: str, after: str) -> Iterator[str]:
    words = {"-": "was", "+": "now"}
    for line in ndiff(before.splitlines(), after.splitlines()):
        if line[0] in words:
            yield f"   {words[line[0]]}: {line[2:]}"


def _first(text: str) -> str:
    return text.split("\n", 1)[0]
