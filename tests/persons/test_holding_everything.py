"""Everything that somebody writes from now on waits, and what they edit."""

import pytest

from comments import actions
from comments.models import Comment, Decision, Hold, Sanction, Waiting
from comments.suspicions import WATCHED
from tests.cast import bob, make_article, mod, say
from tests.forms import words
from tests.moderation.desk import client_of, states, told
from tests.persons.desk import about, person_of, section

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def place(article):
    return f"{article.get_absolute_url()}comments/"


@pytest.fixture
def first(client, place):
    client.post(place, words("First"))
    return Comment.objects.get()


def newest():
    return Comment.objects.latest("pk")


def test_without_it_one_is_published_and_with_it_one_waits(client, place, first):
    client.post(place, words("Second"))
    assert newest().state == "published"
    actions.hold_all(about(first), mod(), "Third time")
    assert client.post(place, words("Third")).status_code == 302
    assert newest().state == "held"
    assert Hold.objects.get().code == WATCHED
    assert Waiting.objects.get().comment == newest()


def test_replies_wait_too(client, article, first):
    parent = say(article, bob(), "Why?")
    actions.hold_all(about(first), mod())
    client.post(f"/comments/{parent.pk}/reply/", words("Because"))
    assert (newest().text, newest().state) == ("Because", "held")


def test_others_are_published(article, first):
    actions.hold_all(about(first), mod())
    assert say(article, "Ada", "Hello").state == "published"


def test_what_is_edited_waits_for_another_look(client, first):
    actions.hold_all(about(first), mod())
    sent = {"text": "Something else", "revision": "1"}
    assert client.post(f"/comments/{first.pk}/edit/", sent).status_code == 302
    first.refresh_from_db()
    assert (first.text, first.state) == ("Something else", "held")
    assert Hold.objects.get().code == WATCHED
    step = first.history.get()
    assert (step.decision.verb, step.decision.moderator) == ("hold", None)


def test_what_waits_already_has_the_reason_once(client, place, first):
    actions.hold_all(about(first), mod())
    client.post(place, words("Second"))
    second = newest()
    client.post(f"/comments/{second.pk}/edit/", {"text": "Changed", "revision": "1"})
    second.refresh_from_db()
    assert (second.text, second.state) == ("Changed", "held")
    assert Hold.objects.filter(comment=second).count() == 1


def test_a_moderator_begins_and_stops_it_on_the_persons_page(place, client, first):
    desk, page = client_of(mod()), person_of(first, "hold")
    response = desk.post(page, {"reason": "Third time"}, follow=True)
    assert told(response) == ["All that this person writes from now on is held."]
    assert section(response, "bans") == ["everything is held known by: guest by mod, Third time"]
    again = desk.post(page, {"reason": ""}, follow=True)
    assert told(again) == ["There was nothing to do: somebody else has been faster."]
    response = desk.post(page, {"reason": "Calm now", "stop": "1"}, follow=True)
    assert told(response) == ["What this person writes is held no more by itself."]
    client.post(place, words("Second"))
    assert newest().state == "published"
    assert list(Decision.objects.order_by("pk").values_list("verb", "before", "after")) == [
        ("hold", "", "everything held"),
        ("restore", "everything held", ""),
    ]


def test_it_is_undone_as_part_of_another_decision(first):
    begun = actions.hold_all(about(first), mod())
    undo = Decision.objects.create(verb="undo", undoes=begun, moderator_name="mod")
    assert actions.take_back(begun, undo) == 1
    assert Sanction.objects.get().lifted_by == undo
    assert states(first) == ["published"]


def test_the_reason_is_shown_to_moderators(client, place, first):
    actions.hold_all(about(first), mod())
    client.post(place, words("Second"))
    page = client_of(mod()).get(f"/admin/comments/comment/{newest().pk}/change/")
    assert "everything by this person is held" in page.content.decode()
