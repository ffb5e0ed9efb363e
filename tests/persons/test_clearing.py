"""What somebody wrote in the last days goes at once: counted first, one decision, in one piece."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments import actions
from comments.models import Appeal, Comment, Decision, StateChange, Waiting
from comments.rules import Verb
from tests.cast import bob, charlie, make_article, mod, person, say
from tests.comments.health import assert_healthy
from tests.moderation.desk import client_of, states, title, told
from tests.pages import flat, soup
from tests.persons.desk import about, person_of, problems

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return client_of(mod())


@pytest.fixture
def theirs():
    """Bob's, in two articles and three threads, the last of them old; others' stand between."""
    first, second = make_article(), make_article(title="Other")
    thread = say(first, bob(), "One")
    answer = say(first, charlie(), "Charlie's", thread)
    spread = [thread, say(first, bob(), "Two", answer), say(second, bob(), "Three")]
    old = say(second, bob(), "Old")
    Comment.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=8))
    return [*spread, old]


def test_it_is_asked_first_with_its_number(client, theirs):
    ask = {"verb": "remove", "days": "7"}
    response = client.get(person_of(theirs[0], "clear"), ask)
    assert title(response) == "Remove 3 comments"
    assert flat(soup(response).select_one(".person > p")) == (
        "All by bob of the last 7 days, beneath 2 articles. "
        "One decision, which can be undone as one."
    )
    assert [p.text for p in soup(response).select(".near .excerpt")] == ["Three", "Two", "One"]
    assert states(*theirs) == ["published"] * 4


def test_it_is_one_decision_across_articles(client, theirs):
    sent = {"verb": "remove", "days": "7", "reason": "Advertising"}
    response = client.post(person_of(theirs[0], "clear"), sent, follow=True)
    assert told(response) == ["3 comments removed."]
    assert states(*theirs) == ["removed", "removed", "removed", "published"]
    decision = Decision.objects.get()
    assert (decision.verb, decision.person, decision.reason) == (
        "remove",
        f"a{bob().pk}",
        "Advertising",
    )
    assert (decision.article, decision.comment) == (None, None)
    changed = decision.changes.values_list("comment", "before", "after")
    assert sorted(changed) == [(c.pk, "published", "removed") for c in theirs[:3]]
    for article in {comment.article for comment in theirs}:
        assert_healthy(article)
    assert Comment.objects.get(text="Charlie's").state == "published"


@pytest.mark.parametrize(("verb", "state"), [("spam", "spam"), ("hold", "held")])
def test_it_can_be_marked_or_held(client, theirs, verb, state):
    client.post(person_of(theirs[0], "clear"), {"verb": verb, "days": "30", "reason": ""})
    assert states(*theirs) == [state] * 4
    assert Waiting.objects.count() == (4 if verb == "hold" else 0)


def test_only_what_the_verb_leads_on_from_changes(client, theirs):
    actions.moderate(Verb.HOLD, theirs[0].pk, mod())
    actions.withdraw(theirs[1].pk, person(bob()))
    sent = {"verb": "hold", "days": "7"}
    assert title(client.get(person_of(theirs[0], "clear"), sent)) == "Hold 1 comment"
    client.post(person_of(theirs[0], "clear"), sent)
    assert states(*theirs) == ["held", "withdrawn", "held", "published"]
    assert Decision.objects.latest("pk").changes.count() == 1


def test_open_appeals_are_answered(theirs):
    article = theirs[0].article
    asked = Appeal.objects.create(article=article, comment=theirs[0], words="Why?")
    actions.moderate_person(Verb.SPAM, about(theirs[0]), mod())
    asked.refresh_from_db()
    assert asked.decision == Decision.objects.get()


def test_nothing_to_do_changes_nothing(client, theirs):
    actions.moderate_person(Verb.REMOVE, about(theirs[0]), mod(), "Spam")
    before = StateChange.objects.count()
    response = client.get(person_of(theirs[0], "clear"), {"verb": "remove", "days": "7"})
    assert title(response) == "Remove 0 comments"
    assert soup(response).select("form.decide") == []
    sent = {"verb": "remove", "days": "7", "reason": "Again"}
    again = client.post(person_of(theirs[0], "clear"), sent, follow=True)
    assert told(again) == ["There was nothing to do: somebody else has been faster."]
    assert (StateChange.objects.count(), Decision.objects.count()) == (before, 1)


def test_removing_needs_a_reason(client, theirs):
    sent = {"verb": "remove", "days": "7", "reason": " "}
    response = client.post(person_of(theirs[0], "clear"), sent)
    assert (response.status_code, problems(response)) == (
        422,
        ["Please say why: removing needs a reason."],
    )
    assert Decision.objects.count() == 0


BAD = [{}, {"verb": "publish", "days": "7"}, {"verb": "remove"}]
BAD += [{"verb": "remove", "days": days} for days in ("0", "-1", "x", "9" * 5000, "36501")]


@pytest.mark.parametrize("asked", BAD)
def test_what_cannot_be_meant_is_refused(client, theirs, asked):
    page = person_of(theirs[0], "clear")
    assert client.get(page, asked).status_code == 422
    assert client.post(page, {**asked, "reason": "Spam"}).status_code == 422
    assert Decision.objects.count() == 0
