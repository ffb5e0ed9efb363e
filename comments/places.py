"""Where a comment that was just written is shown, and behind which other."""

from django.db import connection
from django.urls import reverse

from comments import reading
from comments.actions import Posted
from comments.models import Comment
from comments.people import Person

BEFORE = """
SELECT id FROM comments_comment
WHERE tree_id = %s AND lft < %s AND (visible OR state = 'held' AND (author_id = %s OR guest = %s))
ORDER BY lft DESC LIMIT 1
"""


def place_of(posted: Posted) -> str:
    """The address that reading.place_of finds for any comment; of a new one all is known."""
    comment, landing = posted.comment, posted.landing
    if landing is None:
        return reading.place_of(comment)
    is_among_first = landing.before < reading.CROWDED_THREAD_ROWS
    if landing.thread is None or landing.ordinal is None or not is_among_first:
        return f"{comment.get_absolute_url()}#{comment.anchor}"
    page = "" if landing.thread <= reading.THREADS_A_PAGE else f"?from={landing.thread}"
    return f"{reverse('article', args=[comment.article.slug])}{page}#{comment.anchor}"


def last_before(comment: Comment, viewer: Person) -> int | None:
    """The comment that stands just before this one in its thread, as the viewer sees it."""
    if comment.parent_id is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(BEFORE, [comment.tree_id, comment.lft, viewer.user_id, viewer.guest])
        row = cursor.fetchone()
    return row[0] if row else None
