"""What a piece of work asks of the database, as counts that are the same on any machine."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection, transaction

# The first server that counts the log by process.
WAL_BY_PROCESS = 180_000

TOUCHED = """
SELECT coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0), n_tup_upd, n_tup_hot_upd
FROM pg_stat_xact_user_tables WHERE relname = 'comments_comment'
"""
WAL = "SELECT wal_fpi, wal_bytes FROM pg_stat_get_backend_wal(pg_backend_pid())"


@dataclass
class Cost:
    """`sent` rows reached us; of comments' rows, so many were `read`, `updated`, `hot`."""

    queries: int = 0
    sent: int = 0
    read: int = 0
    updated: int = 0
    hot: int = 0


class Written(NamedTuple):
    """Bytes of the write-ahead log; whole pages are in it at their first change only."""

    pages: int
    bytes: int


@contextmanager
def counted() -> Iterator[Cost]:
    """Count what the block does, and undo it. PostgreSQL counts rows by transaction."""
    cost = Cost()

    def count(execute: Callable[..., Any], *call: Any) -> Any:
        result = execute(*call)
        cost.queries += 1
        cost.sent += max(call[-1]["cursor"].rowcount, 0)
        return result

    with transaction.atomic():
        before = _touched()
        with connection.execute_wrapper(count):
            yield cost
        after = _touched()
        transaction.set_rollback(True)
    cost.read, cost.updated, cost.hot = (b - a for a, b in zip(before, after, strict=True))


def wal_written() -> Written:
    """By this connection so far. Outside of transactions: it is counted at their ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute(WAL)
        return Written(*map(int, cursor.fetchone()))


def counts_wal() -> bool:
    with connection.cursor():
        return bool(connection.connection.info.server_version >= WAL_BY_PROCESS)


def _touched() -> tuple[int, int, int]:
    with connection.cursor() as cursor:
        cursor.execute(TOUCHED)
        return cursor.fetchone() or (0, 0, 0)
