"""Bans end early, give way to others, and are undone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from comments import actions
from comments.actions import Refused
from comments.models import Decision, Sanction
from comments.persons.keys import Key, account_person
from tests.cast import alice, bob, make_article, mod, say
from tests.forms import words
from tests.moderation.desk import client_of, told
from tests.persons.desk import about, person_of, section

pytestmark = pytest.mark.django_db


@pytest.fixture
def theirs():
    return say(make_article(), bob(), "Rude")


def ban(comment, days=7, reason="Rude"):
    whom = about(comment)
    until = timezone.now() + timedelta(days=days) if days else None
    return actions.ban(whom, [whom.person], mod(), until=until, reason=reason)


def undo(decision):
    by = Decision.objects.create(verb="undo", undoes=decision, moderator_name="alice")
    return actions.take_back(decision, by)


def may_post(comment):
    place = f"{comment.article.get_absolute_url()}comments/"
    return client_of(bob()).post(place, words()).status_code == 302


def test_a_ban_and_its_end_are_in_the_log(theirs):
    made = ban(theirs)
    day = f"{timezone.localdate() + timedelta(days=7):%Y-%m-%d}"
    assert (made.verb, made.person, made.reason) == ("ban", account_person(bob().pk), "Rude")
    assert (made.before, made.after) == ("", f"until {day}")
    lifted = actions.lift([made.sanctions.get().pk], about(theirs), alice(), "Said sorry")
    assert (lifted.verb, lifted.reason) == ("unban", "Said sorry")
    assert (lifted.before, lifted.after) == (f"until {day}", "")
    assert Sanction.objects.get().lifted_by == lifted
    assert may_post(theirs)


def test_a_ban_is_lifted_once(theirs):
    made = ban(theirs)
    ids = [made.sanctions.get().pk]
    actions.lift(ids, about(theirs), mod())
    with pytest.raises(Refused):
        actions.lift(ids, about(theirs), mod())
    assert Decision.objects.count() == 2


def test_a_ban_is_lifted_on_the_page_of_whom_it_is_about(theirs):
    """The log would say of somebody else that they may write again."""
    made = ban(theirs)
    other = say(theirs.article, "Ada", "Kind")
    client = client_of(mod())
    response = client.post(person_of(other, "lift"), {"decision": made.pk, "reason": ""})
    assert told(client.get(response["Location"])) == [
        "There was nothing to do: somebody else has been faster."
    ]
    assert (Decision.objects.get(), may_post(theirs)) == (made, False)
    client.post(person_of(theirs, "lift"), {"decision": made.pk, "reason": ""})
    assert may_post(theirs)


def test_what_is_over_needs_no_lifting(theirs):
    made = ban(theirs)
    Sanction.objects.update(until=timezone.now())
    with pytest.raises(Refused):
        actions.lift([made.sanctions.get().pk], about(theirs), mod())


def test_a_new_ban_takes_the_place_of_the_old_one(theirs):
    ban(theirs)
    longer = ban(theirs, days=None, reason="Again")
    assert (longer.before[:6], longer.after) == ("until ", "without an end")
    current = Sanction.objects.get(lifted_by=None)
    assert (current.reason, current.until) == ("Again", None)


def test_undoing_a_ban_lifts_it_and_brings_back_the_one_before(theirs):
    ban(theirs)
    assert undo(ban(theirs, days=None, reason="Again")) == 2
    assert Sanction.objects.get(lifted_by=None).reason == "Rude"
    assert not may_post(theirs)


def test_undoing_a_first_ban_lets_them_write(theirs):
    assert undo(ban(theirs)) == 1
    assert may_post(theirs)


def test_undoing_a_lift_bans_again(theirs):
    made = ban(theirs)
    lifted = actions.lift([made.sanctions.get().pk], about(theirs), mod())
    assert undo(lifted) == 1
    assert not may_post(theirs)


def test_undoing_a_lift_leaves_a_newer_ban_alone(theirs):
    lifted = actions.lift([ban(theirs).sanctions.get().pk], about(theirs), mod())
    ban(theirs, days=1, reason="Newer")
    assert undo(lifted) == 0
    assert Sanction.objects.get(lifted_by=None).reason == "Newer"


def test_one_decision_bans_by_several_keys_and_one_lifts_them(theirs):
    whom = about(theirs)
    keys = [whom.person, Key.read("n" + "0" * 32)]
    made = actions.ban(whom, keys, mod(), until=None, reason="Rude")
    assert made.sanctions.count() == 2
    sent = {"decision": made.pk, "reason": "Sorry"}
    response = client_of(mod()).post(person_of(theirs, "lift"), sent, follow=True)
    assert told(response) == ["Lifted."]
    assert section(response, "bans") == [
        "ban known by: account, network without an end by mod, lifted by mod, Rude"
    ]
    assert Sanction.objects.filter(lifted_by__verb="unban").count() == 2


@pytest.mark.parametrize("decision", ["", "x", "-1", "9" * 5000, "5"])
def test_there_is_nothing_else_to_lift(theirs, decision):
    ban(theirs)
    sent = {"decision": decision, "reason": "Sorry"}
    response = client_of(mod()).post(person_of(theirs, "lift"), sent, follow=True)
    assert response.status_code == (200 if decision == "5" else 422)
    assert Sanction.objects.filter(lifted_by=None).count() == 1


def test_lifting_asks_for_no_more_than_a_ban(theirs):
    made = actions.hold_all(about(theirs), mod())
    sent = {"decision": made.pk}
    client_of(mod()).post(person_of(theirs, "lift"), sent)
    assert Sanction.objects.get().lifted_by is None
    assert Client().post(person_of(theirs, "lift"), sent).status_code == 302
