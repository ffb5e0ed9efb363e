import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from config.embedded_postgres.cluster import NAME, PATIENCE, Cluster
from config.embedded_postgres.places import PORT, EmbeddedPostgresError, Places, locked


class EmbeddedPostgres:
    def __init__(self, var: Path) -> None:
        self.places = Places(var / "postgres")
        self.cluster = Cluster(self.places)
        self._users: int | None = None

    def django_settings(self) -> dict[str, Any]:
        return {
            "ENGINE": "config.postgres",
            "HOST": str(self.places.socket_folder),
            "PORT": PORT,
            "NAME": NAME,
            "USER": NAME,
        }

    @contextmanager
    def running(self) -> Iterator["EmbeddedPostgres"]:
        """Keep the server up for the block."""
        try:
            self.join()
            yield self
        finally:
            self.leave()

    @property
    def lock(self) -> int | None:
        """The descriptor that a child inherits to count as a user too."""
        return self._users

    def join(self) -> None:
        """Count among the server's users, starting it if needed.

        Raise EmbeddedPostgresError if it cannot start.
        """
        self.places.prepare()
        with self._door():
            self._users = _open(self.places.home / "users.lock")
            fcntl.flock(self._users, fcntl.LOCK_SH)
            self._ensure_ready()

    def revive(self) -> None:
        """Start the server again if it was killed; raise EmbeddedPostgresError if it cannot."""
        if self.cluster.postmaster() is None:
            with self._door():
                self._ensure_ready()

    def leave(self) -> None:
        """Stop being a user; the last one stops the server."""
        if self._users is None:
            return
        with self._door():
            # A child may still hold this descriptor: only a fresh one tells who is left.
            os.close(self._users)
            self._users = None
            if self._unused():
                self.cluster.stop()

    def _unused(self) -> bool:
        descriptor = _open(self.places.home / "users.lock")
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        else:
            return True
        finally:
            os.close(descriptor)

    def _door(self) -> AbstractContextManager[None]:
        """Let one process at a time start, stop, join or leave."""
        return locked(self.places.home)

    def _ensure_ready(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while fault := self._fault():
            if self.cluster.postmaster() is None:
                self.cluster.start()
            elif time.monotonic() > deadline:
                raise EmbeddedPostgresError(f"PostgreSQL runs but does not answer: {fault}")
            else:
                # Someone was killed while the server was on its way up or down.
                time.sleep(0.05)

    def _fault(self) -> str:
        """Why nobody can connect; empty when all is well."""
        host = str(self.places.socket_folder)
        try:
            with psycopg.connect(
                host=host, port=PORT, user=NAME, dbname="postgres", autocommit=True
            ) as link:
                known = link.execute("SELECT FROM pg_database WHERE datname = %s", [NAME])
                if not known.rowcount:
                    link.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))
        except psycopg.OperationalError as error:
            return str(error).strip()
        return ""


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
