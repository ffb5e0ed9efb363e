"""Sixteen people on one branch, through the site: all that they were told is so, and all agrees."""

from random import Random

import pytest

from comments import actions
from comments.models import Comment
from comments.rules import Verb
from config.rates import Deed, limit_from
from tests.cast import account, converse, make_article, mod
from tests.comments.agreement import assert_agreement, decided
from tests.concurrency.crowd import together
from tests.concurrency.racers import Author, Moderator, stored_words

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]

RACERS = 16
BRANCH = """
Ada: a
  Ben: b
    Cem: c
      Dee: d
    Eve: e
  Flo: f
    Gus: g
  Hal: h
"""


@pytest.fixture(autouse=True)
def no_limits(settings):
    settings.LIMITS = dict.fromkeys(Deed, limit_from("100000/1, 100000/1"))


@pytest.mark.parametrize("seed", [1])
def test_sixteen_people_on_one_branch(seed):
    race(seed, steps=24)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(5))
def test_sixteen_people_for_a_long_time(seed):
    race(seed, steps=300)


def race(seed, steps):
    said = converse(make_article(), BRANCH)
    actions.moderate(Verb.HOLD, said[1].pk, mod(), branch=True)
    given = {comment.pk: [comment.text] for comment in said}
    comments = list(given)
    racers = [
        racer(index, Random(seed * RACERS + index), comments, steps) for index in range(RACERS)
    ]
    together(RACERS, lambda index: racers[index].run())
    assert_agreement()
    assert_what_was_told_is_in_the_log(racers)
    assert_words_are_kept(racers, given)


def racer(index, random, comments, steps):
    if index % 2:
        return Author(account(f"author{index}"), random, comments, steps)
    return Moderator(account(f"mod{index}", "Moderators"), random, comments, steps)


def assert_what_was_told_is_in_the_log(racers):
    told = {r.account.username: r.done.total() for r in racers if isinstance(r, Moderator)}
    assert decided() == told | {"mod": 1}


def assert_words_are_kept(racers, given):
    """What was acknowledged is there once, with all its texts; what was refused is not."""
    authors = [racer for racer in racers if isinstance(racer, Author)]
    acknowledged = {own: texts for author in authors for own, texts in author.words.items()}
    assert stored_words() == given | acknowledged
    refused = [text for author in authors for text in author.refused]
    assert not Comment.objects.filter(text__in=refused).exists()
