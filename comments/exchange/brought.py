"""What an import has brought: gathered once, to be asked about, counted and deleted.

In tables of one transaction's own, as many questions are asked about many rows: they have
statistics, and nothing of them is left to whoever has the connection next.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction

from articles.ids import BUCKET_BITS, EPOCH_MS, LOW_BITS
from comments.locking import Moved
from comments.models import ImportRun
from comments.statements import ask

# A row that a newer run made may be decided upon by an older one that was gone on with.
LINES = """
SELECT id, kind, source_id, reason, article_id, comment_id, pingback_id FROM comments_ledgerrow
WHERE run_id = %(run)s AND made_in_id = %(run)s
UNION ALL
SELECT id, kind, source_id, reason, article_id, comment_id, pingback_id FROM comments_ledgerrow
WHERE made_in_id = %(run)s AND made_in_id > run_id
"""
COMMENTS = """
SELECT id, article_id, tree_id FROM comments_comment
WHERE id IN (SELECT comment_id FROM undone_lines)
"""
# An article and its line are made in one transaction, and the line's id tells when.
ARTICLES = f"""
SELECT article_id AS id, CASE WHEN id > %(run)s
    THEN to_timestamp(((id >> {BUCKET_BITS + LOW_BITS}) + {EPOCH_MS} + 1) / 1000.0)
    ELSE coalesce(%(ended)s, now()) END AS made_at
FROM undone_lines WHERE kind = 'article' AND article_id IS NOT NULL
"""
PINGBACKS = "SELECT pingback_id AS id FROM undone_lines WHERE pingback_id IS NOT NULL"
# Reasons that are given in a decision stay.
REASONS = """
SELECT r.id FROM comments_reason r JOIN undone_lines l ON l.kind = 'reason' AND l.source_id = r.name
WHERE NOT EXISTS (SELECT FROM comments_decision d WHERE d.cause_id = r.id)
"""
# Lines of our own log have the ids of what they became.
LOG = """
SELECT kind, source_id::bigint AS id FROM undone_lines
WHERE kind NOT IN ('article', 'comment', 'pingback', 'reason', 'other')
"""
# Comments of others that wait, or waited, for what the import says of them.
ASKED = """
SELECT id, article_id, tree_id FROM comments_comment c WHERE id IN (
    SELECT comment_id FROM comments_flag JOIN undone_log USING (id) WHERE kind = 'flag'
    UNION ALL
    SELECT comment_id FROM comments_hold JOIN undone_log USING (id) WHERE kind = 'hold'
    UNION ALL
    SELECT comment_id FROM comments_appeal JOIN undone_log USING (id) WHERE kind = 'appeal'
) AND NOT EXISTS (SELECT FROM undone_comments u WHERE u.id = c.id)
"""
# Each is made of those above it.
TABLES = {
    "undone_lines": LINES,
    "undone_comments": COMMENTS,
    "undone_articles": ARTICLES,
    "undone_pingbacks": PINGBACKS,
    "undone_reasons": REASONS,
    "undone_log": LOG,
    "undone_asked": ASKED,
}

STANDING = "(SELECT * FROM undone_comments UNION ALL SELECT * FROM undone_asked) AS gathered"
LOCK_THREADS = f"SELECT comments_lock_threads(ARRAY(SELECT DISTINCT tree_id FROM {STANDING}))"
MOVED = f"""
SELECT EXISTS (SELECT FROM {STANDING} JOIN comments_comment c USING (id)
    WHERE c.tree_id <> gathered.tree_id)
"""
# As posts of new threads do: the conversation before the article.
LOCK_CONVERSATIONS = """
SELECT FROM comments_conversation WHERE article_id IN (SELECT id FROM undone_articles)
ORDER BY article_id FOR UPDATE
"""
LOCK_ARTICLES = """
SELECT FROM articles_article WHERE id IN (SELECT id FROM undone_articles) ORDER BY id FOR UPDATE
"""
COUNT = """
SELECT 'article', count(*) FROM undone_articles UNION ALL
SELECT 'comment', count(*) FROM undone_comments UNION ALL
SELECT 'pingback', count(*) FROM undone_pingbacks HAVING count(*) > 0 UNION ALL
SELECT 'reason', count(*) FROM undone_reasons HAVING count(*) > 0 UNION ALL
SELECT kind, count(*) FROM undone_log GROUP BY kind
"""


class Values(NamedTuple):
    """What the statements about a run must be told."""

    run: int
    started: datetime
    ended: datetime | None

    @classmethod
    def of(cls, run: ImportRun) -> "Values":
        return cls(run.pk, run.started_at, run.finished_at)


@contextmanager
def gathered(run: ImportRun) -> Iterator[None]:
    with transaction.atomic():
        values = Values.of(run)._asdict()
        for name, found in TABLES.items():
            ask(f"CREATE TEMP TABLE {name} ON COMMIT DROP AS {found}", values)
            ask(f"ANALYZE {name}")
        yield
        ask(f"DROP TABLE {', '.join(TABLES)}")


def lock() -> None:
    """Wait for all who write beneath it. Raises Moved if a comment left its thread meanwhile."""
    if not ask(LOCK_THREADS)[0][0] or ask(MOVED)[0][0]:
        raise Moved
    with connection.cursor() as cursor:
        cursor.execute(LOCK_CONVERSATIONS)
        cursor.execute(LOCK_ARTICLES)


def counted() -> dict[str, int]:
    """How much it is, of each kind of row."""
    return dict(ask(COUNT))
