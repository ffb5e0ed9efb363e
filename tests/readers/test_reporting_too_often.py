import pytest
from django.test import Client

from comments import actions
from comments.models import Appeal, Flag
from comments.rules import Verb
from config.rates import Deed, limit_from
from tests.cast import bob, make_article, mod, say
from tests.pages import errors, typed
from tests.readers.asking import flag_address, of, report

pytestmark = pytest.mark.django_db

TOLD = [
    (
        "A lot has been sent to the moderators from here in a short time. "
        "Please wait a few minutes, then send it again."
    )
]


@pytest.fixture(autouse=True)
def few(settings):
    settings.LIMITS = {**settings.LIMITS, Deed.FLAGGING: limit_from("2/300, 4/300")}


@pytest.fixture
def comments():
    article = make_article()
    return [say(article, "Ada", str(number)) for number in range(6)]


def test_a_person_waits_and_keeps_the_words(comments):
    client = of(bob())
    answers = [client.post(flag_address(c), report(text="Why.")) for c in comments[:3]]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert (errors(answers[2]), typed(answers[2], "text")) == (TOLD, "Why.")
    assert 290 < int(answers[2]["Retry-After"]) <= 300
    assert Flag.objects.count() == 2


def test_who_throws_cookies_away_is_known_by_the_network(comments):
    answers = [Client().post(flag_address(c), report()).status_code for c in comments]
    assert answers == [302] * 4 + [429] * 2
    elsewhere = Client(REMOTE_ADDR="192.0.2.9")
    assert elsewhere.post(flag_address(comments[5]), report()).status_code == 302


def test_appeals_are_counted_with_reports(comments):
    mine = say(comments[0].article, bob(), "mine")
    actions.moderate(Verb.REMOVE, mine.pk, mod())
    client, address = of(bob()), f"/comments/{mine.pk}/appeal/"
    for comment in comments[:2]:
        client.post(flag_address(comment), report())
    answer = client.post(address, {"text": "Please."})
    assert (answer.status_code, errors(answer), typed(answer, "text")) == (429, TOLD, "Please.")
    assert Appeal.objects.count() == 0


def test_the_script_gets_the_form_again(comments):
    client = of(bob())
    for comment in comments[:2]:
        client.post(flag_address(comment), report())
    headers = {"X-Requested-With": "fetch"}
    answer = client.post(flag_address(comments[2]), report(text="Why."), headers=headers)
    assert (answer.status_code, answer.json().keys()) == (429, {"form"})
    assert "Why.</textarea>" in answer.json()["form"]
