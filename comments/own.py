"""What an article holds of its reader's own: their comments, and what they have reported."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from comments.models import Comment
from comments.people import Person
from comments.rules import WITHHELD, State

SHOWN = [State.PUBLISHED.value, *sorted(WITHHELD)]

# One statement for both. A flag is told from a comment by having no state.
OWN = """
SELECT c.id, c.state, c.level, c.created_at, c.author_id, c.guest,
    EXISTS (SELECT 1 FROM comments_appeal WHERE comment_id = c.id)
FROM comments_comment c
WHERE article_id = %(article)s AND (author_id = %(account)s OR guest = %(guest)s)
    AND state = ANY(%(shown)s)
UNION ALL
SELECT comment_id, '', 0, created_at, author_id, guest, decision_id IS NOT NULL FROM comments_flag
WHERE article_id = %(article)s AND (author_id = %(account)s OR guest = %(guest)s)
ORDER BY 1
"""


class Own(NamedTuple):
    """A comment of the reader's: what the rules ask of it."""

    id: int
    state: str
    level: int
    created_at: datetime
    author_id: int | None
    guest: UUID | None
    # Whether another look was ever asked for.
    appealed: bool = False

    @classmethod
    def new(cls, comment: Comment) -> "Own":
        """Of a comment that was just posted."""
        return cls(
            comment.pk,
            comment.state,
            comment.level,
            comment.created_at,
            comment.author_id,
            comment.guest,
        )


@dataclass(frozen=True)
class Theirs:
    comments: list[Own] = field(default_factory=list)
    # The comments that they have reported, and whether a moderator has answered.
    flagged: dict[int, bool] = field(default_factory=dict)

    @property
    def withheld(self) -> list[int]:
        """What the reader alone still sees the words of."""
        return [comment.id for comment in self.comments if comment.state in WITHHELD]

    def of(self, comment_id: int) -> "Theirs":
        """What concerns this comment alone."""
        comments = [comment for comment in self.comments if comment.id == comment_id]
        flagged = {pk: answered for pk, answered in self.flagged.items() if pk == comment_id}
        return Theirs(comments, flagged)


def of_reader(article_id: int, reader: Person) -> Theirs:
    """The reader's comments on the article, but for those that they withdrew, and their flags."""
    if reader.is_nobody():
        return Theirs()
    values = {"article": article_id, "account": reader.user_id, "guest": reader.guest}
    with connection.cursor() as cursor:
        cursor.execute(OWN, values | {"shown": SHOWN})
        rows = [Own(*row) for row in cursor.fetchall()]
    flagged = {comment: answered for comment, state, *_, answered in rows if not state}
    return Theirs([row for row in rows if row.state], flagged)
