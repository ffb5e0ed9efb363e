"""What readers see of branches that are closed, and of what is pinned or picked."""

import pytest
from bs4 import BeautifulSoup

from comments import actions
from comments.rules import Verb
from tests.cast import converse, guest, make_article, mod, say
from tests.forms import words
from tests.pages import flat, soup

pytestmark = pytest.mark.django_db

THREADS = """
Ada: one
  Ben: one one
    Cem: one one one
  Dee: one two
Eve: two
"""


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def said(article):
    return {comment.text: comment for comment in converse(article, THREADS)}


def mark(verb, comment):
    return actions.mark(verb, comment.pk, mod())


def page_at(client, address) -> BeautifulSoup:
    # A whole conversation is sent piece by piece.
    return BeautifulSoup(client.get(address).getvalue(), "html.parser")


def answerable(client, address) -> list[str]:
    """The words of the comments that can be answered from this page."""
    links = page_at(client, address).select("#conversation a[href$='/reply/']")
    return [link.find_parent("article").select_one(".words").text.strip() for link in links]


def closed(client, address) -> list[str]:
    notes = page_at(client, address).select("#conversation .closed")
    return [flat(note.find_parent("li").select_one(".words, .notice")) for note in notes]


def marks(client, address) -> dict[str, str]:
    items = page_at(client, address).select("#conversation li > article")
    found = {flat(item.select_one(".words")): item.select(".mark") for item in items}
    return {text: " ".join(map(flat, shown)) for text, shown in found.items() if shown}


@pytest.mark.parametrize("query", ["", "?view=whole", "?order=newest"])
def test_a_closed_branch_offers_no_replies_and_says_where_it_begins(client, article, said, query):
    address = article.get_absolute_url() + query
    assert len(answerable(client, address)) == 5
    mark(Verb.CLOSE, said["one one"])
    assert sorted(answerable(client, address)) == ["one", "one two", "two"]
    assert closed(client, address) == ["one one"]
    mark(Verb.OPEN, said["one one"])
    assert len(answerable(client, address)) == 5


def test_pages_of_a_closed_branch_know_it_too(client, said):
    mark(Verb.CLOSE, said["one"])
    for word, begins in (("one", ["one"]), ("one one", ["one"]), ("one one one", ["one"])):
        address = said[word].get_absolute_url()
        assert (answerable(client, address), closed(client, address)) == ([], begins)
    rest = f"{said['one'].get_absolute_url()}?after={said['one one'].pk}"
    assert (answerable(client, rest), closed(client, rest)) == ([], [])
    assert answerable(client, said["two"].get_absolute_url()) == ["two"]


def test_a_tombstone_that_is_closed_says_so(client, article, said):
    mark(Verb.CLOSE, said["one"])
    actions.moderate(Verb.REMOVE, said["one"].pk, mod())
    shown = closed(client, article.get_absolute_url())
    assert shown == ["1 Removed by a moderator. Closed to replies"]


def test_nothing_more_is_said_where_all_is_closed(client, article, said):
    mark(Verb.CLOSE, said["one"])
    type(article).objects.update(comments="closed")
    assert closed(client, article.get_absolute_url()) == []


def test_the_form_of_a_closed_branch_says_why_it_is_not_there(client, said):
    mark(Verb.CLOSE, said["one"])
    page = client.get(f"/comments/{said['one one'].pk}/reply/")
    assert flat(soup(page).select_one("[role=alert]")) == (
        "This branch is closed: nobody can reply to it any longer."
    )


def test_a_reply_to_a_branch_that_was_closed_meanwhile_keeps_its_words(client, said):
    address = f"/comments/{said['one one'].pk}/reply/"
    sent = words("Over the river.")
    mark(Verb.CLOSE, said["one"])
    answer = client.post(address, sent)
    assert answer.status_code == 422
    assert "Over the river." in soup(answer).select_one("form.write textarea").text
    assert flat(soup(answer).select_one(".problem")).startswith("This branch is closed")


def test_a_reply_in_place_knows_that_it_may_not_be_answered(client, article):
    author = guest()
    first = say(article, "Ada", "one")
    second = say(article, author, "two", first)
    mark(Verb.CLOSE, first)
    found = soup(client.get(second.get_absolute_url()))
    assert found.select("a[href$='/reply/']") == []


@pytest.mark.parametrize("query", ["", "?view=whole", "?order=newest"])
def test_what_is_pinned_stands_above_the_conversation_and_in_its_place(
    client, article, said, query
):
    address = article.get_absolute_url() + query
    assert page_at(client, address).select(".pinned") == []
    for word in ("two", "one one"):
        mark(Verb.PIN, said[word])
    pins = page_at(client, address).select(".pinned .pin")
    assert [flat(pin) for pin in pins] == [
        "1.1 Ben one one In the conversation",
        "2 Eve two In the conversation",
    ]
    places = [pin.select_one("a")["href"] for pin in pins]
    page = f"/articles/{article.slug}/#c-"
    assert places == [f"{page}{said[word].pk}" for word in ("one one", "two")]
    assert marks(client, address) == {"one one": "Pinned", "two": "Pinned"}


def test_what_is_pinned_is_not_shown_when_it_cannot_be_read(client, article, said):
    mark(Verb.PIN, said["one"])
    decision = actions.moderate(Verb.REMOVE, said["one"].pk, mod())
    address = article.get_absolute_url()
    assert page_at(client, address).select(".pinned") == []
    actions.undo(decision.pk, mod())
    assert len(page_at(client, address).select(".pin")) == 1


def test_a_long_comment_that_is_pinned_is_cut_and_safe(client, article):
    long = say(article, "<b>Ada</b>", "**Bold** <i>&amp; " + "word " * 300)
    mark(Verb.PIN, long)
    pin = soup(client.get(article.get_absolute_url())).select_one(".pin")
    beginning = pin.select_one(".words").text.strip()
    assert beginning.startswith("Bold <i>& word")
    assert (len(beginning), pin.select_one("bdi").text) == (600, "<b>Ada</b>")
    assert pin.select("i, .words b") == []


def test_later_pages_show_no_pins(client, article):
    first = say(article, "Ada", "first")
    for index in range(51):
        say(article, "Ben", str(index))
    mark(Verb.PIN, first)
    pages = [client.get(f"{article.get_absolute_url()}{q}") for q in ("", "?from=51")]
    assert [len(soup(page).select(".pin")) for page in pages] == [1, 0]


def test_the_editors_pick_is_marked(client, article, said):
    mark(Verb.PICK, said["two"])
    mark(Verb.PIN, said["two"])
    address = article.get_absolute_url()
    assert marks(client, address) == {"two": "Pinned Editors’ pick"}
    assert flat(page_at(client, address).select_one(".pin .mark")) == "Editors’ pick"


@pytest.mark.parametrize("verb", [Verb.CLOSE, Verb.PIN, Verb.PICK])
def test_a_kept_page_is_made_anew(client, article, said, verb):
    before = client.get(article.get_absolute_url())["ETag"]
    decision = mark(verb, said["two"])
    changed = client.get(article.get_absolute_url())["ETag"]
    actions.undo(decision.pk, mod())
    assert len({before, changed, client.get(article.get_absolute_url())["ETag"]}) == 3
