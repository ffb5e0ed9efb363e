"""What is known of the people who wrote some comments: one statement, however many they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from comments.models import Comment, State
from comments.people import Written

# Who has more is known well enough.
MOST_COUNTED = 200
# And nobody's past costs more than this.
LOOKED_AT = 1_000
NAMES_SHOWN = 5

ABOUT = """
    SELECT count(*) FILTER (WHERE state = 'published') AS published,
        count(*) FILTER (WHERE state = 'removed') AS removed,
        count(*) FILTER (WHERE state = 'spam') AS spam,
        (SELECT min(created_at) FROM comments_comment WHERE {who}) AS first_seen,
        array_agg(DISTINCT name) AS names
    FROM (
        SELECT state, name FROM comments_comment WHERE {who}
        ORDER BY created_at DESC LIMIT %(most)s
    ) AS newest HAVING count(*) > 0"""
PEOPLE = f"""
SELECT asked.author, asked.guest, about.*
FROM unnest(%(authors)s::int[], %(guests)s::uuid[]) AS asked (author, guest)
CROSS JOIN LATERAL ({ABOUT.format(who="author_id = asked.author")}
  UNION ALL {ABOUT.format(who="guest = asked.guest")}
) AS about
"""


@dataclass(frozen=True)
class Record:
    """One person's past here, by their newest comments."""

    published: int
    removed: int
    spam: int
    first_seen: datetime
    other_names: list[str]

    @property
    def counts(self) -> list[tuple[str, Any, str]]:
        counts = {
            State.PUBLISHED: self.published,
            State.REMOVED: self.removed,
            State.SPAM: self.spam,
        }
        return [(state.value, state.label, capped(count)) for state, count in counts.items()]


def capped(count: int) -> str:
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)


def records_of(comments: Iterable[Comment]) -> dict[int, Record]:
    """By each comment's id its author's past. Who cannot be told apart from others has none."""
    written = {comment.pk: comment for comment in comments}
    found = _found({_who(comment) for comment in written.values()} - {(None, None)})
    return {
        pk: _record(comment, found[who])
        for pk, comment in written.items()
        if (who := _who(comment)) in found
    }


def _who(comment: Written) -> tuple[Any, Any]:
    return (comment.author_id, None if comment.author_id else comment.guest)


def _record(comment: Comment, found: tuple[Any, ...]) -> Record:
    published, removed, spam, first_seen, names = found
    others = sorted(set(names) - {comment.name})[:NAMES_SHOWN]
    return Record(published, removed, spam, first_seen, others)


def _found(people: set[tuple[Any, Any]]) -> dict[tuple[Any, Any], tuple[Any, ...]]:
    values: dict[str, Any] = {
        "authors": [author for author, _ in people],
        "guests": [guest for _, guest in people],
        "most": LOOKED_AT,
    }
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, values)
        return {(author, guest): tuple(rest) for author, guest, *rest in cursor.fetchall()}
