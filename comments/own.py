"""What a conversation holds of its reader's own, and the links that are laid over it for them."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from comments.people import Person
from comments.rules import State

OWN = """
SELECT id, state, level, created_at, author_id, guest FROM comments_comment
WHERE article_id = %s AND (author_id = %s OR guest = %s) AND state IN ('published', 'held')
ORDER BY id
"""


class Own(NamedTuple):
    """A comment of the reader's: what the rules ask of it."""

    id: int
    state: str
    level: int
    created_at: datetime
    author_id: int | None
    guest: UUID | None


def own_comments(article_id: int, reader: Person) -> list[Own]:
    """The reader's comments on the article, but for those that are gone."""
    if reader.is_nobody():
        return []
    with connection.cursor() as cursor:
        cursor.execute(OWN, [article_id, reader.user_id, reader.guest])
        return [Own(*row) for row in cursor.fetchall()]


def waiting_among(comments: Iterable[Own]) -> list[int]:
    return [comment.id for comment in comments if comment.state == State.HELD]
