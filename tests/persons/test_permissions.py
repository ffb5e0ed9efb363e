"""Who may see a person's page and do what is done there. Nothing is done by a GET."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from comments import actions
from comments.models import Comment, Decision, Note, Sanction, StateChange
from tests.cast import account, alice, bob, make_article, mod, say
from tests.moderation.desk import client_of
from tests.persons.desk import about, key, person_of

pytestmark = pytest.mark.django_db


def onlooker():
    user = account("onlooker", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_comment"))
    return client_of(user)


PEOPLE = {
    "anonymous": Client,
    "reader": lambda: client_of(bob()),
    "staff": lambda: client_of(account("staff", is_staff=True)),
    "onlooker": onlooker,
    "moderator": lambda: client_of(mod()),
    "editor": lambda: client_of(alice()),
    "superuser": lambda: client_of(account("root", is_staff=True, is_superuser=True)),
    "former moderator": lambda: client_of(account("gone", "Moderators", is_staff=False)),
}
MODERATORS = {"moderator", "editor", "superuser"}
SIGN_IN = {"anonymous", "reader", "former moderator"}
PAGES = ["", "ban", "clear"]
DEEDS = {
    "note": {"words": "Watch"},
    "hold": {"reason": "Why not"},
    "ban": {"term": "7", "reason": "Rude"},
    "lift": {"reason": "Sorry"},
    "clear": {"verb": "remove", "days": "7", "reason": "Rude"},
}


@pytest.fixture
def theirs():
    return say(make_article(), bob(), "Words")


@pytest.fixture
def banned(theirs):
    until = timezone.now() + timedelta(days=1)
    return actions.ban(about(theirs), [about(theirs).person], mod(), until=until, reason="Rude")


def everything():
    models = (Comment, Decision, Note, Sanction, StateChange)
    return [list(model.objects.order_by("pk").values_list()) for model in models]


def outcome(who):
    """What somebody without the right is answered."""
    return 302 if who in SIGN_IN else 403


def sent(deed, theirs, banned):
    own = {"ban": {"keys": [key(theirs)]}, "lift": {"decision": banned.pk}}
    return DEEDS[deed] | own.get(deed, {})


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", PEOPLE)
def test_who_sees_the_pages(who, page, theirs):
    query = DEEDS["clear"] if page == "clear" else {}
    response = PEOPLE[who]().get(person_of(theirs, page), query)
    assert response.status_code == (200 if who in MODERATORS else outcome(who))


@pytest.mark.parametrize("who", PEOPLE)
def test_who_sees_the_list_of_bans(who, banned):
    response = PEOPLE[who]().get("/admin/comments/sanction/")
    assert response.status_code == (200 if who in MODERATORS else outcome(who))


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("who", PEOPLE)
def test_who_does_what(who, deed, theirs, banned):
    client, before = PEOPLE[who](), everything()
    response = client.post(person_of(theirs, deed), sent(deed, theirs, banned))
    if who in MODERATORS:
        assert response["Location"] == person_of(theirs)
        assert everything() != before
    else:
        assert (response.status_code, everything()) == (outcome(who), before)


@pytest.mark.parametrize("deed", DEEDS)
def test_without_a_token_nothing_is_done(deed, theirs, banned):
    client = Client(enforce_csrf_checks=True)
    client.force_login(mod())
    before = everything()
    response = client.post(person_of(theirs, deed), sent(deed, theirs, banned))
    assert (response.status_code, everything()) == (403, before)


@pytest.mark.parametrize("deed", DEEDS)
def test_asking_changes_nothing(deed, theirs, banned):
    before = everything()
    response = client_of(mod()).get(person_of(theirs, deed), sent(deed, theirs, banned))
    assert (response.status_code, everything()) == (200, before)


def test_who_only_looks_is_led_to_no_person(theirs):
    page = onlooker().get("/admin/comments/comment/").content.decode()
    assert "/admin/comments/person/" not in page
    assert (
        "/admin/comments/person/"
        in client_of(mod()).get("/admin/comments/comment/").content.decode()
    )
