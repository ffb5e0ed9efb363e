"""How many people a decision is about."""

from django.db import connection

from comments.models import Comment

# An account or a guest is one person whatever name they gave; what was imported has names alone.
PERSON = "coalesce('account ' || c.author_id, 'guest ' || c.guest, c.name)"
BRANCH = f"""
SELECT count(*), count(DISTINCT {PERSON}) FROM comments_comment c
WHERE c.tree_id = %s AND c.lft >= %s AND c.lft < %s
"""


def in_branch(comment: Comment) -> tuple[int, int]:
    """How many comments a branch holds, by how many people."""
    with connection.cursor() as cursor:
        cursor.execute(BRANCH, [comment.tree_id, comment.lft, comment.rght])
        size, people = cursor.fetchone()
    return size, people
