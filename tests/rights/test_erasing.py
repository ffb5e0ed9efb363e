"""Somebody is taken out: by the command, with or without their words."""

import io
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client

from comments import actions
from comments.actions import Refused
from comments.dossier.whom import Whom
from comments.identity import GUEST_COOKIE
from comments.models import Comment, Decision, Erasure, Waiting
from comments.people import author_of
from comments.persons.keys import Key, guest_person
from comments.rules import Refusal, Suspicion, Verb
from tests.cast import account, alice, bob, converse, drawn, guest, make_article, mod, person, say
from tests.comments.health import assert_healthy
from tests.forms import words
from tests.moderation.desk import client_of, states
from tests.pages import outline

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article()


def erase(**options):
    """What the command said."""
    out = StringIO()
    call_command("erase_person", stdout=out, stderr=out, **{"yes": True} | options)
    return out.getvalue()


def of(author):
    return Whom((Key.read(guest_person(author.guest)),))


def read(article, client=None):
    return outline((client or Client()).get(article.get_absolute_url()))


def test_a_name_is_taken_and_the_words_stay(article):
    gwen = guest()
    first = say(article, gwen, "Where to?")
    say(article, "Ben", "There.", first)
    assert read(article) == "1 Gwen says: Where to?\n  1.1 Ben answers Gwen: There."
    erase(guest=[str(gwen.guest)])
    shown = "1 Deleted reader says: Where to?\n  1.1 Ben answers Deleted reader: There."
    assert read(article) == shown
    assert_healthy(article)


def test_with_the_words_a_place_stays_if_somebody_has_answered(article):
    gwen = guest()
    first, _ = say(article, gwen, "Where to?"), say(article, gwen, "Anybody?")
    say(article, "Ben", "There.", first)
    erase(guest=[str(gwen.guest)], words=True)
    assert (
        read(article)
        == "1 Withdrawn by its author.\n  1.1 Ben answers a comment that is gone: There."
    )
    assert_healthy(article)


def test_whatever_they_were_without_words_they_are_withdrawn(article):
    gwen = guest()
    said = [say(article, gwen, text) for text in ("One", "Two", "Three", "Four")]
    for comment, verb in zip(said, (Verb.HOLD, Verb.SPAM, Verb.REMOVE), strict=False):
        actions.moderate(verb, comment.pk, mod(), "Why not")
    assert Waiting.objects.count() == 1
    erase(guest=[str(gwen.guest)], words=True)
    assert states(*said) == ["withdrawn"] * 4
    assert (Waiting.objects.count(), drawn(article)) == (
        0,
        "Deleted reader: \n" * 3 + "Deleted reader: ",
    )
    assert_healthy(article)


def test_what_was_decided_stays_decided(article):
    gwen = guest()
    gone = say(article, gwen, "Rude")
    decision = actions.moderate(Verb.REMOVE, gone.pk, mod(), "Gwen is rude")
    erase(guest=[str(gwen.guest)])
    found = Decision.objects.values_list("verb", "moderator_name", "decided_at", "reason").get()
    assert found == ("remove", "mod", decision.decided_at, "")
    actions.undo(decision.pk, mod())
    assert states(gone) == ["published"]
    assert_healthy(article)


def test_what_has_no_words_is_brought_back_by_nobody(article):
    gwen = guest()
    gone = say(article, gwen, "Rude")
    decision = actions.moderate(Verb.REMOVE, gone.pk, mod(), "Rude")
    erase(guest=[str(gwen.guest)], words=True)
    for act in (
        lambda: actions.undo(decision.pk, mod()),
        lambda: actions.moderate(Verb.RESTORE, gone.pk, mod()),
    ):
        with pytest.raises(Refused):
            act()
    assert states(gone) == ["withdrawn"]


def test_a_ban_of_theirs_ends_and_the_log_can_still_be_read(article):
    gwen = guest()
    say(article, gwen, "Rude")
    key = of(gwen).keys[0]
    decision = actions.ban(actions.About(key, "Gwen"), [key], mod(), until=None, reason="Rude")
    erase(guest=[str(gwen.guest)])
    say(article, gwen, "Back again")
    desk = client_of(mod())
    pages = [
        f"/admin/comments/decision/{each}" for each in ("", f"{decision.pk}/change/", "export/")
    ]
    pages += ["/admin/comments/sanction/", f"/admin/comments/decision/{decision.pk}/undo/"]
    found = [desk.get(page) for page in pages]
    assert [page.status_code for page in found] == [200] * 5
    with pytest.raises(Refused):
        actions.undo(decision.pk, mod())


def test_an_account_is_signed_out_and_is_gone(article):
    browser = client_of(bob())
    own = say(article, bob(), "Mine")
    edit = f"/comments/{own.pk}/edit/"
    assert browser.get(edit).status_code == 200
    erase(account=["bob"])
    assert browser.get(edit).status_code == 403
    assert (
        browser.get("/account/password/").status_code,
        User.objects.filter(username="bob").exists(),
    ) == (302, False)
    assert not Client().login(username="bob", password="open sesame, said the fox")


def test_a_guest_who_comes_back_is_a_new_person(article):
    browser, address = Client(), f"{article.get_absolute_url()}comments/"
    browser.post(address, words("First"))
    first = Comment.objects.get()
    assert browser.get(f"/comments/{first.pk}/withdraw/").status_code == 200
    erase(guest=[browser.cookies[GUEST_COOKIE].value])
    assert browser.get(f"/comments/{first.pk}/withdraw/").status_code == 403
    browser.post(address, words("Second"))
    assert drawn(article) == "Deleted reader: First\nGwen: Second"


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


def test_an_author_who_edits_meanwhile_is_refused(article):
    own = say(article, bob(), "Mine")
    author = person(bob())
    erase(account=["bob"])
    with pytest.raises(Refused) as refused:
        actions.edit(own.pk, author, "Mine again", 1)
    assert refused.value.refusal == Refusal.NOT_YOURS
