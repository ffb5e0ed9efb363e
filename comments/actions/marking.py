"""What moderators say of a comment or an article that is no state: closed, pinned, picked."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.models import Article
from comments import marks, rules
from comments.actions.base import Refused, ask, locked_comment, record_decision
from comments.locking import persistent
from comments.models import Comment, Decision
from comments.rules import MARKS, Mark, Refusal, Verb


@persistent
def mark(verb: Verb, comment_id: int, moderator: Any, reason: str = "") -> Decision:
    """Close a comment's branch to replies, pin the comment or pick it; or take that back."""
    with transaction.atomic():
        comment = locked_comment(comment_id)
        ask(rules.may_mark(verb, comment), comment)
        return write_mark(verb, MARKS[verb], comment, moderator, reason=reason)


def mark_article(verb: Verb, article_id: int, moderator: Any, reason: str = "") -> Decision:
    """Close a whole article to comments, or open it."""
    with transaction.atomic():
        return write_article_mark(
            verb, MARKS[verb], moderator, article_id=article_id, reason=reason
        )


def write_mark(verb: Verb, mark: Mark, comment: Comment, moderator: Any, **said: Any) -> Decision:
    ask(marks.refusal(comment, mark), comment)
    said |= {"before": mark.before, "after": mark.after}
    decision = record_decision(verb, moderator, comment, **said)
    marks.apply(comment, mark)
    return decision


def write_article_mark(
    verb: Verb, mark: Mark, moderator: Any, *, article_id: int, **said: Any
) -> Decision:
    # Changes the article's edition; and who has its form open is told that somebody was faster.
    articles = Article.objects.filter(pk=article_id, comments=mark.before)
    if not articles.update(comments=mark.after, updated_at=timezone.now()):
        raise Refused(Refusal.NOTHING_TO_DO)
    said |= {"article_id": article_id, "before": mark.before, "after": mark.after}
    return record_decision(verb, moderator, **said)
