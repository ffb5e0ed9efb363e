"""Where most was written, who decided most, and what waits at this moment."""

from datetime import datetime
from typing import NamedTuple

from comments.moderation.dashboard.figures import rows
from comments.moderation.dashboard.period import Period

SHOWN = 10

ARTICLES = """
SELECT a.id, a.title, busy.comments, busy.held, busy.spam, busy.removed FROM (
    SELECT article_id, count(*) AS comments, count(*) FILTER (WHERE state = 'held') AS held,
        count(*) FILTER (WHERE state = 'spam') AS spam,
        count(*) FILTER (WHERE state = 'removed') AS removed
    FROM comments_comment WHERE created_at >= %(start)s AND created_at < %(end)s
    GROUP BY article_id ORDER BY comments DESC, article_id DESC LIMIT %(shown)s
) AS busy JOIN articles_article a ON a.id = busy.article_id
ORDER BY busy.comments DESC, a.id DESC
"""

# By name: rules have no account, and those of some who decided are gone.
MODERATORS = """
SELECT moderator_name, count(*) AS decisions,
    count(*) FILTER (WHERE verb IN ('publish', 'restore', 'keep')),
    count(*) FILTER (WHERE verb = 'spam'), count(*) FILTER (WHERE verb = 'remove'),
    count(*) FILTER (WHERE verb NOT IN ('publish', 'restore', 'keep', 'spam', 'remove'))
FROM comments_decision
WHERE id >= %(about_id)s AND decided_at >= %(start)s AND decided_at < %(end)s
GROUP BY moderator_name
ORDER BY decisions DESC, 1 LIMIT %(shown)s
"""

QUEUE = "SELECT count(*), extract(epoch FROM %(now)s - min(since)) FROM comments_waiting"


class Busy(NamedTuple):
    """An article, what was written there, and what has become of that by now."""

    id: int
    title: str
    comments: int
    held: int
    spam: int
    removed: int


class Load(NamedTuple):
    name: str
    decisions: int
    kept: int
    spam: int
    removed: int
    other: int


class Queue(NamedTuple):
    """How many comments wait, the first of them for how many seconds."""

    waiting: int
    oldest: float | None


def articles_of(period: Period) -> list[Busy]:
    return [Busy(*row) for row in rows(ARTICLES, period.values() | {"shown": SHOWN})]


def moderators_of(period: Period) -> list[Load]:
    return [Load(*row) for row in rows(MODERATORS, period.values() | {"shown": SHOWN})]


def queue_at(now: datetime) -> Queue:
    return Queue(*rows(QUEUE, {"now": now})[0])
