"""The files of local mode: what one run leaves to the next."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from newsroom.errors import UserError
from newsroom.sentence import sentence
from storage.private_files import private_file


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptClock:
    """Where the sample clock goes on, and where the sample wires were served: their addresses are in the database."""

    at: datetime
    wires_port: int


@dataclass(frozen=True, slots=True)
class LocalFiles:
    """The database of local mode, the chats of the stand-in and the sample clock, side by side."""

    database: Path

    @property
    def chats(self) -> Path:
        """What the stand-in for Telegram keeps: its chats with their messages."""
        return self.database.with_suffix(".chats.json")

    @property
    def _clock(self) -> Path:
        return self.database.with_suffix(".clock.json")

    def kept(self) -> KeptClock | None:
        """What the last run left; None where there was none, or not all of it is there.

        Raises:
            UserError: The file can't be read.
        """
        if not all(path.exists() for path in (self.database, self.chats, self._clock)):
            return None
        try:
            read = json.loads(self._clock.read_bytes())
            return KeptClock(at=datetime.fromisoformat(read["at"]), wires_port=int(read["wires_port"]))
        except (ValueError, TypeError, KeyError, OSError):
            raise UserError(sentence("local.unreadable", path=str(self._clock))) from None

    def keep(self, clock: KeptClock) -> None:
        """Write it down, whole or not at all."""
        beside = self._clock.with_name(f"{self._clock.name}.new")
        private_file(beside)
        written = {"at": clock.at.isoformat(), "wires_port": clock.wires_port}
        beside.write_text(json.dumps(written), "utf-8")
        beside.replace(self._clock)

    def forget(self) -> None:
        """Remove all of it: the sample days are played from their beginning, for chats that have nothing yet."""
        for end in ("", "-wal", "-shm", ".made"):
            Path(f"{self.database}{end}").unlink(missing_ok=True)
        for path in (self.chats, self._clock):
            path.unlink(missing_ok=True)
