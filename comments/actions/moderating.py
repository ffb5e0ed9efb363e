"""What moderators do to comments and branches."""

from typing import Any

from django.db import transaction

from comments import moves, rules, states, waiting
from comments.actions.base import Refused, ask, locked_comment, record_decision, there
from comments.locking import locked, persistent
from comments.models import Decision, Reason
from comments.rules import MODERATION, RESULT, Refusal, Verb
from comments.seen import Seen, meanwhile
from comments.spam.deciding import learn_from


@persistent
def moderate(
    verb: Verb,
    comment_id: int,
    moderator: Any,
    reason: str = "",
    *,
    branch: bool = False,
    cause: Reason | None = None,
    tells_author: bool = False,
    seen: Seen | None = None,
) -> Decision:
    """Publish, hold, mark as spam, remove or restore a comment, or its whole branch.

    Recorded as one decision of `moderator` (an account) with a history entry a comment. Raises
    Refused with NOTHING_TO_DO if no comment is in a state that the verb leads on from, and if
    the comment is not as the moderator has `seen` it.
    """
    said = {"reason": reason, "cause": cause, "tells_author": tells_author}
    with transaction.atomic():
        comment = locked_comment(comment_id)
        ask(seen and meanwhile(seen, comment, verb), comment)
        made = states.changes(comment, MODERATION[verb], RESULT.get(verb), branch=branch)
        if not made:
            raise Refused(Refusal.NOTHING_TO_DO, comment)
        decision = record_decision(verb, moderator, comment, branch=branch, **said)
        changed = [change.comment for change in made]
        waiting.settle(changed, decision)
        states.apply(comment, made, decision.decided_at, decision)
        learn_from(changed)
    return decision


@persistent
def keep(
    comment_id: int, moderator: Any, reason: str = "", *, seen: Seen | None = None
) -> Decision:
    """Leave a comment as it is, which answers what readers and its author have asked.

    Raises Refused with NOTHING_TO_DO if nobody has asked anything, and if the comment is not as
    the moderator has `seen` it.
    """
    with transaction.atomic():
        comment = locked_comment(comment_id)
        ask(seen and meanwhile(seen, comment, Verb.KEEP), comment)
        decision = record_decision(Verb.KEEP, moderator, comment, reason=reason)
        if not waiting.settle([comment.pk], decision):
            raise Refused(Refusal.NOTHING_TO_DO, comment)
        waiting.refresh([comment.pk])
    return decision


@persistent
def move(
    comment_id: int,
    moderator: Any,
    to_parent_id: int | None,
    reason: str = "",
    *,
    last_move: int | None = None,
) -> Decision:
    """Put a comment with all beneath it last beneath another, or (None) make it a thread.

    `last_move` is the newest Move of the comment that the moderator has seen, 0 if none: raises
    Refused with MOVED_MEANWHILE if there is a newer one.
    """
    with transaction.atomic():
        found = locked(comment_id, *([] if to_parent_id is None else [to_parent_id]))
        comment = there(found, comment_id, Refusal.PARENT_GONE)
        target = None
        if to_parent_id is not None:
            target = there(found, to_parent_id, Refusal.TARGET_GONE)
        if last_move is not None and last_move != moves.newest(comment):
            raise Refused(Refusal.MOVED_MEANWHILE, comment)
        branch = moves.measure(comment)
        ask(rules.may_move(comment, target, branch.height), target)
        beneath = branch.size > 1
        decision = record_decision(Verb.MOVE, moderator, comment, reason=reason, branch=beneath)
        moves.apply(comment, target, branch, decision)
    return decision
