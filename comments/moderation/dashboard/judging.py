"""How often what held a comment was right: what moderators first decided afterwards."""

from typing import NamedTuple

from comments import suspicions
from comments.moderation.dashboard.figures import rows
from comments.moderation.dashboard.period import Period

# A rule goes under its newest name, one that is gone under its last. A decision that was undone
# says nothing.
HOLDS = """
WITH held AS (
    SELECT id, comment_id, code, name, coalesce(rule_id::text, name) AS rule FROM comments_hold
    WHERE id >= %(from_id)s AND id < %(before_id)s
), decided AS (
    SELECT comment_id, decision_id, after IN ('spam', 'removed') AS agrees
    FROM comments_statechange
    WHERE id >= %(from_id)s AND decision_id IS NOT NULL
        AND after IN ('published', 'spam', 'removed')
  UNION ALL
    SELECT comment_id, id, false FROM comments_decision WHERE id >= %(from_id)s AND verb = 'keep'
), judged AS (
    SELECT DISTINCT ON (held.id) held.id, decided.agrees
    FROM held JOIN decided ON decided.comment_id = held.comment_id AND decided.decision_id > held.id
    JOIN comments_decision d ON d.id = decided.decision_id AND d.verb <> 'undo'
    WHERE NOT EXISTS (SELECT 1 FROM comments_decision undo WHERE undo.undoes_id = d.id)
    ORDER BY held.id, decided.decision_id
)
SELECT code, (array_agg(name ORDER BY id DESC))[1], count(*) AS many,
    count(*) FILTER (WHERE agrees), count(*) FILTER (WHERE NOT agrees)
FROM held LEFT JOIN judged USING (id)
GROUP BY code, rule ORDER BY many DESC, code, rule
"""


class Judged(NamedTuple):
    """One reason: how many it held, and what moderators said to that."""

    code: str
    rule: str
    held: int
    right: int
    wrong: int

    @property
    def name(self) -> str:
        return suspicions.reason(self.code, self.rule)

    @property
    def open(self) -> int:
        """Nobody has decided yet, or its author has withdrawn it."""
        return self.held - self.right - self.wrong

    @property
    def percent(self) -> int | None:
        """Of those that were decided, how many rightly."""
        decided = self.right + self.wrong
        return round(100 * self.right / decided) if decided else None


def reasons_of(period: Period) -> list[Judged]:
    return [Judged(*row) for row in rows(HOLDS, period.values())]
