"""What happens when authors change or withdraw their words."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments import actions
from comments.actions import Refused
from comments.models import Comment, Revision, StateChange
from comments.rules import EDIT_WINDOW, Refusal, Verb
from tests.cast import converse, guest, make_article, mod, say
from tests.comments.forest import outline
from tests.comments.health import assert_healthy, counted

pytestmark = pytest.mark.django_db

GWEN = guest("Gwen")


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def comment(article):
    return say(article, GWEN, "a")


def test_an_edit_replaces_the_words_and_keeps_the_earlier_ones(article, comment):
    before = timezone.now()
    edited = actions.edit(comment.pk, GWEN, "*b*", 1)
    stored = Comment.objects.get(pk=comment.pk)
    for each in (edited, stored):
        assert (each.text, each.html, each.revision) == ("*b*", "<p><em>b</em></p>\n", 2)
        assert before <= each.edited_at <= timezone.now()
    assert _revisions(comment) == ["a"]
    assert Revision.objects.get().replaced_at == stored.edited_at
    assert counted(article) == {"published": 1, "version": 2, "threads": {"*b*": 1}}


def test_every_earlier_text_is_kept(comment):
    for revision, text in enumerate(("b", "c", "a"), start=1):
        actions.edit(comment.pk, GWEN, text, revision)
    assert _revisions(comment) == ["c", "b", "a"]


def test_of_two_tabs_the_slower_is_told(comment):
    actions.edit(comment.pk, GWEN, "b", 1)
    refusal, now = _refused(comment, "c", 1)
    assert (refusal, now.text, now.revision) == (Refusal.EDITED_MEANWHILE, "b", 2)
    assert _revisions(comment) == ["a"]


def test_an_edit_repeated_changes_nothing_more(article, comment):
    for _ in range(2):
        actions.edit(comment.pk, GWEN, "b", 1)
    assert (_revisions(comment), counted(article)["version"]) == (["a"], 2)


def test_an_edit_without_a_change_is_none(article, comment):
    actions.edit(comment.pk, GWEN, "a", 1)
    stored = Comment.objects.get(pk=comment.pk)
    assert (stored.revision, stored.edited_at, counted(article)["version"]) == (1, None, 1)


@pytest.mark.parametrize(
    ("age", "refusal"),
    [(EDIT_WINDOW - timedelta(minutes=1), None), (EDIT_WINDOW, Refusal.TOO_LATE)],
)
def test_one_may_edit_for_a_while(age, refusal, comment):
    Comment.objects.update(created_at=timezone.now() - age)
    if refusal is None:
        assert actions.edit(comment.pk, GWEN, "b", 1).text == "b"
    else:
        assert _refused(comment, "b", 1)[0] == refusal
        assert _revisions(comment) == []


def test_only_its_author_edits_or_withdraws_a_comment(article, comment):
    stranger = guest("Gwen")
    for attempt in (
        lambda: actions.edit(comment.pk, stranger, "b", 1),
        lambda: actions.withdraw(comment.pk, stranger),
    ):
        with pytest.raises(Refused) as caught:
            attempt()
        assert (caught.value.refusal, caught.value.comment) == (Refusal.NOT_YOURS, comment)
    assert outline(article) == "1 a"


@pytest.mark.parametrize("verb", [Verb.SPAM, Verb.REMOVE])
def test_what_a_moderator_took_away_is_not_edited_or_withdrawn(verb, comment):
    actions.moderate(verb, comment.pk, mod())
    assert _refused(comment, "b", 1)[0] == Refusal.GONE
    with pytest.raises(Refused, match=Refusal.GONE):
        actions.withdraw(comment.pk, GWEN)


def test_what_waits_may_be_edited(article, comment):
    actions.moderate(Verb.HOLD, comment.pk, mod())
    actions.edit(comment.pk, GWEN, "b", 1)
    assert outline(article) == "1 b (held)"


def test_what_is_not_there_cannot_be_edited():
    with pytest.raises(Refused, match=Refusal.PARENT_GONE):
        actions.edit(1, GWEN, "b", 1)


def test_a_withdrawn_comment_leaves_no_trace_for_readers(article, comment):
    withdrawn = actions.withdraw(comment.pk, GWEN)
    assert (withdrawn.state, withdrawn.visible) == ("withdrawn", False)
    assert outline(article) == "1 a (withdrawn)"
    assert counted(article) == {"published": 0, "version": 2, "threads": {"a": 0}}
    assert _history(comment) == [("published", "withdrawn", None)]
    assert_healthy()


def test_its_place_stays_if_others_have_answered(article, comment):
    say(article, "Ada", "b", comment)
    actions.withdraw(comment.pk, GWEN)
    assert outline(article) == "1 a withdrawn\n  1.1 b"
    assert counted(article) == {"published": 1, "version": 3, "threads": {"a": 1}}
    assert_healthy()


def test_a_withdrawn_comment_is_not_withdrawn_again(comment):
    actions.withdraw(comment.pk, GWEN)
    with pytest.raises(Refused, match=Refusal.GONE):
        actions.withdraw(comment.pk, GWEN)
    assert len(_history(comment)) == 1


def test_a_number_is_never_given_again(article):
    first, second, third = converse(article, "Gwen: a\n  Gwen: b\n  Gwen: c")
    Comment.objects.update(guest=GWEN.guest)
    actions.withdraw(third.pk, GWEN)
    say(article, "Ada", "d", first)
    actions.withdraw(second.pk, GWEN)
    actions.withdraw(first.pk, GWEN)
    say(article, "Ada", "e")
    assert outline(article) == (
        "1 a withdrawn\n  1.1 b (withdrawn)\n  1.2 c (withdrawn)\n  1.3 d\n2 e"
    )
    assert_healthy()


def _refused(comment, text, revision):
    with pytest.raises(Refused) as caught:
        actions.edit(comment.pk, GWEN, text, revision)
    return caught.value.refusal, caught.value.comment


def _revisions(comment):
    return list(comment.revisions.values_list("text", flat=True))


def _history(comment):
    changes = StateChange.objects.filter(comment=comment)
    return list(changes.values_list("before", "after", "decision"))
