"""Questions in SQL, where many rows at once are more than the ORM has words for."""

from typing import Any

from django.db import connection


def ask(statement: str, values: Any = None) -> list[tuple[Any, ...]]:
    """The whole answer: behind a pooler there are no cursors to fetch it from by and by."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall()) if cursor.description else []
