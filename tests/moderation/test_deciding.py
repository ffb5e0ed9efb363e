"""The decision about one comment, from its page."""

import pytest

from comments import actions
from comments.models import Decision
from comments.rules import REASON_LENGTH, Verb
from tests.cast import alice, bob, make_article, mod, say
from tests.moderation.desk import everything, moderation_of, page_of, states, told
from tests.pages import flat, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment():
    return say(make_article(), bob(), "Where does it go?")


def test_a_moderator_removes_a_comment_with_a_reason(client, comment) -> None:
    response = client.post(
        moderation_of(comment), {"verb": "remove", "reason": "Rude"}, follow=True
    )
    assert (told(response), states(comment)) == (["1 comment removed."], ["removed"])
    assert response.request["PATH_INFO"] == page_of(comment)
    decision = Decision.objects.get()
    assert (decision.moderator, decision.verb, decision.reason, decision.branch) == (
        mod(),
        "remove",
        "Rude",
        False,
    )


def test_a_moderator_removes_a_whole_branch(client, comment) -> None:
    reply = say(comment.article, "Ada", "Reply", comment)
    other = say(comment.article, "Ada", "Another thread")
    sent = {"verb": "remove", "reason": "Rude", "branch": "on", "previewed": "2"}
    response = client.post(moderation_of(comment), sent, follow=True)
    assert told(response) == ["2 comments removed."]
    assert states(comment, reply, other) == ["removed", "removed", "published"]


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({"verb": "remove"}, "Please say why: choose a reason, or write one."),
        ({"verb": "remove", "reason": " \r\n "}, "Please say why: choose a reason, or write one."),
        (
            {"verb": "remove", "reason": "x" * (REASON_LENGTH + 1)},
            "This is 501 characters long; 500 is the limit.",
        ),
        ({"reason": "Rude"}, "Please choose what is to be done."),
        (
            {"verb": "withdraw", "reason": "Rude"},
            "Select a valid choice. withdraw is not one of the available choices.",
        ),
        ({"verb": "hold", "reason": "a\0b"}, "Null characters are not allowed."),
    ],
)
def test_a_decision_that_cannot_be_made_changes_nothing(client, comment, sent, error) -> None:
    before = everything()
    response = client.post(moderation_of(comment), sent)
    page = soup(response)
    assert response.status_code == 422
    assert [flat(item) for item in page.select(".errorlist li")] == [error]
    assert page.select_one("textarea").text.strip() == sent.get("reason", "").strip()
    assert everything() == before


def test_a_reason_may_be_as_long_as_the_limit_with_any_line_ends(client, comment) -> None:
    reason = "x\n" * (REASON_LENGTH // 2 - 1) + "xx"
    client.post(moderation_of(comment), {"verb": "hold", "reason": reason.replace("\n", "\r\n")})
    assert Decision.objects.get().reason == reason


def test_another_moderator_was_faster(client, comment) -> None:
    actions.moderate(Verb.HOLD, comment.pk, alice())
    before = everything()
    response = client.post(moderation_of(comment), {"verb": "hold"}, follow=True)
    assert told(response) == ["Meanwhile alice has held it. Nothing was done twice."]
    assert everything() == before


def test_the_moderator_returns_to_the_list_as_it_was_left(client, comment) -> None:
    left = "?_changelist_filters=state__exact%3Dpublished%26p%3D1"
    response = client.post(moderation_of(comment) + left, {"verb": "hold"}, follow=True)
    assert response.request["QUERY_STRING"] == left[1:]
    back = soup(response).select_one(".back a")["href"]
    assert back == "/admin/comments/comment/?state__exact=published&p=1"


def test_after_signing_in_again_the_form_is_back(client, comment) -> None:
    before = everything()
    response = client.get(moderation_of(comment), follow=True)
    assert (response.status_code, response.request["PATH_INFO"]) == (200, page_of(comment))
    assert everything() == before


@pytest.mark.parametrize("pk", ["1", "x", str(10**30)])
def test_a_comment_that_is_not_there_is_not_found(client, pk, comment) -> None:
    address = f"/admin/comments/comment/{pk}"
    assert client.get(f"{address}/change/").status_code == 404
    assert client.post(f"{address}/moderate/", {"verb": "hold"}, follow=True).status_code == 404


def test_what_was_decided_since_the_page_was_opened_is_told(client, comment) -> None:
    page = client.get(page_of(comment))
    seen = soup(page).select_one("form.decide [name=seen]")["value"]
    actions.moderate(Verb.HOLD, comment.pk, alice())
    before = everything()
    sent = {"verb": "remove", "reason": "A long explanation", "seen": seen}
    response = client.post(moderation_of(comment), sent)
    assert (response.status_code, told(response)) == (
        409,
        ["Meanwhile alice has held it. Nothing was done twice."],
    )
    assert soup(response).select_one("[name=reason]").text.strip() == "A long explanation"
    assert everything() == before
