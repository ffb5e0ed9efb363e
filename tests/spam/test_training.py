"""manage.py train_spam_filter: learning from what was decided before."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from comments import actions
from comments.models import Comment, SpamLesson
from comments.rules import Verb
from comments.spam import training
from comments.spam.memory import learn
from tests.cast import guest, make_article, mod, say
from tests.spam.known import counts_of, known

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article()


@pytest.fixture(autouse=True)
def decided_without_the_filter(monkeypatch):
    monkeypatch.setattr("comments.spam.deciding.MOST_AT_ONCE", 0)


def train(**options):
    out = StringIO()
    call_command("train_spam_filter", stdout=out, **options)
    return out.getvalue().strip()


def learned():
    """What is known of each comment."""
    lessons = SpamLesson.objects.exclude(is_spam=None)
    return dict(lessons.values_list("comment__text", "is_spam"))


def decided(verb, article, text):
    comment = say(article, "Ada", text)
    actions.moderate(verb, comment.pk, mod())
    return comment


def let_stand(days, article, text):
    comment = say(article, "Ada", text)
    before = timezone.now() - timedelta(days=days)
    Comment.objects.filter(pk=comment.pk).update(published_at=before)
    return comment


def test_decisions_are_learned_and_what_nobody_minded(article):
    held = make_article(title="The ferry", moderation="hold")
    decided(Verb.SPAM, article, "spam")
    decided(Verb.PUBLISH, held, "published by mod")
    decided(Verb.REMOVE, article, "removed")
    say(held, "Ada", "held")
    let_stand(29, article, "new")
    let_stand(31, article, "old")
    assert train() == "3 comments learned"
    assert learned() == {"spam": True, "published by mod": False, "old": False}
    assert counts_of("spam", "published by", "removed", "held", "old", None) == [
        (1, 0),
        (0, 1),
        (0, 0),
        (0, 0),
        (0, 1),
        (1, 2),
    ]


def test_what_is_reported_is_ham_only_once_a_moderator_has_kept_it(article):
    reported, kept = let_stand(31, article, "reported"), say(article, "Ada", "kept")
    for comment in (reported, kept):
        actions.flag(comment.pk, guest(), "spam")
    actions.keep(kept.pk, mod())
    assert train() == "1 comment learned"
    assert learned() == {"kept": False}
    actions.keep(reported.pk, mod())
    assert train() == "1 comment learned"
    assert learned() == {"kept": False, "reported": False}


def test_nothing_is_learned_twice(article):
    decided(Verb.SPAM, article, "spam")
    train()
    before = known()
    assert train() == "0 comments learned"
    assert known() == before


def test_decisions_that_changed_are_learned_anew(article):
    spam, old = decided(Verb.SPAM, article, "spam"), let_stand(31, article, "old")
    train()
    actions.moderate(Verb.PUBLISH, spam.pk, mod())
    actions.moderate(Verb.REMOVE, old.pk, mod())
    assert train() == "2 comments learned"
    assert learned() == {"spam": False}
    assert counts_of("spam", "old", None) == [(0, 1), (0, 0), (0, 1)]


def test_edited_comments_are_learned_anew(article):
    ada = guest("Ada")
    comment = say(article, ada, "casino")
    actions.moderate(Verb.SPAM, comment.pk, mod())
    train()
    actions.moderate(Verb.PUBLISH, comment.pk, mod())
    actions.edit(comment.pk, ada, "bridge", 1)
    assert train() == "1 comment learned"
    assert counts_of("casino", "bridge", None) == [(0, 0), (0, 1), (0, 1)]


def test_edits_are_learned_of_comments_whose_first_texts_are_elsewhere(article):
    ada = guest("Ada")
    comment = say(article, ada, "casino")
    Comment.objects.filter(pk=comment.pk).update(revision=5)
    actions.moderate(Verb.SPAM, comment.pk, mod())
    train()
    actions.moderate(Verb.PUBLISH, comment.pk, mod())
    actions.edit(comment.pk, ada, "bridge", 5)
    assert train() == "1 comment learned"
    assert counts_of("casino", "bridge", None) == [(0, 0), (0, 1), (0, 1)]


def test_more_than_one_batch(article, monkeypatch):
    monkeypatch.setattr(training, "BATCH", 3)
    for number in range(7):
        let_stand(31, article, str(number))
    assert train() == "7 comments learned"
    assert learned() == {str(number): False for number in range(7)}


def test_a_rebuild_forgets_what_is_not_decided(article):
    learn(say(article, "Ada", "undecided"), is_spam=True)
    decided(Verb.SPAM, article, "spam")
    train(rebuild=True)
    assert learned() == {"spam": True}
    assert counts_of("undecided", "spam", None) == [(0, 0), (1, 0), (1, 0)]


def test_it_can_be_quiet(article, capsys):
    decided(Verb.SPAM, article, "spam")
    assert train(verbosity=0) == ""
    assert capsys.readouterr() == ("", "")
