"""Keeps imports from the same source apart, from the first row to the last."""

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

from django.db import DEFAULT_DB_ALIAS, Error, connections

from comments.exchange.records import SourceError

# Released by the end of the transaction, however it ends: the only kind that poolers can bear.
TAKE = "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))"
STAY = "SET LOCAL idle_in_transaction_session_timeout = 0"


@contextmanager
def apart(source: str) -> Iterator[None]:
    """Raises SourceError if an import from there is under way.

    The portions' own transactions are too short: the lock is that of one beside them, idle to the
    end, in which nothing is read or written.
    """
    with closing(connections.create_connection(DEFAULT_DB_ALIAS)) as beside:
        beside.set_autocommit(False)
        with beside.cursor() as cursor:
            cursor.execute(STAY)
            cursor.execute(TAKE, [f"import {source}"])
            if not cursor.fetchone()[0]:
                raise SourceError("", f"an import from “{source}” is under way")
        try:
            yield
        finally:
            # The database notices a closed connection only by and by: the next would be refused.
            # If it has closed this one itself, there is nothing left to give back.
            with suppress(Error):
                beside.rollback()
