"""The benchmark's own PostgreSQL, and what it counts."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import psutil
import psycopg
from django.conf import settings
from django.core.management import call_command
from psycopg.conninfo import make_conninfo

from bench.processes import cpu_seconds
from config import database

# Statements of ours that count those of others are left out.
COUNTED = """
WITH counted AS (
    SELECT calls, rows, query ~* '^(insert|update)|\\mupdate comments_' AS writes
    FROM pg_stat_statements WHERE query NOT LIKE '%pg_stat%'
)
SELECT coalesce(sum(calls), 0)::bigint,
    coalesce(sum(rows) FILTER (WHERE NOT writes), 0)::bigint,
    coalesce(sum(rows) FILTER (WHERE writes), 0)::bigint
FROM counted
"""
# Whole pages are logged at their first change after a checkpoint: by when, not by what.
LOGGED = """
SELECT coalesce(sum(record_size), 0)::bigint, coalesce(sum(fpi_size), 0)::bigint
FROM pg_get_wal_stats(%s, %s)
"""
HOT = """
SELECT relname, n_tup_upd, n_tup_hot_upd FROM pg_stat_user_tables
WHERE relname LIKE 'comments_%' AND n_tup_upd > 0 ORDER BY relname
"""

EXTENSIONS = ("pg_stat_statements", "pg_walinspect")


class Counts(NamedTuple):
    """Since the last reset: statements, BEGIN and COMMIT included; rows sent; rows written.

    The log's bytes are without the pages that it holds whole.
    """

    queries: int
    rows_read: int
    rows_written: int
    wal_bytes: int
    wal_page_bytes: int


class Database:
    def __init__(self) -> None:
        self.link = psycopg.connect(address(), autocommit=True)
        # Any server process's parent is the postmaster.
        self.pid = psutil.Process(self.link.info.backend_pid).ppid()
        self.wal = "0/0"

    def cpu_seconds(self) -> float:
        return cpu_seconds(self.pid)

    def reset(self) -> None:
        self.link.execute("SELECT pg_stat_statements_reset()")
        self.wal = self._wal()

    def counts(self) -> Counts:
        return Counts(*self._one(COUNTED), *self._logged())

    def hot_shares(self) -> dict[str, tuple[int, float]]:
        """Updated rows of each table, and the share that touched no index."""
        rows = self.link.execute(HOT).fetchall()
        return {name: (updated, hot / updated) for name, updated, hot in rows}

    def version(self) -> str:
        return str(self._one("SHOW server_version")[0])

    def _logged(self) -> tuple[Any, ...]:
        try:
            return self._one(LOGGED, self.wal, self._wal())
        except psycopg.errors.InternalError_:  # not a single record in between
            return (0, 0)

    def _wal(self) -> str:
        return str(self._one("SELECT pg_current_wal_flush_lsn()")[0])

    def _one(self, statement: str, *values: object) -> tuple[Any, ...]:
        row = self.link.execute(statement, values or None).fetchone()
        assert row is not None  # noqa: S101 - none of these statements can come back empty
        return row


def address(name: str = "") -> str:
    known = settings.DATABASES["default"]
    return make_conninfo(host=known["HOST"], user=known["USER"], dbname=name or known["NAME"])


@contextmanager
def running() -> Iterator[Database]:
    """An empty database of the site, up to date, with its statements counted."""
    # The library is loaded at a start only, so the first one is for asking for it.
    with database.available(), psycopg.connect(address("postgres"), autocommit=True) as link:
        link.execute("ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'")
        link.execute(f'DROP DATABASE IF EXISTS "{settings.DATABASES["default"]["NAME"]}"')
    with database.available():
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        known = Database()
        for extension in EXTENSIONS:
            known.link.execute(f"CREATE EXTENSION {extension}")
        try:
            yield known
        finally:
            known.link.close()
