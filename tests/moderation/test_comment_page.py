"""One comment in its context, and the decision about it."""

import pytest
from django.utils import timezone

from comments import actions
from comments.exchange.rows import Draft
from comments.exchange.store import store_conversation
from comments.models import Comment, Decision
from comments.rules import REASON_LENGTH, Verb
from tests.cast import alice, bob, converse, guest, make_article, mod, person, say
from tests.moderation.desk import (
    client_of,
    everything,
    moderation_of,
    page_of,
    states,
    told,
)
from tests.pages import soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return client_of(mod())


@pytest.fixture
def comment():
    return say(make_article(), bob(), "Where does it go?")


def flat(tag) -> str:
    return " ".join(tag.text.split())


def near(response) -> list[str]:
    return [flat(item) for item in soup(response).select(".near li")]


def history(response) -> list[str]:
    lines = soup(response).select(".history li")
    for line in lines:
        line.find("time").decompose()
    return [flat(line) for line in lines]


def facts(response) -> dict[str, str]:
    names = soup(response).select(".facts dt")
    return {flat(name): flat(name.find_next_sibling("dd")) for name in names}


def buttons(response) -> list[str]:
    return [button["value"] for button in soup(response).select("form.decide button")]


def test_a_comment_stands_between_what_it_answers_and_its_replies(client) -> None:
    _, over, _, which, _ = converse(
        make_article(),
        """
        Ada: Where does it go?
          Ben: Over the river.
            Ada: Thank you.
            Cem: Which river?
        Ben: Another thread.
        """,
    )
    actions.moderate(Verb.REMOVE, which.pk, mod(), "Silly")
    response = client.get(page_of(over))
    assert near(response) == [
        "1 Ada published View on site Where does it go?",
        "1.1.1 Ada published View on site Thank you.",
        "1.1.2 Cem removed Which river?",
    ]
    assert flat(soup(response).select_one(".looked-at .headline")) == (
        "1.1 Ben published View on site"
    )


def test_what_stands_near_is_linked_to_its_own_page(client) -> None:
    first, reply = converse(make_article(), "Ada: First\n  Ben: Reply")
    links = [
        link["href"]
        for page in (reply, first)
        for link in soup(client.get(page_of(page))).select(".near a")
    ]
    assert links == [
        page_of(first),
        first.get_absolute_url(),
        page_of(reply),
        reply.get_absolute_url(),
    ]


def test_the_words_are_shown_as_readers_see_them_and_as_typed(client) -> None:
    comment = say(make_article(), "Ada", "**Strong** <script>alert(1)</script>")
    page = soup(client.get(page_of(comment)))
    assert page.select_one(".looked-at .words strong").text == "Strong"
    assert page.select_one(".looked-at .words script") is None
    assert page.select_one(".looked-at pre").text == "**Strong** <script>alert(1)</script>"


def test_what_is_known_of_the_author_is_shown(client) -> None:
    gwen = guest("Gwen <b>", email="gwen@example.org", website="https://example.org/?a=1&b=2")
    shown = facts(client.get(page_of(say(make_article(), gwen, "Words"))))
    shown.pop("Written")
    shown.pop("First published")
    assert shown == {
        "Author": "a guest: all comments from this browser",
        "E-mail": "gwen@example.org",
        "Website": "https://example.org/?a=1&b=2",
    }


def test_the_history_tells_who_did_what_and_why(client, comment) -> None:
    reply = say(comment.article, "Ada", "Over the river.", comment)
    actions.moderate(Verb.HOLD, reply.pk, mod(), "Is it true?")
    actions.moderate(Verb.PUBLISH, reply.pk, alice())
    actions.moderate(Verb.REMOVE, comment.pk, mod(), "Off topic", branch=True)
    assert [history(client.get(page_of(each))) for each in (comment, reply)] == [
        [
            "written by bob",
            "published → removed by mod with its whole branch Off topic",
        ],
        [
            "written by Ada",
            "published → held by mod Is it true?",
            "held → published by alice",
            "published → removed by mod with the branch above it Off topic",
        ],
    ]


