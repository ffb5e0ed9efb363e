"""Which comment a number means: the one that has it, or one that had it and was moved."""

from typing import Any

from django.db import connection

from articles.models import Article
from comments.models import Comment

# Down from list to list. Where nobody has the number, whoever left it last leads on, wherever
# they stand now: so the numbers beneath a moved comment lead on too.
BY_NUMBER = """
WITH RECURSIVE down AS (
    SELECT NULL::bigint AS id, 0 AS steps
  UNION ALL
    SELECT next.id, down.steps + 1 FROM down CROSS JOIN LATERAL (
        SELECT id FROM (
            (SELECT c.id, 1 AS choice FROM comments_comment c
            WHERE down.steps = 0 AND c.article_id = %(article)s AND c.level = 0
            AND c.ordinal = (%(number)s::int[])[1])
          UNION ALL
            (SELECT c.id, 1 FROM comments_comment c
            WHERE c.parent_id = down.id AND c.level > 0
            AND c.ordinal = (%(number)s::int[])[down.steps + 1])
          UNION ALL
            (SELECT m.comment_id, 2 FROM comments_move m
            WHERE down.steps = 0 AND m.article_id = %(article)s AND m.from_parent_id IS NULL
            AND m.from_ordinal = (%(number)s::int[])[1]
            ORDER BY m.id DESC LIMIT 1)
          UNION ALL
            (SELECT m.comment_id, 2 FROM comments_move m
            WHERE m.article_id = %(article)s AND m.from_parent_id = down.id
            AND m.from_ordinal = (%(number)s::int[])[down.steps + 1]
            ORDER BY m.id DESC LIMIT 1)
        ) AS found ORDER BY choice LIMIT 1
    ) AS next
    WHERE down.steps < %(steps)s
)
SELECT id FROM down WHERE steps = %(steps)s
"""


def comment_with(article: Article, number: tuple[int, ...]) -> Comment | None:
    """The comment that has this full number, or had it once, whoever sees it."""
    values: dict[str, Any] = {"article": article.pk, "number": list(number), "steps": len(number)}
    with connection.cursor() as cursor:
        cursor.execute(BY_NUMBER, values)
        found = cursor.fetchone()
    return found and Comment.objects.with_article().get(pk=found[0])
