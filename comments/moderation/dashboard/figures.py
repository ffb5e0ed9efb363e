"""What happened on each day: one statement for what was written and done, one for the waits."""

from typing import Any, NamedTuple

from django.db import connection

from comments.moderation.dashboard.period import Period

# A comment that was held when it was posted has no change of state that says so: its first one
# leads on from there, or it still waits.
DAYS = """
WITH changes AS MATERIALIZED (
    SELECT id, comment_id, before, after, changed_at FROM comments_statechange
    WHERE id >= %(about_id)s AND changed_at >= %(start)s AND changed_at < %(end)s
), firsts AS (
    SELECT DISTINCT ON (comment_id) comment_id, before FROM changes ORDER BY comment_id, id
), counted AS (
    SELECT width_bucket(c.created_at, %(midnights)s::timestamptz[]) AS day, count(*) AS comments,
        count(*) FILTER (WHERE coalesce(firsts.before, c.state) = 'held') AS held,
        0 AS spam, 0 AS removed
    FROM comments_comment c LEFT JOIN firsts ON firsts.comment_id = c.id
    WHERE c.created_at >= %(start)s AND c.created_at < %(end)s
    GROUP BY 1
  UNION ALL
    SELECT width_bucket(changed_at, %(midnights)s::timestamptz[]), 0,
        count(*) FILTER (WHERE after = 'held'), count(*) FILTER (WHERE after = 'spam'),
        count(*) FILTER (WHERE after = 'removed')
    FROM changes GROUP BY 1
)
SELECT day, sum(comments)::bigint, sum(held)::bigint, sum(spam)::bigint, sum(removed)::bigint
FROM counted GROUP BY day
"""

# What a decision ended: a hold, readers' flags, an appeal. Where it ended several, a comment has
# waited since the first. The row without a day is the median of the whole period.
WAITS = """
WITH ended AS (
    SELECT h.decision_id, h.comment_id, h.changed_at AS decided, coalesce((
        SELECT max(earlier.changed_at) FROM comments_statechange earlier
        WHERE earlier.comment_id = h.comment_id AND earlier.after = 'held' AND earlier.id < h.id
    ), c.created_at) AS since
    FROM comments_statechange h JOIN comments_comment c ON c.id = h.comment_id
    WHERE h.id >= %(about_id)s AND h.changed_at >= %(start)s AND h.changed_at < %(end)s
        AND h.before = 'held' AND h.decision_id IS NOT NULL
  UNION ALL
    SELECT d.id, asked.comment_id, d.decided_at, asked.created_at
    FROM comments_decision d JOIN (
        SELECT decision_id, comment_id, created_at FROM comments_flag
      UNION ALL
        SELECT decision_id, comment_id, created_at FROM comments_appeal
    ) AS asked ON asked.decision_id = d.id
    WHERE d.id >= %(about_id)s AND d.decided_at >= %(start)s AND d.decided_at < %(end)s
), waits AS (
    SELECT width_bucket(decided, %(midnights)s::timestamptz[]) AS day,
        extract(epoch FROM decided - min(since)) AS seconds
    FROM ended GROUP BY decision_id, comment_id, decided
)
SELECT day, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY greatest(seconds, 0))
FROM waits GROUP BY GROUPING SETS ((day), ())
"""


class Day(NamedTuple):
    """How many comments were written, began to wait, became spam, were removed."""

    comments: int = 0
    held: int = 0
    spam: int = 0
    removed: int = 0


class Wait(NamedTuple):
    """How many comments were decided about, and for how many seconds half of them had waited."""

    decided: int = 0
    median: float | None = None


def days_of(period: Period) -> list[Day]:
    found = {day: Day(*counts) for day, *counts in rows(DAYS, period.values())}
    return [found.get(number, Day()) for number in _numbers(period)]


def waits_of(period: Period) -> tuple[list[Wait], Wait]:
    """Of each day, and of all of them together."""
    found = {day: Wait(*told) for day, *told in rows(WAITS, period.values())}
    return [found.get(number, Wait()) for number in _numbers(period)], found[None]


def total(days: list[Day]) -> Day:
    return Day(*map(sum, zip(*days, strict=True)))


def rows(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _numbers(period: Period) -> range:
    """As the database counts them."""
    return range(1, period.length + 1)