def test_a_withdrawn_comment_is_its_authors_doing_and_decision(client, comment) -> None:
    actions.withdraw(comment.pk, person(bob()))
    response = client.get(page_of(comment))
    assert history(response) == ["written by bob", "published → withdrawn by its author"]
    assert buttons(response) == []


def test_earlier_texts_are_kept_for_moderators(client, comment) -> None:
    actions.edit(comment.pk, person(bob()), "Second words", 1)
    actions.edit(comment.pk, person(bob()), "Third words", 2)
    page = soup(client.get(page_of(comment)))
    texts = [text.text for text in page.select("pre")]
    assert texts == ["Third words", "Where does it go?", "Second words"]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("published", ["hold", "spam", "remove"]),
        ("held", ["publish", "spam", "remove"]),
        ("spam", ["publish", "hold", "remove"]),
        ("removed", ["restore"]),
    ],
)
def test_what_may_be_done_depends_on_the_state(client, comment, state, expected) -> None:
    Comment.objects.filter(pk=comment.pk).update(state=state)
    assert buttons(client.get(page_of(comment))) == expected


def test_a_branch_tells_how_many_comments_each_verb_would_change(client, comment) -> None:
    replies = [say(comment.article, "Ada", "Reply", comment) for _ in range(4)]
    actions.moderate(Verb.REMOVE, replies[0].pk, mod(), "Rude")
    actions.moderate(Verb.HOLD, replies[1].pk, mod())
    response = client.get(page_of(comment))
    assert flat(soup(response).select_one(".decide .branch .quiet")) == (
        "It would: publish 1 comment, hold 3 comments, mark 4 comments as spam, "
        "remove 4 comments, restore 1 comment."
    )
    assert buttons(response) == ["hold", "spam", "remove", "publish", "restore"]
    for verb, count in (("publish", 1), ("hold", 3), ("spam", 4), ("remove", 4), ("restore", 1)):
        assert actions.affected(Verb(verb), comment, branch=True) == count


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
    sent = {"verb": "remove", "reason": "Rude", "branch": "on"}
    response = client.post(moderation_of(comment), sent, follow=True)
    assert told(response) == ["2 comments removed."]
    assert states(comment, reply, other) == ["removed", "removed", "published"]


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({"verb": "remove"}, "Please say why: removing needs a reason."),
        ({"verb": "remove", "reason": " \r\n "}, "Please say why: removing needs a reason."),
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
    assert told(response) == ["There was nothing to do: somebody else has been faster."]
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


def test_the_deepest_of_a_long_chain_shows_the_nearest_above(
    client, django_assert_num_queries
) -> None:
    drafts = [Draft("Ada", "deep " * 200, depth, timezone.now()) for depth in range(1, 502)]
    store_conversation(make_article(), drafts)
    deepest = Comment.objects.get(level=500)
    # Session, account, two for its permissions, the comment; its number, two for those above,
    # two for replies, the branch, history, earlier texts.
    with django_assert_num_queries(13):
        response = client.get(page_of(deepest))
    above = soup(response).select("section .above li")
    assert (len(above), flat(soup(response).select_one("a.quiet[href*=change]"))) == (
        10,
        "… 490 earlier",
    )
    assert len(response.content) < 40_000


def test_the_widest_list_shows_the_first_replies(client, django_assert_num_queries) -> None:
    now = timezone.now()
    replies = [Draft("Ben", "wide " * 200, 2, now)] * 10_000
    store_conversation(make_article(), [Draft("Ada", "Top", 1, now), *replies])
    top = Comment.objects.get(level=0)
    with django_assert_num_queries(12):
        response = client.get(page_of(top))
    page = soup(response)
    assert len(page.select(".near li")) == 50
    link = page.find("a", string="List all 10000 replies")
    assert link["href"].endswith(f"?parent__id__exact={top.pk}")
    assert len(response.content) < 100_000
    last = Comment.objects.filter(level=1).order_by("-lft")[0]
    with django_assert_num_queries(13):
        assert len(client.get(page_of(last)).content) < 40_000
