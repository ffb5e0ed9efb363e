"""A history that was not made in one moment: what is done happens when the clock says."""

from datetime import UTC, datetime

from articles import ids


class AnyTime(type):
    """Of what stands in for the class of times, all times are instances."""

    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, datetime)


class Clock:
    def __init__(self, monkeypatch) -> None:
        self.monkeypatch = monkeypatch
        self.moment = datetime.now(UTC)
        monkeypatch.setattr("time.time_ns", self.nanoseconds)
        now = {"now": self.now}
        monkeypatch.setattr("django.utils.timezone.datetime", AnyTime("datetime", (datetime,), now))

    def go(self, text: str) -> None:
        """To a moment in UTC, such as 2026-03-08 09:00."""
        self.moment = datetime.fromisoformat(text).replace(tzinfo=UTC)
        # Ids never go back by themselves.
        self.monkeypatch.setattr(ids, "_moments", ids._Moments())

    def now(self, tz=None) -> datetime:
        return self.moment.astimezone(tz)

    def nanoseconds(self) -> int:
        return int(self.moment.timestamp() * 1_000_000_000)
