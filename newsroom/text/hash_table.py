"""Numbers by the sums of the words that they stand for: twelve bytes each, found in a microsecond.

What is looked up is not kept itself: a word is told by the sums of its bytes forwards and backwards, 64 bits together.
Two of a million never had the same, and what is not there meets one of them by chance once in 10^13 look-ups. Most of
what is looked up is not there: so some bits say first whether anything has a sum like that.

Unlike `hash`, which takes as long, these sums are the same in every process: a table may be kept in a file.
"""

from array import array
from bisect import bisect_left
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

_BUCKET_BITS = 16  # of the sum: a look-up looks through some twenty of a million


def sum_of(word: bytes) -> int:
    """The number by which a word is found: 64 bits, of which `crc32` is the upper half."""
    return crc32(word) << 32 | crc32(word[::-1])


class HashTable:
    """Numbers of 32 bits by sums of 64.

    Attributes:
        there: For who looks up much: the first bits of `crc32` of a word choose the byte, its last three the bit; where
            that is not set nothing has such a sum.
    """

    __slots__ = ("_buckets", "_numbers", "_sums", "there")

    def __init__(self, sums: "array[int]", numbers: "array[int]", buckets: "array[int]", there: bytes) -> None:
        """The parts of a table that was made before."""
        self._sums, self._numbers, self._buckets, self.there = sums, numbers, buckets, there

    @classmethod
    def made(cls, sums: NDArray[np.uint64], numbers: NDArray[np.uint32], byte_bits: int) -> "HashTable":
        """A table of words by their sums; `byte_bits`: of a sum, those that choose the byte of `there`."""
        order = np.argsort(sums, kind="stable")
        in_order = sums[order]
        edges = np.arange((1 << _BUCKET_BITS) + 1, dtype=np.uint64)
        buckets = np.searchsorted(in_order >> np.uint64(64 - _BUCKET_BITS), edges).astype(np.uint32)
        there = np.zeros(1 << byte_bits, np.uint8)
        bits = np.left_shift(1, in_order >> np.uint64(32) & np.uint64(7), dtype=np.uint64).astype(np.uint8)
        np.bitwise_or.at(there, in_order >> np.uint64(64 - byte_bits), bits)
        parts = array("Q", in_order.tobytes()), array("I", numbers[order].tobytes()), array("I", buckets.tobytes())
        return cls(*parts, there.tobytes())

    def __len__(self) -> int:
        return len(self._sums)

    @property
    def parts(self) -> "tuple[array[int] | bytes, ...]":
        """All that it is made of, in the order in which it is made."""
        return self._sums, self._numbers, self._buckets, self.there

    def find(self, upper: int, word: bytes) -> int | None:
        """What a word stands for; None where it is not there. `upper`: its `crc32`."""
        wanted = upper << 32 | crc32(word[::-1])
        bucket = wanted >> 64 - _BUCKET_BITS
        last = self._buckets[bucket + 1]
        at = bisect_left(self._sums, wanted, self._buckets[bucket], last)
        return self._numbers[at] if at < last and self._sums[at] == wanted else None
