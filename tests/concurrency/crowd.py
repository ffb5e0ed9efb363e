"""Many people at once, each with a connection of their own."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import close_old_connections, connection


def together(count: int, act: Callable[[int], Any]) -> list[Any]:
    """What each of `count` people got who do the same at the same moment."""
    barrier = Barrier(count)

    def one(index: int) -> Any:
        try:
            connection.ensure_connection()
            barrier.wait()
            return act(index)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def for_seconds(seconds: float, act: Callable[[], None]) -> int:
    """Do it again and again; how often it was done."""
    end, done = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        act()
        done += 1
    close_old_connections()
    return done
