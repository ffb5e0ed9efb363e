"""Decisions, and who takes them back, at one moment."""

import random
from collections import Counter

import pytest

from comments import actions
from comments.actions import Refused
from comments.models import Comment, Decision, StateChange
from comments.rules import Refusal, Verb
from tests.cast import guest, make_article, mod, say
from tests.comments.forest import plant
from tests.comments.health import assert_healthy
from tests.concurrency.crowd import together

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]

PEOPLE = 16
FOREST = "a\n  b\n    c\n  d\ne\n  f\ng"


@pytest.fixture
def article():
    return make_article()


def attempt(act, *arguments, **options):
    try:
        return act(*arguments, **options)
    except Refused as refused:
        return refused.refusal


def test_one_decision_is_undone_by_one(article):
    comment, moderator = say(article, "Ada", "a"), mod()
    decision = actions.moderate(Verb.REMOVE, comment.pk, moderator)
    answers = together(PEOPLE, lambda _: attempt(actions.undo, decision.pk, moderator))
    assert answers.count(Refusal.UNDONE_ALREADY) == PEOPLE - 1
    assert Decision.objects.filter(undoes=decision).count() == 1
    assert Comment.objects.get().state == "published"
    assert_healthy()


def test_four_of_sixteen_are_not_all_pinned(article):
    comments, moderator = [say(article, "Ada", str(index)) for index in range(PEOPLE)], mod()
    act = lambda index: attempt(actions.mark, Verb.PIN, comments[index].pk, moderator)  # noqa: E731
    answers = together(PEOPLE, act)
    assert Counter(map(type, answers)) == {Decision: 3, Refusal: PEOPLE - 3}
    assert Comment.objects.filter(pinned=True).count() == 3


def test_no_reply_comes_beneath_a_branch_once_it_is_closed(article):
    planted, moderator = plant(article, FOREST), mod()

    def act(index):
        if index == PEOPLE // 2:
            return actions.mark(Verb.CLOSE, planted["a"].pk, moderator)
        return attempt(actions.post, article, guest(), "x", parent_id=planted["c"].pk)

    answers = together(PEOPLE, act)
    closed = next(answer for answer in answers if isinstance(answer, Decision))
    refused = answers.count(Refusal.BRANCH_CLOSED)
    assert Comment.objects.filter(text="x").count() == PEOPLE - 1 - refused
    assert attempt(actions.post, article, guest(), "x", parent_id=planted["b"].pk) == (
        Refusal.BRANCH_CLOSED
    )
    assert closed.after == "closed"
    assert_healthy()


def test_decisions_replies_moves_and_undos_on_the_same_branches(article):
    planted, moderator = plant(article, FOREST), mod()
    ids = [comment.pk for comment in planted.values()]

    def undo_any(chance):
        decisions = list(Decision.objects.values_list("pk", flat=True))
        return decisions and attempt(actions.undo, chance.choice(decisions), moderator)

    def act(index):
        chance = random.Random(index)
        for _ in range(12):
            own = chance.choice(ids)
            match chance.randrange(4):
                case 0:
                    verb = chance.choice([Verb.HOLD, Verb.REMOVE, Verb.PUBLISH, Verb.RESTORE])
                    whole = chance.random() < 0.5
                    attempt(actions.moderate, verb, own, moderator, branch=whole)
                case 1:
                    attempt(actions.move, own, moderator, chance.choice([*ids, None]))
                case 2:
                    attempt(actions.post, article, guest(), "x", parent_id=own)
                case _:
                    undo_any(chance)

    together(PEOPLE, act)
    assert_healthy()
    _assert_the_log_agrees()


def _assert_the_log_agrees():
    """The last change of each comment led to the state that it is in, from the one before it."""
    for comment in Comment.objects.all():
        steps = list(StateChange.objects.filter(comment=comment).order_by("id"))
        assert [step.after for step in steps[:-1]] == [step.before for step in steps[1:]]
        assert not steps or steps[-1].after == comment.state
