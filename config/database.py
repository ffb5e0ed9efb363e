from contextlib import AbstractContextManager, nullcontext

from django.conf import settings


def available() -> AbstractContextManager[int | None]:
    """Keep the database up for a block; yield what a child inherits to keep it up as well."""
    if not settings.EMBEDDED_POSTGRES:
        return nullcontext()
    # Only here: with a DATABASE_URL nothing of the embedded server may be loaded.
    from config.embedded_postgres import EmbeddedPostgres  # noqa: PLC0415

    return EmbeddedPostgres(settings.DATA_FOLDER).running()
