"""Who is banned writes nothing, is told until when and why, and keeps the words."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone

from comments import actions
from comments.models import AddressHash, Comment, Decision, Flag, Sanction
from comments.people import Person
from comments.persons.bans import standing_of
from comments.persons.keys import Key, Kind
from tests.cast import alice, bob, charlie, guest, make_article, mod, say
from tests.forms import words
from tests.moderation.desk import client_of
from tests.pages import errors, flat, soup, typed
from tests.persons.desk import about
from tests.readers.asking import flag_address, of, report

pytestmark = pytest.mark.django_db

ADDRESS = "192.0.2.7"


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def place(article):
    return f"{article.get_absolute_url()}comments/"


def ban(comment, *keys, days=7, reason="Rude"):
    whom = about(comment)
    until = days and timezone.now() + timedelta(days=days)
    return actions.ban(whom, keys or [whom.person], mod(), until=until, reason=reason)


def first_by(client, place, **values):
    client.post(place, words("First", **values))
    return Comment.objects.latest("pk")


def address_of(comment, kind=Kind.ADDRESS):
    kept = AddressHash.objects.get(comment=comment)
    return Key(kind, kept.address if kind == Kind.ADDRESS else kept.network)


def test_without_a_ban_one_posts_and_with_it_one_does_not(client, place):
    first = first_by(client, place)
    assert client.post(place, words("Second")).status_code == 302
    ban(first)
    response = client.post(place, words("Third"))
    assert (response.status_code, Comment.objects.count()) == (403, 2)


def test_the_page_tells_until_when_and_why_and_keeps_the_words(client, place):
    first = first_by(client, place)
    ban(first, reason="Rude to <b>Ada</b>")
    response = client.post(place, words("Not to be lost"))
    told = [flat(line) for line in soup(response).select("form .problem p")]
    until = Sanction.objects.get().until
    assert soup(response).select_one(".problem time")["datetime"][:10] == f"{until:%Y-%m-%d}"
    assert [told[0], *told[2:]] == [
        "You cannot write here at present.",
        "A moderator gave this reason: Rude to <b>Ada</b>",
        "What you have written before you can still withdraw.",
        "Your words are still here.",
    ]
    assert typed(response, "text") == "Not to be lost"


def test_the_script_is_given_the_same(client, place):
    ban(first_by(client, place))
    fetch = {"X-Requested-With": "fetch"}
    response = client.post(place, words("Kept"), headers=fetch)
    assert (response.status_code, response.json().keys()) == (403, {"form"})
    assert "Rude" in response.json()["form"]
    assert "Kept</textarea>" in response.json()["form"]


def test_a_ban_without_an_end(client, place):
    ban(first_by(client, place), days=None)
    assert errors(client.post(place, words()))[1] == "No end is set."


def test_replies_are_refused_too(client, article, place):
    parent = say(article, "Ada", "Why?")
    ban(first_by(client, place))
    assert client.post(f"/comments/{parent.pk}/reply/", words()).status_code == 403
    assert Client().post(f"/comments/{parent.pk}/reply/", words()).status_code == 302


def test_a_ban_ends(client, place):
    ban(first_by(client, place))
    Sanction.objects.update(until=timezone.now())
    assert client.post(place, words()).status_code == 302


def test_an_account_is_banned_wherever_it_signs_in(article, place):
    ban(say(article, bob(), "First"))
    assert client_of(bob()).post(place, words()).status_code == 403
    assert client_of(charlie()).post(place, words()).status_code == 302


def test_an_address_of_mail_is_banned_whoever_gives_it(article, place):
    first = first_by(Client(), place, email="gwen@example.org")
    ban(first, Key(Kind.EMAIL, first.email_key))
    again = Client().post(place, words(email="GWEN@example.org"))
    other = Client().post(place, words(email="ada@example.org"))
    assert (again.status_code, other.status_code) == (403, 302)


def test_an_account_is_not_banned_by_what_a_guest_typed(article, place):
    first = first_by(Client(), place, email="bob@example.org")
    ban(first, Key(Kind.EMAIL, first.email_key))
    assert client_of(bob()).post(place, words(email="bob@example.org")).status_code == 302


def statuses(place, *remotes):
    return [Client(REMOTE_ADDR=r).post(place, words()).status_code for r in remotes]


def test_one_address_is_banned(place):
    first = first_by(Client(REMOTE_ADDR=ADDRESS), place)
    ban(first, address_of(first))
    assert statuses(place, ADDRESS, "192.0.2.8", "198.51.100.1") == [403, 302, 302]


def test_a_network_is_banned(place):
    first = first_by(Client(REMOTE_ADDR=ADDRESS), place)
    ban(first, address_of(first, Kind.NETWORK))
    assert statuses(place, ADDRESS, "192.0.2.8", "198.51.100.1") == [403, 403, 302]


def test_a_forged_header_leads_past_no_ban(place):
    first = first_by(Client(REMOTE_ADDR=ADDRESS), place)
    ban(first, address_of(first))
    forged = Client(REMOTE_ADDR=ADDRESS, HTTP_X_FORWARDED_FOR="198.51.100.1")
    assert forged.post(place, words()).status_code == 403


def test_a_ban_outlives_what_is_stored_of_the_address(place):
    first = first_by(Client(REMOTE_ADDR=ADDRESS), place)
    ban(first, address_of(first))
    AddressHash.objects.update(expires_at=F("expires_at") - timedelta(days=60))
    assert statuses(place, ADDRESS, "198.51.100.1") == [403, 302]
    assert not AddressHash.objects.filter(comment=first).exists()
    assert statuses(place, ADDRESS) == [403]


def test_moderators_are_not_stopped_by_a_ban_of_their_network(place):
    first = first_by(Client(REMOTE_ADDR=ADDRESS), place)
    ban(first, address_of(first, Kind.NETWORK))
    clients = [client_of(who()) for who in (mod, alice, bob)]
    answers = [c.post(place, words(), REMOTE_ADDR=ADDRESS).status_code for c in clients]
    assert answers == [302, 302, 403]


def test_a_moderator_cannot_be_banned(article):
    theirs = say(article, alice(), "By an editor")
    with pytest.raises(actions.Refused) as refused:
        ban(theirs)
    assert refused.value.refusal == "moderates"
    assert (Sanction.objects.count(), Decision.objects.count()) == (0, 0)


def test_one_does_not_edit_but_withdraws(client, place):
    first = first_by(client, place)
    edit = {"text": "Changed", "revision": "1"}
    assert client.post(f"/comments/{first.pk}/edit/", edit).status_code == 302
    ban(first)
    again = {"text": "Changed again", "revision": "2"}
    response = client.post(f"/comments/{first.pk}/edit/", again)
    assert (response.status_code, typed(response, "text")) == (403, "Changed again")
    assert errors(response)[0] == "You cannot write here at present."
    first.refresh_from_db()
    assert first.text == "Changed"
    assert client.post(f"/comments/{first.pk}/withdraw/").status_code == 302
    first.refresh_from_db()
    assert first.state == "withdrawn"


def test_a_post_sent_again_finds_the_comment_it_made(client, place):
    sent = words("Only once")
    client.post(place, sent)
    ban(Comment.objects.get())
    assert client.post(place, sent).status_code == 302
    assert Comment.objects.count() == 1


def test_the_longest_ban_is_told(client, place):
    first = first_by(client, place, email="gwen@example.org")
    ban(first, reason="For a week")
    ban(first, Key(Kind.EMAIL, first.email_key), days=30, reason="For a month")
    response = client.post(place, words(email="gwen@example.org"))
    assert "For a month" in errors(response)[2]


def test_the_standing_can_be_asked_for_before_anything_is_done(rf, article):
    gwen = guest()
    first = say(article, gwen, "First")
    request = rf.get("/", REMOTE_ADDR=ADDRESS)
    request.user = bob()
    assert standing_of(gwen, request).ban is None
    ban(first)
    assert standing_of(gwen, request).ban == Sanction.objects.get()
    assert standing_of(Person(user_id=bob().pk), request).ban is None
    request.user = mod()
    assert standing_of(gwen, request).ban is None


def test_who_is_banned_reports_nothing(article):
    other = say(article, "Ada", "Other")
    comment = say(article, bob(), "First")
    assert of(charlie()).post(flag_address(other), report()).status_code == 302
    ban(comment)
    response = of(bob()).post(flag_address(other), report())
    assert (response.status_code, Flag.objects.count()) == (403, 1)
    told = [flat(line) for line in soup(response).select("form .problem p")]
    assert [told[0], told[2]] == [
        "You cannot write here at present.",
        "A moderator gave this reason: Rude",
    ]
