"""The moderators' queue: which comments wait, why, since when and how urgently.

Whatever changes one of these calls `refresh` in its transaction, as states.apply does.
"""

from collections.abc import Collection, Iterable
from enum import IntEnum
from typing import Any

from django.db import connection

from comments.models import Appeal, Decision, Flag
from comments.suspicions import DOUBTFUL

Asked = type[Flag] | type[Appeal]


class Urgency(IntEnum):
    """What can be read is more urgent than what waits, and most of what reads like spam is."""

    DOUBTFUL = 0
    WAITS = 1
    FLAGGED = 2
    ILLEGAL = 3


# Each reason why a comment that is `asked` about waits, since when, and how urgent it makes it.
NOW = """
why AS (
    SELECT c.id, c.article_id, coalesce(hold.code, 'held') AS reason,
        coalesce((
            SELECT max(h.changed_at) FROM comments_statechange h
            WHERE h.comment_id = c.id AND h.after = 'held'
        ), c.created_at) AS since,
        CASE WHEN EXISTS (
            SELECT 1 FROM comments_hold h WHERE h.comment_id = c.id AND h.code = ANY(%(doubtful)s)
        ) THEN 0 ELSE 1 END AS urgency
    FROM asked c LEFT JOIN comments_hold hold ON hold.comment_id = c.id
    WHERE c.state = 'held'
  UNION ALL
    SELECT c.id, c.article_id, 'flag-' || flag.reason, flag.created_at,
        CASE WHEN flag.reason = 'illegal' THEN 3 ELSE 2 END
    FROM asked c JOIN comments_flag flag ON flag.comment_id = c.id
    WHERE c.state IN ('published', 'held') AND flag.decision_id IS NULL
  UNION ALL
    SELECT c.id, c.article_id, 'appeal', appeal.created_at, 1
    FROM asked c JOIN comments_appeal appeal ON appeal.comment_id = c.id
    WHERE c.state <> 'withdrawn' AND appeal.decision_id IS NULL
), now AS (
    SELECT id, article_id, min(since) AS since, max(urgency) AS urgency,
        array_agg(DISTINCT reason) AS reasons
    FROM why GROUP BY id, article_id
)
"""

# What is no reason any more is forgotten.
REFRESH = (
    """
WITH asked AS (
    SELECT id, article_id, state, created_at FROM comments_comment WHERE id = ANY(%(ids)s)
), """
    + NOW
    + """, over AS (
    DELETE FROM comments_waiting
    WHERE comment_id = ANY(%(ids)s) AND comment_id NOT IN (SELECT id FROM now)
)
INSERT INTO comments_waiting (comment_id, article_id, since, urgency, reasons)
SELECT id, article_id, since, urgency, reasons FROM now
ON CONFLICT (comment_id) DO UPDATE
    SET since = excluded.since, urgency = excluded.urgency, reasons = excluded.reasons
"""
)

# The comments that wait otherwise than they should; `own` are those to look at.
BROKEN = (
    "WITH asked AS (SELECT id, article_id, state, created_at FROM own), "
    + NOW
    + """
SELECT coalesce(now.id, comment_id) AS id FROM now FULL JOIN (
    SELECT w.* FROM comments_waiting w JOIN own ON own.id = w.comment_id
) AS stored ON stored.comment_id = now.id
WHERE (now.since, now.urgency, now.reasons::text[])
    IS DISTINCT FROM (stored.since, stored.urgency::int, stored.reasons::text[])
"""
)


def refresh(comment_ids: Collection[int]) -> None:
    """Put these comments into the queue as they are now, or take them out of it."""
    if comment_ids:
        with connection.cursor() as cursor:
            cursor.execute(REFRESH, known() | {"ids": list(comment_ids)})


def known() -> dict[str, Any]:
    """What the statements here must be told."""
    return {"doubtful": sorted(DOUBTFUL)}


def settle(
    comment_ids: Collection[int], decision: Decision, kinds: Iterable[Asked] = (Flag, Appeal)
) -> int:
    """Let a decision answer what readers and authors have asked of these comments; how much."""
    asked = {"comment__in": comment_ids, "decision": None}
    answered = (kind.objects.filter(**asked) for kind in kinds)
    return sum(rows.update(decision=decision) for rows in answered)


def reopen(comment_ids: Collection[int], decision: Decision) -> int:
    """What this decision had answered of these comments is open again; how much."""
    answered = {"comment__in": comment_ids, "decision": decision}
    # Of a comment, one appeal is open at a time.
    newer = Appeal.objects.filter(comment__in=comment_ids, decision=None).values("comment")
    flags = Flag.objects.filter(**answered).update(decision=None)
    appeals = Appeal.objects.filter(**answered).exclude(comment__in=newer)
    return flags + appeals.update(decision=None)
