"""It runs on a live site: nobody waits for it, and it waits for nobody."""

import pytest
from django.db import connection, transaction
from django.utils import timezone

from comments import actions, limits
from comments.models import Comment
from comments.rules import State, Verb
from tests.cast import make_article, mod, say
from tests.comments.health import assert_healthy
from tests.concurrency.crowd import together

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article():
    return make_article()


def spam(article, parent=None):
    """Of long ago. It came in as such, so that nothing is said of it in the log."""
    comment = say(article, "Gwen", "Buy.", parent)
    long_ago = timezone.now().replace(year=2012, day=1)
    Comment.objects.filter(pk=comment.pk).update(
        state=State.SPAM, created_at=long_ago, visible=False, published_at=None, ordinal=None
    )
    return comment


def emptied() -> int:
    return Comment.objects.filter(text="").count()


def test_a_thread_in_which_somebody_is_busy_is_left_for_the_next_time(prune, article):
    there = spam(article, say(article, "Ada", "one"))
    spam(article, say(article, "Ben", "two"))

    def act(index):
        if index:
            return prune()
        with transaction.atomic():
            # As every action does first.
            Comment.objects.select_for_update(no_key=True).get(pk=there.parent_id)
            return together(1, lambda _: prune())

    busy = act(0)
    assert (busy, emptied()) == ([{"old spam comments emptied": 1}], 1)
    assert (prune(), emptied()) == ({"old spam comments emptied": 1}, 2)


def test_people_write_and_decide_while_it_runs(prune, article):
    root, moderator = say(article, "Ada", "root"), mod()
    old = [spam(article, root) for _ in range(12)]

    def act(index):
        if index == 0:
            return [list(actions.emptying.empty_spam(2)) for _ in range(3)]
        for comment in old[index::4]:
            say(article, "Ben", "Still here.", root)
            publish(comment, moderator)
        return None

    together(5, act)
    prune()
    # Each is either published with its words, or spam without them.
    states = set(Comment.objects.filter(pk__in=[c.pk for c in old]).values_list("state", "text"))
    assert states <= {("published", "Buy."), ("spam", "")}
    connection.close()


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
    assert prune() == {"counts of limits and used proofs of work deleted": 1}
    assert_healthy()
