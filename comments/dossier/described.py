"""One comment of a person with all that hangs on it, as plain values."""

from collections.abc import Collection
from typing import Any

from comments.models import AddressHash, Comment, Decision, Flag, LedgerRow, SpamLesson

Row = dict[str, Any]


def comment_row(comment: Comment, keys: Collection[str], site: str) -> Row:
    """`keys` are the person's; other decisions that meet the comment are about somebody else."""
    return {
        "text": comment.text,
        "written": comment.created_at,
        "article": {
            "title": comment.article.title,
            "address": f"{site}{comment.article.get_absolute_url()}",
        },
        "address": f"{site}{comment.get_absolute_url()}",
        "state": comment.state,
        "published": comment.published_at,
        "edited": comment.edited_at,
        "name": comment.name,
        "email": comment.email,
        "website": comment.website,
        "earlier": [
            {"replaced": each.replaced_at, "text": each.text} for each in comment.revisions.all()
        ],
        "history": [_change(each) for each in comment.history.all()],
        "decisions": [
            decided(each, says_why=each.comment_id == comment.pk or each.person in keys)
            for each in _decisions(comment)
        ],
        "holds": [
            {"reason": str(each.reason), "evidence": each.evidence} for each in comment.holds.all()
        ],
        "reports": [{"at": each.created_at, "reason": each.reason} for each in comment.flags.all()],
        "appeals": [{"at": each.created_at, "words": each.words} for each in comment.appeals.all()],
        "address_kept_until": _kept_until(comment),
        "learned": _learned(comment),
    }


def decided(decision: Decision, *, says_why: bool) -> Row:
    """Why, only if it is about the person or their comment."""
    return {
        "at": decision.decided_at,
        "decision": str(decision.get_verb_display()),
        "by": _by(decision),
        "cause": decision.cause.name if decision.cause else "",
        "reason": decision.reason if says_why else "",
        "before": decision.before,
        "after": decision.after,
    }


def flag_row(flag: Flag, site: str) -> Row:
    return {
        "article": flag.article.title,
        "address": f"{site}/comments/{flag.comment_id}/",
        "at": flag.created_at,
        "reason": flag.reason,
        "words": flag.words,
        "is_answered": flag.decision_id is not None,
    }


def import_row(line: LedgerRow) -> Row:
    return {
        "source": line.source,
        "id_there": line.source_id,
        "imported": line.run.started_at,
        "outcome": line.outcome,
        "likes": line.likes,
        "dislikes": line.dislikes,
    }


def _change(change: Any) -> Row:
    by = _by(change.decision) if change.decision else "the author"
    return {"at": change.changed_at, "before": change.before, "after": change.after, "by": by}


def _decisions(comment: Comment) -> list[Decision]:
    """About it, and those about a branch or a person that have changed it."""
    met = [change.decision for change in comment.history.all() if change.decision]
    found = {decision.pk: decision for decision in [*comment.decisions.all(), *met]}
    return [found[pk] for pk in sorted(found)]


def _by(decision: Decision) -> str:
    # Nobody's name: an account that is gone looks like a rule.
    return "a moderator" if decision.moderator_id else "a rule, or a former moderator"


def _kept_until(comment: Comment) -> Any:
    try:
        return comment.address.expires_at
    except AddressHash.DoesNotExist:
        return None


def _learned(comment: Comment) -> str:
    try:
        is_spam = comment.spam_lesson.is_spam
    except SpamLesson.DoesNotExist:
        is_spam = None
    return {True: "as spam", False: "as no spam"}.get(is_spam, "")  # type: ignore[arg-type]
