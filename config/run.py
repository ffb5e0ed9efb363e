"""Serve the site: the database, its tables, the demonstration, static files, gunicorn."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Optional

import django
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connections

from config import database

if TYPE_CHECKING:
    from config.embedded_postgres import EmbeddedPostgres

GUNICORN = ["-m", "gunicorn", "-c", "config/gunicorn.conf.py", "config.wsgi"]
# A gunicorn whose keeper was killed lets go of the port within a moment.
PORT_PATIENCE = 3
PR_SET_PDEATHSIG = 1
# How often we look whether the database still lives: the kernel may kill it for want of memory.
GLANCE = 2


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        django.setup()
        _require_free_port()
        with database.available() as postgres:
            _prepare()
            return _serve(postgres)
    except ImproperlyConfigured as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 0


def _require_free_port() -> None:
    deadline = time.monotonic() + PORT_PATIENCE
    while not _port_is_free():
        if time.monotonic() > deadline:
            raise ImproperlyConfigured(
                f"Port {settings.PORT} of {settings.HOST} is in use by another program. "
                f"Stop it, or choose another: make run PORT={settings.PORT + 1}"
            )
        time.sleep(0.1)


def _port_is_free() -> bool:
    family = socket.AF_INET6 if ":" in settings.HOST else socket.AF_INET
    with socket.socket(family) as attempt:
        # As gunicorn asks for it: connections that are only ending do not count.
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((settings.HOST, settings.PORT))
        except PermissionError as error:
            raise ImproperlyConfigured(
                f"Port {settings.PORT} is not ours to use: {error}"
            ) from None
        except OSError:
            return False
    return True


def _prepare() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    if settings.DEMO:
        _seed_once()
    call_command("collectstatic", verbosity=0, interactive=False)
    connections.close_all()


def _seed_once() -> None:
    # Stays when we are killed half way; the seed keeps what it finds and adds the rest.
    unfinished = settings.DATA_FOLDER / "seeding"
    if unfinished.exists() or not apps.get_model("articles", "Article").objects.exists():
        unfinished.touch()
        call_command("seed", verbosity=0)
        unfinished.unlink()


def _serve(postgres: Optional["EmbeddedPostgres"]) -> int:
    server = subprocess.Popen(
        [sys.executable, *GUNICORN],
        cwd=settings.BASE_DIR,
        # While gunicorn lives, nobody else may stop the database.
        pass_fds=[postgres.lock] if postgres and postgres.lock else [],
        # Ctrl-C reaches us alone, and we ask gunicorn to finish what it is doing.
        start_new_session=True,
        preexec_fn=_end_with_parent,  # noqa: PLW1509
    )
    try:
        _await_listening(server)
        _greet()
        while server.poll() is None:
            _attend(server, postgres)
        return server.returncode
    finally:
        server.terminate()
        server.wait()


def _attend(server: subprocess.Popen[bytes], postgres: Optional["EmbeddedPostgres"]) -> None:
    with suppress(subprocess.TimeoutExpired):
        server.wait(timeout=GLANCE)
    if postgres:
        postgres.revive()


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _await_listening(server: subprocess.Popen[bytes]) -> None:
    while server.poll() is None and _port_is_free():
        time.sleep(0.05)


def _greet() -> None:
    host = f"[{settings.HOST}]" if ":" in settings.HOST else settings.HOST
    lines = ["", f"{settings.SITE_NAME} is at http://{host}:{settings.PORT}", ""]
    if settings.DEMO:
        lines += [*_demo_accounts(), ""]
    sys.stdout.write("\n".join([*lines, "Ctrl-C stops it.", ""]) + "\n")
    sys.stdout.flush()


def _demo_accounts() -> list[str]:
    # Models, which can be loaded only once Django is set up.
    from comments.seeding.accounts import DEMO_ACCOUNTS  # noqa: PLC0415

    accounts = [(each.name, each.password, each.what_for) for each in DEMO_ACCOUNTS]
    rows = [("account", "password", "what for"), *accounts]
    return [f"  {name:<10} {password:<18} {what_for}" for name, password, what_for in rows]


if __name__ == "__main__":
    sys.exit(main())
