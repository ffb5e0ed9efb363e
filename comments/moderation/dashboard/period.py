"""The days that the dashboard tells of, in the site's own time zone."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.timezone import get_current_timezone, localtime

from articles.ids import first_id_of

LENGTHS = (7, 30, 90)
USUAL = 30
# An id is made a moment before or after the time that its row tells.
SLACK = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """Whole days; the last one is today, as far as it has come."""

    days: list[date]
    # One more than days: when each begins, and when the last one ends.
    midnights: list[datetime]

    @classmethod
    def of(cls, length: int, now: datetime) -> "Period":
        zone = get_current_timezone()
        today = localtime(now, zone).date()
        days = [today - timedelta(ago) for ago in reversed(range(length))]
        ends = [*days, today + timedelta(1)]
        return cls(days, [datetime.combine(day, time(), zone) for day in ends])

    @property
    def length(self) -> int:
        return len(self.days)

    def values(self) -> dict[str, Any]:
        """What statements ask with. Ids are in the order of time, and what is not a comment has no
        better index than theirs."""
        start, end = self.midnights[0], self.midnights[-1]
        return {
            "midnights": self.midnights,
            "start": start,
            "end": end,
            "from_id": first_id_of(start),
            "before_id": first_id_of(end),
            "about_id": first_id_of(start - SLACK),
        }


def length_from(text: str) -> int:
    """The length that an address asks for, or else the usual one."""
    return next((length for length in LENGTHS if str(length) == text), USUAL)
