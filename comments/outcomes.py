"""What became of comments, as their authors may know it: by whom, why, and what came of appeals.

A moderator's reasons are told only where the decision says so; of what a rule has found, its name
is told and never the evidence, which would teach how to get round it.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from comments.models import Comment

# What was decided: when, what, the cause's words and the moderator's own, if they are told.
DECIDED = """
    d.id AS decision, d.decided_at, coalesce(d.verb, '') AS verb,
    d.moderator_id IS NOT NULL AS by_moderator,
    CASE WHEN d.tells_author THEN coalesce(cause.words, '') ELSE '' END AS cause,
    CASE WHEN d.tells_author THEN d.reason ELSE '' END AS reason
"""

OUTCOMES = f"""
SELECT c.id, c.state, a.moderation = 'hold' AS all_wait,
    ARRAY(
        SELECT DISTINCT coalesce(nullif(hold.name, ''), hold.code)
        FROM comments_hold hold WHERE hold.comment_id = c.id
    ),
    put.decision, put.decided_at, put.verb, put.by_moderator, put.cause, put.reason,
    asked.created_at, asked.created_at >= coalesce(put.changed_at, c.created_at),
    asked.decision, asked.decided_at, asked.verb, asked.by_moderator, asked.cause, asked.reason
FROM comments_comment c JOIN articles_article a ON a.id = c.article_id
LEFT JOIN LATERAL (
    SELECT h.changed_at, {DECIDED} FROM comments_statechange h
    LEFT JOIN comments_decision d ON d.id = h.decision_id
    LEFT JOIN comments_reason cause ON cause.id = d.cause_id
    WHERE h.comment_id = c.id AND h.after = c.state ORDER BY h.id DESC LIMIT 1
) AS put ON true
LEFT JOIN LATERAL (
    SELECT appeal.created_at, {DECIDED} FROM comments_appeal appeal
    LEFT JOIN comments_decision d ON d.id = appeal.decision_id
    LEFT JOIN comments_reason cause ON cause.id = d.cause_id
    WHERE appeal.comment_id = c.id ORDER BY appeal.id DESC LIMIT 1
) AS asked ON true
WHERE c.id = ANY(%s)
"""


class Decided(NamedTuple):
    """A decision as the author of the comment may know it."""

    id: int
    when: datetime
    verb: str
    by_moderator: bool
    cause: str
    reason: str


class Outcome(NamedTuple):
    comment: int
    state: str
    # Whether everything under the article waits at first.
    all_wait: bool
    # Why it had to wait: rules by their names, everything else by its code.
    holds: list[str]
    # What put it where it is; None: nobody has decided.
    decided: Decided | None = None
    # The newest appeal, whether it is about where the comment is now, and what answered it.
    asked_at: datetime | None = None
    is_about_this: bool | None = None
    answer: Decided | None = None

    @property
    def is_final(self) -> bool:
        """Whether a moderator has looked again already."""
        return bool(self.is_about_this) and self.answer is not None

    @property
    def is_asked(self) -> bool:
        return self.asked_at is not None and self.answer is None


def outcome_of(comment: Comment) -> Outcome:
    return outcomes([comment.pk])[comment.pk]


def outcomes(comment_ids: Collection[int]) -> dict[int, Outcome]:
    """Of each of these comments, in one statement; in none, if there are none."""
    if not comment_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(OUTCOMES, [list(comment_ids)])
        return {row[0]: _outcome(row) for row in cursor.fetchall()}


def _outcome(row: tuple[Any, ...]) -> Outcome:
    comment, state, all_wait, holds = row[:4]
    asked_at, is_about_this = row[10:12]
    decided, answer = _decided(row[4:10]), _decided(row[12:])
    return Outcome(comment, state, all_wait, holds, decided, asked_at, is_about_this, answer)


def _decided(values: tuple[Any, ...]) -> Decided | None:
    return None if values[0] is None else Decided(*values)
