"""Where things stand in a chart: across, in percent of whatever width there is, so that words keep
their size; downwards, in pixels."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from comments.moderation.dashboard import wording

# Above the highest value, for its label; beneath the line, for the days.
HEAD = 18
FOOT = 20
# A value that is not nothing can be seen.
LEAST = 1.5
# How near to an end, in percent, a label would leave the chart if its middle stood there.
EDGE = 7
# The share of its day that a column takes, by how many days there are: few are not to be walls.
SHARES = {7: 0.2, 30: 0.5, 90: 0.65}
MONDAY = 0
WEEK, MONTH = 7, 30


class Mark(NamedTuple):
    """A day's value. `left` and `start` are where the day and its column begin."""

    words: str
    value: float | None
    left: str
    start: str
    middle: str
    top: str
    height: str


class Label(NamedTuple):
    text: str
    x: str
    anchor: str


class Line(NamedTuple):
    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True)
class Chart:
    height: int
    # Where the line beneath the columns is, and on what the days and the highest value stand.
    base: int
    foot: int
    head: int
    day_width: str
    width: str
    marks: list[Mark]
    lines: list[Line]
    peak: Label | None
    ticks: list[Label]


def chart(
    days: Sequence[date],
    values: Sequence[float | None],
    tell: Callable[[float | None], str],
    ticks: list[Label],
    tall: int,
) -> Chart:
    """`tall` pixels for the highest value; `tell` puts a value into words."""
    scale = _Scale(len(days), tall, max(filter(None, values), default=0))
    words = [f"{wording.day(day)}: {tell(value)}" for day, value in zip(days, values, strict=True)]
    marks = [scale.mark(n, *pair) for n, pair in enumerate(zip(words, values, strict=True))]
    return Chart(
        height=HEAD + tall + FOOT,
        base=HEAD + tall,
        foot=HEAD + tall + FOOT - 5,
        head=HEAD - 6,
        day_width=_number(scale.slot),
        width=_number(scale.column),
        marks=marks,
        lines=list(_lines(marks)),
        peak=scale.peak(values, tell),
        ticks=ticks,
    )


def ticks_of(days: Sequence[date]) -> list[Label]:
    """Each day of a week, each week of a month, each month of a quarter."""
    if len(days) <= WEEK:
        named = [(n, wording.weekday(day)) for n, day in enumerate(days)]
    elif len(days) <= MONTH:
        named = [(n, wording.day(day)) for n, day in enumerate(days) if day.weekday() == MONDAY]
    else:
        named = [(n, wording.day(day)) for n, day in enumerate(days) if day.day == 1]
    return [_tick(n, text, len(days)) for n, text in named]


def ends_of(days: Sequence[date]) -> list[Label]:
    """For where there is room for two words only."""
    return [
        Label(wording.day(days[0]), "0", "start"),
        Label(wording.day(days[-1]), "100", "end"),
    ]


def stacked(parts: Mapping[str, int], largest: int) -> Iterator[tuple[str, str, str, int]]:
    """Each part that is there with its name, where it begins and how long it is, in percent."""
    begin = 0
    for name, value in parts.items():
        if value:
            yield name, _number(100 * begin / largest), _number(100 * value / largest), value
        begin += value


class _Scale:
    def __init__(self, days: int, tall: int, largest: float) -> None:
        self.slot = 100 / days
        self.column = self.slot * SHARES[days]
        self.tall = tall
        self.largest = largest

    def mark(self, number: int, words: str, value: float | None) -> Mark:
        height = self._height(value)
        middle = self._middle(number)
        return Mark(
            words,
            value,
            left=_number(number * self.slot),
            start=_number(middle - self.column / 2),
            middle=_number(middle),
            top=_number(HEAD + self.tall - height),
            height=_number(height),
        )

    def peak(
        self, values: Sequence[float | None], tell: Callable[[float | None], str]
    ) -> Label | None:
        """The highest value in words, above the last day that reached it."""
        if not self.largest:
            return None
        number = max(n for n, value in enumerate(values) if value == self.largest)
        middle = self._middle(number)
        anchor = _anchor(middle)
        # Flush with its column where it cannot stand above its middle.
        aside = {"start": -self.column / 2, "middle": 0, "end": self.column / 2}[anchor]
        return Label(tell(self.largest), _number(middle + aside), anchor)

    def _middle(self, number: int) -> float:
        return (number + 0.5) * self.slot

    def _height(self, value: float | None) -> float:
        return max(self.tall * value / self.largest, LEAST) if value else 0


def _tick(number: int, text: str, days: int) -> Label:
    middle = (number + 0.5) * 100 / days
    return Label(text, _number(middle), _anchor(middle))


def _lines(marks: Sequence[Mark]) -> Iterator[Line]:
    """From each day that has a value to the next, if that one has one too."""
    for one, other in pairwise(marks):
        if one.value is not None and other.value is not None:
            yield Line(one.middle, one.top, other.middle, other.top)


def _anchor(middle: float) -> str:
    if middle < EDGE:
        return "start"
    return "end" if middle > 100 - EDGE else "middle"


def _number(value: float) -> str:
    """Short, and never in the language's own writing."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
