"""It runs on a live site: nobody waits for it, and it waits for nobody."""

import pytest
from django.db import connection, transaction
from django.utils import timezone

from comments import actions, limits
from comments.actions import emptying
from comments.models import Comment
from comments.rules import Verb
from tests.cast import make_article, mod, say
from tests.comments.health import assert_healthy
from tests.concurrency.crowd import together

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article():
    return make_article()


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """What is spam now has been so for long enough."""
    monkeypatch.setattr(emptying, "_before", timezone.now)


@pytest.fixture
def moderator():
    return mod()


@pytest.fixture
def spam(article, moderator):
    def post(parent):
        comment = say(article, "Gwen", "Buy.", parent)
        actions.moderate(Verb.SPAM, comment.pk, moderator)
        return comment

    return post


def emptied() -> int:
    return Comment.objects.filter(text="").count()


def test_a_thread_in_which_somebody_is_busy_is_left_for_the_next_time(prune, article, spam):
    there = spam(say(article, "Ada", "one"))
    spam(say(article, "Ben", "two"))

    with transaction.atomic():
        # As every action does first.
        Comment.objects.select_for_update(no_key=True).get(pk=there.parent_id)
        busy = together(1, lambda _: prune())
    assert (busy, emptied()) == ([{"old spam": 1}], 1)
    assert (prune(), emptied()) == ({"old spam": 1}, 2)


def test_people_write_and_decide_while_it_runs(prune, article, spam, moderator):
    root = say(article, "Ada", "root")
    old = [spam(root) for _ in range(12)]

    def act(index):
        if index == 0:
            return list(emptying.empty_spam(2))
        for comment in old[index::4]:
            say(article, "Ben", "Still here.", root)
            publish(comment, moderator)
        return None

    together(5, act)
    prune()
    # Each is either published with its words, or spam without them.
    states = set(Comment.objects.filter(pk__in=[c.pk for c in old]).values_list("state", "text"))
    assert states <= {("published", "Buy."), ("spam", "")}
    assert_healthy()


def publish(comment, moderator):
    try:
        actions.moderate(Verb.PUBLISH, comment.pk, moderator)
    except actions.Refused:
        assert Comment.objects.get(pk=comment.pk).text == ""


def test_what_is_being_counted_is_left_alone(prune, settings):
    limits.used_before("proof", "x", 0)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM comments_window FOR UPDATE")
        assert together(1, lambda _: prune()) == [{}]
    assert prune() == {"count of": 1}
    assert_healthy()
