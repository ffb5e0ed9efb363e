"""One's own comments on a page of their own, with what became of them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments import actions
from comments.rules import Verb
from tests.cast import bob, charlie, guest, make_article, mod, person, say
from tests.pages import flat, soup
from tests.readers.asking import of

pytestmark = pytest.mark.django_db

YOURS = "/comments/yours/"


def entries(response) -> list[tuple[str, str, str]]:
    """Article, state and words of each."""
    found = soup(response).select(".yours > li")
    return [
        (flat(item.h2), flat(item.select_one(".state")), _words(item.select_one(".words")))
        for item in found
    ]


def _words(words) -> str:
    return flat(words) if words else ""


@pytest.fixture(params=["account", "guest"])
def author(request):
    return bob() if request.param == "account" else guest("Gwen")


def test_all_states_newest_first(author):
    article = make_article(title="The ferry")
    said = [say(article, author, text) for text in ("a", "b", "c", "d", "e")]
    for comment, verb in zip(said, (Verb.HOLD, Verb.SPAM, Verb.REMOVE), strict=False):
        actions.moderate(verb, comment.pk, mod())
    actions.withdraw(said[3].pk, person(author) if hasattr(author, "pk") else author)
    say(article, charlie(), "another's")
    assert entries(of(author).get(YOURS)) == [
        ("The ferry", "published", "e"),
        ("The ferry", "withdrawn by you", ""),
        ("The ferry", "removed", "c"),
        ("The ferry", "taken for spam", "b"),
        ("The ferry", "waiting", "a"),
    ]


def test_who_has_written_nothing_is_told_so():
    assert entries(Client().get(YOURS)) == []
    told = soup(Client().get(YOURS)).select_one(".empty").text
    assert told == "You have not written anything with this browser yet."


def test_what_stands_beneath_a_draft_is_not_listed():
    article = make_article()
    say(article, bob(), "words")
    assert len(entries(of(bob()).get(YOURS))) == 1
    article.state = "draft"
    article.save()
    assert entries(of(bob()).get(YOURS)) == []


def test_pages_lead_on_and_back():
    article = make_article()
    for number in range(45):
        say(article, bob(), str(number))
    client, address, seen = of(bob()), YOURS, []
    while address:
        page = client.get(address)
        seen += [words for *_, words in entries(page)]
        following = soup(page).select_one(".pages [rel=next]")
        address = following and YOURS + following["href"]
    assert seen == [str(number) for number in reversed(range(45))]


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "0", ""])
def test_a_strange_page_is_no_error(before):
    assert of(bob()).get(YOURS, {"before": before}).status_code == 200


@pytest.mark.parametrize("count", [1, 3, 50])
def test_it_costs_the_same_queries_however_much_is_on_it(count):
    article = make_article()
    for number in range(count):
        comment = say(article, guest_of_all, str(number))
        if number % 2:
            actions.moderate(Verb.REMOVE, comment.pk, mod())
            actions.appeal(comment.pk, guest_of_all)
    with CaptureQueriesContext(connection) as asked:
        page = of(guest_of_all).get(YOURS)
    assert len(entries(page)) == min(count, 20)
    assert len(asked) == 2


guest_of_all = guest("Gwen")


@pytest.mark.parametrize("place", ["/", "article", YOURS])
def test_the_way_there_is_shown_to_those_who_have_something_there(place):
    article = make_article()
    address = article.get_absolute_url() if place == "article" else place
    guest_ = guest()
    for client, shown in ((of(bob()), 1), (of(guest_), 1), (Client(), 0), (of(guest_), 1)):
        assert len(soup(client.get(address)).select(f'nav a[href="{YOURS}"]')) == shown
