import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from comments import actions
from comments.exchange.pasts import MODERATOR
from comments.exchange.rows import Draft
from comments.exchange.store import store_conversation
from comments.models import Comment, Decision
from comments.rules import State, Verb
from tests.cast import account, alice, bob, make_article, mod, say
from tests.moderation.desk import DECISIONS, client_of, column, history, page_of
from tests.pages import flat, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment():
    return say(make_article(), bob(), "Where does it go?")


def test_decisions_are_listed_newest_first_with_what_they_changed(client, comment) -> None:
    say(comment.article, "Ada", "Over the river.", comment)
    actions.moderate(Verb.HOLD, comment.pk, mod())
    actions.moderate(Verb.REMOVE, comment.pk, alice(), "Off <topic>", branch=True)
    response = client.get(DECISIONS)
    age = "just now"
    names = ("what", "changed", "about", "why", "by", "age")
    changes, about = "held → removed 1published → removed 1", "bob: Where does it go?"
    assert list(zip(*(column(response, name) for name in names), strict=True)) == [
        ("Remove with all replies", changes, about, "Off <topic>", "alice", age),
        ("Hold", "published → held 1", about, "", "mod", age),
    ]
    links = {link["href"] for link in soup(response).select(".field-about a")}
    assert links == {page_of(comment)}


def test_decisions_are_found_by_verb_moderator_and_reason(client, comment) -> None:
    actions.moderate(Verb.HOLD, comment.pk, mod(), "Doubtful")
    actions.moderate(Verb.PUBLISH, comment.pk, alice())
    found = [
        column(client.get(f"{DECISIONS}?{query}"), "what")
        for query in ("verb__exact=hold", "q=alice", "q=doubtful", "q=nothing")
    ]
    assert found == [["Hold"], ["Publish"], ["Hold"], []]


def test_decisions_are_found_by_who_decided_and_beneath_which_article(client, comment) -> None:
    other = say(make_article(title="The ferry", slug="ferry"), "Ada", "Over the river.")
    actions.moderate(Verb.HOLD, comment.pk, mod())
    actions.moderate(Verb.SPAM, other.pk, alice())
    found = [
        column(client.get(f"{DECISIONS}?{query}"), "what")
        for query in ("moderator_name=alice", f"article__id__exact={comment.article_id}")
    ]
    assert found == [["Mark as spam"], ["Hold"]]
    listed = soup(client.get(DECISIONS)).select("[data-filter-title=moderator] a")
    assert [link.text for link in listed] == ["All", "alice", "mod"]


@pytest.mark.parametrize("query", ["article__id__exact=x", "reason=x", "decided_at__gte=x"])
def test_a_filter_that_means_nothing_leads_to_the_whole_list(client, comment, query) -> None:
    response = client.get(f"{DECISIONS}?{query}")
    assert (response.status_code, response["Location"]) == (302, f"{DECISIONS}?e=1")


def test_each_kind_of_decision_says_what_it_is_about_and_what_it_changed(client, comment) -> None:
    actions.mark(Verb.CLOSE, comment.pk, mod())
    actions.mark_article(Verb.CLOSE, comment.article_id, alice(), "Enough")
    Decision.objects.create(verb="ban", person="a12", after="2027", moderator_name="mod")
    response = client.get(DECISIONS)
    names = ("what", "changed", "about")
    closed = "open to replies → closed to replies"
    assert list(zip(*(column(response, name) for name in names), strict=True)) == [
        ("Ban", "2027", "account 12"),
        ("Close to replies", closed, "The footbridge"),
        ("Close to replies", closed, "bob: Where does it go?"),
    ]


def test_a_decision_has_a_page_of_its_own(client, comment) -> None:
    decision = actions.moderate(Verb.REMOVE, comment.pk, mod(), "<i>Rude</i>", tells_author=True)
    page = soup(client.get(f"{DECISIONS}{decision.pk}/change/"))
    shown = {
        name: flat(page.select_one(f".field-{name} .readonly"))
        for name in ("what", "moderator_name", "reason", "changed", "about")
    }
    assert shown == {
        "what": "Remove",
        "moderator_name": "mod",
        "reason": "<i>Rude</i>",
        "changed": "published → removed 1",
        "about": "bob: Where does it go?",
    }


@pytest.mark.parametrize("count", [1, 3, 50])
def test_a_longer_list_asks_no_more(client, count, django_assert_num_queries) -> None:
    removed = [Draft("Ada", "Words", 1, timezone.now(), State.REMOVED)] * count
    store_conversation(make_article(), removed)
    # Session, account, two for the permissions; the moderators, the count, the page, what was
    # changed.
    with django_assert_num_queries(8):
        assert column(client.get(DECISIONS), "by") == [MODERATOR] * count


def test_deleting_an_account_leaves_what_it_wrote_and_decided(comment) -> None:
    actions.moderate(Verb.HOLD, comment.pk, mod(), "Doubtful")
    root = client_of(account("root", is_staff=True, is_superuser=True))
    for user in (bob(), mod()):
        address = f"/admin/auth/user/{user.pk}/delete/"
        assert root.get(address).status_code == 200
        root.post(address, {"post": "yes"})
    assert not User.objects.filter(username__in=["bob", "mod"]).exists()
    left = Comment.objects.get()
    assert (left.name, left.author_id, left.text) == ("bob", None, "Where does it go?")
    decision = Decision.objects.get()
    assert (decision.moderator_name, decision.moderator_id) == ("mod", None)
    line = history(root.get(page_of(comment)))[1]
    assert line.split()[-3:] == ["by", "mod", "Doubtful"]


def test_deleting_many_accounts_at_once_leaves_their_comments(comment) -> None:
    root = client_of(account("root", is_staff=True, is_superuser=True))
    sent = {"action": "delete_selected", "_selected_action": bob().pk, "post": "yes"}
    root.post("/admin/auth/user/", sent)
    assert list(User.objects.values_list("username", flat=True)) == ["root"]
    assert list(Comment.objects.values_list("name", "author_id")) == [("bob", None)]
