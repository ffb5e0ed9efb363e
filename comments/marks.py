"""What is said of a comment that is no state: that it is closed to replies, pinned, picked.

Call only inside a transaction that holds the thread's lock.
"""

from comments.models import Comment, Conversation, Decision
from comments.rules import MARKS, MOST_PINNED, Mark, Refusal, Verb
from comments.tallies import count

WORDS = {word for mark in MARKS.values() for word in mark.words}


def back_from(decision: Decision) -> Mark:
    """The mark that leads back to what was before a decision."""
    before_and_after = (decision.after, decision.before)
    return next(mark for mark in MARKS.values() if mark[1:3] == before_and_after)


def refusal(comment: Comment, mark: Mark) -> Refusal | None:
    if getattr(comment, mark.column) == mark.is_set:
        return Refusal.NOTHING_TO_DO
    pins = mark == MARKS[Verb.PIN]
    return Refusal.PINS_FULL if pins and _pinned(comment.article_id) >= MOST_PINNED else None


def apply(comment: Comment, mark: Mark) -> None:
    setattr(comment, mark.column, mark.is_set)
    comment.save(update_fields=[mark.column])
    count(comment.article_id, comment.tree_id)


def newest(decision: Decision, mark: Mark) -> int | None:
    """The id of the last decision about the same, whichever way it went."""
    about = {"article": decision.article_id, "comment": decision.comment_id}
    decisions = Decision.objects.filter(**about, after__in=mark.words)
    return decisions.order_by("-id").values_list("pk", flat=True).first()


def _pinned(article_id: int) -> int:
    """How many are; nobody else pins one until the transaction ends."""
    list(Conversation.objects.select_for_update(no_key=True).filter(article=article_id))
    return Comment.objects.filter(article=article_id, pinned=True).count()
