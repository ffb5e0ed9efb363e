"""The stored counters: numbers given, comments published, the version of a conversation."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import F, Max, Sum

from articles.ids import new_id
from comments.models import Comment, Tally
from comments.statements import ask

NEXT_THREAD = """
INSERT INTO comments_conversation (article_id, threads_numbered) VALUES (%s, 1)
ON CONFLICT (article_id) DO UPDATE
SET threads_numbered = comments_conversation.threads_numbered + 1
RETURNING threads_numbered
"""

NEXT_REPLY = """
UPDATE comments_comment SET replies_numbered = replies_numbered + 1
WHERE id = %s RETURNING replies_numbered
"""

BUMP = """
INSERT INTO comments_tally AS t (id, article_id, slot, published, version, last_activity_at)
VALUES (%s, %s, %s, %s, 1, %s)
ON CONFLICT (article_id, slot) DO UPDATE SET
    published = t.published + excluded.published,
    version = t.version + 1,
    last_activity_at = greatest(t.last_activity_at, excluded.last_activity_at)
"""

BUMP_ALL = """
INSERT INTO comments_tally AS t (id, article_id, slot, published, version)
SELECT id, article, slot, more, 1
FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::int[]) AS given (id, article, slot, more)
ORDER BY article, slot
ON CONFLICT (article_id, slot) DO UPDATE SET
    published = t.published + excluded.published, version = t.version + 1
"""

HOLD = [
    f"SELECT count(*) FROM (SELECT FROM {rows} FOR NO KEY UPDATE) AS held"  # noqa: S608
    for rows in (
        "comments_conversation WHERE article_id = ANY(%s) ORDER BY article_id",
        "comments_tally WHERE article_id = ANY(%s) ORDER BY article_id, slot",
    )
]

RESIZE = """
UPDATE comments_comment AS c SET thread_size = c.thread_size + resized.more
FROM unnest(%s::bigint[], %s::integer[]) AS resized (id, more)
WHERE c.id = resized.id AND resized.more <> 0
"""


@dataclass(frozen=True)
class Counts:
    """An article's counters: `published` comments, and its conversation's `version`."""

    published: int = 0
    version: int = 0
    last_activity_at: datetime | None = None


def next_ordinal(article_id: int, parent_id: int | None) -> int:
    """The next number in this list, never given before; locks the list's head until commit."""
    with connection.cursor() as cursor:
        if parent_id is None:
            cursor.execute(NEXT_THREAD, [article_id])
        else:
            cursor.execute(NEXT_REPLY, [parent_id])
        return int(cursor.fetchone()[0])


def count(
    article_id: int, tree_id: int, published: int = 0, activity: datetime | None = None
) -> None:
    """Record a change that readers could see: `published` more (or fewer) comments in a thread."""
    if published:
        Comment.objects.filter(pk=tree_id).update(thread_size=F("thread_size") + published)
    with connection.cursor() as cursor:
        slot = tree_id % Tally.SLOTS
        cursor.execute(BUMP, [new_id(article_id), article_id, slot, published, activity])


def hold_counters(article_ids: Iterable[int]) -> None:
    """For who changes the counters of several threads one after the other.

    Posting numbers first and counts then: who has counted already, and still has to number, would
    wait for a post that waits for them.
    """
    for statement in HOLD:
        ask(statement, [list(article_ids)])


def count_all(published: dict[tuple[int, int], int]) -> None:
    """Record at once by how much many threads have changed, each by its article and its tree.

    Two who do this meet the counters in one order, so that they never wait for each other.
    """
    if not published:
        return
    shares: Counter[tuple[int, int]] = Counter()
    for (article, tree), more in published.items():
        shares[article, tree % Tally.SLOTS] += more
    with connection.cursor() as cursor:
        trees = [tree for _, tree in published]
        cursor.execute(RESIZE, [trees, list(published.values())])
        slots = [(new_id(article), article, slot, more) for (article, slot), more in shares.items()]
        cursor.execute(BUMP_ALL, [list(column) for column in zip(*slots, strict=True)])


def counts_of(article_ids: Iterable[int]) -> dict[int, Counts]:
    """The counters of each article that has any."""
    sums = (
        Tally.objects.filter(article_id__in=article_ids)
        .values("article_id")
        .annotate(Sum("published"), Sum("version"), Max("last_activity_at"))
    )
    return {
        row["article_id"]: Counts(
            row["published__sum"], row["version__sum"], row["last_activity_at__max"]
        )
        for row in sums
    }
