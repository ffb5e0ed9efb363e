"""A moderator bans somebody from their page: by whom they are told, until when, and why."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from comments.models import Comment, Decision, Sanction
from tests.cast import alice, bob, make_article, mod, say
from tests.forms import words
from tests.moderation.desk import client_of, title, told
from tests.pages import flat, soup
from tests.persons.desk import key, person_of, problems, section

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return client_of(mod())


@pytest.fixture
def theirs():
    place = f"{make_article().get_absolute_url()}comments/"
    Client(REMOTE_ADDR="192.0.2.7").post(place, words("First", email="gwen@example.org"))
    return Comment.objects.get()


def offered(client, comment):
    fields = soup(client.get(person_of(comment, "ban"))).select("[name=keys]")
    return [(field["value"], flat(field.find_parent("label"))) for field in fields]


def send(client, comment, keys, **values):
    sent = {"keys": keys, "term": "7", "day": "", "reason": "Rude"} | values
    return client.post(person_of(comment, "ban"), sent, follow=True)


def test_what_the_comments_carry_is_offered_without_any_address(client, theirs):
    kept = theirs.address
    today = f"{timezone.localdate():%b.} {timezone.localdate().day}, {timezone.localdate().year}"
    assert offered(client, theirs) == [
        (key(theirs), "This guest"),
        (
            f"e{theirs.email_key.hex}",
            f"The e-mail address {theirs.email_key.hex[:4]} of 1 comment, the last on {today}",
        ),
        (
            f"x{kept.address.hex}",
            f"The exact address {kept.address.hex[:4]} of 1 comment, the last on {today}",
        ),
        (
            f"n{kept.network.hex}",
            f"The network {kept.network.hex[:4]} of 1 comment, the last on {today}",
        ),
    ]
    page = client.get(person_of(theirs, "ban")).content.decode()
    assert ["192.0.2" in page, "gwen@example.org" in page] == [False, False]


def test_an_account_is_offered_alone_and_chosen(client):
    theirs = say(make_article(), bob(), "First")
    response = client.get(person_of(theirs, "ban"))
    assert title(response) == "Ban bob"
    assert offered(client, theirs) == [(f"a{bob().pk}", "This account")]
    assert soup(response).select("[name=keys][checked]") != []


def test_a_ban_by_all_of_it_is_one_decision(client, theirs):
    keys = [value for value, _ in offered(client, theirs)]
    response = send(client, theirs, keys)
    assert told(response) == ["Banned."]
    decision = Decision.objects.get()
    assert (decision.verb, decision.person, decision.moderator) == ("ban", key(theirs), mod())
    assert sorted(decision.sanctions.values_list("key", flat=True)) == sorted(keys)
    assert [row.split(" until")[0] for row in section(response, "bans")] == [
        "ban known by: e-mail address, guest, network, exact address"
    ]
    left = Sanction.objects.first().until - timezone.now()
    assert timedelta(days=6, hours=23) < left <= timedelta(days=7)
    place = f"{theirs.article.get_absolute_url()}comments/"
    assert Client(REMOTE_ADDR="192.0.2.9").post(place, words()).status_code == 403


def test_it_ends_with_the_day_that_is_given(client, theirs):
    day = timezone.localdate() + timedelta(days=3)
    send(client, theirs, [key(theirs)], term="until", day=f"{day:%Y-%m-%d}")
    until = timezone.localtime(Sanction.objects.get().until)
    assert f"{until:%Y-%m-%d %H:%M:%S}" == f"{day:%Y-%m-%d} 23:59:59"
    assert Decision.objects.get().after == f"until {day:%Y-%m-%d}"


def test_it_may_have_no_end(client, theirs):
    send(client, theirs, [key(theirs)], term="for-good")
    assert (Sanction.objects.get().until, Decision.objects.get().after) == (None, "without an end")


WRONG = [
    ({"keys": []}, "Please choose who is meant."),
    ({"reason": " "}, "Please say why: the person is told."),
    ({"reason": "x" * 501}, "This is 501 characters long; 500 is the limit."),
    ({"term": "until"}, "Please give the day."),
    ({"term": "until", "day": "2020-01-01"}, "This day is over."),
    ({"term": "until", "day": "9999-12-31"}, "Nobody lives so long: choose “without an end”."),
    ({"term": "until", "day": "x"}, "Enter a valid date."),
    (
        {"term": "x"},
        "Select a valid choice. x is not one of the available choices.",
    ),
    (
        {"keys": ["a1"]},
        "Select a valid choice. a1 is not one of the available choices.",
    ),
]


@pytest.mark.parametrize(("values", "problem"), WRONG)
def test_what_is_wrong_is_told_and_bans_nobody(client, theirs, values, problem):
    response = send(client, theirs, **({"keys": [key(theirs)]} | values))
    assert (response.status_code, problems(response)) == (422, [problem])
    assert Sanction.objects.count() == 0


def test_a_moderator_is_not_banned_by_mistake(client):
    theirs = say(make_article(), alice(), "First")
    response = send(client, theirs, [key(theirs)])
    assert (response.status_code, Sanction.objects.count()) == (422, 0)
    assert problems(response) == [
        "This account moderates: take its rights away first, if it is really meant."
    ]
