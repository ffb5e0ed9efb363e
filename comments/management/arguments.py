"""Values that several commands take."""

from argparse import ArgumentTypeError
from datetime import UTC, datetime


def moment(text: str) -> datetime:
    """A day or a time, in UTC if it names no zone."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}” is no date such as 2026-05-01") from None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
