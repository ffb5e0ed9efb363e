"""Where somebody is led who has just posted: the same address that later leads there."""

import pytest

from comments import actions, reading
from comments.models import Comment
from comments.people import Person
from comments.places import last_before, place_of, place_of_new
from tests.cast import guest, make_article, say
from tests.comments.forest import GUEST, plant

pytestmark = pytest.mark.django_db

THREAD = "a\n  b removed\n    c\n  d removed\n  e held\n  f\ng\nh held"


def reply(article, parent):
    posted = actions.post(article, guest(), "new", parent_id=parent and parent.pk)
    assert place_of_new(posted) == place_of(Comment.objects.get(pk=posted.comment.pk))
    return posted


@pytest.mark.parametrize("shown", range(1, 7))
def test_beneath_any_comment_however_much_of_a_thread_is_shown(shown, monkeypatch):
    monkeypatch.setattr(reading, "CROWDED_THREAD_ROWS", shown)
    article = make_article()
    for comment in plant(article, THREAD).values():
        if comment.is_published():
            reply(article, comment)


def test_a_thread_on_a_later_page(monkeypatch):
    monkeypatch.setattr(reading, "THREADS_A_PAGE", 2)
    article = make_article()
    for _ in range(3):
        thread = reply(article, None).comment
        reply(article, thread)
    assert place_of_new(reply(article, None)).partition("#")[0].endswith("?from=4")


def test_what_waits_has_a_page_of_its_own():
    article = make_article()
    thread = say(article, "Ada", "a")
    article.moderation = "hold"
    article.save()
    for parent in (thread, None):
        posted = reply(article, parent)
        assert place_of_new(posted).startswith(posted.comment.get_absolute_url())


def test_a_new_comment_stands_behind_what_its_reader_sees():
    article = make_article()
    planted = plant(article, "a\n  b\n  c held\nd")
    own = reply(article, planted["a"]).comment
    assert last_before(own, guest()) == planted["b"].pk
    # Whoever wrote what waits sees it.
    assert last_before(own, Person(guest=GUEST)) == planted["c"].pk
    assert last_before(reply(article, planted["a"]).comment, guest()) == own.pk
    assert last_before(reply(article, planted["d"]).comment, guest()) == planted["d"].pk


def test_a_new_thread_stands_behind_nothing():
    assert last_before(reply(make_article(), None).comment, guest()) is None
