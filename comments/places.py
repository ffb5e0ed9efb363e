"""Where a comment that was just written is shown, and behind which other."""

from typing import Any

from django.db import connection
from django.urls import reverse

from comments import reading, rules
from comments.actions import Posted
from comments.models import Comment
from comments.people import Person
from comments.rules import WITHHELD

BEFORE = """
SELECT id FROM comments_comment
WHERE tree_id = %s AND lft < %s AND (visible OR state = ANY(%s) AND (author_id = %s OR guest = %s))
ORDER BY lft DESC LIMIT 1
"""


def place_of(comment: Comment) -> str:
    """The address where the comment is sure to be shown, marked by its fragment.

    That is its page of the conversation, or its own page if readers do not see it or it stands
    deep in a long thread.
    """
    thread = _thread_number(comment) if comment.visible else None
    is_there = thread is not None and comment.ordinal is not None
    return _address(comment, thread if is_there and _is_among_first(comment) else None)


def place_or_conversation(comment: Comment, reader: Person) -> str:
    """Where something of it is left for the reader to see, or at least where it stood."""
    if rules.may_see(comment, reader):
        return place_of(comment)
    return f"{comment.article.get_absolute_url()}#conversation"


def place_of_new(posted: Posted) -> str:
    """The same for a comment that was just posted, of which all is known."""
    comment, landing = posted.comment, posted.landing
    if landing is None:
        return place_of(comment)
    is_there = landing.ordinal is not None and landing.before < reading.CROWDED_THREAD_ROWS
    return _address(comment, landing.thread if is_there else None)


def last_before(comment: Comment, viewer: Person) -> int | None:
    """The comment that stands just before this one in its thread, as the viewer sees it."""
    if comment.parent_id is None:
        return None
    values: list[Any] = [comment.tree_id, comment.lft, list(WITHHELD), viewer.user_id, viewer.guest]
    with connection.cursor() as cursor:
        cursor.execute(BEFORE, values)
        row = cursor.fetchone()
    return row[0] if row else None


def _address(comment: Comment, thread: int | None) -> str:
    """On the page of the conversation with this thread; else on the comment's own."""
    if thread is None:
        return f"{comment.get_absolute_url()}#{comment.anchor}"
    page = "" if thread <= reading.THREADS_A_PAGE else f"?from={thread}"
    return f"{reverse('article', args=[comment.article.slug])}{page}#{comment.anchor}"


def _thread_number(comment: Comment) -> int | None:
    if comment.parent_id is None:
        return comment.ordinal
    numbers = Comment.objects.filter(pk=comment.tree_id).values_list("ordinal", flat=True)
    return numbers.first()


def _is_among_first(comment: Comment) -> bool:
    before = Comment.objects.filter(tree_id=comment.tree_id, lft__lt=comment.lft, visible=True)
    return (
        len(before.values_list("pk")[: reading.CROWDED_THREAD_ROWS]) < reading.CROWDED_THREAD_ROWS
    )
