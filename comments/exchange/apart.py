"""Keeps imports from the same source apart, from the first row to the last."""

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

from django.db import DEFAULT_DB_ALIAS, Error, connections

from comments.exchange.records import SourceError
from comments.statements import ask

# Released by the end of the transaction, however it ends: the only kind that poolers can bear.
TAKE = "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))"
# Without taking it, not even for a moment in which somebody might want it.
IS_TAKEN = """
SELECT EXISTS (
    SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1
    AND classid::bigint << 32 | objid::bigint = hashtextextended(%s, 0)
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
)
"""
STAY = "SET LOCAL idle_in_transaction_session_timeout = 0"


class UnderWay(SourceError):
    """Another import, or undo, of the same source: later, the same will do."""


@contextmanager
def apart(source: str) -> Iterator[None]:
    """Raises UnderWay if an import from there is under way.

    The portions' own transactions are too short: the lock is that of one beside them, idle to the
    end, in which nothing is read or written.
    """
    with closing(connections.create_connection(DEFAULT_DB_ALIAS)) as beside:
        beside.set_autocommit(False)
        with beside.cursor() as cursor:
            cursor.execute(STAY)
            cursor.execute(TAKE, [_name(source)])
            if not cursor.fetchone()[0]:
                raise UnderWay("", f"an import from “{source}” is under way")
        try:
            yield
        finally:
            # The database notices a closed connection only by and by: the next would be refused.
            # If it has closed this one itself, there is nothing left to give back.
            with suppress(Error):
                beside.rollback()


def is_under_way(source: str) -> bool:
    """Whoever does it: the command, an upload's process, an undo."""
    return bool(ask(IS_TAKEN, [_name(source)])[0][0])


def _name(source: str) -> str:
    return f"import {source}"
