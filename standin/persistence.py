"""The chats kept in a file between two runs of local mode."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from standin.chat_state import State
from standin.server_state import ServerState

SAVE_EVERY_S = 1.0

_ADAPTER = TypeAdapter(State)


class StateFileError(Exception):
    """The file of chats can't be read; the message names it and the mend."""


def read(path: Path) -> State | None:
    """What was kept; None where nothing was.

    Raises:
        StateFileError: The file is not one of ours.
    """
    if not path.exists():
        return None
    try:
        return _ADAPTER.validate_json(path.read_bytes())
    except ValidationError as error:
        raise StateFileError(f"{path} does not hold the chats of a stand-in: move it away and start again") from error


def write(path: Path, state: State) -> None:
    """Keep it, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    beside.write_bytes(_ADAPTER.dump_json(state))
    beside.replace(path)


@asynccontextmanager
async def kept(server: ServerState) -> AsyncIterator[None]:
    """Write changes down about once a second while the block lasts, and at its end; nothing without a file."""
    path = server.settings.state
    if path is None:
        yield
        return
    saving = asyncio.create_task(_save_for_ever(path, server))
    try:
        yield
    finally:
        saving.cancel()
        write(path, server.state)


async def _save_for_ever(path: Path, server: ServerState) -> None:
    saved = -1
    while True:
        await asyncio.sleep(SAVE_EVERY_S)
        now = server.page_bell.rung + server.updates_bell.rung
        if now != saved:
            write(path, server.state)
            saved = now
