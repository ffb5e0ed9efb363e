"""What a decision about a whole branch would do is said before it is done."""

import pytest

from comments import actions
from comments.models import Decision
from comments.rules import Verb
from tests.cast import bob, converse, make_article, mod, say
from tests.moderation.desk import (
    confirm,
    everything,
    moderation_of,
    page_of,
    states,
    title,
    told,
)
from tests.pages import flat, soup

pytestmark = pytest.mark.django_db

THREAD = """
Ada: One
  Ben: Two
    Ben: Three
  Cem: Four
"""


@pytest.fixture
def said():
    return converse(make_article(), THREAD)


def ask(client, comment, verb="remove", **values):
    sent = {"verb": verb, "branch": "on", "reason": "Rude", **values}
    return client.post(moderation_of(comment), sent, follow=True)


def test_it_says_how_many_by_how_many_and_changes_nothing(client, said) -> None:
    actions.moderate(Verb.REMOVE, said[3].pk, mod())
    before = everything()
    asked = ask(client, said[0])
    assert title(asked) == "Remove 3 comments"
    assert flat(soup(asked).select_one(".would")) == "This will remove 3 comments by 3 people."
    shown = [flat(item) for item in soup(asked).select(".near li")]
    assert shown == ["Ada published One", "Ben published Two", "Ben published Three"]
    assert everything() == before


def test_confirmed_it_is_one_decision(client, said) -> None:
    done = confirm(client, ask(client, said[0], tells_author="on"))
    assert (told(done), done.request["PATH_INFO"]) == (
        ["4 comments removed."],
        page_of(said[0]),
    )
    decision = Decision.objects.get()
    assert (decision.branch, decision.reason, decision.tells_author) == (True, "Rude", True)
    assert decision.changes.count() == 4


def test_one_person_is_one_whatever_their_names(client) -> None:
    article = make_article()
    first = say(article, bob(), "One")
    say(article, bob(), "Two", first)
    asked = ask(client, first, "hold")
    assert flat(soup(asked).select_one(".would")) == "This will hold 2 comments by 1 person."


def test_what_has_changed_meanwhile_is_asked_again(client, said) -> None:
    asked = ask(client, said[0])
    say(said[0].article, "Dee", "Five", said[0])
    again = confirm(client, asked)
    page = soup(again)
    assert title(again) == "Remove 5 comments"
    assert flat(page.select_one("[role=alert]")) == "It has changed since you were asked."
    assert set(states(*said)) == {"published"}
    assert told(confirm(client, again)) == ["5 comments removed."]


def test_a_sample_of_a_large_branch_is_shown(client, said) -> None:
    for word in "abcdefghijk":
        say(said[0].article, "Dee", word, said[0])
    page = soup(ask(client, said[0]))
    assert len(page.select(".near li")) == 10
    assert "… and 5 more" in page.text


def test_a_branch_where_nothing_would_change_says_so(client, said) -> None:
    response = ask(client, said[0], "restore")
    assert told(response) == ["There was nothing to do: somebody else has been faster."]


def test_people_s_words_cannot_break_the_page(client) -> None:
    comment = say(make_article(), "<b>Ada</b>", "<script>alert(1)</script>")
    page = soup(ask(client, comment, reason="<i>x</i>"))
    assert page.select_one(".near bdi").text == "<b>Ada</b>"
    assert page.select_one(".moderation q").text == "<i>x</i>"
    assert page.select_one(".moderation script") is None


@pytest.mark.parametrize("replies", [1, 40])
def test_a_larger_branch_asks_no_more(client, replies, django_assert_num_queries) -> None:
    article = make_article()
    first = say(article, "Ada", "One")
    for _ in range(replies):
        say(article, "Ben", "Reply", first)
    # Session, account, two for the permissions; the comment, what would change, the sample.
    with django_assert_num_queries(7):
        client.post(moderation_of(first), {"verb": "hold", "branch": "on"})
