"""What the rules are asked about before something is posted, in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.db import connection

from articles.lookup import LARGEST
from articles.models import Article
from comments import editions
from comments.models import Comment

ASKED = {
    *("id", "article_id", "parent_id", "tree_id", "level", "ordinal", "state", "visible"),
    *("author_id", "guest", "name"),
}
PARENT = [f.attname for f in Comment._meta.concrete_fields if f.attname in ASKED]

AT = f"{editions.SELECT} FROM articles_article a WHERE a.slug = %s"
UNDER = f"{editions.SELECT} FROM articles_article a WHERE a.id = %s"
# Whether it, or a comment above it, is closed to replies: few are, so that their index is small.
BENEATH = f"""
{editions.SELECT}, {", ".join(f"c.{name}" for name in PARENT)}, EXISTS (
    SELECT 1 FROM comments_comment x
    WHERE x.closed AND x.tree_id = c.tree_id AND x.lft <= c.lft AND x.rght >= c.rght
)
FROM comments_comment c JOIN articles_article a ON a.id = c.article_id WHERE c.id = %s
"""


@dataclass(frozen=True)
class Facts:
    """An article, and the comment that is answered, as they were at one moment.

    `edition` changes with the article. What is not asked here is fetched when it is read.
    """

    article: Article
    edition: str
    parent: Comment | None = None
    # Whether the branch that the parent stands in is closed to replies.
    is_closed: bool = False

    @classmethod
    def at(cls, slug: str) -> Self | None:
        return cls._read(AT, slug)

    @classmethod
    def under(cls, article_id: int) -> Self | None:
        return cls._read(UNDER, article_id)

    @classmethod
    def beneath(cls, comment_id: int) -> Self | None:
        """None also of a number that no comment can have, and no index would be asked for."""
        return cls._read(BENEATH, comment_id) if comment_id <= LARGEST else None

    @classmethod
    def _read(cls, statement: str, key: Any) -> Self | None:
        with connection.cursor() as cursor:
            cursor.execute(statement, [key])
            row = cursor.fetchone()
        if row is None:
            return None
        article, edition, beneath = editions.read(row)
        if not beneath:
            return cls(article, edition)
        *parent, is_closed = beneath
        return cls(article, edition, _comment(article, parent), is_closed)


def _comment(article: Article, values: Sequence[Any]) -> Comment:
    comment = Comment.from_db(connection.alias, PARENT, values)
    comment.article = article
    return comment
