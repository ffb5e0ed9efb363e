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
from tests.moderation.desk import DECISIONS, client_of, column, page_of
from tests.pages import soup

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
    names = ("what", "changed", "comment_link", "reason", "by", "age")
    assert list(zip(*(column(response, name) for name in names), strict=True)) == [
        ("Remove with all replies", "2", "bob: Where does it go?", "Off <topic>", "alice", age),
        ("Hold", "1", "bob: Where does it go?", "", "mod", age),
    ]
    links = {link["href"] for link in soup(response).select(".field-comment_link a")}
    assert links == {page_of(comment)}


def test_decisions_are_found_by_verb_moderator_and_reason(client, comment) -> None:
    actions.moderate(Verb.HOLD, comment.pk, mod(), "Doubtful")
    actions.moderate(Verb.PUBLISH, comment.pk, alice())
    found = [
        column(client.get(f"{DECISIONS}?{query}"), "what")
        for query in ("verb__exact=hold", "q=alice", "q=doubtful", "q=nothing")
    ]
    assert found == [["Hold"], ["Publish"], ["Hold"], []]


@pytest.mark.parametrize("count", [1, 3, 50])
def test_a_longer_list_asks_no_more(client, count, django_assert_num_queries) -> None:
    removed = [Draft("Ada", "Words", 1, timezone.now(), State.REMOVED)] * count
    store_conversation(make_article(), removed)
    # Session, account, two for the permissions; the count, the page, what was changed.
    with django_assert_num_queries(7):
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
    page = soup(root.get(page_of(comment)))
    assert page.select(".history li")[1].text.split()[-3:] == ["by", "mod", "Doubtful"]


def test_deleting_many_accounts_at_once_leaves_their_comments(comment) -> None:
    root = client_of(account("root", is_staff=True, is_superuser=True))
    sent = {"action": "delete_selected", "_selected_action": bob().pk, "post": "yes"}
    root.post("/admin/auth/user/", sent)
    assert list(User.objects.values_list("username", flat=True)) == ["root"]
    assert list(Comment.objects.values_list("name", "author_id")) == [("bob", None)]
