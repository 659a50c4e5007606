"""What the parts of the stand-in share: its state, its clock, its limits, and who waits for a change."""

import asyncio
import secrets
import time
from dataclasses import dataclass, field

from standin.api_description import Violation
from standin.chat_state import Accepted, ChatType, SimulatedChat, SimulatedMessage, State
from standin.faults import Faults
from standin.json_object import JsonObject
from standin.rate_limits import RateLimits
from standin.standin_settings import StandinSettings


class ChangeBell:
    """Wakes everyone who waits for a change."""

    def __init__(self) -> None:
        self._event = asyncio.Event()
        self.rung = 0

    def ring(self) -> None:
        """Something has changed."""
        self.rung += 1
        self.nudge()

    def nudge(self) -> None:
        """Wake who waits, though nothing has changed that they count."""
        self._event.set()
        self._event = asyncio.Event()

    async def wait(self, timeout_s: float) -> bool:
        """Whether it rang within the time."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._event.wait()
        except TimeoutError:
            return False
        return True


@dataclass(slots=True)
class ServerState:
    """State, clocks, limits and bells of one running stand-in."""

    settings: StandinSettings
    state: State
    floods: RateLimits
    faults: Faults
    updates_bell: ChangeBell = field(default_factory=ChangeBell)
    page_bell: ChangeBell = field(default_factory=ChangeBell)
    violations: list[Violation] = field(default_factory=list)
    latency_ms: int = 0
    closing: bool = False
    run: str = field(default_factory=lambda: secrets.token_hex(4))  # the page reads all again where it is another

    def now(self) -> int:
        """The date that messages bear now, unix seconds."""
        return int(self.settings.clock().timestamp())

    def place(self, chat: SimulatedChat, **fields: object) -> SimulatedMessage:
        """Put a new message into the chat, under the next number of that chat's count.

        Private chats and basic groups share one count, supergroups and channels have their own.
        """
        if chat.type in (ChatType.PRIVATE, ChatType.GROUP):
            self.state.last_private_message_id += 1
            number = self.state.last_private_message_id
        else:
            chat.last_message_id += 1
            number = chat.last_message_id
        message = SimulatedMessage(message_id=number, chat_id=chat.id, date=self.now(), **fields)  # type: ignore[arg-type] # the fields of Message, checked by its constructor
        chat.messages[number] = message
        self.page_bell.ring()
        return message

    def queue_update(self, kind: str, payload: JsonObject) -> int:
        """Queue an update for the bot; gives the `update_id`."""
        self.state.last_update_id += 1
        self.state.updates.append({"update_id": self.state.last_update_id, kind: payload})
        self.updates_bell.ring()
        return self.state.last_update_id

    def record(self, method: str, message: SimulatedMessage) -> None:
        """Enter a send, edit or deletion into the log."""
        self.state.log.append(
            Accepted(
                seq=len(self.state.log) + 1,
                method=method,
                chat_id=message.chat_id,
                message_id=message.message_id,
                thread_id=message.thread_id,
                text=message.text,
                at=self.now(),
                wall_s=time.time(),
            )
        )
        self.page_bell.ring()
