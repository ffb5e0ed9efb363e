"""What was true when the form was checked, and is no more when the thread's lock is held."""

import pytest

from articles.models import Article
from comments import actions
from comments.actions import Refused
from comments.facts import Facts
from comments.models import Comment
from comments.rules import Refusal, Verb
from comments.tree.placing import place_last
from tests.cast import guest, make_article, mod, say
from tests.comments.forest import outline, plant
from tests.comments.health import assert_healthy

pytestmark = pytest.mark.django_db

GWEN = guest()


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def parent(article):
    return say(article, "Ada", "a")


def post_beneath(facts):
    return actions.post(facts.article, GWEN, "b", parent_id=facts.parent.pk, facts=facts)


def refusal(facts):
    with pytest.raises(Refused) as caught:
        post_beneath(facts)
    return caught.value.refusal


def test_facts_that_hold_are_not_read_again(parent, django_assert_num_queries):
    facts = Facts.beneath(parent.pk)
    with django_assert_num_queries(1):
        post_beneath(facts)


def test_other_replies_change_nothing_that_the_rules_ask_about(article, parent):
    facts = Facts.beneath(parent.pk)
    for word in "bcd":
        say(article, "Ben", word, parent)
    assert post_beneath(facts).comment.ordinal == 4


def test_an_article_that_was_closed(parent):
    facts = Facts.beneath(parent.pk)
    Article.objects.update(comments="closed")
    assert refusal(facts) == Refusal.CLOSED


def test_an_article_that_was_closed_to_new_threads(article):
    facts = Facts.under(article.pk)
    Article.objects.update(comments="closed")
    with pytest.raises(Refused, match="closed"):
        actions.post(article, GWEN, "a", facts=facts)
    assert Comment.objects.count() == 0


def test_an_article_where_comments_now_wait(article, parent):
    facts = Facts.beneath(parent.pk)
    Article.objects.update(moderation="hold")
    assert post_beneath(facts).comment.state == "held"
    assert outline(article) == "1 a\n  b (held)"
    assert_healthy()


@pytest.mark.parametrize("verb", [Verb.HOLD, Verb.SPAM, Verb.REMOVE])
def test_a_parent_that_is_gone(parent, verb):
    facts = Facts.beneath(parent.pk)
    actions.moderate(verb, parent.pk, mod())
    assert refusal(facts) == Refusal.PARENT_GONE
    assert Comment.objects.count() == 1


def test_a_parent_that_is_gone_and_back(article, parent):
    facts = Facts.beneath(parent.pk)
    actions.moderate(Verb.REMOVE, parent.pk, mod())
    actions.moderate(Verb.RESTORE, parent.pk, mod())
    post_beneath(facts)
    assert outline(article) == "1 a\n  1.1 b"


def test_a_parent_that_stands_in_another_thread_by_now(article):
    planted = plant(article, "a\n  x\nc\n  d")
    facts = Facts.beneath(planted["x"].pk)
    head = planted["d"]
    lft, rght = place_last(head.pk, head.tree_id)
    Comment.objects.filter(pk=planted["x"].pk).update(
        parent=head, tree_id=head.tree_id, level=2, lft=lft, rght=rght
    )
    comment = post_beneath(facts).comment
    assert (comment.tree_id, comment.level) == (planted["c"].pk, 3)
    assert lft < comment.lft < comment.rght < rght


def test_what_never_stops_changing_is_an_error(article, parent, monkeypatch):
    stale = Facts(article, "never", parent)
    monkeypatch.setattr(actions.posting, "_facts", lambda *_: stale)
    with pytest.raises(RuntimeError, match="not posted in 10 tries"):
        post_beneath(stale)
    assert outline(article) == "1 a"


def test_room_is_made_where_there_is_none(article, parent):
    Comment.objects.filter(pk=parent.pk).update(lft=1, rght=400)
    newest = parent
    for _ in range(60):
        newest = say(article, "Ben", "b", newest)
    assert newest.level == 60
    assert_healthy()


def test_a_thread_that_can_hold_no_more_says_so(article, parent):
    Comment.objects.filter(pk=parent.pk).update(lft=1, rght=3)
    with pytest.raises(OverflowError):
        say(article, "Ben", "b", parent)
    assert outline(article) == "1 a"
