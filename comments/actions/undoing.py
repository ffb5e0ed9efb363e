"""Takes a decision back: what it changed, and nothing that was decided since.

An undo is a decision itself, which can be undone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from comments import marks, moves, rules, states, waiting
from comments.actions.base import Refused, ask, locked_comment, record_decision, there
from comments.actions.marking import write_article_mark, write_mark
from comments.actions.persons import about_sanctions, take_back
from comments.locking import lock_all, locked, persistent
from comments.models import Appeal, Decision
from comments.rules import MARKS, MODERATION, Refusal, Verb
from comments.spam.deciding import learn_from

# What an undo leads back to in the end, and over how many other undos.
ORIGIN = """
WITH RECURSIVE up AS (
    SELECT verb, undoes_id, 0 AS steps FROM comments_decision WHERE id = %s
  UNION ALL
    SELECT d.verb, d.undoes_id, up.steps + 1 FROM up JOIN comments_decision d ON d.id = up.undoes_id
)
SELECT verb, steps FROM up WHERE undoes_id IS NULL
"""


@dataclass(frozen=True)
class Undone:
    """The decision that an undo is; how much it took back, how much was decided anew since."""

    decision: Decision
    changed: int = 1
    left: int = 0
    # Whether a comment that was moved came back, but not to its former number.
    renumbered: bool = False


@dataclass(frozen=True)
class Undoing:
    """What is taken back, by whom and why. `redoes`: it was an undo, so that it holds again."""

    taken: Decision
    moderator: Any
    reason: str
    redoes: bool

    def record(self) -> Decision:
        return record_decision(Verb.UNDO, self.moderator, self.taken.comment, **self.said())

    def said(self) -> dict[str, Any]:
        taken = self.taken
        said = {"reason": self.reason, "undoes": taken, "person": taken.person}
        if taken.comment is None:
            said["article_id"] = taken.article_id
        return said | {"branch": taken.branch}


@persistent
def undo(decision_id: int, moderator: Any, reason: str = "") -> Undone:
    """Raises Refused with UNDONE_ALREADY, DECIDED_SINCE if nothing is left to take back, or what
    stands in the way of a move.
    """
    with transaction.atomic():
        taken = _locked_decision(decision_id)
        if about_sanctions(taken):
            return _sanctions_back(Undoing(taken, moderator, reason, redoes=False))
        verb, steps = origin(taken)
        if verb not in WAYS:
            raise Refused(Refusal.NOT_UNDOABLE)
        return WAYS[verb](Undoing(taken, moderator, reason, redoes=steps % 2 == 1))


def can_be_undone(decision: Decision) -> bool:
    """Whether there is a way back, if nobody has taken it or gone on from there."""
    return origin(decision)[0] in WAYS or about_sanctions(decision)


def origin(decision: Decision) -> tuple[Verb, int]:
    """The verb that was undone, redone, undone again…; and how often."""
    if decision.verb != Verb.UNDO:
        return Verb(decision.verb), 0
    with connection.cursor() as cursor:
        cursor.execute(ORIGIN, [decision.pk])
        verb, steps = cursor.fetchone()
    return Verb(verb), steps


def _locked_decision(decision_id: int) -> Decision:
    # Who undoes the same at the same moment waits here, and is told.
    found = Decision.objects.select_for_update(of=("self",), no_key=True)
    taken = found.select_related("comment").filter(pk=decision_id).first()
    if taken is None:
        raise Refused(Refusal.NOT_UNDOABLE)
    if Decision.objects.filter(undoes=taken).exists():
        raise Refused(Refusal.UNDONE_ALREADY)
    return taken


def _states_back(undoing: Undoing) -> Undone:
    taken = undoing.taken
    changed = list(taken.changes.values_list("comment", flat=True))
    about = [taken.comment_id] if taken.comment_id else []
    lock_all(changed or about)
    made = states.back_from(taken)
    # To keep a comment changed no state.
    back = [change.comment for change in made] if changed else about
    decision = undoing.record()
    asked = _ask_again(undoing, back, decision, answers=bool(made))
    if not made and (changed or not asked):
        raise Refused(Refusal.DECIDED_SINCE)
    states.apply_all(made, decision.decided_at, decision)
    waiting.refresh(back)
    learn_from(back)
    return Undone(decision, len(back), len(changed) - len(made))


def _ask_again(undoing: Undoing, comments: list[int], decision: Decision, *, answers: bool) -> int:
    """Open again what the decision had answered; to take it back answers who appealed since."""
    if undoing.redoes:
        return waiting.settle(comments, decision)
    if answers:
        waiting.settle(comments, decision, kinds=[Appeal])
    return waiting.reopen(comments, undoing.taken)


def _move_back(undoing: Undoing) -> Undone:
    move = undoing.taken.move
    parent_id = move.from_parent_id
    found = locked(move.comment_id, *([] if parent_id is None else [parent_id]))
    comment = there(found, move.comment_id, Refusal.PARENT_GONE)
    target = None if parent_id is None else there(found, parent_id, Refusal.TARGET_GONE)
    if moves.newest(comment) != move.pk:
        raise Refused(Refusal.DECIDED_SINCE)
    branch = moves.measure(comment)
    ask(rules.may_return(comment, target, branch.height), target)
    decision = undoing.record()
    back = moves.put_back(comment, target, branch, decision, move.from_ordinal)
    renumbered = back.to_ordinal != (move.from_ordinal or back.to_ordinal)
    return Undone(decision, branch.size, renumbered=renumbered)


def _mark_back(undoing: Undoing) -> Undone:
    taken, mark = undoing.taken, marks.back_from(undoing.taken)
    if taken.comment_id is not None:
        comment = locked_comment(taken.comment_id)
    if marks.newest(taken, mark) != taken.pk:
        raise Refused(Refusal.DECIDED_SINCE)
    said = undoing.said()
    if taken.comment_id is None:
        return Undone(write_article_mark(Verb.UNDO, mark, undoing.moderator, **said))
    return Undone(write_mark(Verb.UNDO, mark, comment, undoing.moderator, **said))


def _sanctions_back(undoing: Undoing) -> Undone:
    taken = undoing.taken
    decision = record_decision(
        Verb.UNDO, undoing.moderator, **undoing.said(), before=taken.after, after=taken.before
    )
    changed = take_back(taken, decision)
    if not changed:
        raise Refused(Refusal.DECIDED_SINCE)
    return Undone(decision, changed)


# How each verb is taken back. One that is not here cannot be.
WAYS: dict[Verb, Callable[[Undoing], Undone]] = {
    **dict.fromkeys([*MODERATION, Verb.KEEP], _states_back),
    **dict.fromkeys(MARKS, _mark_back),
    Verb.MOVE: _move_back,
}
