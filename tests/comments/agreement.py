"""What the log, the states, the queue and the numbers must say of each other, whatever happened."""

from collections import Counter
from typing import Any

from comments import waiting
from comments.models import Appeal, Comment, Decision, Flag, Hold, StateChange, Waiting
from comments.rules import MODERATION, State, Verb
from tests.comments.health import assert_healthy


def assert_agreement() -> None:
    assert_healthy()
    assert_each_step_follows_the_last()
    assert_each_decision_did_something()
    assert_the_queue_holds_what_waits()


def assert_each_step_follows_the_last() -> None:
    """A comment is what the newest step of its history made of it, and was what it began as."""
    reached: dict[int, str] = {}
    steps = StateChange.objects.order_by("id").values_list("comment", "before", "after")
    broken = []
    for comment, before, after in steps:
        if reached.get(comment, before) != before:
            broken.append((comment, reached[comment], before))
        reached[comment] = after
    assert broken == []
    states = dict(Comment.objects.filter(pk__in=reached).values_list("pk", "state"))
    assert states == reached
    unchanged = Comment.objects.exclude(pk__in=reached).values_list("state", flat=True)
    assert set(unchanged) <= {State.PUBLISHED, State.HELD}


def assert_each_decision_did_something() -> None:
    undecided = StateChange.objects.filter(decision=None).values_list("after", flat=True)
    assert set(undecided) <= {State.WITHDRAWN}
    idle = [decision for decision in Decision.objects.all() if not _effects(decision)]
    assert idle == []


def _effects(decision: Decision) -> Any:
    if decision.verb in MODERATION:
        return decision.changes.count()
    if decision.verb == Verb.MOVE:
        return hasattr(decision, "move")
    if decision.verb == Verb.KEEP:
        return decision.flags.count() + decision.appeals.count()
    if decision.verb == Verb.UNDO:
        return decision.undoes
    return decision.before != decision.after


def assert_the_queue_holds_what_waits() -> None:
    queue = Waiting.objects.values_list("comment", "reasons")
    assert {comment: sorted(reasons) for comment, reasons in queue} == _reasons()
    rows = sorted(Waiting.objects.values_list())
    waiting.refresh(list(Comment.objects.values_list("pk", flat=True)))
    assert sorted(Waiting.objects.values_list()) == rows


def _reasons() -> dict[int, list[str]]:
    states = dict(Comment.objects.values_list("pk", "state"))
    held = [pk for pk, state in states.items() if state == State.HELD]
    why = [(pk, code) for pk, code in Hold.objects.values_list("comment", "code") if pk in held]
    why += [(pk, "held") for pk in held if not Hold.objects.filter(comment=pk).exists()]
    flags = Flag.objects.filter(decision=None).values_list("comment", "reason")
    read = {State.PUBLISHED, State.HELD}
    why += [(pk, f"flag-{reason}") for pk, reason in flags if states[pk] in read]
    appeals = Appeal.objects.filter(decision=None).values_list("comment", flat=True)
    why += [(pk, "appeal") for pk in appeals if states[pk] != State.WITHDRAWN]
    return {pk: sorted({code for own, code in why if own == pk}) for pk, _ in why}


def decided() -> Counter[str]:
    """How many decisions each moderator's name stands beneath."""
    return Counter(Decision.objects.values_list("moderator_name", flat=True))
