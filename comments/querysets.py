"""What can be asked of many comments, as chainable verbs."""

from typing import TYPE_CHECKING, Any, NoReturn, Self

from django.db import connection
from django.db.models import Q

from comments.people import Person
from comments.rules import State
from comments.tree.managers import UseActions

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from articles.models import Article
    from comments.models import Comment

    TreeQuerySet = QuerySet[Comment]
else:
    from mptt.querysets import TreeQuerySet

Number = tuple[int | None, ...]

# The comments above one, the nearest first and so many at the most; to be followed by a SELECT.
NEAREST_ABOVE = """
WITH RECURSIVE up AS (
    SELECT parent_id AS id, 1 AS steps FROM comments_comment WHERE id = %s
  UNION ALL
    SELECT c.parent_id, up.steps + 1 FROM up JOIN comments_comment c ON c.id = up.id
    WHERE up.steps < %s
)
"""

# A longer number is shortened in the middle: its last places tell siblings apart.
LONGEST_NUMBER = 9
NUMBER_ENDS = 4

# One walk up for all comments asked about: as many steps as the deepest has levels.
NUMBERS = """
WITH RECURSIVE up AS (
    SELECT id AS comment, parent_id, ARRAY[ordinal] AS number, false AS is_closed
    FROM comments_comment WHERE id = ANY(%s)
  UNION ALL
    SELECT up.comment, c.parent_id, c.ordinal || up.number, c.closed OR up.is_closed
    FROM up JOIN comments_comment c ON c.id = up.parent_id
)
SELECT comment, number, is_closed FROM up WHERE parent_id IS NULL
"""

BY_NUMBER = """
WITH RECURSIVE down AS (
    SELECT id, 1 AS steps FROM comments_comment
    WHERE article_id = %(article)s AND level = 0 AND ordinal = %(first)s
  UNION ALL
    SELECT c.id, down.steps + 1 FROM down JOIN comments_comment c ON c.parent_id = down.id
        AND c.level > 0 AND c.ordinal = (%(number)s::int[])[down.steps + 1]
)
SELECT id FROM down WHERE steps = %(steps)s
"""


class CommentQuerySet(TreeQuerySet):
    @classmethod
    def as_manager(cls) -> NoReturn:
        raise UseActions("a manager that keeps to them is Comment.objects")

    def delete(self) -> NoReturn:
        raise UseActions("comments are removed by comments.actions, their rows stay")

    def under(self, article: "Article") -> Self:
        return self.filter(article=article)

    def with_article(self) -> Self:
        """Along with each comment's article, but for its body."""
        return self.select_related("article").defer("article__body", "article__body_html")

    def published(self) -> Self:
        return self.filter(state=State.PUBLISHED)

    def threads(self) -> Self:
        # Not by the missing parent: the index of visible threads goes by the level.
        return self.filter(level=0)

    def in_reading_order(self) -> Self:
        """Within each thread; threads by the age of their first comment."""
        return self.order_by("tree_id", "lft")

    def written_by(self, person: Person) -> Self:
        return self.filter(made_by(person))


def made_by(person: Person) -> Q:
    """What carries the person's account, or the guest that they are or were."""
    theirs = Q(pk__in=[])
    if person.user_id is not None:
        theirs |= Q(author_id=person.user_id)
    if person.guest is not None:
        theirs |= Q(guest=person.guest)
    return theirs


def numbers_of(comment_ids: list[int]) -> dict[int, Number]:
    """The full number of each comment, outermost first; None where none was given yet."""
    return numbers_and_closed(comment_ids)[0]


def numbers_and_closed(comment_ids: list[int]) -> tuple[dict[int, Number], frozenset[int]]:
    """The same, and which of the comments stand beneath one that is closed to replies."""
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS, [comment_ids])
        rows = cursor.fetchall()
    closed = frozenset(comment for comment, _, is_closed in rows if is_closed)
    return {comment: tuple(number) for comment, number, _ in rows}, closed


def numbered(article: "Article", number: tuple[int, ...]) -> int | None:
    """The id of the comment with this full number, whoever sees it."""
    values: dict[str, Any] = {"article": article.pk, "first": number[0], "number": list(number)}
    with connection.cursor() as cursor:
        cursor.execute(BY_NUMBER, values | {"steps": len(number)})
        found = cursor.fetchone()
        return found and int(found[0])


def number_text(number: Number) -> str:
    """`11.1.2`; empty when the comment, or one above it, was never given a number."""
    return "" if None in number else ".".join(map(str, number))
