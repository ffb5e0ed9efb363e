"""Who posts too often waits, keeps the words, and takes nobody else's turn."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client

from comments.models import Comment, Window
from config.address import proxies_from
from config.rates import Deed, limit_from
from tests.cast import bob, charlie, make_article, say
from tests.forms import words
from tests.pages import errors, typed

pytestmark = pytest.mark.django_db

TOLD = [
    "A lot has been posted from here in a short time. Please wait a few minutes, then post again.",
    "Your words are still here.",
]
PERSON, ADDRESS = 2, 4


@pytest.fixture(autouse=True)
def few(settings):
    settings.LIMITS = {**settings.LIMITS, Deed.POSTING: limit_from(f"{PERSON}/300, {ADDRESS}/300")}


@pytest.fixture
def address():
    return f"{make_article().get_absolute_url()}comments/"


def statuses(client, address, count, **extra):
    return [client.post(address, words(str(n)), **extra).status_code for n in range(count)]


def of(user):
    client = Client()
    client.force_login(user)
    return client


def test_the_words_are_kept_and_can_be_sent_again_later(address):
    client = of(bob())
    assert statuses(client, address, PERSON) == [302] * PERSON
    response = client.post(address, words("One too many."))
    assert (response.status_code, errors(response)) == (429, TOLD)
    assert 290 < int(response["Retry-After"]) <= 300
    assert typed(response, "text") == "One too many."
    assert Comment.objects.count() == PERSON
    Window.objects.update(ends_at=F("ends_at") - timedelta(seconds=300))
    again = words("One too many.", submission=typed(response, "submission"))
    assert client.post(address, again).status_code == 302
    assert Comment.objects.filter(text="One too many.").count() == 1


def test_the_script_gets_the_form_again(address):
    client = of(bob())
    statuses(client, address, PERSON)
    response = client.post(address, words("More."), headers={"X-Requested-With": "fetch"})
    assert (response.status_code, response.json().keys()) == (429, {"form"})
    assert 290 < int(response["Retry-After"]) <= 300
    assert TOLD[0] in response.json()["form"]
    assert "More.</textarea>" in response.json()["form"]


def test_replies_and_threads_are_counted_together(address):
    client, parent = of(bob()), say(make_article(title="Other"), "Ada", "Why?")
    statuses(client, address, PERSON)
    assert client.post(f"/comments/{parent.pk}/reply/", words()).status_code == 429


def test_previews_and_mistakes_are_not_counted(address):
    client = of(bob())
    for _ in range(PERSON + 1):
        assert client.post(address, words(preview="1")).status_code == 200
        assert client.post(address, words("")).status_code == 422
    assert statuses(client, address, PERSON) == [302] * PERSON


def test_a_person_is_known_wherever_they_come_from(address):
    client = of(bob())
    came_from = ["192.0.2.1", "192.0.2.2", "2001:db8::1"]
    answers = [client.post(address, words(), REMOTE_ADDR=place) for place in came_from]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert of(charlie()).post(address, words()).status_code == 302


def test_a_guest_is_known_by_the_cookie(client, address):
    assert statuses(client, address, 1) == [302]
    assert statuses(client, address, PERSON + 1) == [302] * PERSON + [429]
    assert statuses(Client(), address, 1) == [302]


def test_who_throws_cookies_away_is_known_by_the_network(address):
    answers = [Client().post(address, words()).status_code for _ in range(ADDRESS + 2)]
    assert answers == [302] * ADDRESS + [429] * 2
    assert statuses(Client(REMOTE_ADDR="192.0.2.9"), address, 1) == [302]


def test_all_addresses_of_a_subscriber_are_one(address):
    places = [f"2001:db8:0:1::{n}" for n in range(1, ADDRESS + 2)]
    answers = [Client(REMOTE_ADDR=place).post(address, words()).status_code for place in places]
    assert answers == [302] * ADDRESS + [429]
    assert statuses(Client(REMOTE_ADDR="2001:db8:0:2::1"), address, 1) == [302]


@pytest.mark.parametrize(("trusted", "proxy"), [("", "192.0.2.1"), ("10.0.0.0/8", "192.0.2.1")])
def test_a_forged_header_gains_nothing(settings, address, trusted, proxy):
    settings.TRUSTED_PROXIES = proxies_from(trusted)
    said = [f"198.51.100.{n}" for n in range(ADDRESS + 1)]
    assert _through(proxy, said, address) == [302] * ADDRESS + [429]


@pytest.mark.parametrize("trusted", ["1", "10.0.0.1"])
def test_behind_a_proxy_each_visitor_has_a_limit_of_their_own(settings, address, trusted):
    settings.TRUSTED_PROXIES = proxies_from(trusted)
    said = [f"198.51.100.{n}" for n in range(ADDRESS + 1)]
    assert _through("10.0.0.1", said, address) == [302] * (ADDRESS + 1)
    forged = [f"203.0.113.{n}, 192.0.2.7" for n in range(ADDRESS + 1)]
    assert _through("10.0.0.1", forged, address) == [302] * ADDRESS + [429]


def test_behind_a_socket(settings, address):
    """Where nobody's address is known, nobody is taken for somebody else."""
    said = ["192.0.2.7"] * (ADDRESS + 1)
    assert _through("", said, address) == [302] * (ADDRESS + 1)
    settings.TRUSTED_PROXIES = proxies_from("unix")
    assert _through("", said, address) == [302] * ADDRESS + [429]


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_of_two_hundred_at_once_exactly_so_many_are_posted():
    address = f"{make_article().get_absolute_url()}comments/"

    def send(number):
        try:
            return Client().post(address, words(str(number))).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(send, range(200)))
    assert (answers.count(302), answers.count(429)) == (ADDRESS, 200 - ADDRESS)
    assert Comment.objects.count() == ADDRESS


def _through(remote, forwarded, address):
    """What strangers get, one after the other, who all come from `remote` and say otherwise."""
    return [
        Client(REMOTE_ADDR=remote)
        .post(address, words(), headers={"X-Forwarded-For": said})
        .status_code
        for said in forwarded
    ]
