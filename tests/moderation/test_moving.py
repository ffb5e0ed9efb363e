"""Moving a comment with all beneath it, from its own page in the admin."""

import pytest
from django.utils import timezone

from articles.models import Article
from comments import actions
from comments.exchange.rows import Draft
from comments.exchange.store import store_conversation
from comments.models import Comment, Decision
from comments.rules import Refusal, Verb
from comments.wording import REFUSALS
from tests.cast import alice, bob, charlie, converse, mod, say
from tests.moderation.desk import (
    DECISIONS,
    column,
    confirm,
    everything,
    history,
    move_of,
    page_of,
    title,
    told,
)
from tests.moderation.moving import THREADS, number, problems, send
from tests.pages import flat, outline, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(article):
    """By their first words."""
    return {comment.text.split()[0]: comment for comment in converse(article, THREADS)}


def test_the_page_tells_what_would_move_from_where(client, said) -> None:
    link = soup(client.get(page_of(said["Over"]))).find("a", string="Move it elsewhere…")
    assert link["href"] == move_of(said["Over"])
    response = client.get(move_of(said["Over"]))
    assert title(response) == "Move the comment by Ben"
    assert [flat(p) for p in soup(response).select(".moderation section p")] == [
        "1.1 Ben published",
        "Over the river.",
        "3 comments by 3 people would move: this one and all that stands beneath it.",
        "It answers 1 Ada now.",
    ]
    alone = client.get(move_of(said["When"]))
    assert [flat(p) for p in soup(alone).select(".moderation section p")][2:] == [
        "1 comment by 1 person would move.",
        "It is a thread of its own now.",
    ]
    assert soup(alone).select("[name=alone]") == []


def test_people_are_counted_by_who_they_are_not_by_name(client, article) -> None:
    first = say(article, bob(), "One")
    for author in (bob(), "Ada", "Ada", charlie()):
        say(article, author, "Two", first)
    words = soup(client.get(move_of(first))).select(".moderation section p")[2].text
    assert words == "5 comments by 4 people would move: this one and all that stands beneath it."


def test_a_moderator_moves_a_comment_beneath_another(client, article, said) -> None:
    response = send(client, said["Over"], target="2", reason="It answers Dee.")
    assert told(response) == ["3 comments moved. It is number 2.1 now."]
    assert response.request["PATH_INFO"] == page_of(said["Over"])
    decision = Decision.objects.get()
    assert (decision.moderator, decision.verb) == (mod(), "move")
    assert decision.reason == "It answers Dee."
    assert outline(client.get(article.get_absolute_url())).splitlines() == [
        "1 Ada says: Where does it go?",
        "2 Dee says: When does it open?",
        "  2.1 Ben answers Dee: Over the river.",
        "    2.1.1 Cem answers Ben: Which river?",
        "    2.1.2 Ada answers Ben: The long one.",
    ]


def test_a_moderator_makes_a_comment_a_thread_of_its_own(client, said) -> None:
    response = send(client, said["Which"], alone="on")
    assert told(response) == ["1 comment moved. It is number 3 now."]
    assert Decision.objects.get().reason == ""


def test_what_waits_moves_without_a_number(client, article, said) -> None:
    Article.objects.update(moderation="hold")
    waiting = say(article, "Eve", "May I?", said["When"])
    assert told(send(client, waiting, target="1")) == ["1 comment moved."]


def test_a_thread_is_no_more_of_its_own(client, said) -> None:
    response = send(client, said["When"], alone="on")
    assert (response.status_code, problems(response)) == (422, ["It stands there already."])


def test_another_moderator_was_faster(client, said) -> None:
    seen = soup(client.get(move_of(said["Over"]))).select_one("[name=last_move]")["value"]
    actions.move(said["Over"].pk, alice(), said["When"].pk)
    before = everything()
    sent = {"last_move": seen, "alone": "on", "reason": "Because"}
    response = client.post(move_of(said["Over"]), sent)
    assert response.status_code == 422
    assert problems(response) == [REFUSALS[Refusal.MOVED_MEANWHILE]]
    assert flat(soup(response).select(".moderation section p")[3]) == "It answers 2 Dee now."
    assert everything() == before
    again = confirm(client, response, alone="on")
    assert told(again) == ["3 comments moved. It is number 3 now."]


