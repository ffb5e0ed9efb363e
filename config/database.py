from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Optional

from django.conf import settings

if TYPE_CHECKING:
    from config.embedded_postgres import EmbeddedPostgres


def available() -> AbstractContextManager[Optional["EmbeddedPostgres"]]:
    """Keep the database up for a block; yield the embedded server, if it is that."""
    if not settings.EMBEDDED_POSTGRES:
        return nullcontext()
    # Only here: with a DATABASE_URL nothing of the embedded server may be loaded.
    from config.embedded_postgres import EmbeddedPostgres  # noqa: PLC0415

    return EmbeddedPostgres(settings.DATA_FOLDER).running()
