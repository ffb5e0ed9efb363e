"""What rules do by themselves: they make a comment wait, and never anything else.

What a rule held counts as nothing that the spam filter may learn from: it would teach itself.
"""

from collections.abc import Sequence

from articles.ids import new_id
from comments import states, waiting
from comments.actions.base import record_decision
from comments.models import Comment, Decision, Hold
from comments.rulebook import judging
from comments.rules import RESULT, State, Suspicion, Verb
from comments.states import Change
from comments.suspicions import reason


def add_holds(comment: Comment, suspicions: Sequence[Suspicion]) -> None:
    """Keep why a comment waits, unless that is known. It comes into the queue with it."""
    known = set(Hold.objects.filter(comment=comment).values_list("code", "evidence", "name"))
    article = comment.article_id
    Hold.objects.bulk_create(
        Hold(
            id=new_id(article),
            article_id=article,
            comment=comment,
            code=found.code,
            evidence=found.evidence,
            rule_id=found.rule,
            name=found.name,
        )
        for found in suspicions
        if (found.code, found.evidence, found.name) not in known
    )
    waiting.refresh([comment.pk])


def hold(comment: Comment, suspicions: Sequence[Suspicion]) -> Decision:
    """Take a published comment back into the queue, as a decision of the first that suspects it.

    Call inside a transaction that holds the thread's lock.
    """
    first = suspicions[0]
    name = reason(first.code, first.name)
    decision = record_decision(Verb.HOLD, None, comment, moderator_name=name, reason=first.evidence)
    add_holds(comment, suspicions)
    change = Change(comment.pk, comment.state, RESULT[Verb.HOLD])
    states.apply(comment, [change], decision.decided_at, decision)
    return decision


def hold_flagged(comment: Comment, people: int) -> Decision | None:
    """Hold a published comment that so many people have flagged, if a rule says so.

    `people` are different ones, whose flags no moderator has answered yet. Call it as `hold`.
    """
    if comment.state != State.PUBLISHED:
        return None
    found = judging.of_flags(comment, people)
    return hold(comment, found) if found else None
