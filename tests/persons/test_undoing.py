"""What was decided about a person is taken back from the log, as one."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from comments import actions
from comments.models import Comment, Decision, Sanction
from comments.rules import Verb
from tests.cast import bob, make_article, mod, say
from tests.comments.health import assert_healthy
from tests.moderation.desk import client_of, states
from tests.persons.desk import about, person_of, section

pytestmark = pytest.mark.django_db


@pytest.fixture
def theirs():
    return [say(make_article(title=title), bob(), title) for title in ("One", "Two")]


def ban(comment):
    until = timezone.now() + timedelta(days=1)
    return actions.ban(about(comment), [about(comment).person], mod(), until=until, reason="Rude")


def undo(decision):
    page = reverse("admin:comments_decision_undo", args=[decision.pk])
    assert client_of(mod()).get(page).status_code == 200
    assert client_of(mod()).post(page, {"reason": "Too hard"}).status_code == 302
    return Decision.objects.get(undoes=decision)


def in_force():
    return Sanction.objects.filter(lifted_by=None).count()


def test_a_ban_is_undone_and_done_again(theirs):
    undone = undo(ban(theirs[0]))
    assert (in_force(), undone.person, undone.after) == (0, f"a{bob().pk}", "")
    assert undone.before.startswith("until ")
    undo(undone)
    assert in_force() == 1


def test_holding_everything_is_undone(theirs):
    undo(actions.hold_all(about(theirs[0]), mod()))
    assert in_force() == 0


def test_a_lift_is_undone(theirs):
    ids = [ban(theirs[0]).sanctions.get().pk]
    undo(actions.lift(ids, about(theirs[0]), mod()))
    assert in_force() == 1


def test_what_was_lifted_since_is_not_undone(theirs):
    made = ban(theirs[0])
    actions.lift([made.sanctions.get().pk], about(theirs[0]), mod())
    with pytest.raises(actions.Refused):
        actions.undo(made.pk, mod())


def test_clearing_is_undone_as_one_and_no_more(theirs):
    waits = say(theirs[0].article, bob(), "Held before")
    actions.moderate(Verb.HOLD, waits.pk, mod())
    spam = say(theirs[0].article, bob(), "Removed before")
    actions.moderate(Verb.REMOVE, spam.pk, mod(), "Rude")
    cleared = actions.moderate_person(Verb.REMOVE, about(theirs[0]), mod(), "Advertising")
    assert states(*theirs, waits, spam) == ["removed"] * 4
    undo(cleared)
    assert states(*theirs, waits, spam) == ["published", "published", "held", "removed"]
    for article in {comment.article for comment in Comment.objects.select_related("article")}:
        assert_healthy(article)


def test_the_persons_page_tells_of_it(theirs):
    undo(ban(theirs[0]))
    rows = section(client_of(mod()).get(person_of(theirs[0])), "decisions")
    assert [row.split()[0] for row in rows] == ["undo", "ban"]
    assert rows[1].endswith("undone by mod")
