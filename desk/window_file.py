"""The window of compared items as it was when the program was stopped, in a file beside the database.

A start takes it over where it fits what is stored, and enters in it only what was decided since. To enter an item in
the window takes .2 ms, to read it from here .02. It is a cache of what is stored, and may be older than that by any
number of decisions: what was decided since is entered as always, what has left meanwhile leaves. Where anything of it
is not as it is stored, or is read or compared otherwise by now, all is entered from what is stored.
"""

import io
import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import structlog

from desk.whole_file import of_version, write_versioned
from newsroom.item import Item, ItemId
from newsroom.stories.embeddings import LazyEmbedding
from newsroom.stories.features import Features, hours_of
from newsroom.stories.window import ItemWindow
from newsroom.stories.window_version import window_version

# What a window is made of: nothing else is made of what the file says.
_MADE_OF = frozenset(
    {
        ("array", "_array_reconstructor"),
        ("array", "array"),
        ("builtins", "bytearray"),
        ("builtins", "frozenset"),
        ("builtins", "set"),
        ("collections", "Counter"),
        ("numpy", "dtype"),
        ("numpy", "ndarray"),
        ("numpy._core.multiarray", "_reconstruct"),
        ("numpy._core.numeric", "_frombuffer"),
    }
)
_OURS = "newsroom.stories."

log = structlog.get_logger()


class UnfitWindowError(Exception):
    """The window is not that of what is stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptWindow:
    """A window, and since when it has items: what came before then has left it. In hours since 1970."""

    window: ItemWindow
    since_h: float


class WindowFile:
    """The file. `encoded`: whether the window's items have vectors."""

    def __init__(self, path: Path, *, encoded: bool) -> None:
        self._path = path
        self._version = window_version(encoded=encoded)

    def keep(self, window: ItemWindow, since_h: float) -> None:
        """Write it, in place of what was there: as a whole or not at all, whenever the program ends."""
        pickled = io.BytesIO()
        _Pickler(pickled, window).dump((window, since_h))
        try:
            write_versioned(self._path, self._version, pickled.getbuffer())
        except OSError as error:
            log.warning("window_not_kept", error=str(error))

    def take(self) -> memoryview | None:
        """What is kept; None where there is nothing, or nothing that reads and compares as we do.

        The file is taken away: of what a person erases while the program runs, nothing stays on the disk.
        """
        try:
            whole = self._path.read_bytes()
            self._path.unlink()
        except OSError:
            return None
        return of_version(self._version, whole)


def unpacked(
    body: bytes | memoryview, items: Mapping[ItemId, Item], vector: Callable[[ItemId], LazyEmbedding | None]
) -> KeptWindow:
    """The window, its items with vectors of this program. `items`: those that are stored, as they were compared.

    Raises:
        UnfitWindowError: an item is another by now.
    """
    try:
        window, since_h = _Unpickler(body, vector).load()
    except (pickle.UnpicklingError, EOFError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise UnfitWindowError(f"{error}") from error
    for features in window.all_features():
        item = items.get(features.item)
        if item is not None and not _is_of(features, item):
            raise UnfitWindowError(f"item {features.item} is another")
    return KeptWindow(window=window, since_h=since_h)


def _is_of(features: Features, item: Item) -> bool:
    return (
        features.arrived == hours_of(item.arrived_at)
        and features.hours == hours_of(item.time)
        and features.url == item.url
        and features.source == item.source.id
        and features.language == item.language
        and features.letters == len(item.title) + len(item.text)
    )


def _vector_of(item: ItemId) -> LazyEmbedding | None:
    """Stands for the vector of an item, which is kept elsewhere."""
    raise UnfitWindowError(f"nobody has the vector of item {item}")


class _Pickler(pickle.Pickler):
    def __init__(self, file: BinaryIO, window: ItemWindow) -> None:
        super().__init__(file, protocol=5)
        self._item_of = {id(features.embedding): features.item for features in window.all_features()}

    def reducer_override(self, obj: object) -> Any:
        """A vector stands there by its item."""
        return (_vector_of, (self._item_of[id(obj)],)) if isinstance(obj, LazyEmbedding) else NotImplemented


class _Unpickler(pickle.Unpickler):
    def __init__(self, body: bytes | memoryview, vector: Callable[[ItemId], LazyEmbedding | None]) -> None:
        super().__init__(io.BytesIO(body))
        self._vector = vector

    def find_class(self, module: str, name: str) -> Any:
        """What a window is made of, and nothing else."""
        if (module, name) == (__name__, _vector_of.__name__):
            return self._vector
        if (module, name) in _MADE_OF:
            return super().find_class(module, name)
        if module.startswith(_OURS) and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:  # not what a module of ours has imported
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a window")
