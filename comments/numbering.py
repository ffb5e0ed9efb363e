"""Gives numbers to comments that are shown for the first time, in the order of their lists.

Call only inside a transaction that holds the thread's lock.
"""

from django.db import connection

from comments.models import Comment
from comments.tallies import next_ordinal
from comments.tree.placing import place_last
from comments.tree.rebuild import rebuild

# Numbers for the replies among these comments, and above them, that have none yet: behind those
# of their lists that have one, by age. What came in as removed has one beneath what has none.
NUMBER_REPLIES = """
WITH RECURSIVE up AS (
    SELECT id, parent_id, ordinal FROM comments_comment WHERE id = ANY(%s)
  UNION
    SELECT c.id, c.parent_id, c.ordinal
    FROM up JOIN comments_comment c ON c.id = up.parent_id
), missing AS (
    SELECT id, parent_id, row_number() OVER (PARTITION BY parent_id ORDER BY id) AS nth
    FROM up WHERE ordinal IS NULL AND parent_id IS NOT NULL
), heads AS (
    SELECT parent_id AS id, count(*) AS given FROM missing GROUP BY parent_id
), touched AS (
    SELECT id, nth, missing.parent_id, given FROM missing FULL JOIN heads USING (id)
)
UPDATE comments_comment AS c SET
    ordinal = CASE WHEN nth IS NULL THEN c.ordinal ELSE nth + (
        SELECT p.replies_numbered FROM comments_comment p WHERE p.id = touched.parent_id) END,
    replies_numbered = c.replies_numbered + coalesce(given, 0)
FROM touched WHERE c.id = touched.id
RETURNING c.id, c.parent_id, nth IS NOT NULL
"""

OUT_OF_ORDER = """
SELECT EXISTS (SELECT 1 FROM (
    SELECT ordinal, max(ordinal) OVER (PARTITION BY parent_id ORDER BY lft) AS reached
    FROM comments_comment WHERE parent_id = ANY(%s) AND ordinal IS NOT NULL
) AS siblings WHERE ordinal < reached)
"""


def give_numbers(article_id: int, tree_id: int, comment_ids: list[int]) -> None:
    """Number these comments, and what stands above them, where no number was given before."""
    if not comment_ids:
        return
    thread = Comment.objects.filter(pk=tree_id, ordinal=None)
    if thread.exists():
        thread.update(ordinal=next_ordinal(article_id, None))
    with connection.cursor() as cursor:
        cursor.execute(NUMBER_REPLIES, [comment_ids])
        numbered = {comment: parent for comment, parent, is_new in cursor if is_new}
    if len(numbered) == 1:
        _put_in_order(*numbered.popitem(), tree_id)
    elif numbered and out_of_order(set(numbered.values())):
        rebuild(tree_id)


def _put_in_order(comment_id: int, parent_id: int, tree_id: int) -> None:
    """A comment numbered late stands behind those numbered before it."""
    comment = Comment.objects.only("lft").get(pk=comment_id)
    siblings = Comment.objects.filter(parent_id=parent_id, ordinal__isnull=False)
    if not siblings.filter(lft__gt=comment.lft).exists():
        return
    if comment.is_leaf_node():
        lft, rght = place_last(parent_id, tree_id)
        Comment.objects.filter(pk=comment_id).update(lft=lft, rght=rght)
    else:
        rebuild(tree_id)


def out_of_order(parent_ids: set[int]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(OUT_OF_ORDER, [list(parent_ids)])
        return bool(cursor.fetchone()[0])
