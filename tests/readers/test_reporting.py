"""Anybody reports a comment once, with a reason, and may take that back."""

import pytest
from django.test import Client

from comments import actions
from comments.models import Comment, Flag, Waiting
from comments.people import Person
from comments.rules import FlagReason, Verb
from tests.cast import bob, charlie, make_article, mod, person, say
from tests.pages import errors, flat, soup, typed
from tests.readers.asking import flag_address, footer, of, report

pytestmark = pytest.mark.django_db

FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def comment():
    return say(make_article(), "Ada", "rude words")


@pytest.fixture
def address(comment):
    return flag_address(comment)


def flags() -> list[tuple[str, str]]:
    return list(Flag.objects.values_list("reason", "words"))


def test_a_stranger_reports_and_is_known_again_by_a_cookie(client, comment, address):
    response = client.post(address, report("spam", text="Sells stamps."))
    assert (response.status_code, response["Location"]) == (
        302,
        f"{comment.article.get_absolute_url()}#c-{comment.pk}",
    )
    assert client.cookies["guest"]["httponly"] is True
    assert flags() == [("spam", "Sells stamps.")]
    assert Waiting.objects.get().reasons == ["flag-spam"]
    assert footer(client, comment) == "Reply You reported this · take back"


def test_the_page_of_a_report_shows_what_it_is_about(client, comment, address):
    page = soup(client.get(address))
    assert flat(page.select_one("ol.threads .words")) == "rude words"
    assert [flat(choice) for choice in page.select(".choice")] == [
        "It is abusive",
        "It is spam",
        "It is off topic",
        "It is illegal",
        "Something else",
    ]


def test_the_same_person_reports_once(client, comment, address):
    for reason in ("spam", "abuse"):
        assert client.post(address, report(reason)).status_code == 302
    assert flags() == [("spam", "")]


def test_one_form_sent_twice_before_its_cookie_came_is_one_report(comment, address):
    sent = report()
    answers = [Client().post(address, sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert len({answer.cookies["guest"].value for answer in answers}) == 1
    assert flags() == [("abuse", "")]


@pytest.mark.parametrize(
    "key", ["", "1", "0" * 32, "x" * 200, "\x00", "b2492267-ae22-4ee3-886d-494448e4674"]
)
def test_nobody_chooses_who_they_are(comment, address, key):
    for _ in range(2):
        Client().post(address, report(submission=key))
    # A key that is too long is no form of ours at all.
    assert Flag.objects.values("guest").distinct().count() == Flag.objects.count()
    assert key not in [guest.hex for guest in Flag.objects.values_list("guest", flat=True)]


def test_an_account_is_known_without_the_cookie(comment, address):
    assert of(bob()).post(address, report()).status_code == 302
    assert (Flag.objects.get().author, Flag.objects.get().guest) == (bob(), None)
    assert footer(of(bob()), comment) == "Reply You reported this · take back"
    assert "guest" not in of(bob()).cookies


def test_a_guest_who_signs_in_later_has_reported_already(client, comment, address):
    client.post(address, report("spam"))
    client.force_login(bob())
    client.post(address, report("abuse"))
    assert flags() == [("spam", "")]


def test_others_are_told_nothing(client, comment, address):
    before = [page.content for page in pages(Client(), comment)]
    client.post(address, report("other", text="a secret of mine"))
    author = of(Person(guest=comment.guest))
    for reader in (Client(), of(charlie()), author, of(mod())):
        for page in pages(reader, comment):
            assert "a secret of mine" not in page.content.decode()
            assert "reported" not in page.content.decode()
    assert [len(page.content) for page in pages(Client(), comment)] == list(map(len, before))


def pages(client, comment):
    places = (comment.article.get_absolute_url(), comment.get_absolute_url(), flag_address(comment))
    return [client.get(place) for place in places]


def test_a_report_is_taken_back(client, comment, address):
    client.post(address, report())
    page = soup(client.get(address))
    assert "You reported this comment: abuse." in flat(page.select_one("form.ask"))
    back = page.select_one("form.ask")["action"]
    for _ in range(2):
        assert client.post(back).status_code == 302
    assert (flags(), Waiting.objects.count()) == ([], 0)
    assert footer(client, comment) == "Reply Report"


def test_nobody_takes_back_what_another_reported(client, comment, address):
    of(bob()).post(address, report())
    assert client.post(f"/comments/{comment.pk}/unflag/").status_code == 302
    assert flags() == [("abuse", "")]


def test_what_a_moderator_has_answered_stays(client, comment, address):
    client.post(address, report())
    actions.keep(comment.pk, mod())
    assert footer(client, comment) == "Reply You reported this"
    told = "A moderator has looked at it since: your report stays as it is."
    for answer in (client.get(address), client.post(f"/comments/{comment.pk}/unflag/")):
        assert flat(soup(answer).select_one(".problem")) == told
    assert client.post(address, report()).status_code == 302
    assert flags() == [("abuse", "")]
    assert Waiting.objects.count() == 0


def test_what_is_gone_meanwhile_can_still_be_taken_back(client, comment, address):
    client.post(address, report())
    actions.moderate(Verb.REMOVE, comment.pk, mod())
    assert client.get(address).status_code == 422
    assert "rude words" not in client.get(address).content.decode()
    assert Client().get(address).status_code == 404


def test_nobody_reports_themselves(comment, address):
    author = of(Person(guest=comment.guest))
    assert footer(author, comment) == "Reply Edit Withdraw"
    for answer in (author.get(address), author.post(address, report())):
        assert answer.status_code == 403
        assert "This is your own comment." in answer.content.decode()
    assert flags() == []


@pytest.mark.parametrize("verb", [Verb.REMOVE, Verb.HOLD, Verb.SPAM])
def test_a_tombstone_cannot_be_reported(client, comment, address, verb):
    say(comment.article, "Ben", "an answer", comment)
    actions.moderate(verb, comment.pk, mod())
    for answer in (client.get(address), client.post(address, report())):
        assert answer.status_code == 422
        assert "no longer there to be reported" in answer.content.decode()
        assert "rude words" not in answer.content.decode()
    assert flags() == []


def test_what_one_cannot_see_cannot_be_reported(client, comment, address):
    assert client.get(address).status_code == 200
    comment.article.state = "draft"
    comment.article.save()
    for path in ("flag", "unflag", "appeal"):
        place = f"/comments/{comment.pk}/{path}/"
        assert [client.get(place).status_code, client.post(place).status_code] == [404, 404]
        assert client.post(f"/comments/{2**63}/{path}/", report()).status_code == 404
    assert flags() == []


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"reason": ""}, ["Please choose what is wrong with it."]),
        ({"reason": "x" * 9_000}, ["Please choose what is wrong with it."]),
        ({"text": "x" * 501}, ["Ensure this value has at most 500 characters (it has 501)."]),
        ({"text": "a\x00b"}, ["Null characters are not allowed."]),
    ],
)
def test_what_is_filled_badly_is_shown_again(client, address, sent, told):
    response = client.post(address, report(**sent))
    assert (response.status_code, errors(response)) == (422, told)
    assert typed(response, "text") == sent.get("text", "")
    assert flags() == []


