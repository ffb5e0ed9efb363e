"""Numbers, days and waits as moderators read them."""

from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def count(number: float | None) -> str:
    return str(number_format(number or 0, force_grouping=True))


def wait(seconds: float | None) -> str:
    """In the two largest units that say something; empty if nothing was decided."""
    if seconds is None:
        return ""
    if seconds < MINUTE:
        return _("%d s") % seconds
    if seconds < HOUR:
        return _("%d min") % (seconds // MINUTE)
    if seconds < DAY:
        return _joined(_("%d h"), seconds // HOUR, _("%d min"), seconds % HOUR // MINUTE)
    return _joined(_("%s d"), count(int(seconds // DAY)), _("%d h"), seconds % DAY // HOUR)


def day(moment: date) -> str:
    return date_format(moment, "j M")


def weekday(moment: date) -> str:
    return date_format(moment, "D j")


def _joined(large: str, some: float | str, small: str, more: float) -> str:
    return f"{large % some} {small % more}" if more >= 1 else large % some
