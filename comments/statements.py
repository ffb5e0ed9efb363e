"""Questions in SQL, where many rows at once are more than the ORM has words for."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from psycopg import Copy


@contextmanager
def copying(statement: str) -> Iterator[Copy]:
    """Rows on their way in, a tuple each. What the database refuses is an error of Django's."""
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(statement) as copy,
    ):
        yield copy


def ask(statement: str, values: Any = None) -> list[tuple[Any, ...]]:
    """The whole answer: behind a pooler there are no cursors to fetch it from by and by."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall()) if cursor.description else []
