"""Identifiers made by the application: 64-bit, ordered by time, carrying their bucket.

Layout, from the high end: 41 bits of milliseconds since `EPOCH_MS`, 10 bits of bucket,
12 low bits (positive until the year 2093). The bucket is the article's and stands in the id
of every row beneath it, so that any id alone tells where its article lives.

Ids are unique within one process and very likely across processes; the primary key has the last
word, so an insert that collides is tried again with a fresh id.
"""

import secrets
import threading
import time
from datetime import datetime

EPOCH_MS = 1_704_067_200_000  # 2024-01-01T00:00:00Z
BUCKET_BITS = 10
LOW_BITS = 12
LOW_COUNT = 1 << LOW_BITS


class _Moments:
    """Pairs of (millisecond, low bits), strictly increasing within this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ms = 0
        self._low = 0

    def next(self) -> tuple[int, int]:
        with self._lock:
            now = time.time_ns() // 1_000_000 - EPOCH_MS
            if now > self._ms:
                # A random start keeps processes apart; the lower half leaves room to count up.
                self._ms, self._low = now, secrets.randbelow(LOW_COUNT // 2)
            elif self._low == LOW_COUNT - 1:
                # A burst borrows from the next millisecond rather than wait for it.
                self._ms, self._low = self._ms + 1, 0
            else:
                self._low += 1
            return self._ms, self._low


_moments = _Moments()


def new_id(beneath: int = 0) -> int:
    """A fresh id in the bucket of the id `beneath` (an article's; 0 for a new article)."""
    ms, low = _moments.next()
    return (((ms << BUCKET_BITS) | bucket_of(beneath)) << LOW_BITS) | low


def first_id_of(moment: datetime) -> int:
    """No id that was made since then is lower."""
    ms = int(moment.timestamp() * 1000) - EPOCH_MS
    return max(ms, 0) << (BUCKET_BITS + LOW_BITS)


def bucket_of(some_id: int) -> int:
    return (some_id >> LOW_BITS) & ((1 << BUCKET_BITS) - 1)
