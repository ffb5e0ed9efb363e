"""What operators are told when something beside the site fails."""

from django.db import DatabaseError
from psycopg.errors import UniqueViolation


def database_said(error: Exception) -> str:
    said = " ".join(str(error).split())
    end = "" if said.endswith((".", "?", "!")) else "."
    # psycopg gives the connection along only if there never was one.
    never = getattr(error.__cause__, "pgconn", None) is not None
    return f"The database {'cannot be asked' if never else 'broke off'}: {said}{end}"


def disk_said(error: OSError, where: object = "") -> str:
    place = error.filename or where
    return f"{f'{place}: ' if place else ''}{error.strerror}."


def refused_said(error: DatabaseError) -> str:
    """Without the row itself: there are names and words in it."""
    if isinstance(error.__cause__, UniqueViolation):
        return "Somebody else stored the same meanwhile."
    diagnosis = getattr(error.__cause__, "diag", None)
    said = (diagnosis and diagnosis.message_primary) or str(error).partition("\n")[0]
    return f"The database refused a row: {said}."
