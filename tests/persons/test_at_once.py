"""Moderators who decide about persons at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from comments import actions
from comments.models import Comment, Decision, Sanction
from comments.rules import Verb
from tests.cast import bob, charlie, make_article, mod, say
from tests.comments.health import assert_healthy
from tests.persons.desk import about

ROUNDS = 6


pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


def at_once(act, *values):
    def alone(value):
        try:
            return act(value)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(values)) as pool:
        return list(pool.map(alone, values))


def test_of_many_bans_at_once_one_is_in_force():
    theirs = say(make_article(), bob(), "Rude")
    whom, moderator = about(theirs), mod()

    def ban(reason):
        return actions.ban(whom, [whom.person], moderator, until=None, reason=reason).pk

    decisions = at_once(ban, *"abcdefgh")
    assert Sanction.objects.filter(lifted_by=None).count() == 1
    assert sorted(Sanction.objects.values_list("decision", flat=True)) == sorted(decisions)


def test_who_clear_up_in_the_same_articles_do_not_wait_for_each_other():
    articles = [make_article(title=f"Article {n}") for n in range(4)]
    orders = ((bob(), articles), (charlie(), articles[::-1]))
    firsts = {}
    for _ in range(ROUNDS):
        for user, turn in orders:
            for article in turn:
                firsts.setdefault(user.username, say(article, user, "Words"))
    persons, moderator = [about(first) for first in firsts.values()], mod()

    def clear(person):
        return actions.moderate_person(Verb.SPAM, person, moderator).changes.count()

    assert at_once(clear, *persons) == [4 * ROUNDS] * 2
    assert set(Comment.objects.values_list("state", flat=True)) == {"spam"}
    assert Decision.objects.count() == 2
    for article in articles:
        assert_healthy(article)
