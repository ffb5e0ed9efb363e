"""What is stored of addresses is forgotten when its time has come."""

from django.db import connection

# An array is made once: beneath IN the limit would hold for each time that a plan comes by.
PRUNE = """
DELETE FROM comments_addresshash WHERE comment_id = ANY (ARRAY(
    SELECT comment_id FROM comments_addresshash WHERE expires_at <= statement_timestamp()
    ORDER BY expires_at LIMIT %s FOR UPDATE SKIP LOCKED
))
"""


def prune(most: int | None = None) -> int:
    """Forget what has expired, or `most` of it; how much that was. For a timer."""
    with connection.cursor() as cursor:
        cursor.execute(PRUNE, [most])
        return int(cursor.rowcount)
