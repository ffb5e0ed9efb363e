"""Learning from all that moderators have decided, or let stand."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone

from comments.spam.memory import Lesson, learn_all
from comments.statements import ask

# What nobody minded for so long is ham.
OLD_ENOUGH = timedelta(days=30)
BATCH = 500

# Comments that are known otherwise than as they stand now: spam; ham, if a moderator published
# them or answered a report by keeping them, or if they are old enough, and nobody's report of
# them is open; or, if nobody has decided yet or it was about something else, nothing. What has no
# words any more teaches nothing, and what it taught stays known.
VERDICTS = """
WITH verdict AS (
    SELECT id, revision, text, name, website, CASE
        WHEN state = 'spam' THEN true
        WHEN state = 'published' AND NOT EXISTS (
            SELECT 1 FROM comments_flag f WHERE f.comment_id = c.id AND f.decision_id IS NULL
        ) AND (published_at < %(before)s OR EXISTS (
            SELECT 1 FROM comments_statechange h WHERE h.comment_id = c.id
            AND h.after = 'published' AND h.decision_id IS NOT NULL
        ) OR EXISTS (
            SELECT 1 FROM comments_flag f JOIN comments_decision d ON d.id = f.decision_id
            WHERE f.comment_id = c.id AND d.verb = 'keep'
        )) THEN false
    END AS is_spam
    FROM comments_comment c WHERE text <> ''
), unlearned AS (
    SELECT verdict.* FROM verdict LEFT JOIN comments_spamlesson lesson ON comment_id = id
    WHERE verdict.is_spam IS DISTINCT FROM lesson.is_spam
    OR (verdict.is_spam IS NOT NULL AND verdict.revision <> lesson.revision)
)
"""
COUNT = f"{VERDICTS} SELECT count(*) FROM unlearned"  # noqa: S608, as is the next
NEXT = f"{VERDICTS} SELECT * FROM unlearned WHERE id > %(after)s ORDER BY id LIMIT %(batch)s"  # noqa: S608


def to_learn() -> int:
    """How many comments are known otherwise than as they stand."""
    return int(_rows(COUNT)[0][0])


def train(progress: Callable[[int], object] = int) -> int:
    """Learn all of them, a batch a transaction; returns how many. `progress` is told each batch."""
    learned = 0
    for lessons in _batches():
        learn_all(lessons)
        learned += len(lessons)
        progress(len(lessons))
    return learned


def _batches() -> Iterator[list[Lesson]]:
    after = 0
    # By key and not by cursor: a pooler may give each transaction another connection.
    while rows := _rows(NEXT, after=after, batch=BATCH):
        yield [Lesson(*row) for row in rows]
        after = rows[-1][0]


def _rows(statement: str, **values: Any) -> list[tuple[Any, ...]]:
    return ask(statement, {"before": timezone.now() - OLD_ENOUGH, **values})
