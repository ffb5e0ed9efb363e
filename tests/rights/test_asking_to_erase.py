"""The command asks who is meant, says what would go, and makes sure."""

import io
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpResponse

from comments import actions
from comments.actions import Refused
from comments.dossier.whom import Whom
from comments.identity import GUEST_COOKIE
from comments.models import Comment, Decision, Erasure
from comments.people import author_of
from comments.persons.keys import Key
from comments.rules import Refusal, Suspicion, Verb
from tests.cast import account, alice, bob, converse, drawn, guest, make_article, mod, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article()


def erase(**options):
    """What the command said."""
    out = StringIO()
    call_command("erase_person", stdout=out, stderr=out, **{"yes": True} | options)
    return out.getvalue()


def test_a_guest_is_named_as_the_cookie_has_it(article):
    gwen = guest()
    say(article, gwen, "Mine")
    response = HttpResponse()
    response.set_signed_cookie(GUEST_COOKIE, gwen.guest.hex)
    signed = response.cookies[GUEST_COOKIE].value
    with pytest.raises(CommandError, match="has not signed"):
        erase(guest=[f"{signed}x"])
    erase(guest=[f"guest={signed}"])
    assert Comment.objects.get().guest is None


def test_an_address_means_all_who_gave_it_and_no_namesake(article):
    for name, email in (("Gwen", "g@example.org"), ("G.", " G@Example.ORG "), ("Gwen", "")):
        say(article, guest(name, email=email.strip()), name)
    erase(email=["g@example.org"])
    assert drawn(article) == "Deleted reader: Gwen\nDeleted reader: G.\nGwen: Gwen"


def test_an_address_is_found_though_the_secret_is_another(article, settings):
    say(article, guest(email="g@example.org"), "Mine")
    settings.SECRET_KEY = "another secret, as long as any other would have to be 0123456789"
    erase(email=["G@example.org"])
    assert Comment.objects.values_list("name", "email").get() == ("Deleted reader", "")


def test_a_dry_run_says_the_same_and_changes_nothing(article):
    first, *_ = converse(article, "Gwen: One\n  Ben: Two")
    gwen = author_of(Comment.objects.get(pk=first.pk))
    actions.post(article, gwen, "Held", suspicions=[Suspicion("links", "3 links")])
    before = list(Comment.objects.order_by("pk").values())
    dry = erase(guest=[str(gwen.guest)], words=True, dry_run=True)
    assert list(Comment.objects.order_by("pk").values()) == before
    assert dry.splitlines()[:2] == [f"{'comments':<30}{2:>10}", f"{'evidence of holds':<30}{1:>10}"]
    wet = erase(guest=[str(gwen.guest)], words=True)
    assert wet.splitlines()[:2] == dry.splitlines()[:2]
    assert Erasure.objects.get().counts == {"comments": 2, "evidence of holds": 1}


def test_whoever_means_it_types_the_name_again(article, monkeypatch):
    say(article, bob(), "Mine")
    for typed in ("", "Bob\n", "charlie\n"):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        with pytest.raises(CommandError, match="That is not the same"):
            erase(account=["bob"], yes=False)
    assert drawn(article) == "bob: Mine"
    monkeypatch.setattr("sys.stdin", io.StringIO("bob\n"))
    erase(account=["bob"], yes=False)
    assert drawn(article) == "Deleted reader: Mine"


def test_whoever_stops_at_the_question_has_erased_nothing(article, monkeypatch):
    def stopped():
        raise KeyboardInterrupt

    say(article, bob(), "Mine")
    monkeypatch.setattr("builtins.input", stopped)
    with pytest.raises(CommandError, match=r"^Stopped\. Nothing was erased\.$"):
        erase(account=["bob"], yes=False)
    assert drawn(article) == "bob: Mine"


@pytest.mark.parametrize("staff", [mod, alice, lambda: account("root", is_superuser=True)])
def test_nobody_who_moderates_is_erased_by_mistake(staff, article):
    name = staff().get_username()
    say(article, staff(), "Mine")
    with pytest.raises(CommandError, match="Or say --even-staff"):
        erase(account=[name])
    with pytest.raises(Refused) as refused:
        actions.erase(Whom((Key.read(f"a{staff().pk}"),)), words=False)
    assert refused.value.refusal == Refusal.MODERATES
    erase(account=[name], even_staff=True)
    assert drawn(article) == "Deleted reader: Mine"


def test_what_a_moderator_decided_stays_under_their_name(article):
    actions.moderate(Verb.HOLD, say(article, bob(), "Mine").pk, mod(), "Why not")
    erase(account=["mod"], even_staff=True)
    found = Decision.objects.values_list("moderator", "moderator_name", "reason").get()
    assert found == (None, "mod", "Why not")


def test_twice_there_is_nothing_left(article):
    gwen = guest()
    say(article, gwen, "Mine")
    erase(guest=[str(gwen.guest)])
    with pytest.raises(CommandError, match="Nothing is held"):
        erase(guest=[str(gwen.guest)])
    assert Erasure.objects.count() == 1


@pytest.mark.parametrize("dry_run", [True, False])
def test_under_what_nothing_is_held_is_told(dry_run, article):
    say(article, bob(), "Mine")
    nobody = {"email": ["nobody@x.example"], "dry_run": dry_run}
    with pytest.raises(CommandError) as refused:
        erase(**nobody)
    held = "Nothing is held under the e-mail address nobody@x.example."
    assert str(refused.value) == f"{held} Nothing was erased."
    assert held in erase(account=["bob"], **nobody)


def test_it_is_recorded_without_whom(article):
    say(article, bob(), "Mine")
    said = erase(account=["bob"])
    made = Erasure.objects.get()
    assert (made.counts, made.words, made.moderator_name) == (
        {"comments": 1, "accounts": 1},
        False,
        "",
    )
    assert f"recorded without their name as erasure {made.pk}." in said
