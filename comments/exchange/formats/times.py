"""Times as exports write them."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from django.utils import timezone


def utc(text: str) -> datetime | None:
    """A time that is in UTC unless it says otherwise; None for none, or for an impossible one."""
    return _read(text, UTC)


def local(text: str) -> datetime | None:
    """A time without its zone: that of this site."""
    return _read(text, timezone.get_default_timezone())


def mail(text: str) -> datetime | None:
    """As in the head of a mail: "Fri, 01 May 2026 12:00:00 +0200"."""
    try:
        read = parsedate_to_datetime(text.strip())
    except (ValueError, IndexError, OverflowError):
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def any_of(value: object) -> datetime | None:
    """Seconds since 1970, or text, be it with the name of a zone at its end as Go writes it."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _since_1970(value)
    return utc(" ".join(value.split()[:3])) if isinstance(value, str) else None


def _since_1970(seconds: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _read(text: str, zone: object) -> datetime | None:
    try:
        read = datetime.fromisoformat(text.strip())
        aware = read if read.tzinfo else read.replace(tzinfo=zone)  # type: ignore[arg-type]
        return aware.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
