"""Whether our own network is away: where nobody answers, it is hardly the fault of each of them."""

from datetime import datetime, timedelta

from watchers.fetch_outcome import FetchOutcome
from watchers.source_problem import Failed, ProblemCode

_FEWEST_SILENT = 3  # a guess: three servers that fail together with nobody answering in between
_SILENT_FOR = timedelta(minutes=2)  # of a thousand sources three dead ones may be visited in a row
_NO_ANSWER = frozenset(
    {ProblemCode.DNS, ProblemCode.REFUSED, ProblemCode.TIMEOUT, ProblemCode.BROKEN_TRANSFER, ProblemCode.PROXY}
)


class OwnNetwork:
    """Notes who answers; a refusal is an answer too."""

    def __init__(self) -> None:
        self._silent: set[int] = set()
        self._answered_at: datetime | None = None

    def note(self, source_id: int, outcome: FetchOutcome, now: datetime) -> None:
        """What came of a visit."""
        if isinstance(outcome, Failed) and outcome.problem.code in _NO_ANSWER:
            self._silent.add(source_id)
        else:
            self._silent.clear()
            self._answered_at = now

    def away(self, now: datetime) -> bool:
        """Whether some sources gave no answer, and nobody has answered for a while."""
        long_ago = self._answered_at is None or now - self._answered_at >= _SILENT_FOR
        return long_ago and len(self._silent) >= _FEWEST_SILENT
