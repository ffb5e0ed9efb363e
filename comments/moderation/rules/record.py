"""How often rules held something lately, and how often moderators agreed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from articles.ids import first_id_of

PERIOD = timedelta(days=30)

# A hold's id tells when it was made. A moderator agrees by removing what was held, disagrees by
# publishing it; the rest still waits, or was withdrawn.
RECORDS = """
SELECT hold.rule_id, count(DISTINCT c.id),
    count(DISTINCT c.id) FILTER (WHERE c.state IN ('removed', 'spam')),
    count(DISTINCT c.id) FILTER (WHERE c.state = 'published')
FROM comments_hold hold JOIN comments_comment c ON c.id = hold.comment_id
WHERE hold.rule_id = ANY(%s) AND hold.id >= %s GROUP BY hold.rule_id
"""


@dataclass(frozen=True)
class Record:
    held: int = 0
    agreed: int = 0
    disagreed: int = 0


def records_of(rule_ids: Collection[int]) -> dict[int, Record]:
    """Of each rule that held anything in the last 30 days."""
    since = first_id_of(timezone.now() - PERIOD)
    with connection.cursor() as cursor:
        cursor.execute(RECORDS, [list(rule_ids), since])
        return {row[0]: Record(*row[1:]) for row in cursor.fetchall()}
