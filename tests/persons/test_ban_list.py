"""The list of bans: who, by what, until when, by whom and why; in force or over."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import actions
from comments.actions import About
from comments.models import Sanction
from comments.persons.keys import Key
from tests.cast import account, alice, bob, charlie, make_article, mod, say
from tests.moderation.desk import client_of, column
from tests.pages import soup
from tests.persons.desk import about

pytestmark = pytest.mark.django_db

BANS = "/admin/comments/sanction/"
QUERIES = 6


@pytest.fixture
def client():
    return client_of(mod())


def ban(user, article, days=7, reason="Rude"):
    whom = about(say(article, user, "Words"))
    until = timezone.now() + timedelta(days=days) if days else None
    return actions.ban(whom, [whom.person], alice(), until=until, reason=reason)


@pytest.fixture
def bans():
    """Of bob, in force; of charlie, lifted; of dora, over; and gwen's words are held."""
    article = make_article()
    ban(bob(), article, days=None)
    lifted = ban(charlie(), article)
    ids = [lifted.sanctions.get().pk]
    actions.lift(ids, _whom(lifted), mod())
    over = ban(account("dora"), article)
    Sanction.objects.filter(decision=over).update(until=timezone.now())
    actions.hold_all(about(say(article, "Gwen", "Words")), mod())


def _whom(decision):
    return About(Key.read(decision.person))


def rows(response):
    names = ("who", "what", "told_by", "standing", "reason", "by")
    return list(zip(*(column(response, name) for name in names), strict=True))


GWEN = ("Gwen", "everything is held", "guest", "in force", "", "mod")
DORA = ("dora", "ban", "account", "over", "Rude", "alice")
CHARLIE = ("charlie", "ban", "account", "lifted by mod", "Rude", "alice")
BOB = ("bob", "ban", "account", "in force", "Rude", "alice")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", [GWEN, DORA, CHARLIE, BOB]),
        ("?now=yes", [GWEN, BOB]),
        ("?now=no", [DORA, CHARLIE]),
        ("?does__exact=ban&now=yes", [BOB]),
        ("?by=g", [GWEN]),
        ("?q=charlie", [CHARLIE]),
        ("?now=rubbish", [GWEN, DORA, CHARLIE, BOB]),
    ],
)
def test_it_is_filtered(client, bans, query, shown):
    assert rows(client.get(BANS + query)) == shown


def test_it_leads_to_the_person(client, bans):
    link = soup(client.get(BANS + "?q=bob")).select_one(".field-who a")
    assert link["href"] == f"/admin/comments/person/a{bob().pk}/"


def test_an_end_is_shown(client, bans):
    assert column(client.get(BANS + "?q=bob"), "ends") == ["without an end"]


def test_nothing_is_changed_there(client, bans):
    pk = Sanction.objects.first().pk
    for page in (f"{pk}/change", f"{pk}/delete", "add"):
        assert client.post(f"{BANS}{page}/", {"post": "yes", "reason": "x"}).status_code == 403
    assert Sanction.objects.count() == 4


@pytest.mark.parametrize("query", ["?key__startswith=a", "?decision__moderator__password=x"])
def test_nothing_else_is_asked_there(client, bans, query):
    assert client.get(BANS + query).status_code == 302


def test_it_asks_as_much_for_many_as_for_one(client, django_assert_num_queries):
    article = make_article()
    for many in (1, 2, 47):
        for _ in range(many):
            ban("Gwen", article)
        with django_assert_num_queries(QUERIES):
            client.get(BANS)


def test_a_search_of_thousands_of_words_is_bounded(client):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(BANS, {"q": "a " * 2_000}).status_code == 200
    assert max(query["sql"].count("UPPER(") for query in asked) <= 1_000
