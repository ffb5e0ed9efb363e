"""The charts over the days, with what each comes to and what is read aloud in its place."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from django.utils.translation import gettext as _

from comments.moderation.dashboard import figures, wording
from comments.moderation.dashboard.charts import Chart, Label, chart, ends_of, ticks_of
from comments.moderation.dashboard.figures import Day, Wait
from comments.moderation.dashboard.period import Period

Told = TypeVar("Told")

# How tall, in pixels, the highest value is.
LARGE, SMALL, LINE = 130, 56, 96


class Panel(NamedTuple):
    name: str
    sum: str
    chart: Chart
    told: str


def day_panels(period: Period, days: list[Day]) -> list[Panel]:
    """What was written, then what became of it, smaller."""
    names = (_("Comments"), _("Held"), _("Spam"), _("Removed"))
    large, small = (ticks_of(period.days), LARGE), (ends_of(period.days), SMALL)
    sizes = (large, small, small, small)
    columns = zip(names, zip(*days, strict=True), figures.total(days), sizes, strict=True)
    return [
        _panel(
            period, name, values, wording.count(sum_), tell=wording.count, ticks=ticks, tall=tall
        )
        for name, values, sum_, (ticks, tall) in columns
    ]


def wait_panel(period: Period, waits: list[Wait], together: Wait) -> Panel:
    values = [wait.median for wait in waits]
    median = wording.wait(together.median)
    name = _("Median time to a decision")
    ticks = ticks_of(period.days)
    return _panel(period, name, values, median, tell=wording.wait, ticks=ticks, tall=LINE)


def table(period: Period, values: Sequence[Told]) -> list[tuple[date, Told]]:
    """Day by day, the newest first."""
    return list(zip(period.days, values, strict=True))[::-1]


def _panel(
    period: Period,
    name: str,
    values: Sequence[float | None],
    sum_: str,
    *,
    tell: Callable[[float | None], str],
    ticks: list[Label],
    tall: int,
) -> Panel:
    drawn = chart(period.days, values, tell, ticks, tall)
    words = _("%(name)s, day by day, %(first)s to %(last)s: %(sum)s overall, at most %(most)s")
    told = words % {
        "name": name,
        "first": wording.day(period.days[0]),
        "last": wording.day(period.days[-1]),
        "sum": sum_ or wording.count(0),
        "most": drawn.peak.text if drawn.peak else wording.count(0),
    }
    return Panel(name, sum_, drawn, told)
