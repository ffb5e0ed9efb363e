"""Somebody is taken out: by the command, with or without their words."""

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from comments import actions
from comments.actions import Refused
from comments.dossier.whom import Whom
from comments.identity import GUEST_COOKIE
from comments.models import Comment, Decision, Waiting
from comments.persons.keys import Key, guest_person
from comments.rules import Refusal, Verb
from tests.cast import bob, drawn, guest, make_article, mod, person, say
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


def test_an_author_who_edits_meanwhile_is_refused(article):
    own = say(article, bob(), "Mine")
    author = person(bob())
    erase(account=["bob"])
    with pytest.raises(Refused) as refused:
        actions.edit(own.pk, author, "Mine again", 1)
    assert refused.value.refusal == Refusal.NOT_YOURS
