"""The chats kept in a file between two runs of local mode."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from standin.chat_state import State
from standin.server_state import ServerState

SAVE_EVERY_S = 1.0
_SKIPPED = 1_000  # numbers that were given after the last save are not given again: the bot knows them

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
        state = _ADAPTER.validate_json(path.read_bytes())
    except ValidationError as error:
        raise StateFileError(f"{path} does not hold the chats of a stand-in: move it away and start again") from error
    if not state.ended:
        _skip_numbers(state)
    state.ended = False
    return state


def _skip_numbers(state: State) -> None:
    state.last_update_id += _SKIPPED
    state.last_private_message_id += _SKIPPED
    for chat in state.chats.values():
        chat.last_message_id += _SKIPPED


def write(path: Path, state: State) -> None:
    """Keep it, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    beside.touch(mode=0o600)
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
        server.state.ended = True
        write(path, server.state)


async def _save_for_ever(path: Path, server: ServerState) -> None:
    saved = -1
    while True:
        await asyncio.sleep(SAVE_EVERY_S)
        now = server.page_bell.rung + server.updates_bell.rung
        if now != saved:
            write(path, server.state)
            saved = now
