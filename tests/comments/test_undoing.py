"""Undo: what a decision changed comes back, and nothing that was decided since."""

import pytest

from comments import actions, waiting
from comments.actions import Refused
from comments.models import Appeal, Comment, Decision, Flag, SpamLesson, Waiting
from comments.rules import Refusal, Verb
from tests.cast import alice, guest, make_article, mod, say
from tests.comments.forest import MIXED, again, outline, plant
from tests.comments.health import assert_healthy, counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def forest(article):
    return plant(article, MIXED)


def remove(comment, **options):
    return actions.moderate(Verb.REMOVE, comment.pk, mod(), "Rude", **options)


def refusal(decision) -> Refusal:
    with pytest.raises(Refused) as caught:
        actions.undo(decision.pk, mod())
    return caught.value.refusal


@pytest.mark.parametrize(
    ("verb", "word"),
    [
        (Verb.PUBLISH, "c"),
        (Verb.HOLD, "a"),
        (Verb.SPAM, "b"),
        (Verb.REMOVE, "b"),
        (Verb.RESTORE, "a"),
    ],
)
def test_a_branch_is_undone_as_one_each_comment_to_its_own_state(verb, word, article, forest):
    if verb == Verb.PUBLISH:
        # What got a number keeps it.
        actions.undo(actions.moderate(verb, forest[word].pk, mod(), branch=True).pk, mod())
    before, published = outline(article), counted(article)["published"]
    decision = actions.moderate(verb, forest[word].pk, mod(), branch=True)
    changed = decision.changes.count()
    assert outline(article) != before
    undone = actions.undo(decision.pk, alice(), "By mistake")
    assert (undone.changed, undone.left) == (changed, 0)
    assert (outline(article), counted(article)["published"]) == (before, published)
    assert_healthy()


def test_an_undo_is_a_decision_with_its_rows(forest):
    decision = remove(forest["d"], branch=True)
    undo = actions.undo(decision.pk, alice(), "By mistake").decision
    assert Decision.objects.order_by("-id").first() == undo
    assert (undo.verb, undo.undoes, undo.reason) == ("undo", decision, "By mistake")
    assert (undo.moderator, undo.comment, undo.branch) == (alice(), forest["d"], True)
    rows = undo.changes.order_by("comment").values_list("comment__text", "before", "after")
    assert list(rows) == [("d", "removed", "published"), ("e", "removed", "spam")]


def test_what_was_decided_again_stays_as_it_is(article, forest):
    author = guest()
    own = say(article, author, "own", forest["a"])
    decision = actions.moderate(Verb.HOLD, forest["a"].pk, mod(), branch=True)
    actions.withdraw(own.pk, author)
    actions.moderate(Verb.SPAM, forest["d"].pk, mod())
    undone = actions.undo(decision.pk, mod())
    assert (undone.changed, undone.left) == (4, 2)
    states = {word: comment.state for word, comment in again(forest | {"own": own}).items()}
    assert states == {
        "a": "published",
        "b": "published",
        "c": "held",
        "d": "spam",
        "e": "spam",
        "f": "removed",
        "g": "published",
        "h": "published",
        "own": "withdrawn",
    }
    assert_healthy()


def test_what_went_another_way_to_the_same_state_stays(forest):
    decision = remove(forest["h"])
    for verb in (Verb.RESTORE, Verb.REMOVE):
        actions.moderate(verb, forest["h"].pk, mod())
    assert refusal(decision) == Refusal.DECIDED_SINCE
    assert not Decision.objects.filter(verb="undo").exists()


def test_a_decision_is_undone_once(forest):
    decision = remove(forest["h"])
    actions.undo(decision.pk, mod())
    assert refusal(decision) == Refusal.UNDONE_ALREADY
    assert Decision.objects.count() == 2


def test_an_undo_is_undone_and_so_on(article, forest):
    decision = remove(forest["b"], branch=True)
    outlines = [outline(article)]
    for _ in range(4):
        decision = actions.undo(decision.pk, mod()).decision
        outlines.append(outline(article))
    assert outlines[::2] == [outlines[0]] * 3
    assert outlines[1::2] == [outlines[1]] * 2
    assert outlines[0] != outlines[1]
    assert_healthy()


def test_a_decision_over_many_threads_is_undone_as_one(forest):
    other = say(make_article(slug="other"), "Ada", "x")
    decision = remove(forest["a"])
    person = Decision.objects.create(verb="remove", person="g1", moderator_name="mod")
    changes = [forest["d"].pk, forest["h"].pk, other.pk]
    made = [actions.undoing.states.Change(pk, "published", "removed") for pk in changes]
    actions.undoing.states.apply_all(made, decision.decided_at, person)
    undo = actions.undo(person.pk, mod())
    assert (undo.changed, undo.decision.person, undo.decision.article) == (3, "g1", None)
    found = Comment.objects.filter(pk__in=changes).values_list("state", flat=True)
    assert list(found) == ["published"] * 3
    assert_healthy()


def test_no_decision_is_not_undone(forest):
    with pytest.raises(Refused, match=Refusal.NOT_UNDOABLE):
        actions.undo(1, mod())


def test_what_cannot_be_undone_says_so():
    decision = Decision.objects.create(verb="withdraw", moderator_name="mod")
    assert refusal(decision) == Refusal.NOT_UNDOABLE


def test_the_filter_forgets_what_was_undone(article):
    comment = say(article, "Ada", "Buy cheap watches now, very cheap watches")
    decision = actions.moderate(Verb.SPAM, comment.pk, mod())
    lessons = SpamLesson.objects.filter(comment=comment.pk).values_list("is_spam", flat=True)
    assert list(lessons) == [True]
    actions.undo(decision.pk, mod())
    assert list(lessons.all()) == [False]


# Flags and appeals


def flag(comment) -> Flag:
    made = Flag.objects.create(article_id=comment.article_id, comment=comment, reason="abuse")
    waiting.refresh([comment.pk])
    return made


def queue() -> list[tuple[str, list[str]]]:
    return list(Waiting.objects.values_list("comment__text", "reasons"))


def test_flags_that_were_answered_are_open_again(forest):
    flag(forest["h"])
    decision = remove(forest["h"])
    assert ("h", ["flag-abuse"]) not in queue()
    undo = actions.undo(decision.pk, mod()).decision
    assert ("h", ["flag-abuse"]) in queue()
    actions.undo(undo.pk, mod())
    assert ("h", ["flag-abuse"]) not in queue()


def test_to_have_kept_a_comment_is_undone(forest):
    report = flag(forest["h"])
    decision = actions.keep(forest["h"].pk, mod())
    actions.undo(decision.pk, mod())
    report.refresh_from_db()
    assert (report.decision, queue()[-1]) == (None, ("h", ["flag-abuse"]))
    assert refusal(decision) == Refusal.UNDONE_ALREADY


def test_to_undo_a_removal_answers_who_appealed_against_it(forest):
    decision = remove(forest["h"])
    appeal = Appeal.objects.create(article_id=decision.article_id, comment=forest["h"])
    undo = actions.undo(decision.pk, mod()).decision
    appeal.refresh_from_db()
    assert appeal.decision == undo


def test_an_appeal_that_was_answered_waits_again(forest):
    remove(forest["h"])
    appeal = Appeal.objects.create(article_id=forest["h"].article_id, comment=forest["h"])
    decision = actions.moderate(Verb.RESTORE, forest["h"].pk, mod())
    actions.undo(decision.pk, mod())
    appeal.refresh_from_db()
    assert appeal.decision is None
    assert ("h", ["appeal"]) in queue()
