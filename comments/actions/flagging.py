"""What readers report, and what authors ask: both only put a comment before a moderator."""

from django.db import transaction

from articles.ids import new_id
from comments import rules, waiting
from comments.actions.base import Refused, ask, locked_comment
from comments.actions.holding import hold_flagged
from comments.locking import persistent
from comments.models import Appeal, Comment, Flag
from comments.outcomes import outcome_of
from comments.people import Person
from comments.rules import FlagReason, Refusal


@persistent
def flag(
    comment_id: int, reader: Person, reason: FlagReason, words: str = "", *, counts: bool = True
) -> Flag:
    """Report a comment to the moderators; whoever has done so gets their first report again.

    `counts`: as one person more, where a rule asks for so many different ones.
    """
    with transaction.atomic():
        comment = locked_comment(comment_id)
        known = comment.flags.by(reader).first()
        if known is not None:
            return known
        ask(rules.may_flag(comment, reader), comment)
        made = Flag.objects.create(
            id=new_id(comment.article_id),
            article_id=comment.article_id,
            comment=comment,
            author_id=reader.user_id,
            guest=reader.guest if reader.user_id is None else None,
            reason=reason,
            words=words,
            counts=counts,
        )
        waiting.refresh([comment.pk])
        hold_flagged(comment, people=_people(comment))
    return made


def _people(comment: Comment) -> int:
    return comment.flags.unanswered().of_different_people().count()


@persistent
def unflag(comment_id: int, reader: Person) -> None:
    """Take one's report back, unless a moderator has answered it."""
    with transaction.atomic():
        comment = locked_comment(comment_id)
        flags = comment.flags.by(reader)
        gone, _ = flags.unanswered().delete()
        if gone:
            waiting.refresh([comment.pk])
        elif flags.exists():
            raise Refused(Refusal.FLAG_ANSWERED, comment)


@persistent
def appeal(comment_id: int, author: Person, words: str = "") -> Appeal:
    """Ask for another look at one's own comment, once for each time that it was put away."""
    with transaction.atomic():
        comment = locked_comment(comment_id)
        answered = outcome_of(comment).is_final
        ask(rules.may_appeal(comment, author, answered=answered), comment)
        known = comment.appeals.filter(decision=None).first()
        if known is not None:
            return _the_same(known, words)
        made = Appeal.objects.create(
            id=new_id(comment.article_id),
            article_id=comment.article_id,
            comment=comment,
            words=words,
        )
        waiting.refresh([comment.pk])
    return made


def _the_same(known: Appeal, words: str) -> Appeal:
    """A form that was sent twice has asked once; other words are not lost without a word."""
    if words != known.words:
        raise Refused(Refusal.ASKED_ALREADY, known.comment)
    return known
