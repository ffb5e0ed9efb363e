"""Absolute times as HTML, many to a page: what depends only on the day is formatted once."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from html import escape

from django.utils.formats import date_format, get_format, time_format
from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language

DAY = 24 * 60 * 60
_UTC_MINUTES = [f"T{hour:02}:{minute:02}:" for hour in range(24) for minute in range(60)]


class Times:
    """The times of one page, in the language and the zone that are active when it is made."""

    def __init__(self) -> None:
        self._zone = get_current_timezone()
        self._language = get_language() or ""

    def html(self, moment: int) -> str:
        """Seconds since 1970, told in the site's zone; a script makes it relative to now."""
        local = datetime.fromtimestamp(moment, self._zone)
        day = _day(local.date(), self._language)
        text = day + _minute(local.hour, local.minute, self._language) if day else _whole(local)
        days, second = divmod(moment, DAY)
        utc = f"{_utc_day(days)}{_UTC_MINUTES[second // 60]}{second % 60:02}"
        return f'<time datetime="{utc}Z">{text}</time>'


@lru_cache(maxsize=4096)
def _utc_day(days: int) -> str:
    return (date(1970, 1, 1) + timedelta(days)).isoformat()


@lru_cache(maxsize=4096)
def _day(day: date, _language: str) -> str:
    """What stands before the time of day; empty in a language that mixes the two."""
    if not get_format("DATETIME_FORMAT").endswith(get_format("TIME_FORMAT")):
        return ""
    midnight = datetime.combine(day, time())
    both = date_format(midnight, "DATETIME_FORMAT", use_l10n=True)
    return escape(both.removesuffix(time_format(midnight.time(), "TIME_FORMAT")))


@lru_cache(maxsize=24 * 60 * 4)
def _minute(hour: int, minute: int, _language: str) -> str:
    return escape(time_format(time(hour, minute), "TIME_FORMAT"))


def _whole(local: datetime) -> str:
    return escape(date_format(local, "DATETIME_FORMAT"))
