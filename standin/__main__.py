"""The stand-in as a process of its own: `python -m standin --port 8081`."""

import argparse
import asyncio
import contextlib
import signal
import sys
from pathlib import Path

from standin import FloodLimits, StandinSettings, standin


async def _serve(settings: StandinSettings) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with standin(settings) as running:
        sys.stdout.write(f"{running.url}\n")
        sys.stdout.flush()
        await stop.wait()


def main() -> None:
    """Serve until SIGINT or SIGTERM; the first line printed is the address."""
    parser = argparse.ArgumentParser(prog="python -m standin", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--token", default=StandinSettings().token)
    parser.add_argument("--limits", type=FloodLimits, choices=list(FloodLimits), default=FloodLimits.ON)
    parser.add_argument("--forgiven-s", type=float, default=StandinSettings().forgiven_s, help="by how much too early")
    parser.add_argument("--latency-ms", type=int, default=0)
    parser.add_argument("--state", type=Path, default=None, help="a file the chats are read from and kept in")
    given = parser.parse_args()
    settings = StandinSettings(
        port=given.port,
        token=given.token,
        limits=given.limits,
        forgiven_s=given.forgiven_s,
        latency_ms=given.latency_ms,
        state=given.state,
    )
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(settings))


if __name__ == "__main__":
    main()
