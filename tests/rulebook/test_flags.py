"""Once enough people have flagged a published comment, a rule takes it back to the queue."""

import pytest
from django.db import transaction

from comments import actions
from comments.actions.base import locked_comment
from comments.models import Comment, Decision
from comments.rules import Verb
from tests.cast import mod, say
from tests.rulebook.conftest import make_rule, outcome


@pytest.fixture
def comment(article):
    return say(article, "Ada", "Words")


def flagged(comment, people):
    with transaction.atomic():
        return actions.hold_flagged(locked_comment(comment.pk), people)


def test_enough_people_hold_it(comment):
    make_rule("flags", 2, name="Flagged by several")
    assert flagged(comment, 1) is None
    assert outcome() == ("published", [])
    decision = flagged(comment, 2)
    assert outcome() == ("held", ["Flagged by several: flagged by 2 people"])
    assert decision == Decision.objects.get()
    assert (decision.moderator, decision.moderator_name) == (None, "Flagged by several")
    assert flagged(comment, 3) is None


def test_without_a_rule_no_number_does(comment):
    make_rule("flags", 2, enabled=False)
    assert flagged(comment, 99) is None


def test_an_article_may_have_its_own(comment, article):
    make_rule("flags", 2)
    make_rule("flags", 3, article=article)
    assert flagged(comment, 2) is None
    assert flagged(comment, 3) is not None


def test_what_is_not_published_is_left_alone(comment):
    make_rule("flags", 1)
    actions.moderate(Verb.REMOVE, comment.pk, mod(), "Rude")
    assert flagged(comment, 5) is None
    assert Comment.objects.get().state == "removed"
