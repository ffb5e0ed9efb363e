"""Waits for the threads of comments, which may be moved to other threads meanwhile."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import ParamSpec, TypeVar

from comments.models import Comment
from comments.tree.placing import lock_threads

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


# However many move the same comment, each try means that one of them is done.
TRIES = 100


class Moved(Exception):
    """A comment has left the thread that was locked for its sake."""


def locked(*comment_ids: int) -> dict[int, Comment]:
    """Those of these comments that there are, as they are once their threads' locks are held.

    Call inside the transaction of an action that is `persistent`.
    """
    trees = dict(Comment.objects.filter(pk__in=comment_ids).values_list("pk", "tree_id"))
    if not lock_threads(trees.values()):
        raise Moved
    comments = Comment.objects.in_bulk(trees)
    if any(comment.tree_id != trees[pk] for pk, comment in comments.items()):
        raise Moved
    return comments


def lock_all(comment_ids: Iterable[int]) -> None:
    """Hold the locks of all these comments' threads, without reading what they say."""
    found = Comment.objects.filter(pk__in=list(comment_ids)).values_list("pk", "tree_id")
    trees = dict(found)
    if not lock_threads(trees.values()) or dict(found.all()) != trees:
        raise Moved


def persistent(action: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """An action that begins again when a comment was moved while it waited.

    Its transaction ends first, so that it never holds one thread while it waits for another:
    the mover of something the other way would wait for it in turn.
    """

    @wraps(action)
    def act(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        for _ in range(TRIES - 1):
            try:
                return action(*args, **kwargs)
            except Moved:
                continue
        return action(*args, **kwargs)

    return act
