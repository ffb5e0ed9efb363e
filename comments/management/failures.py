"""What operators are told when something beside the site fails."""


def database_said(error: Exception) -> str:
    said = " ".join(str(error).split())
    end = "" if said.endswith((".", "?", "!")) else "."
    # psycopg gives the connection along only if there never was one.
    never = getattr(error.__cause__, "pgconn", None) is not None
    return f"The database {'cannot be asked' if never else 'broke off'}: {said}{end}"


def disk_said(error: OSError, where: object = "") -> str:
    place = error.filename or where
    return f"{f'{place}: ' if place else ''}{error.strerror}."
