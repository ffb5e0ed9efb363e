"""The admin's page of a person: who it is, what they wrote, what was decided, who else it is."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone

from comments import actions
from comments.models import AddressHash, Comment
from comments.persons.keys import Key, Kind, account_person, email_person
from comments.rules import Verb
from tests.cast import account, alice, bob, charlie, guest, make_article, mod, say
from tests.forms import words
from tests.moderation.desk import COMMENTS, client_of, page_of, title
from tests.pages import flat, soup
from tests.persons.desk import about, address, facts, key, person_of, section

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return client_of(mod())


@pytest.fixture
def article():
    return make_article()


def test_an_account_is_told_by_what_it_wrote(client, article):
    first = say(article, bob(), "One")
    gone = say(article, bob(), "Two")
    Comment.objects.filter(pk=first.pk).update(name="Robert")
    actions.moderate(Verb.REMOVE, gone.pk, alice(), "Rude")
    response = client.get(person_of(first))
    assert title(response) == "bob"
    shown = facts(response)
    del shown["First seen"], shown["Last seen"]
    assert shown == {
        "Account": "bob",
        "Comments": "2 1 published 1 removed",
        "Names used": "bob 1, Robert 1",
    }
    assert section(response, "comments") == [
        "bob removed The footbridge Two",
        "Robert published The footbridge View on site One",
    ]
    assert section(response, "decisions") == ["remove a comment by alice Rude Undo…"]


def test_an_account_that_wrote_nothing_has_a_page(client):
    response = client.get(address(account_person(charlie().pk)))
    assert (title(response), facts(response)["Comments"]) == ("charlie", "0")


def test_a_guest_is_told_by_the_cookie(client, article):
    gwen = guest()
    first = say(article, gwen, "One")
    say(article, gwen, "Two")
    say(article, "Gwen", "Somebody else of this name")
    assert [row.split()[-1] for row in section(client.get(person_of(first)), "comments")] == [
        "Two",
        "One",
    ]


def test_an_address_of_mail_is_told_whoever_gave_it(client, article):
    for name in ("Gwen", "Wendy"):
        last = say(article, guest(name, email="gwen@example.org"), name)
    last.refresh_from_db()
    response = client.get(address(email_person(last.email_key)))
    assert (title(response), facts(response)["Comments"]) == ("Wendy", "2 2 published")
    assert "gwen@example.org" not in response.content.decode()


RUBBISH = ["a0", "x", "gwen@example.org", "g12", "a2147483648"]
UNKNOWN = ["a999999", f"g{'0' * 32}", f"e{'0' * 32}", f"n{'f' * 32}", f"x{'f' * 32}"]


@pytest.mark.parametrize("rubbish", RUBBISH + UNKNOWN)
def test_of_nobody_there_is_no_page(client, rubbish):
    assert client.get(f"/admin/comments/person/{rubbish}/").status_code == 404
    assert client.post(f"/admin/comments/person/{rubbish}/hold/", {}).status_code == 404


def test_decisions_about_the_person_and_about_branches_are_shown(client, article):
    thread = say(article, "Ada", "Why?")
    theirs = say(article, bob(), "Because", thread)
    actions.moderate(Verb.HOLD, thread.pk, mod(), branch=True)
    actions.ban(about(theirs), [about(theirs).person], mod(), until=None, reason="Rude")
    assert section(client.get(person_of(theirs)), "decisions") == [
        "ban this person – → without an end by mod Rude Undo…",
        "hold a comment with its whole branch by mod Undo…",
    ]


def test_who_gave_the_same_address_of_mail_is_told(client, article):
    gwen = guest("Gwen", email="gwen@example.org")
    first, other = say(article, gwen, "One"), say(article, guest("Wendy", email=gwen.email), "Two")
    say(article, guest("Ada", email="ada@example.org"), "Three")
    response = client.get(person_of(first))
    links = soup(response).select("section[aria-labelledby=related] li a")
    assert [link["href"] for link in links] == [
        address(email_person(first.email_key)),
        person_of(other),
    ]
    assert section(response, "related")[1] == "Wendy 1"


def post(article, remote, text):
    place = f"{article.get_absolute_url()}comments/"
    Client(REMOTE_ADDR=remote).post(place, words(text, name=text))
    return Comment.objects.latest("pk")


def test_who_came_from_the_same_network_is_told_and_has_a_page(client, article):
    first, near = post(article, "192.0.2.7", "Ann"), post(article, "192.0.2.8", "Ben")
    post(article, "198.51.100.1", "Far")
    response = client.get(person_of(first))
    link, other = soup(response).select("section[aria-labelledby=related] li a")
    assert (flat(other), other["href"]) == ("Ben", person_of(near))
    assert flat(link).endswith(": 2 comments")
    network = client.get(link["href"])
    assert [row.split()[0] for row in section(network, "comments")] == ["Ben", "Ann"]
    assert "192.0.2" not in response.content.decode() + network.content.decode()


def test_a_network_is_forgotten_with_its_hashes(client, article):
    first = post(article, "192.0.2.7", "Ann")
    post(article, "192.0.2.8", "Ben")
    AddressHash.objects.update(expires_at=F("expires_at") - timedelta(days=60))
    assert section(client.get(person_of(first)), "related") == []


def test_many_comments_come_in_pages(client, article):
    gwen = guest()
    said = [say(article, gwen, f"Number {n}") for n in range(27)]
    Comment.objects.filter(pk__in=[c.pk for c in said[:3]]).update(created_at=timezone.now())
    response = client.get(person_of(said[0]))
    assert len(section(response, "comments")) == 25
    older = soup(response).find("a", string="Older")["href"]
    second = client.get(person_of(said[0]) + older)
    assert [row.split()[-1] for row in section(second, "comments")] == ["4", "3"]
    assert soup(second).find("a", string="Older") is None
    for rubbish in ("x", "0", "-1", "9" * 40):
        page = client.get(f"{person_of(said[0])}?before={rubbish}")
        assert len(section(page, "comments")) == 25


def test_words_are_escaped(client, article):
    theirs = say(article, guest("<b>Gwen</b>"), "<script>alert(1)</script>")
    actions.add_note(about(theirs).person, mod(), "<i>watch</i>")
    page = client.get(person_of(theirs)).content.decode()
    assert [found in page for found in ("<b>Gwen", "<script>alert", "<i>watch")] == [False] * 3


def test_lists_and_pages_of_comments_lead_to_the_person(client, article):
    theirs = say(article, bob(), "One")
    listed = soup(client.get(COMMENTS)).select_one(".field-by a")
    assert (listed["href"], listed.text) == (person_of(theirs), "bob")
    linked = soup(client.get(page_of(theirs))).find("a", string="Page of this person")
    assert linked["href"] == person_of(theirs)


def test_the_key_of_a_comment_finds_it(client, article):
    for author in (bob(), guest(), guest(email="gwen@example.org")):
        theirs = say(article, author, "Words")
        assert client.get(address(key(theirs))).status_code == 200


QUERIES = 15


def grow(article, gwen, by):
    """So many more comments, with all that the page shows of each."""
    for _ in range(by):
        theirs = say(article, gwen, "Words")
        say(article, guest("Wendy", email=gwen.email), "Words")
        _came_from(theirs)
        actions.moderate(Verb.HOLD, theirs.pk, mod())
        actions.add_note(about(theirs).person, mod(), "Note")
        network = Key(Kind.NETWORK, uuid4())
        actions.ban(about(theirs), [network], mod(), until=None, reason="Rude")
    return theirs


def test_it_asks_as_much_for_many_comments_as_for_one(client, article, django_assert_num_queries):
    gwen = guest(email="gwen@example.org")
    for more in (1, 2, 47):
        theirs = grow(article, gwen, more)
        page = person_of(theirs)
        with django_assert_num_queries(QUERIES):
            assert client.get(page).status_code == 200


def _came_from(comment):
    AddressHash.objects.create(
        comment=comment,
        article=comment.article,
        address="0" * 32,
        network="1" * 32,
        expires_at=timezone.now() + timedelta(days=1),
    )


def test_an_account_without_rights_is_kept_out(article):
    theirs = say(article, bob(), "One")
    staff = client_of(account("staff", is_staff=True))
    assert staff.get(person_of(theirs)).status_code == 403
