"""How far an import is, told to the database each second by the process that does it."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from comments.exchange.uploads.steps import at_work

SECOND = 1.0


class Stopped(Exception):
    """An editor asked for it, or another process has taken over."""


class Pulse:
    def __init__(self, upload_id: int, attempt: int) -> None:
        self.upload_id = upload_id
        self.attempt = attempt
        self.stage = ""
        self.reached = 0
        self.total: int | None = None
        self.must_stop = False
        self._over = Event()

    @contextmanager
    def beating(self) -> Iterator[None]:
        """By a thread: some stages say nothing for minutes."""
        thread = Thread(target=self._beat_on, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join()

    @contextmanager
    def bar(self, what: str, total: int | None) -> Iterator["Pulse"]:
        self.stage, self.reached, self.total = what, 0, total
        yield self
        self.stage, self.reached, self.total = "between", 0, None

    def update(self, n: int) -> None:
        self.reached += n
        if self.must_stop:
            raise Stopped

    def beat(self) -> None:
        now = timezone.now()
        mine = at_work(self.upload_id, self.attempt)
        is_mine = mine.update(
            beat_at=now, touched_at=now, stage=self.stage, reached=self.reached, total=self.total
        )
        self.must_stop = not is_mine or mine.filter(stop_asked=True).exists()

    def _beat_on(self) -> None:
        while not self._over.wait(SECOND):
            try:
                self.beat()
            except (OperationalError, InterfaceError):
                # Whoever stores rows will hear that the database is away. If it was for a moment,
                # the next beat is told to a new connection.
                connection.close()
        connection.close()
