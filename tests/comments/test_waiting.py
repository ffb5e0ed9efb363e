import pytest

from comments import actions, waiting
from comments.actions import Refused
from comments.models import Appeal, Comment, Flag, Waiting
from comments.rules import Refusal, Suspicion, Verb
from tests.cast import bob, guest, make_article, mod, person, say

pytestmark = pytest.mark.django_db


def queue() -> list[tuple[str, list[str], int]]:
    rows = Waiting.objects.order_by("-urgency", "since", "comment")
    return [(row.comment.text, row.reasons, row.urgency) for row in rows.select_related("comment")]


def held(text: str, *codes: str) -> Comment:
    found = [Suspicion(code, "what was found") for code in codes]
    return actions.post(make_article(), guest(), text, suspicions=found).comment


def flag(comment: Comment, reason: str = "abuse") -> Flag:
    user = bob()
    made = Flag.objects.create(
        article_id=comment.article_id, comment=comment, author=user, reason=reason
    )
    waiting.refresh([comment.pk])
    return made


def test_what_is_published_at_once_does_not_wait():
    say(make_article(), person(bob()), "Good morning.")
    assert queue() == []


def test_what_is_held_waits_for_each_of_its_reasons():
    held("Look here.", "links", "too-soon", "links")
    assert queue() == [("Look here.", ["links", "too-soon"], waiting.Urgency.DOUBTFUL)]


def test_what_the_article_holds_waits_without_another_reason():
    say(make_article(moderation="hold"), person(bob()), "Good morning.")
    assert queue() == [("Good morning.", ["held"], waiting.Urgency.WAITS)]


def test_what_a_moderator_decides_waits_no_more():
    comment = held("Good morning.", "links")
    decision = actions.moderate(Verb.PUBLISH, comment.pk, mod())
    assert queue() == []
    actions.moderate(Verb.HOLD, comment.pk, mod())
    (row,) = Waiting.objects.all()
    assert row.since > decision.decided_at


def test_what_its_author_withdraws_waits_no_more():
    writer = guest()
    article = make_article(moderation="hold")
    comment = say(article, writer, "Good morning.")
    actions.withdraw(comment.pk, writer)
    assert queue() == []


def test_what_is_worst_comes_first():
    flag(say(make_article(slug="a"), person(bob()), "flagged"))
    held("waits", "links")
    held("spam", "spam")
    flag(say(make_article(slug="b"), person(bob()), "illegal"), "illegal")
    assert [text for text, _, _ in queue()] == ["illegal", "flagged", "waits", "spam"]


@pytest.mark.parametrize("verb", [Verb.REMOVE, Verb.HOLD, Verb.SPAM])
def test_a_decision_answers_flags(verb):
    comment = say(make_article(), person(bob()), "Good morning.")
    report = flag(comment)
    decision = actions.moderate(verb, comment.pk, mod())
    report.refresh_from_db()
    assert report.decision == decision
    assert [reasons for _, reasons, _ in queue()] == ([["held"]] if verb == Verb.HOLD else [])


def test_to_keep_a_comment_answers_flags_and_changes_nothing():
    comment = say(make_article(), person(bob()), "Good morning.")
    flag(comment)
    decision = actions.keep(comment.pk, mod(), "No harm in it.")
    assert (queue(), list(decision.changes.all())) == ([], [])
    comment.refresh_from_db()
    assert comment.state == "published"


def test_to_keep_what_nobody_asked_about_is_refused():
    comment = say(make_article(), person(bob()), "Good morning.")
    with pytest.raises(Refused) as refused:
        actions.keep(comment.pk, mod())
    assert refused.value.refusal == Refusal.NOTHING_TO_DO


def test_an_appeal_waits_until_it_is_answered():
    comment = say(make_article(), person(bob()), "Good morning.")
    actions.moderate(Verb.REMOVE, comment.pk, mod())
    Appeal.objects.create(article_id=comment.article_id, comment=comment)
    waiting.refresh([comment.pk])
    assert queue() == [("Good morning.", ["appeal"], waiting.Urgency.WAITS)]
    actions.moderate(Verb.RESTORE, comment.pk, mod())
    assert queue() == []
