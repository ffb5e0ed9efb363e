"""Renumbers whole trees from their parent links: one statement, however many and deep.

Siblings keep the order of their numbers; those without a number stand behind, by age.
"""

from django.db import connection

# `path` orders the rows as they are read; a row's right end sorts behind all that is beneath it.
# Positions are running sums over both ends: one for the end itself, and the even gap before a
# right end. A tree's own right end takes what is left, so that its bounds are always the widest.
REBUILD = """
WITH RECURSIVE walk AS (
    SELECT id, id AS root, article_id, 0 AS level, ARRAY[]::bigint[] AS path
    FROM comments_comment WHERE parent_id IS NULL AND id = ANY(%s)
  UNION ALL
    SELECT c.id, walk.root, walk.article_id, walk.level + 1,
           walk.path || coalesce(c.ordinal, 2147483648)::bigint || c.id
    FROM walk JOIN comments_comment c ON c.parent_id = walk.id
), sizes AS (
    SELECT root, count(*) - 1 AS descendants FROM walk GROUP BY root
), ends AS (
    SELECT id, root, path, false AS closes FROM walk
  UNION ALL
    SELECT id, root, path || 9223372036854775807, true FROM walk
), moved AS (
    SELECT id, root, closes, sum(
        CASE WHEN closes THEN (4611686018427387902 - 2 * descendants) / (descendants + 1) + 1
             ELSE 1 END
    ) OVER (PARTITION BY root ORDER BY path, closes)::bigint AS position
    FROM ends JOIN sizes USING (root)
), bounds AS (
    SELECT id, min(position) AS lft, max(position) AS rght FROM moved GROUP BY id
), placed AS (
    SELECT id, root, level, article_id, lft,
        CASE WHEN id = root THEN 4611686018427387904 ELSE rght END AS rght
    FROM walk JOIN bounds USING (id)
)
UPDATE comments_comment AS c
SET tree_id = root, level = placed.level, article_id = placed.article_id,
    lft = placed.lft, rght = placed.rght
FROM placed WHERE c.id = placed.id AND (c.tree_id, c.level, c.article_id, c.lft, c.rght)
    IS DISTINCT FROM (root, placed.level, placed.article_id, placed.lft, placed.rght)
"""


def rebuild(*tree_ids: int) -> int:
    """Renumber these trees; returns how many rows moved. Call inside a transaction.

    Every comment ends in the tree and under the article of its top-level comment.
    """
    with connection.cursor() as cursor:
        cursor.execute(REBUILD, [list(tree_ids)])
        return int(cursor.rowcount)
