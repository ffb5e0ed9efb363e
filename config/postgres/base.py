"""Django's PostgreSQL connections, but for how a kept one is found to be dead."""

from select import POLLIN, poll
from typing import Any

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def close_if_health_check_failed(self) -> None:
        """Ask an idle connection only if there is a doubt.

        The server speaks unasked when it ends a connection. To look whether it has costs a
        hundredth of the statement that Django would send before each request's first.
        """
        if self._is_quiet():
            self.health_check_done = True
        super().close_if_health_check_failed()

    def _is_quiet(self) -> bool:
        link: Any = self.connection
        if link is None or link.closed or self.errors_occurred:
            return False
        waiting = poll()
        waiting.register(link.fileno(), POLLIN)
        return not waiting.poll(0)
