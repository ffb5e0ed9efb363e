#!/usr/bin/env python
import os
import signal
import sys
from contextlib import AbstractContextManager, nullcontext

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

# They ask the database nothing, so none is started for them.
WITHOUT_DATABASE = {
    "help", "--help", "-h", "version", "--version",
    "collectstatic", "findstatic", "compilemessages", "makemessages", "diffsettings",
}  # fmt: skip


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # Leave as on Ctrl-C, so that an embedded server we started is stopped.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        with _database():
            execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(str(error))


def _database() -> AbstractContextManager[object]:
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command in WITHOUT_DATABASE or not settings.EMBEDDED_POSTGRES:
        return nullcontext()
    # Only here: with a DATABASE_URL nothing of the embedded server may be loaded.
    from config.embedded_postgres import EmbeddedPostgres  # noqa: PLC0415

    return EmbeddedPostgres(settings.BASE_DIR / "var").running()


if __name__ == "__main__":
    main()
