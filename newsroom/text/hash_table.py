"""Numbers by the hashes of what they stand for: twelve bytes each, found in a microsecond.

What is looked up is not kept itself. Two of a million never had one hash, and what is not there meets one of them by
chance once in 10^13 look-ups. Most of what is looked up is not there: so some bits say first whether anything has a
hash like that.
"""

from array import array
from bisect import bisect_left

import numpy as np
from numpy.typing import NDArray

_BUCKET_BITS = 16  # of the hash: a look-up looks through some twenty of a million


class HashTable:
    """Numbers of 32 bits by hashes of 64.

    Attributes:
        there: For who looks up much: the first bits of a hash choose the byte, the last three its bit; where that is
            not set nothing has such a hash.
    """

    __slots__ = ("_buckets", "_hashes", "_numbers", "there")

    def __init__(self, hashes: NDArray[np.int64], numbers: NDArray[np.uint32], byte_bits: int) -> None:
        """`byte_bits`: of a hash, those that choose the byte of `there`."""
        order = np.argsort(hashes, kind="stable")
        in_order = hashes[order]
        self._hashes = array("q", in_order.tobytes())
        self._numbers = array("I", numbers[order].tobytes())
        edges = np.arange(-(1 << _BUCKET_BITS - 1), (1 << _BUCKET_BITS - 1) + 1, dtype=np.int64)
        self._buckets = array("I", np.searchsorted(in_order >> 64 - _BUCKET_BITS, edges).astype(np.uint32).tobytes())
        there = np.zeros(1 << byte_bits, np.uint8)
        bits = np.left_shift(1, in_order & 7).astype(np.uint8)
        np.bitwise_or.at(there, in_order >> 64 - byte_bits, bits)  # a negative place counts from the end, as in `there`
        self.there = there.tobytes()

    def __len__(self) -> int:
        return len(self._hashes)

    def find(self, number: int) -> int | None:
        """What has this hash; None where nothing has."""
        bucket = (number >> 64 - _BUCKET_BITS) + (1 << _BUCKET_BITS - 1)
        last = self._buckets[bucket + 1]
        at = bisect_left(self._hashes, number, self._buckets[bucket], last)
        return self._numbers[at] if at < last and self._hashes[at] == number else None
