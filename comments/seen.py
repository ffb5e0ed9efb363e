"""What a moderator saw of a comment before deciding: a later decision is told, not doubled."""

import re
from collections.abc import Collection
from typing import NamedTuple

from django.db import connection

from comments.models import Comment
from comments.rules import Refusal, Verb

# Steps are never deleted, so their count grows with each. Ids of servers whose clocks differ
# may not.
SEEN = """
SELECT c.id,
    (SELECT count(*) FROM comments_statechange h WHERE h.comment_id = c.id)
    + (SELECT count(*) FROM comments_decision d WHERE d.comment_id = c.id),
    c.revision,
    coalesce(greatest(
        (SELECT max(id) FROM comments_flag f WHERE f.comment_id = c.id AND f.decision_id IS NULL),
        (SELECT max(id) FROM comments_appeal a WHERE a.comment_id = c.id AND a.decision_id IS NULL)
    ), 0)
FROM comments_comment c WHERE c.id = ANY(%s)
"""
WRITTEN = re.compile(r"(\d{1,9})-(\d{1,9})-(\d{1,19})")

# What lets words stand answers those who complained; what takes them away needs no more reasons.
LETS_STAND = frozenset({Verb.PUBLISH, Verb.KEEP, Verb.RESTORE})


class Seen(NamedTuple):
    """How many decisions and changes of state, which text, the newest open flag or appeal."""

    steps: int
    revision: int
    asked: int

    def __str__(self) -> str:
        return "-".join(map(str, self))


def seen_of(comment_ids: Collection[int]) -> dict[int, Seen]:
    with connection.cursor() as cursor:
        cursor.execute(SEEN, [list(comment_ids)])
        return {comment: Seen(*rest) for comment, *rest in cursor.fetchall()}


def read_seen(text: str) -> Seen | None:
    """As a form carried it; None if it carried nothing of the kind."""
    found = WRITTEN.fullmatch(text)
    return Seen(*map(int, found.groups())) if found else None


def meanwhile(seen: Seen, comment: Comment, verb: Verb) -> Refusal | None:
    """What has happened to a locked comment since, if that is a reason to look again."""
    now = seen_of([comment.pk])[comment.pk]
    if now.steps != seen.steps:
        return Refusal.DECIDED_MEANWHILE
    if now.revision != seen.revision:
        return Refusal.REWRITTEN_MEANWHILE
    return Refusal.ASKED_MEANWHILE if now.asked > seen.asked and verb in LETS_STAND else None
