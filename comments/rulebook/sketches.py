"""The sketches of comments, kept for as long as a like text would tell something."""

from collections.abc import Iterable
from datetime import timedelta
from random import random
from typing import Any

from django.db import connection
from django.utils import timezone

from comments.models import Comment, Sketch
from comments.perishable import Perishable
from comments.rulebook.kinds import LONGEST_DAYS
from comments.rulebook.shelf import shelf
from comments.rulebook.sketching import SOUGHT, sketch_of
from comments.rules import State

TAKEN_AWAY = frozenset({State.REMOVED, State.SPAM})
# Of what stands or waits, only what was written since yesterday counts as repeated.
REPEATED_FOR = timedelta(days=1)
TAKEN_AWAY_FOR = timedelta(days=LONGEST_DAYS)

REMEMBER = """
INSERT INTO comments_sketch AS s (comment_id, article_id, hashes, sought, expires_at)
SELECT c.id, c.article_id, %(hashes)s::bigint[], %(sought)s::bigint[], %(expires_at)s
FROM comments_comment c WHERE c.id = %(id)s
ON CONFLICT (comment_id) DO UPDATE SET hashes = excluded.hashes, sought = excluded.sought,
    expires_at = greatest(s.expires_at, excluded.expires_at)
"""
SKETCHES = Perishable("comments_sketch", "comment_id", "expires_at")
PRUNED_AT_ONCE = 1_000
PRUNING_SHARE = 1 / 500


def kept_with(comment: Comment) -> dict[str, Any]:
    """What is stored along with a new comment; without hashes if no rule asks for them."""
    if random() < PRUNING_SHARE:  # noqa: S311 - chance, not a secret
        prune(PRUNED_AT_ONCE)
    wanted = shelf.book(comment.article_id).needs.like_minutes
    return _columns(comment.text if wanted else "", REPEATED_FOR)


def renew(comment: Comment) -> None:
    """The comment has other words now."""
    if shelf.book(comment.article_id).needs.like_minutes:
        Sketch.objects.filter(pk=comment.pk).delete()
        _remember(comment.pk, comment.text, REPEATED_FOR)


def remember(comments: Iterable[tuple[int, str]]) -> None:
    """Keep what a moderator has taken away: ids with their texts."""
    for pk, text in comments:
        _remember(pk, text, TAKEN_AWAY_FOR)


def prune(most: int | None = None) -> int:
    """Forget what tells nothing any more, or `most` of it; how much that was."""
    return SKETCHES.delete(most)


def _remember(pk: int, text: str, period: timedelta) -> None:
    columns = _columns(text, period)
    if columns["hashes"]:
        with connection.cursor() as cursor:
            cursor.execute(REMEMBER, {"id": pk, **columns})


def _columns(text: str, period: timedelta) -> dict[str, Any]:
    sketch = sketch_of(text)
    return {
        "hashes": list(sketch),
        "sought": list(sketch[:SOUGHT]),
        "expires_at": timezone.now() + period,
    }
