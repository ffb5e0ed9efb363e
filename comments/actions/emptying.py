"""Takes from old spam what was said and by whom.

The row stays, with its place in the tree: what was decided about it names it for good, and so does
the account of an import.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from comments.exchange.words import NAMELESS
from comments.statements import ask

# Spam for so long, with nothing beneath it and nothing asked about it that is still open. What
# came from elsewhere as spam has no change of state, and counts from when it was written.
OLD = """
c.state = 'spam' AND c.text <> '' AND c.created_at <= %(before)s AND coalesce((
    SELECT max(h.changed_at) FROM comments_statechange h
    WHERE h.comment_id = c.id AND h.after = 'spam'
), c.created_at) <= %(before)s
AND NOT EXISTS (SELECT FROM comments_comment r WHERE r.parent_id = c.id)
AND NOT EXISTS (SELECT FROM comments_flag f WHERE f.comment_id = c.id AND f.decision_id IS NULL)
AND NOT EXISTS (SELECT FROM comments_appeal a WHERE a.comment_id = c.id AND a.decision_id IS NULL)
"""
COUNT = f"SELECT count(*) FROM comments_comment c WHERE {OLD}"

# Newest first, as its index leads. A thread in which somebody does something is left for the next
# time, so that nobody waits for this.
NEXT = f"""
SELECT c.id, c.created_at FROM comments_comment c JOIN comments_comment t ON t.id = c.tree_id
WHERE {OLD} AND (c.created_at, c.id) < (%(at)s, %(id)s)
ORDER BY c.created_at DESC, c.id DESC LIMIT %(most)s FOR NO KEY UPDATE OF t SKIP LOCKED
"""

# Asked again: now that its thread is locked, nothing about it changes any more.
EMPTY = f"""
UPDATE comments_comment c SET text = '', html = '', name = %(name)s, email = '', email_key = NULL,
    website = '', author_id = NULL, guest = NULL, submission = NULL
WHERE c.id = ANY(%(ids)s) AND {OLD} RETURNING c.id
"""
# What was said of it, or found in it. What the filter has learned are hashes, and stays.
WITH_IT = (
    "DELETE FROM comments_revision WHERE comment_id = ANY(%(ids)s)",
    "DELETE FROM comments_addresshash WHERE comment_id = ANY(%(ids)s)",
    "UPDATE comments_hold SET evidence = '' WHERE comment_id = ANY(%(ids)s) AND evidence <> ''",
    "UPDATE comments_appeal SET words = '' WHERE comment_id = ANY(%(ids)s) AND words <> ''",
)


def old_spam() -> int:
    """How many comments would be emptied."""
    return int(ask(COUNT, {"before": _before()})[0][0]) if settings.SPAM_DAYS else 0


def empty_spam(at_once: int) -> Iterator[int]:
    """Empty them, in transactions of so many; how many each were."""
    if not settings.SPAM_DAYS:
        return
    before = _before()
    values: dict[str, Any] = {"before": before, "at": before, "id": 2**63 - 1, "most": at_once}
    while True:
        with transaction.atomic():
            if not (found := ask(NEXT, values)):
                return
            emptied = _empty([pk for pk, _ in found], before)
        values["id"], values["at"] = found[-1]
        yield emptied


def _before() -> datetime:
    return timezone.now() - timedelta(days=settings.SPAM_DAYS)


def _empty(ids: list[int], before: datetime) -> int:
    emptied = ask(EMPTY, {"ids": ids, "before": before, "name": NAMELESS})
    for statement in WITH_IT:
        ask(statement, {"ids": [pk for (pk,) in emptied]})
    return len(emptied)
