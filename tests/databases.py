"""Where the tests' database is, for processes of their own that are to use it too."""

from django.db import connection


def url() -> str:
    known = connection.settings_dict
    if str(known["HOST"]).startswith("/"):
        return f"postgres://{known['USER']}@/{known['NAME']}?host={known['HOST']}"
    return f"postgres://{known['USER']}@{known['HOST']}:{known['PORT'] or 5432}/{known['NAME']}"
