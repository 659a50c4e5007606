"""Memory: garbage is collected a little at a time, and freed pages go back to the machine."""

import asyncio
import ctypes
import gc

# Source: malloc.h of the GNU C library, and mallopt(3).
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
_ARENAS = 1
# Bytes from which a block is the machine's own and goes back when it is freed. Unless it is set, the library raises it
# to the largest block freed, and the 17 MB of the next picture are taken from the heap.
_LARGE = 1 << 20
# Bytes that are free at the end of the heap before they go back to the machine at once. With the 128 kB of the library
# each text that the encoder read took 820 pages anew, a seventh of the time (with 4 and 16 MB none). `give_back` gives
# these back, too.
_KEPT_FREE = 4 << 20
# The third figure: a collection of everything comes after so many of the second kind. With 10,000 items in memory one
# took 100 to 170 ms, thirty times in a minute and a half of flood, and every loop waited meanwhile.
_THRESHOLDS = (700, 10, 100_000)


def begin() -> None:
    """Collect nothing until `steady`: what is imported stays, and to look through it took a tenth of all imports."""
    gc.disable()


def steady() -> None:
    """Let all threads share one heap, and let no collection look through everything; call before threads start.

    The GNU C library gives each thread a heap of its own, and memory freed in one serves no other: every database
    connection is a thread. Elsewhere (musl, macOS) that part is left out.
    """
    gc.set_threshold(*_THRESHOLDS)
    gc.freeze()
    gc.enable()
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, _ARENAS)
        mallopt(_M_MMAP_THRESHOLD, _LARGE)
        mallopt(_M_TRIM_THRESHOLD, _KEPT_FREE)


def collect_and_freeze() -> None:
    """Collect what came since the last time; later collections do not look through what is left."""
    gc.collect()
    gc.freeze()


async def settle() -> None:
    """`collect_and_freeze` as a job, every ten seconds."""
    collect_and_freeze()


async def look_through() -> None:
    """Collect among what was frozen, too: rings of objects that were still in use at that time. Once a day."""
    gc.unfreeze()
    collect_and_freeze()


async def give_back() -> None:
    """Return freed pages, which the GNU C library keeps for itself otherwise."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        await asyncio.to_thread(trim, 0)
