"""One verb for many comments or branches, each a decision of its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from time import monotonic
from typing import Any

from django.db import connection

from comments import actions
from comments.models import StateChange
from comments.moderation.counting import PERSON
from comments.rules import MODERATION, Verb

# Proxies give up on a request after 30 seconds or more. What is left then goes on in the next.
PATIENCE_SECONDS = 15.0

# How many comments each decision would change. A branch within another selected branch is left
# out: the running end of the branches before it tells.
TARGETS = f"""
WITH selected AS (
    SELECT id, tree_id, lft, CASE WHEN %(branch)s THEN rght ELSE lft + 1 END AS stop,
        max(rght) OVER (PARTITION BY tree_id ORDER BY lft
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS covered
    FROM comments_comment WHERE id = ANY(%(ids)s)
), hit AS (
    SELECT selected.id AS target, c.id, {PERSON} AS person FROM selected
    LEFT JOIN comments_comment c ON c.tree_id = selected.tree_id
        AND c.lft >= selected.lft AND c.lft < selected.stop AND c.state = ANY(%(sources)s)
    WHERE NOT %(branch)s OR covered IS NULL OR selected.lft > covered
)
SELECT target, count(id), count(DISTINCT person) FROM hit
GROUP BY GROUPING SETS ((target), ()) ORDER BY target
"""


@dataclass(frozen=True)
class Batch:
    """What is to be decided. `targets` maps each comment to how many would change with it."""

    verb: Verb
    branch: bool
    targets: dict[int, int]
    idle: int
    people: int = 0

    @property
    def affected(self) -> int:
        return sum(self.targets.values())


@dataclass(frozen=True)
class Outcome:
    """How many comments changed, how many decisions had nothing to do or are still to be made."""

    changed: int
    idle: int
    left: int


def plan(verb: Verb, comment_ids: Iterable[int], *, branch: bool) -> Batch:
    values: dict[str, Any] = {
        "ids": list(comment_ids),
        "branch": branch,
        "sources": sorted(MODERATION[verb]),
    }
    with connection.cursor() as cursor:
        cursor.execute(TARGETS, values)
        # The last row is of all of them together.
        *counts, (_, _, people) = cursor.fetchall()
    targets = {comment: count for comment, count, _ in counts if count}
    return Batch(verb, branch, targets, len(counts) - len(targets), people)


def carry_out(batch: Batch, moderator: Any, reason: str, **said: Any) -> Outcome:
    """Decide one comment or branch after the other, the oldest first, as long as time allows."""
    deadline = monotonic() + PATIENCE_SECONDS
    decisions: list[int] = []
    refused = 0
    for comment in batch.targets:
        if monotonic() > deadline:
            break
        try:
            decision = actions.moderate(
                batch.verb, comment, moderator, reason, branch=batch.branch, **said
            )
            decisions.append(decision.pk)
        except actions.Refused:
            refused += 1
    return Outcome(
        changed=StateChange.objects.filter(decision__in=decisions).count(),
        idle=batch.idle + refused,
        left=len(batch.targets) - len(decisions) - refused,
    )
