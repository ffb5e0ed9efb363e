"""An author asks for another look, once for each decision, and is told of the answer."""

import pytest
from django.test import Client

from comments import actions
from comments.actions import Refused
from comments.models import Appeal, Waiting
from comments.rules import Refusal, Verb
from tests.cast import bob, charlie, guest, make_article, mod, person, say
from tests.pages import errors, flat, soup, typed
from tests.readers.asking import footer, of, told

pytestmark = pytest.mark.django_db

REMOVED = "A moderator removed this comment. Only you can still read it."
ASKED = "You asked for another look · …"


@pytest.fixture(params=["account", "guest"])
def author(request):
    return bob() if request.param == "account" else guest("Gwen")


@pytest.fixture
def comment(author):
    return say(make_article(), author, "my words")


@pytest.fixture
def address(comment):
    return f"/comments/{comment.pk}/appeal/"


def appeals() -> list[tuple[str, bool]]:
    return [(appeal.words, appeal.decision is None) for appeal in Appeal.objects.all()]


@pytest.mark.parametrize("verb", [Verb.REMOVE, Verb.SPAM, Verb.HOLD])
def test_the_author_asks_and_is_told_of_the_answer(author, comment, address, verb):
    client = of(author)
    actions.moderate(verb, comment.pk, mod())
    assert footer(client, comment).endswith("Ask for another look")
    response = client.post(address, {"text": "Please."})
    assert response.status_code == 302
    assert appeals() == [("Please.", True)]
    assert "appeal" in Waiting.objects.get().reasons
    assert told(client, comment)[-1] == ASKED
    assert "Ask for another look" not in footer(client, comment)
    actions.keep(comment.pk, mod())
    kept = "A moderator has looked again and left it as it is."
    assert told(client, comment)[-1] == f"{ASKED} {kept}"
    assert "Ask for another look" not in footer(client, comment)


def test_what_was_brought_back_is_told_beneath_it(author, comment, address):
    client = of(author)
    actions.moderate(Verb.REMOVE, comment.pk, mod())
    client.post(address)
    actions.moderate(Verb.RESTORE, comment.pk, mod())
    assert told(client, comment) == [f"{ASKED} A moderator has looked again and brought it back."]
    assert told(Client(), comment) == []


def test_what_still_waits_is_not_said_to_be_back(author, comment, address):
    client = of(author)
    actions.moderate(Verb.HOLD, comment.pk, mod())
    actions.moderate(Verb.REMOVE, comment.pk, mod())
    client.post(address)
    actions.moderate(Verb.RESTORE, comment.pk, mod())
    assert told(client, comment)[-1] == f"{ASKED} A moderator has looked at it again."


def test_the_same_decision_is_asked_about_once(author, comment, address):
    client = of(author)
    actions.moderate(Verb.REMOVE, comment.pk, mod())
    client.post(address)
    actions.keep(comment.pk, mod())
    answer = client.post(address, {"text": "But!"})
    assert (answer.status_code, errors(answer)) == (
        422,
        ["A moderator has looked at this comment again already, and the answer stands."],
    )
    assert typed(answer, "text") == "But!"
    assert appeals() == [("", False)]


def test_another_decision_can_be_asked_about_again(author, comment, address):
    client = of(author)
    for _ in range(2):
        actions.moderate(Verb.REMOVE, comment.pk, mod())
        assert client.post(address).status_code == 302
        actions.moderate(Verb.RESTORE, comment.pk, mod())
    assert appeals() == [("", False), ("", False)]


def test_a_double_click_asks_once_and_other_words_are_not_lost(author, comment, address):
    client = of(author)
    actions.moderate(Verb.REMOVE, comment.pk, mod())
    for _ in range(2):
        assert client.post(address, {"text": "Please."}).status_code == 302
    answer = client.post(address, {"text": "Now!"})
    assert (answer.status_code, typed(answer, "text")) == (422, "Now!")
    assert errors(answer) == ["You have asked already. A moderator will look at it again."]
    assert appeals() == [("Please.", True)]
    page = client.get(address)
    assert flat(soup(page).select_one(".problem")) == errors(answer)[0]


def test_nobody_asks_for_another(comment, address):
    say(comment.article, "Ben", "an answer", comment)
    actions.moderate(Verb.REMOVE, comment.pk, mod())
    for stranger in (Client(), of(charlie()), of(mod())):
        assert stranger.post(address).status_code == 403
        assert "my words" not in stranger.get(address).content.decode()
    assert appeals() == []


@pytest.mark.parametrize("who", ["author", "stranger"])
def test_there_is_nothing_to_ask_about_what_is_published(author, comment, address, who):
    client = of(author) if who == "author" else Client()
    assert client.post(address).status_code == (422 if who == "author" else 403)
    assert appeals() == []


def test_what_its_author_withdrew_is_done_with(author, comment, address):
    actor = person(author) if hasattr(author, "pk") else author
    actions.withdraw(comment.pk, actor)
    assert of(author).post(address).status_code == 404
    with pytest.raises(Refused) as refused:
        actions.appeal(comment.pk, actor)
    assert refused.value.refusal == Refusal.NOTHING_TO_ASK


def test_the_script_gets_the_comment_as_it_stands_now(author, comment, address):
    client, fetch = of(author), {"X-Requested-With": "fetch"}
    actions.moderate(Verb.REMOVE, comment.pk, mod())
    assert f'action="{address}"' in client.get(address, headers=fetch).json()["form"]
    answer = client.post(address, headers=fetch).json()
    assert answer["message"] == "A moderator will look at your comment again."
    assert "You asked for another look" in answer["html"]


def test_words_that_are_too_many_are_shown_again(author, comment, address):
    actions.moderate(Verb.REMOVE, comment.pk, mod())
    answer = of(author).post(address, {"text": "x" * 501})
    assert (answer.status_code, typed(answer, "text")) == (422, "x" * 501)
    assert appeals() == []
