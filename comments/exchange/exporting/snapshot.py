"""The database as it is at one moment, while everybody goes on writing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from comments.statements import ask

# Known once the first question is asked, and the same for all that follow. It takes no lock.
AS_IT_IS = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"


@contextmanager
def snapshot() -> Iterator[None]:
    # Within a transaction of the caller's, what is seen is theirs to say.
    is_ours = not connection.in_atomic_block
    with transaction.atomic():
        if is_ours:
            asked(AS_IT_IS)
        yield


def asked(statement: str, **values: Any) -> list[tuple[Any, ...]]:
    return ask(statement, values or None)


def told(statement: str, **values: Any) -> list[dict[str, Any]]:
    """Each row with the names of its columns."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
