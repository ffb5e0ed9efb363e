"""The PostgreSQL that comes with the site; nothing outside this package knows its wheel.

Every process that uses the server holds a shared lock: the first starts the server, the last
stops it. A killed process loses its lock, and the server it left serves the next one.
"""

from config.embedded_postgres.places import EmbeddedPostgresError
from config.embedded_postgres.server import EmbeddedPostgres

__all__ = ["EmbeddedPostgres", "EmbeddedPostgresError"]
