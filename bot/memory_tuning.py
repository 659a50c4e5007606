"""Memory: looked through little at a time, and given back to the machine."""

import asyncio
import ctypes
import gc

# Source: malloc.h of the GNU C library, and mallopt(3).
_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8
_ARENAS = 1
# Bytes from which a block is the machine's own and goes back when it is freed. Unless it is set, the library raises it
# to the largest block freed, and the 17 MB of the next picture are taken from the heap.
_LARGE = 1 << 20
# The third collects everything after so many of the second. A look through all that 10,000 items leave took 100 to
# 170 ms, thirty times in a minute and a half of flood, and every loop stood still meanwhile.
_THRESHOLDS = (700, 10, 100_000)


def steady() -> None:
    """Have all threads share one heap and no collection look through everything; call before threads start.

    The GNU C library gives each thread a heap of its own, and memory freed in one serves no other: every database
    connection is a thread. Elsewhere (musl, macOS) that part is left out.
    """
    gc.set_threshold(*_THRESHOLDS)
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, _ARENAS)
        mallopt(_M_MMAP_THRESHOLD, _LARGE)


async def settle() -> None:
    """Collect what came since the last time; what stands now is not looked through again. Every ten seconds."""
    gc.collect()
    gc.freeze()


async def look_through() -> None:
    """Collect among what stood for long, too: rings that were whole when they were settled. Once a day."""
    gc.unfreeze()
    await settle()


async def give_back() -> None:
    """Return freed pages, which the GNU C library keeps for itself otherwise."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        await asyncio.to_thread(trim, 0)
