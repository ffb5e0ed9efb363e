#!/usr/bin/env python
import os
import signal
import sys
from contextlib import AbstractContextManager, nullcontext

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError

from config import database

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
        with _database_for(sys.argv[1:]):
            execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    except OperationalError as error:
        sys.exit(f"The database cannot be asked: {' '.join(str(error).split())}")


def _database_for(arguments: list[str]) -> AbstractContextManager[object]:
    if not arguments or not WITHOUT_DATABASE.isdisjoint(arguments):
        return nullcontext()
    return database.available()


if __name__ == "__main__":
    main()