def test_a_number_of_moves_that_nobody_was_given_is_refused(client, said) -> None:
    for last_move in ("x", "-1", "9" * 5_000):
        sent = {"alone": "on", "last_move": last_move}
        assert client.post(move_of(said["Over"]), sent).status_code == 422
    assert Decision.objects.count() == 0


def test_the_history_tells_of_each_move_in_words(client, said) -> None:
    send(client, said["Over"], target="2", reason="Dee's")
    actions.moderate(Verb.HOLD, said["Over"].pk, alice())
    send(client, said["Which"], alone="on")
    send(client, said["Which"], target="1")
    response = client.get(page_of(said["Over"]))
    assert history(response) == [
        "written by Ben",
        "moved from 1.1 beneath Ada to 2.1 beneath Dee by mod with its whole branch Dee's",
        "published → held by alice",
    ]
    links = [link["href"] for link in soup(response).select(".history a:not(.undo)")]
    assert links == [page_of(said["Where"]), page_of(said["When"])]
    assert history(client.get(page_of(said["Which"]))) == [
        "written by Cem",
        "moved from 2.1.1 beneath Ben to 3, a thread of its own by mod",
        "moved from 3, a thread of its own to 1.2 beneath Ada by mod",
    ]


def test_decisions_list_moves_with_where_to_and_how_many(client, said) -> None:
    send(client, said["Over"], target="2", reason="It answers Dee.")
    send(client, said["Which"], alone="on")
    response = client.get(DECISIONS)
    assert list(zip(column(response, "what"), column(response, "changed"), strict=True)) == [
        ("Move", "2.1.1 → 3: 1 comment"),
        ("Move with all replies", "1.1 → 2.1: 3 comments"),
    ]
    assert column(client.get(f"{DECISIONS}?verb__exact=move"), "why") == ["", "It answers Dee."]


def test_links_to_what_moved_lead_to_where_it_stands(client, article, said) -> None:
    for comment in (said["Over"], said["The"]):
        page = client.get(comment.get_absolute_url(), follow=True)
        assert flat(soup(page).select_one(f"#c-{comment.pk} .number")) == number(comment)
    send(client, said["Over"], target="2")
    for comment in (said["Over"], said["The"]):
        page = client.get(comment.get_absolute_url(), follow=True)
        assert flat(soup(page).select_one(f"#c-{comment.pk} .number")) == number(comment)


def test_the_moderator_returns_to_the_list_as_it_was_left(client, said) -> None:
    left = "?_changelist_filters=state__exact%3Dpublished%26p%3D1"
    page = soup(client.get(move_of(said["Over"]) + left))
    assert page.select_one(".buttons .cancel")["href"] == page_of(said["Over"]) + left
    response = client.post(move_of(said["Over"]) + left, {"target": "2"}, follow=True)
    assert response.request["QUERY_STRING"] == left[1:]


def test_the_form_without_its_token_is_refused(client, said) -> None:
    client.handler.enforce_csrf_checks = True
    assert client.post(move_of(said["Over"]), {"target": "2"}).status_code == 403
    assert Decision.objects.count() == 0
    assert told(send(client, said["Over"], target="2")) != []


@pytest.mark.parametrize("pk", ["1", "x", str(10**30)])
def test_a_comment_that_is_not_there_is_not_found(client, pk, said) -> None:
    address = f"/admin/comments/comment/{pk}/move/"
    assert client.get(address, follow=True).status_code == 404
    assert client.post(address, {"target": "2"}, follow=True).status_code == 404


def test_a_large_branch_asks_no_more(client, article, django_assert_num_queries) -> None:
    now = timezone.now()
    replies = [Draft("Ben", "wide " * 200, 2, now)] * 10_000
    store_conversation(article, [Draft("Ada", "Top", 1, now), *replies])
    top = Comment.objects.get(level=0)
    # Session, account, two for its permissions, the comment, its number, the branch, its last move.
    with django_assert_num_queries(8):
        response = client.get(move_of(top))
    assert "10001 comments by 2 people" in response.content.decode()
