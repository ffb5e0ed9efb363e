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

EPOCH_MS = 1_704_067_200_000  # 2024-01-01T00:00:00Z
BUCKET_BITS = 10
LOW_BITS = 12
LOW_COUNT = 1 << LOW_BITS

_lock = threading.Lock()
_last_ms = 0
_next_low = 0


def new_id(beneath: int = 0) -> int:
    """A fresh id in the bucket of the id `beneath` (an article's; 0 for a new article)."""
    ms, low = _next_moment()
    return (((ms << BUCKET_BITS) | bucket_of(beneath)) << LOW_BITS) | low


def bucket_of(some_id: int) -> int:
    return (some_id >> LOW_BITS) & ((1 << BUCKET_BITS) - 1)


def _next_moment() -> tuple[int, int]:
    """The next (millisecond, low bits), strictly increasing within this process."""
    global _last_ms, _next_low
    with _lock:
        now = time.time_ns() // 1_000_000 - EPOCH_MS
        if now > _last_ms:
            # A random start keeps processes apart; the lower half leaves room to count up.
            _last_ms, _next_low = now, secrets.randbelow(LOW_COUNT // 2)
        elif _next_low == LOW_COUNT:
            # A burst borrows from the next millisecond rather than wait for it.
            _last_ms, _next_low = _last_ms + 1, 0
        low = _next_low
        _next_low += 1
        return _last_ms, low
