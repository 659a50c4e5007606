"""Faults on request: what the next calls of a method meet instead of their answer, or after their effect."""

from dataclasses import dataclass, field, replace
from enum import StrEnum


class FaultKind(StrEnum):
    """What goes wrong.

    STATUS answers with a code and a sentence; BODY with bytes that are no answer; PARTIAL cuts the answer short;
    RESET closes the connection without one; HANG keeps it open for `seconds` and then resets it.
    """

    STATUS = "status"
    BODY = "body"
    PARTIAL = "partial"
    RESET = "reset"
    HANG = "hang"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault and how often it strikes.

    Attributes:
        method: A Bot API method in any case, or "*" for every one.
        times: How many calls it strikes; below 0 it never ends.
        chat_id: Only calls for this chat; None for any.
        after_effect: The call is carried out first: the sender can't know.
        status: The HTTP status; with STATUS also the `error_code`.
        retry_after_s: Also sent as `parameters.retry_after` and as header; None sends neither.
        skip: Calls let through before the first is struck.
    """

    kind: FaultKind
    method: str = "*"
    times: int = 1
    chat_id: int | None = None
    after_effect: bool = False
    status: int = 500
    description: str = "Internal Server Error"
    retry_after_s: int | None = None
    body: str = "<html>no answer</html>"
    seconds: float = 3600.0
    skip: int = 0

    def concerns(self, method: str, chat_id: int | None) -> bool:
        """Whether this call is one it waits for."""
        return self.method.lower() in ("*", method.lower()) and self.chat_id in (None, chat_id)


@dataclass(slots=True)
class Faults:
    """The faults that are waiting, first come, first struck."""

    waiting: list[Fault] = field(default_factory=list)
    struck: int = 0

    def add(self, fault: Fault) -> None:
        """Let it wait for its call."""
        self.waiting.append(fault)

    def clear(self) -> None:
        """Let all be well."""
        self.waiting.clear()

    def strike(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault that this call meets, counted; None where it meets none."""
        for index, fault in enumerate(self.waiting):
            if not fault.concerns(method, chat_id):
                continue
            if fault.skip > 0:
                self.waiting[index] = replace(fault, skip=fault.skip - 1)
                return None
            if fault.times == 1:
                del self.waiting[index]
            elif fault.times > 1:
                self.waiting[index] = replace(fault, times=fault.times - 1)
            self.struck += 1
            return fault
        return None
