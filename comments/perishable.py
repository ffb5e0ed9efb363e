"""Rows that say until when they are kept."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class Perishable:
    """A table with its key, and the column that says until when; an index leads to it."""

    table: str
    key: str
    until: str

    def expired(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) {self._expired}")
            return int(cursor.fetchone()[0])

    def delete(self, most: int | None = None) -> int:
        """Forget what is over, or `most` of it; how much that was."""
        # What is being written at the moment is left alone, so that nobody waits for this. An
        # array is made once: beneath IN the limit would hold for each time that a plan comes by.
        sql = f"""
            DELETE FROM {self.table} WHERE {self.key} = ANY (ARRAY(
                SELECT {self.key} {self._expired} LIMIT %s FOR UPDATE SKIP LOCKED
            ))
        """  # noqa: S608 - as above
        with connection.cursor() as cursor:
            cursor.execute(sql, [most])
            return int(cursor.rowcount)

    def delete_all(self, at_once: int) -> Iterator[int]:
        """All of it, in transactions of so much; how much each was."""
        while gone := self.delete(at_once):
            yield gone

    @property
    def _expired(self) -> str:
        return f"FROM {self.table} WHERE {self.until} <= statement_timestamp()"
