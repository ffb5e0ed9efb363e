"""Who may see and do what in the admin. Each right is first shown to be one worth having."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from articles.models import Article
from comments import actions
from comments.models import Comment, Decision
from comments.rules import MODERATION, Verb
from tests.cast import account, alice, bob, make_article, mod, say
from tests.moderation.desk import (
    ARTICLES,
    COMMENTS,
    DASHBOARD,
    DECISIONS,
    choose,
    client_of,
    everything,
    moderation_of,
    move_of,
    page_of,
    states,
)
from tests.moderation.queue import MANY, QUEUE, decision_of, held
from tests.pages import soup

pytestmark = pytest.mark.django_db

NEW_ARTICLE = {
    "title": "New",
    "slug": "",
    "body": "Words",
    "state": "draft",
    "comments": "open",
} | {"moderation": "publish"}

PEOPLE = {
    "anonymous": Client,
    "reader": lambda: client_of(bob()),
    "staff": lambda: client_of(account("staff", is_staff=True)),
    "moderator": lambda: client_of(mod()),
    "editor": lambda: client_of(alice()),
    "superuser": lambda: client_of(account("root", is_staff=True, is_superuser=True)),
    # In the right group, but no longer staff.
    "former moderator": lambda: client_of(account("gone", "Moderators", is_staff=False)),
}
REASONS = "/admin/comments/reason/"
MODERATORS = {"moderator", "editor", "superuser"}
EDITORS = {"editor", "superuser"}
SIGN_IN = {"anonymous", "reader", "former moderator"}


@pytest.fixture
def comment():
    return say(make_article(), bob(), "Something to moderate")


def held_again(comment) -> Decision:
    return actions.moderate(Verb.HOLD, comment.pk, mod())


def answer(response):
    """What came back: the page, the sign-in page, or 403."""
    if response.status_code == 302 and response["Location"].startswith("/admin/login/?next="):
        return "sign in"
    return response.status_code


def refusal(who):
    return "sign in" if who in SIGN_IN else 403


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize(
    ("allowed", "address"),
    [
        (EDITORS, lambda _: ARTICLES),
        (EDITORS, lambda _: f"{ARTICLES}add/"),
        (EDITORS, lambda comment: f"{ARTICLES}{comment.article_id}/change/"),
        (MODERATORS, lambda _: COMMENTS),
        (MODERATORS, page_of),
        (MODERATORS, move_of),
        (MODERATORS, lambda comment: f"{COMMENTS}{comment.pk}/history/"),
        (MODERATORS, lambda _: DECISIONS),
        (MODERATORS, lambda _: DASHBOARD),
        (MODERATORS, lambda _: f"{DECISIONS}export/"),
        (MODERATORS, lambda comment: f"{DECISIONS}{held_again(comment).pk}/undo/"),
        (EDITORS, lambda _: REASONS),
        (EDITORS, lambda _: f"{REASONS}add/"),
        (MODERATORS, lambda _: QUEUE),
    ],
    ids=[
        *("articles", "add", "article", "comments", "comment", "move", "history", "decisions"),
        *("dashboard", "export", "undo", "reasons", "add a reason", "queue"),
    ],
)
def test_who_sees_which_page(who, allowed, address, comment) -> None:
    response = PEOPLE[who]().get(address(comment))
    assert answer(response) == (200 if who in allowed else refusal(who))


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_add_an_article(who) -> None:
    response = PEOPLE[who]().post(f"{ARTICLES}add/", NEW_ARTICLE)
    assert (answer(response), Article.objects.count()) == (
        (302, 1) if who in EDITORS else (refusal(who), 0)
    )


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_change_an_article(who, comment) -> None:
    address = f"{ARTICLES}{comment.article_id}/change/"
    seen = Article.objects.get().updated_at.isoformat()
    response = PEOPLE[who]().post(address, NEW_ARTICLE | {"seen": seen})
    title = Article.objects.get().title
    assert (answer(response), title) == (
        (302, "New") if who in EDITORS else (refusal(who), "The footbridge")
    )


@pytest.mark.parametrize("who", PEOPLE)
def test_nobody_may_delete_an_article(who, comment) -> None:
    address = f"{ARTICLES}{comment.article_id}/delete/"
    response = PEOPLE[who]().post(address, {"post": "yes"})
    assert (answer(response), Article.objects.count()) == (refusal(who), 1)


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("action", ["add/", "{pk}/change/", "{pk}/delete/"])
def test_nobody_may_add_change_or_delete_a_comment(who, action, comment) -> None:
    before = everything()
    address = COMMENTS + action.format(pk=comment.pk)
    response = PEOPLE[who]().post(address, {"post": "yes", "text": "Changed"})
    assert (answer(response), everything()) == (refusal(who), before)


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_moderate_a_comment(who, comment) -> None:
    before = everything()
    response = PEOPLE[who]().post(moderation_of(comment), {"verb": "remove", "reason": "Rude"})
    if who in MODERATORS:
        assert (answer(response), states(comment)) == (302, ["removed"])
        assert Decision.objects.get().reason == "Rude"
    else:
        assert (answer(response), everything()) == (refusal(who), before)


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_undo_a_decision(who, comment) -> None:
    decision = held_again(comment)
    before = everything()
    response = PEOPLE[who]().post(f"{DECISIONS}{decision.pk}/undo/", {"reason": "By mistake"})
    if who in MODERATORS:
        assert (answer(response), states(comment)) == (302, ["published"])
        assert Decision.objects.get(undoes=decision).reason == "By mistake"
    else:
        assert (answer(response), everything()) == (refusal(who), before)


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize(
    ("verb", "allowed"), [("close", MODERATORS), ("pin", MODERATORS), ("pick", EDITORS)]
)
def test_who_may_mark_a_comment(who, verb, allowed, comment) -> None:
    before = everything()
    response = PEOPLE[who]().post(f"{COMMENTS}{comment.pk}/mark/", {"verb": verb})
    if who in allowed:
        assert (answer(response), Decision.objects.get().verb) == (302, verb)
    else:
        assert (answer(response), everything()) == (refusal(who), before)


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_move_a_comment(who, comment) -> None:
    reply = say(comment.article, "Ada", "Reply", comment)
    before = everything()
    response = PEOPLE[who]().post(move_of(reply), {"alone": "on"})
    if who in MODERATORS:
        assert answer(response) == 302
        assert Comment.objects.get(pk=reply.pk).parent is None
    else:
        assert (answer(response), everything()) == (refusal(who), before)


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_decide_in_the_queue(who) -> None:
    comment = held()
    before = everything()
    response = PEOPLE[who]().post(decision_of(comment), {"verb": "publish"})
    if who in MODERATORS:
        assert (answer(response), states(comment)) == (302, ["published"])
    else:
        assert (answer(response), everything()) == (refusal(who), before)


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_decide_about_many_in_the_queue(who) -> None:
    comment = held()
    before = everything()
    response = PEOPLE[who]().post(MANY, {"way": "stands", "every": "1", "total": "1"})
    if who in MODERATORS:
        assert (answer(response), states(comment)) == (302, ["published"])
    else:
        assert (answer(response), everything()) == (refusal(who), before)


@pytest.mark.parametrize("address", [QUEUE, MANY, decision_of], ids=["queue", "many", "decision"])
def test_the_queue_takes_no_form_without_a_token(address) -> None:
    comment = held()
    before = everything()
    client = Client(enforce_csrf_checks=True)
    client.force_login(mod())
    address = address if isinstance(address, str) else address(comment)
    sent = {"verb": "publish", "way": "stands", "every": "1", "total": "1"}
    assert (client.post(address, sent).status_code, everything()) == (403, before)


@pytest.mark.parametrize("address", [MANY, decision_of], ids=["many", "decision"])
def test_looking_at_a_decision_decides_nothing(client, address) -> None:
    comment = held()
    before = everything()
    response = client.get(address if isinstance(address, str) else address(comment))
    assert (response["Location"], everything()) == (QUEUE, before)


# From which state each verb leads on, and where to.
STEPS = {
    "publish": ("held", "published"),
    "hold": ("published", "held"),
    "spam": ("published", "spam"),
    "remove": ("published", "removed"),
    "restore": ("removed", "published"),
}
ACTIONS = [f"{verb}{suffix}" for verb in MODERATION for suffix in ("", "-branches")]


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("action", ACTIONS)
def test_who_may_use_each_action_of_the_list(who, action, comment) -> None:
    source, target = STEPS[action.removesuffix("-branches")]
    Comment.objects.filter(pk=comment.pk).update(state=source)
    before = everything()
    sent = {"_selected_action": comment.pk, "confirmed": "1", "reason": "Because"}
    response = PEOPLE[who]().post(COMMENTS, {"action": action, **sent})
    if who in MODERATORS:
        assert (answer(response), states(comment)) == (302, [target])
        assert Decision.objects.get().branch == action.endswith("-branches")
    else:
        assert (answer(response), everything()) == (refusal(who), before)


def onlooker():
    """Staff that may look at comments, and no more."""
    user = account("onlooker", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_comment"))
    return client_of(user)


def test_who_only_looks_is_shown_no_way_to_decide(comment) -> None:
    Comment.objects.update(email="gwen@example.org")
    pages = [
        client.get(page_of(comment)).content.decode() for client in (client_of(mod()), onlooker())
    ]
    shown = ("Decide", "Move it", "gwen@example.org")
    assert [[words in page for words in shown] for page in pages] == [[True] * 3, [False] * 3]


def test_who_only_looks_decides_nothing(comment) -> None:
    before = everything()
    client = onlooker()
    assert client.post(moderation_of(comment), {"verb": "hold"}).status_code == 403
    assert client.post(decision_of(comment), {"verb": "remove"}).status_code == 403
    assert client.get(QUEUE).status_code == 403
    assert client.post(move_of(comment), {"alone": "on"}).status_code == 403
    choose(client, "hold", [comment])
    assert client.get(DECISIONS).status_code == 403
    assert client.get(DASHBOARD).status_code == 403
    assert soup(client.get("/admin/")).find("a", string="Dashboard") is None
    assert everything() == before
    choose(client_of(mod()), "hold", [comment])
    assert everything() != before


def test_who_only_looks_cannot_search_for_addresses(comment) -> None:
    Comment.objects.update(email="gwen@example.org")
    address = f"{COMMENTS}?q=gwen%40example.org"
    found = [
        client.get(address).content.decode().count("Something to moderate</span>")
        for client in (client_of(mod()), onlooker())
    ]
    assert found == [1, 0]


@pytest.mark.parametrize("who", sorted(MODERATORS))
def test_no_action_deletes(who, comment) -> None:
    client = PEOPLE[who]()
    offered = client.get(COMMENTS).context["action_form"].fields["action"].choices
    assert [name for name, _ in offered] == [
        "",
        *MODERATION,
        *(f"{v}-branches" for v in MODERATION),
    ]
    before = everything()
    choose(client, "delete_selected", [comment], post="yes")
    assert everything() == before


@pytest.mark.parametrize("who", sorted(MODERATORS))
def test_nobody_changes_or_deletes_a_decision(who, comment) -> None:
    client = PEOPLE[who]()
    client.post(moderation_of(comment), {"verb": "hold"})
    before = everything()
    pk = Decision.objects.get().pk
    assert client.get(f"{DECISIONS}{pk}/change/").status_code == 200
    assert [
        client.post(f"{DECISIONS}{page}/", {"post": "yes", "reason": "Changed"}).status_code
        for page in (f"{pk}/change", f"{pk}/delete", "add")
    ] == [403, 403, 403]
    assert everything() == before
