"""A person is erased while they write, and while moderators decide about them."""

from functools import partial

import pytest

from comments import actions
from comments.actions import Refused
from comments.dossier.whom import Whom
from comments.models import Comment, Decision, Erasure, StateChange
from comments.persons.keys import Key, guest_person
from comments.rules import FlagReason, Verb
from tests.cast import guest, make_article, mod, say
from tests.comments.health import assert_healthy
from tests.concurrency.crowd import together

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]

GWEN = guest(email="gwen@example.org")
EACH = 5


@pytest.fixture
def article():
    return make_article()


def erase(*, words):
    return actions.erase(Whom((Key.read(guest_person(GWEN.guest)),)), words=words)


def known():
    """How much of a comment tells whose it is: all of it, or nothing."""
    rows = Comment.objects.exclude(name="Ben").values_list("name", "email", "guest", "website")
    return {(name, email, bool(guest_id)) for name, email, guest_id, _ in rows}


def attempt(act):
    try:
        return act()
    except Refused:
        return None


@pytest.mark.parametrize("words", [True, False])
def test_a_comment_is_erased_as_a_whole_or_came_later(words, article):
    thread = say(article, "Ben", "Who else?")
    before = [say(article, GWEN, f"Early {n}", thread).pk for n in range(EACH)]

    def act(index):
        if index == 0:
            return erase(words=words)
        return [say(article, GWEN, f"{index} {n}", thread) for n in range(EACH)]

    together(4, act)
    assert known() <= {("Deleted reader", "", False), ("Gwen", "gwen@example.org", True)}
    assert set(Comment.objects.filter(pk__in=before).values_list("guest", flat=True)) == {None}
    attempt(lambda: erase(words=words))
    assert known() == {("Deleted reader", "", False)}
    assert_healthy(article)


def test_moderators_who_decide_meanwhile_are_not_stopped(article):
    theirs = [say(article, GWEN, f"Words {n}") for n in range(4 * EACH)]
    others = say(article, "Ben", "Words")
    actions.flag(others.pk, GWEN, FlagReason.ABUSE, "Rude")
    about, moderator = actions.About(Key.read(guest_person(GWEN.guest)), "Gwen"), mod()
    first = actions.moderate(Verb.HOLD, theirs[0].pk, moderator, "Gwen")

    def act(index):
        ways = (
            lambda: erase(words=True),
            lambda: actions.moderate_person(Verb.SPAM, about, moderator, "Gwen"),
            lambda: [attempt(partial(decide, one)) for one in reversed(theirs)],
            lambda: actions.undo(first.pk, moderator, "Gwen"),
            lambda: actions.keep(others.pk, moderator, "Fine"),
        )
        return attempt(ways[index])

    def decide(one):
        return actions.moderate(Verb.REMOVE, one.pk, moderator, "Gwen")

    together(5, act)
    attempt(lambda: erase(words=True))
    assert known() == {("Deleted reader", "", False)}
    assert set(Comment.objects.exclude(name="Ben").values_list("state", flat=True)) == {"withdrawn"}
    assert set(Decision.objects.values_list("person", flat=True)) == {""}
    assert StateChange.objects.filter(after="withdrawn").count() == len(theirs)
    assert_healthy(article)


def test_who_erase_the_same_person_at_once_erase_them_once(article):
    for n in range(EACH):
        say(article, GWEN, f"Words {n}")
    made = together(4, lambda _: attempt(lambda: erase(words=True)))
    assert [each.counts for each in made if each] == [{"comments": EACH}]
    assert Erasure.objects.count() == 1
    assert_healthy(article)
