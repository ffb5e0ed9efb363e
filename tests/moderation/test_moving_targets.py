"""Where a moderator may want a comment to go, and what is said of the rest."""

import pytest

from comments import actions
from comments.rules import REASON_LENGTH, Verb
from tests.cast import converse, make_article, mod, say
from tests.moderation.desk import everything
from tests.moderation.moving import THREADS, number, problems, send
from tests.pages import soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(article):
    """By their first words."""
    return {comment.text.split()[0]: comment for comment in converse(article, THREADS)}


TARGETS = {
    "a number": "2",
    "a number with a sign": " #2. ",
    "an id": "{id}",
    "an anchor": "c-{id}",
    "a link": "http://testserver/comments/{id}/",
    "a path": "/comments/{id}/",
    "a link to reply": "https://example.org/comments/{id}/reply/?from=51",
    "a place in the conversation": "https://example.org/articles/the-footbridge/?from=51#c-{id}",
    "a place beneath another": "/comments/383348907536548944/#c-{id}",
    "the moderators' link": "http://testserver/admin/comments/comment/{id}/change/?q=a",
}


@pytest.mark.parametrize("how", TARGETS)
def test_the_target_may_be_given_as(how, client, said) -> None:
    send(client, said["Over"], target=TARGETS[how].format(id=said["When"].pk))
    assert number(said["Over"]) == "2.1"


NO_TARGET = "This is no number, id or link of a comment."
REFUSED = {
    "nothing": ({}, "Please say where it is to go."),
    "blanks": ({"target": " \t"}, "Please say where it is to go."),
    "two places": (
        {"target": "2", "alone": "on"},
        "Please choose: beneath this comment, or its own thread.",
    ),
    "no such number": ({"target": "1.1.9"}, "There is no comment 1.1.9 beneath this article."),
    "words": ({"target": "Ada's, see above"}, NO_TARGET),
    "another page": ({"target": "https://example.org/articles/1234567890123/"}, NO_TARGET),
    "too large": ({"target": "9" * 19}, NO_TARGET),
    "no such id": ({"target": "12345678901"}, "There is no such comment."),
    "itself": ({"target": "1.1"}, "A comment cannot go beneath itself or what answers it."),
    "a reply": ({"target": "1.1.2"}, "A comment cannot go beneath itself or what answers it."),
    "where it stands": ({"target": "1"}, "It stands there already."),
    "what waits": (
        {"target": "3"},
        "Readers do not see that comment: publish or restore it first, or choose another.",
    ),
    "another article": (
        {"target": "{elsewhere}"},
        "That comment belongs to another article: none moves there.",
    ),
    "a null": ({"target": "2\0"}, "Null characters are not allowed."),
    "a long reason": (
        {"target": "2", "reason": "x" * (REASON_LENGTH + 1)},
        "This is 501 characters long; 500 is the limit.",
    ),
    "a long number": (
        {"target": "1." * 2_501},
        "Ensure this value has at most 5000 characters (it has 5002).",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_moved_says_why_and_keeps_what_was_typed(what, client, article, said):
    sent, error = REFUSED[what]
    actions.moderate(Verb.HOLD, say(article, "Eve", "Waits").pk, mod())
    elsewhere = say(make_article(title="The ferry"), "Eve", "Elsewhere").pk
    sent = {"reason": "Because"} | {k: v.format(elsewhere=elsewhere) for k, v in sent.items()}
    before = everything()
    response = send(client, said["Over"], **sent)
    assert (response.status_code, problems(response)) == (422, [error])
    form = soup(response).select_one("form.decide")
    typed = form.select_one("[name=target]").get("value", "")
    assert typed.strip() == sent.get("target", "").strip()
    assert form.select_one("textarea").text.strip() == sent["reason"]
    assert form.select_one("[name=alone]").has_attr("checked") == ("alone" in sent)
    assert everything() == before
