"""Whatever is stored twice agrees: trees and counters, and the queue with what waits."""

from django.db import connection

from comments import waiting
from comments.tree import check as trees
from comments.tree.check import Finding
from comments.tree.repair import repair as repair_trees

ALL = "WITH own AS NOT MATERIALIZED (SELECT * FROM comments_comment) SELECT id FROM ({}) AS broken"


def check(article_id: int | None = None) -> list[Finding]:
    """A finding for every kind of invariant; of one article, or of all."""
    return trees.check(article_id, {"waiting": waiting.BROKEN}, **waiting.known())


def repair() -> tuple[list[Finding], list[Finding]]:
    """Mend all that `check` finds; its findings before and after."""
    return repair_trees(check, _mend_queue)


def _mend_queue() -> None:
    with connection.cursor() as cursor:
        cursor.execute(ALL.format(waiting.BROKEN), waiting.known())
        waiting.refresh([comment for (comment,) in cursor.fetchall()])
