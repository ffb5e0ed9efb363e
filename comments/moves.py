"""Moves a comment with its branch, and all that is stored about both places, in a handful of
statements however large it is.

Call only inside a transaction that holds the locks of both threads.
"""

from dataclasses import dataclass

from django.db import connection

from articles.ids import new_id
from comments.models import Comment, Decision, Move, Tally
from comments.numbering import give_numbers, out_of_order
from comments.states import refresh_upwards
from comments.tallies import count, next_ordinal
from comments.tree.intervals import Interval
from comments.tree.moving import Standing, move_branch
from comments.tree.rebuild import rebuild

MEASURE = """
SELECT count(*), max(level) - %(level)s, count(*) FILTER (WHERE state = 'published')
FROM comments_comment WHERE tree_id = %(tree)s AND lft >= %(lft)s AND lft < %(rght)s
"""


@dataclass(frozen=True)
class Branch:
    """How many comments it holds, on how many levels beneath the first, how many published."""

    size: int
    height: int
    published: int


def measure(comment: Comment) -> Branch:
    with connection.cursor() as cursor:
        cursor.execute(
            MEASURE,
            {
                "level": comment.level,
                "tree": comment.tree_id,
                "lft": comment.lft,
                "rght": comment.rght,
            },
        )
        return Branch(*cursor.fetchone())


def newest(comment: Comment) -> int:
    """The id of the comment's last move; 0 if it was never moved."""
    return comment.moves.order_by("-id").values_list("pk", flat=True).first() or 0


def apply(
    comment: Comment,
    target: Comment | None,
    branch: Branch,
    decision: Decision,
    ordinal: int | None = None,
) -> Move:
    """Carry out and record the move beneath `target`, or to a thread of its own.

    It comes last in its new list, with the next number of that list if it had one before, unless
    `ordinal` is that.
    """
    parent_id = None if target is None else target.pk
    ordinal = ordinal or (comment.ordinal and next_ordinal(comment.article_id, parent_id))
    above = None if target is None else _standing(target)
    move_branch(_standing(comment), branch.size - 1, above, ordinal)
    # The new place is visible already; the old one may have been so for this branch alone.
    refresh_upwards(comment.parent_id)
    move = Move.objects.create(
        id=new_id(comment.article_id),
        article_id=comment.article_id,
        comment=comment,
        decision=decision,
        size=branch.size,
        from_parent_id=comment.parent_id,
        from_tree=comment.tree_id,
        from_ordinal=comment.ordinal,
        to_parent_id=parent_id,
        to_tree=comment.pk if target is None else target.tree_id,
        to_ordinal=ordinal,
    )
    _count(move, branch.published)
    return move


def put_back(
    comment: Comment, target: Comment | None, branch: Branch, decision: Decision, was: int | None
) -> Move:
    """Undo a move: the same, under the number that it had there if nobody else has it.

    Where it goes need not be visible, but is from now on if something comes that is.
    """
    if target is not None and target.ordinal is None and branch.published:
        give_numbers(target.article_id, target.tree_id, [target.pk])
        comment.refresh_from_db()
        target.refresh_from_db()
    move = apply(comment, target, branch, decision, _if_free(comment, target, was))
    if target is not None:
        _put_in_order(target)
        refresh_upwards(target.pk)
    return move


def _if_free(comment: Comment, target: Comment | None, ordinal: int | None) -> int | None:
    if comment.ordinal is None:
        return None
    siblings = Comment.objects.filter(article=comment.article_id, parent=target, ordinal=ordinal)
    return None if siblings.exists() else ordinal


def _put_in_order(parent: Comment) -> None:
    if out_of_order({parent.pk}):
        rebuild(parent.tree_id)


def _standing(comment: Comment) -> Standing:
    bounds = Interval(comment.lft, comment.rght)
    return Standing(comment.pk, comment.tree_id, comment.level, bounds)


def _count(move: Move, published: int) -> None:
    if move.from_tree == move.to_tree:
        return count(move.article_id, move.to_tree)
    changes = [(move.from_tree, -published), (move.to_tree, published)]
    # Moves between other threads may write the same two slots: all do it in the slots' order.
    for tree_id, more in sorted(changes, key=lambda change: change[0] % Tally.SLOTS):
        count(move.article_id, tree_id, more)
    return None