def test_the_script_gets_the_comment_as_it_stands_now(client, comment, address):
    form = client.get(address, headers=FETCH).json()["form"]
    assert f'action="{address}"' in form
    answer = client.post(address, report(), headers=FETCH).json()
    assert answer["message"] == "Thank you. Moderators will look at this comment."
    assert "You reported this" in answer["html"]
    again = client.get(address, headers=FETCH).json()["form"]
    assert f'action="/comments/{comment.pk}/unflag/"' in again
    back = client.post(f"/comments/{comment.pk}/unflag/", headers=FETCH).json()
    assert (back["message"], ">Report<" in back["html"]) == ("Your report is taken back.", True)


def test_a_page_that_was_open_for_too_long_keeps_the_words(comment, address):
    client = Client(enforce_csrf_checks=True)
    sent = report(text="A long story.")
    assert client.post(address, sent).status_code == 403
    answer = client.post(address, sent, headers={"Origin": "http://testserver"})
    assert (answer.status_code, typed(answer, "text")) == (403, "A long story.")
    assert soup(answer).select_one("form.ask")["action"] == address
    assert flags() == []


@pytest.mark.parametrize("path", ["flag", "unflag", "appeal"])
def test_a_form_from_elsewhere_does_nothing(comment, path):
    client = Client(enforce_csrf_checks=True)
    place = f"/comments/{comment.pk}/{path}/"
    assert client.post(place, report()).status_code == 403
    answer = client.post(place, report(), headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403
    assert (flags(), Waiting.objects.count()) == ([], 0)


def test_words_are_never_markup(client, comment, address):
    client.post(address, report(text="<script>alert(1)</script>"))
    page = client.get(address).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_to_look_changes_nothing(client, comment, address):
    for path in ("flag", "unflag", "appeal"):
        client.get(f"/comments/{comment.pk}/{path}/")
    assert (flags(), Waiting.objects.count()) == ([], 0)
    assert Comment.objects.get() == comment


def test_the_action_refuses_what_the_page_does_not_offer(comment):
    for who in (Person(guest=comment.guest), person(mod())):
        if who.guest is None:
            actions.moderate(Verb.REMOVE, comment.pk, mod())
        with pytest.raises(actions.Refused):
            actions.flag(comment.pk, who, FlagReason.ABUSE)
    assert flags() == []
