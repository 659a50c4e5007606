"""The vectors of the window's items on disk: a kilobyte each, of which an item is compared with some dozens."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import structlog

from desk.nameless_file import NamelessFile
from newsroom.stories.embeddings import Embedding, LazyEmbedding

log = structlog.get_logger()


class VectorFile:
    """Vectors in a file without a name; read where they are asked for."""

    def __init__(self, folder: Path, numbers: int) -> None:
        """Of vectors of so many numbers. Raises OSError where the folder takes no file."""
        self._numbers = numbers
        self._width = numbers * np.dtype(np.float16).itemsize
        self._file = NamelessFile(folder, self._width)

    def __len__(self) -> int:
        """How many vectors it has room for without growing."""
        return len(self._file)

    def put(self, vector: Embedding) -> int:
        """Keep a vector; gives its place. Raises OSError where the disk is full."""
        return self._file.put(vector.tobytes())

    def get(self, place: int) -> Embedding:
        """The vector at a place; zeros, which are like nothing, where the disk fails.

        It is read while another item is decided, which would be set aside in place of this one.
        """
        try:
            return np.frombuffer(self._file.get(place, self._width), np.float16, self._numbers)
        except (OSError, ValueError):
            log.exception("vector_not_read")
            return np.zeros(self._numbers, dtype=np.float16)

    def free(self, place: int) -> None:
        """The vector at a place is wanted no more."""
        self._file.free(place, self._width)


class FiledEmbedding(LazyEmbedding):
    """The same as `LazyEmbedding`, its vector in a file once it is made; in memory where the disk is full."""

    __slots__ = ("_place", "_vectors")

    def __init__(self, make: Callable[[], Embedding], vectors: VectorFile) -> None:
        super().__init__(make)
        self._vectors = vectors
        self._place: int | None = None

    @property
    def vector(self) -> Embedding:
        """Of unit length."""
        if self._place is not None:
            return self._vectors.get(self._place)
        made = super().vector
        try:
            self._place = self._vectors.put(made)
        except OSError as error:
            log.warning("vector_in_memory", error=str(error))
        else:
            self._forget()
        return made

    def __del__(self) -> None:
        """Its place is for another."""
        if self._place is not None:
            self._vectors.free(self._place)


def vector_file(folder: Path, numbers: int) -> VectorFile | None:
    """The file for vectors of so many numbers; None where the folder takes none."""
    try:
        return VectorFile(folder, numbers)
    except OSError as error:
        log.warning("vectors_in_memory", folder=str(folder), error=str(error))
        return None
