"""What happens when somebody posts or replies."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from articles.models import Article
from comments import actions, posting
from comments.actions import Refused
from comments.models import Comment, Conversation, Tally
from comments.rules import DEEPEST_LEVEL, Refusal, Verb
from comments.tallies import counts_of
from comments.tree.intervals import ROOT
from tests.cast import bob, converse, guest, make_article, mod, person, say
from tests.comments.forest import outline, plant, plant_rows
from tests.comments.health import assert_healthy, counted

pytestmark = pytest.mark.django_db

GWEN = guest("Gwen", email="gwen@example.org", website="https://example.org/")


@pytest.fixture
def article():
    return make_article()


def test_a_post_is_published_with_the_next_number(article):
    before = timezone.now()
    comment = actions.post(article, GWEN, "Is *it* open?").comment
    stored = Comment.objects.get(pk=comment.pk)
    assert (stored.text, stored.html) == ("Is *it* open?", "<p>Is <em>it</em> open?</p>\n")
    assert (stored.name, stored.email, stored.website, stored.guest, stored.author_id) == (
        *("Gwen", "gwen@example.org", "https://example.org/"),
        *(GWEN.guest, None),
    )
    assert (stored.parent_id, stored.tree_id, stored.level) == (None, stored.pk, 0)
    assert (stored.lft, stored.rght) == ROOT
    assert (stored.state, stored.visible, stored.number) == ("published", True, "1")
    assert before <= stored.created_at == stored.published_at <= timezone.now()


@pytest.mark.parametrize("moderation", ["publish", "hold"])
@pytest.mark.parametrize("beneath", [False, True], ids=["post", "reply"])
def test_what_is_given_back_is_what_is_stored(moderation, beneath):
    article = make_article()
    parent = say(article, "Ada", "a") if beneath else None
    Article.objects.update(moderation=moderation)
    comment = actions.post(
        article, GWEN, "b", parent_id=parent and parent.pk, submission=uuid4()
    ).comment
    stored = Comment.objects.get(pk=comment.pk)
    fields = [field.attname for field in Comment._meta.concrete_fields]
    assert {f: getattr(comment, f) for f in fields} == {f: getattr(stored, f) for f in fields}


def test_an_account_posts_under_its_name(article):
    comment = actions.post(article, person(bob()), "Hello").comment
    assert (comment.name, comment.author, comment.guest) == ("bob", bob(), None)


def test_replies_stand_beneath_what_they_answer(article):
    converse(
        article,
        """
        Ada: a
          Ben: b
            Ada: c
          Cem: d
            Ada: e
        Ben: f
        """,
    )
    assert outline(article) == ("1 a\n  1.1 b\n    1.1.1 c\n  1.2 d\n    1.2.1 e\n2 f")
    assert counted(article) == {"published": 6, "version": 6, "threads": {"a": 5, "f": 1}}
    assert_healthy()


def test_what_waits_has_no_number_and_does_not_count():
    article = make_article(moderation="hold")
    comment = say(article, "Ada", "a")
    assert (comment.state, comment.visible, comment.number) == ("held", False, "")
    assert comment.published_at is None
    assert counts_of([article.pk]) == {}
    assert not Conversation.objects.exists()
    assert_healthy()


def test_a_reply_that_waits_moves_no_numbers():
    article = make_article()
    first = say(article, "Ada", "a")
    Article.objects.update(moderation="hold")
    say(article, "Ben", "b", first)
    Article.objects.update(moderation="publish")
    say(article, "Cem", "c", first)
    assert outline(article) == "1 a\n  b (held)\n  1.1 c"
    assert_healthy()


CLOSED = {
    "a draft": ({"state": "draft"}, Refusal.ARTICLE_GONE),
    "not published yet": (
        {"published_at": timezone.now() + timedelta(days=1)},
        Refusal.ARTICLE_GONE,
    ),
    "closed": ({"comments": "closed"}, Refusal.CLOSED),
    "closed by its age": (
        {"published_at": timezone.now() - timedelta(days=8), "closes_after_days": 7},
        Refusal.CLOSED,
    ),
}


@pytest.mark.parametrize("why", CLOSED)
def test_nothing_is_added_to_an_article_that_is(why, article):
    first = say(article, "Ada", "a")
    values, refusal = CLOSED[why]
    # The page was read before: the article that is passed still seems open.
    Article.objects.filter(pk=article.pk).update(**values)
    assert _refusal(article, "b") == (refusal, None)
    assert _refusal(article, "b", parent_id=first.pk) == (refusal, first)
    assert outline(article) == "1 a"
    assert counted(article) == {"published": 1, "version": 1, "threads": {"a": 1}}


@pytest.mark.parametrize("state", ["held", "spam", "removed", "withdrawn"])
def test_only_what_is_published_is_answered(state, article):
    gone = plant(article, f"a {state}")["a"]
    assert _refusal(article, "b", parent_id=gone.pk) == (Refusal.PARENT_GONE, gone)
    assert Comment.objects.count() == 1


def test_nobody_answers_what_never_was(article):
    assert _refusal(article, "b", parent_id=1) == (Refusal.PARENT_GONE, None)


def test_a_reply_stays_with_its_article(article):
    elsewhere = say(make_article(title="The ferry"), "Ada", "a")
    assert _refusal(article, "b", parent_id=elsewhere.pk) == (Refusal.OTHER_ARTICLE, elsewhere)
    assert Comment.objects.count() == 1


def test_threads_have_an_end(article):
    count = DEEPEST_LEVEL + 1
    chain = plant_rows(
        article, list(range(count)), list(map(str, range(count))), ["published"] * count
    )
    deepest = chain[str(DEEPEST_LEVEL)]
    assert _refusal(article, "b", parent_id=deepest.pk) == (Refusal.TOO_DEEP, deepest)


def test_a_refusal_leaves_no_number_behind(article):
    first = say(article, "Ada", "a")
    _refusal(article, "b", parent_id=1)
    say(article, "Ben", "c", first)
    say(article, "Cem", "d")
    assert outline(article) == "1 a\n  1.1 c\n2 d"


def test_the_same_form_posts_once(article):
    key = uuid4()
    first = actions.post(article, GWEN, "a", submission=key)
    second = actions.post(article, GWEN, "a", submission=key)
    assert (first.repeated, second.repeated, second.comment) == (False, True, first.comment)
    assert counted(article) == {"published": 1, "version": 1, "threads": {"a": 1}}


def test_the_same_form_replies_once(article):
    parent, key = say(article, "Ada", "a"), uuid4()
    posts = [
        actions.post(article, GWEN, "b", parent_id=parent.pk, submission=key) for _ in range(3)
    ]
    assert {posted.comment for posted in posts} == {posts[0].comment}
    assert outline(article) == "1 a\n  1.1 b"
    assert_healthy()


def test_the_same_form_with_other_words_is_told_so(article):
    key = uuid4()
    first = actions.post(article, GWEN, "a", submission=key).comment
    assert _refusal(article, "b", submission=key) == (Refusal.ALREADY_POSTED, first)
    assert outline(article) == "1 a"


def test_the_same_form_elsewhere_is_told_so(article):
    parent, key = say(article, "Ada", "a"), uuid4()
    first = actions.post(article, GWEN, "b", submission=key).comment
    refused = _refusal(article, "b", parent_id=parent.pk, submission=key)
    assert refused == (Refusal.ALREADY_POSTED, first)


def test_a_repeat_after_an_edit_is_still_a_repeat(article):
    key = uuid4()
    first = actions.post(article, GWEN, "a", submission=key).comment
    for revision, text in enumerate(("b", "c"), start=1):
        actions.edit(first.pk, GWEN, text, revision)
    assert actions.post(article, GWEN, "a", submission=key).comment == first
    assert _refusal(article, "c", submission=key) == (Refusal.ALREADY_POSTED, first)


def test_a_repeat_is_answered_after_the_article_closed(article):
    key = uuid4()
    first = actions.post(article, GWEN, "a", submission=key).comment
    Article.objects.update(comments="closed")
    repeat = actions.post(article, GWEN, "a", submission=key)
    assert (repeat.comment, repeat.repeated) == (first, True)
    assert _refusal(article, "a", submission=uuid4()) == (Refusal.CLOSED, None)


def test_a_repeat_is_answered_after_its_parent_went(article):
    parent, key = say(article, "Ada", "a"), uuid4()
    reply = {"parent_id": parent.pk, "submission": key}
    first = actions.post(article, GWEN, "b", **reply).comment
    actions.moderate(Verb.REMOVE, parent.pk, mod())
    assert actions.post(article, GWEN, "b", **reply).comment == first


def test_a_form_may_be_used_again_under_another_article(article):
    key = uuid4()
    actions.post(article, GWEN, "a", submission=key)
    other = make_article(title="The ferry")
    assert not actions.post(other, GWEN, "a", submission=key).repeated


def test_an_id_that_is_taken_is_made_anew(article, monkeypatch):
    first, other = say(article, "Ada", "a"), say(article, "Ada", "b")
    made = iter([other.pk, other.pk])
    new_id = posting.new_id
    monkeypatch.setattr(posting, "new_id", lambda beneath: next(made, None) or new_id(beneath))
    say(article, "Ben", "c", first)
    assert outline(article) == "1 a\n  1.1 c\n2 b"
    assert counted(article) == {"published": 3, "version": 3, "threads": {"a": 2, "b": 1}}


def test_ids_that_are_always_taken_are_an_error(article, monkeypatch):
    first = say(article, "Ada", "a")
    monkeypatch.setattr(posting, "new_id", lambda _beneath: first.pk)
    with pytest.raises(RuntimeError, match="not posted in 10 tries"):
        say(article, "Ben", "b")
    assert outline(article) == "1 a"


@pytest.mark.parametrize("replies", [0, 30])
def test_a_reply_costs_the_same_in_any_thread(replies, article, django_assert_num_queries):
    first = say(article, "Ada", "a")
    parent = first
    for _ in range(replies):
        parent = say(article, "Ben", "b", parent)
    author = guest()
    # What the rules are asked about, and the one statement that does it all.
    with django_assert_num_queries(2):
        actions.post(article, author, "c", parent_id=parent.pk)


def test_a_post_costs_little(article, django_assert_num_queries):
    author = guest()
    with django_assert_num_queries(2):
        actions.post(article, author, "a")


def test_each_thread_counts_in_its_own_slot(article):
    comments = [say(article, "Ada", str(index)) for index in range(20)]
    expected: dict[int, int] = {}
    for comment in comments:
        expected[comment.pk % Tally.SLOTS] = expected.get(comment.pk % Tally.SLOTS, 0) + 1
    assert dict(Tally.objects.values_list("slot", "published")) == expected
    assert counts_of([article.pk])[article.pk].published == 20
    assert counts_of([article.pk])[article.pk].last_activity_at == comments[-1].created_at


def _refusal(article, text, **options):
    with pytest.raises(Refused) as caught:
        actions.post(article, GWEN, text, **options)
    return caught.value.refusal, caught.value.comment
