"""Where a comment came from is kept as hashes alone, and not for long."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.utils import timezone

from comments.models import AddressHash
from comments.persons.records import kept_addresses
from config.address import proxies_from
from tests.cast import make_article
from tests.forms import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def address():
    return f"{make_article().get_absolute_url()}comments/"


def post(address, remote, **headers):
    return Client(REMOTE_ADDR=remote).post(address, words(), headers=headers)


def kept(column):
    return list(AddressHash.objects.order_by("pk").values_list(column, flat=True))


def alike(values):
    """Whether each is the same as the one before it."""
    return [a == b for a, b in pairwise(values)]


def all_that_is_stored():
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(a::text, ' ') FROM comments_addresshash a")
        rows = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(c::text, ' ') FROM comments_comment c")
        return f"{rows} {cursor.fetchone()[0]}"


def test_no_address_is_stored(address):
    post(address, "192.0.2.77")
    assert AddressHash.objects.count() == 1
    assert "192.0.2" not in all_that_is_stored()


def test_an_address_and_its_network_are_known_again(address):
    for remote in ("192.0.2.77", "192.0.2.77", "192.0.2.78", "192.0.3.78"):
        post(address, remote)
    assert alike(kept("address")) == [True, False, False]
    assert alike(kept("network")) == [True, True, False]


def test_long_addresses_share_what_one_subscriber_has(address):
    for remote in ("2001:db8:0:1::1", "2001:db8:0:1::2", "2001:db8:0:2::2", "::ffff:192.0.2.7"):
        post(address, remote)
    post(address, "192.0.2.7")
    assert alike(kept("address")) == [False, False, False, True]
    assert alike(kept("network")) == [True, False, False, True]


def test_a_forged_header_gains_nothing(settings, address):
    for said in ("198.51.100.1", "198.51.100.2"):
        post(address, "192.0.2.7", **{"X-Forwarded-For": said})
    settings.TRUSTED_PROXIES = proxies_from("10.0.0.0/8")
    for said in ("198.51.100.1, 192.0.2.7", "198.51.100.2, 192.0.2.7"):
        post(address, "10.0.0.1", **{"X-Forwarded-For": said})
    assert alike(kept("address")) == [True, True, True]
    post(address, "10.0.0.1", **{"X-Forwarded-For": "198.51.100.1"})
    assert alike(kept("address")) == [True, True, True, False]


def test_who_comes_from_nowhere_leaves_nothing(address):
    assert post(address, "").status_code == 302
    assert AddressHash.objects.count() == 0


def test_it_is_kept_for_as_long_as_the_site_says(settings, address):
    settings.ADDRESS_DAYS = 3
    post(address, "192.0.2.7")
    left = AddressHash.objects.get().expires_at - timezone.now()
    assert timedelta(days=2, hours=23) < left <= timedelta(days=3)


def test_a_site_may_keep_none(settings, address):
    settings.ADDRESS_DAYS = 0
    post(address, "192.0.2.7")
    assert AddressHash.objects.count() == 0


def age():
    AddressHash.objects.update(expires_at=F("expires_at") - timedelta(days=31))


def test_what_has_expired_is_not_read(address):
    for _ in range(3):
        post(address, "192.0.2.7")
    assert kept_addresses().count() == 3
    age()
    assert (kept_addresses().count(), AddressHash.objects.count()) == (0, 3)


def test_each_post_takes_two_with_it_that_have_expired(address):
    for _ in range(5):
        post(address, "192.0.2.7")
    age()
    post(address, "192.0.2.7")
    assert (AddressHash.objects.count(), kept_addresses().count()) == (4, 1)


def test_what_is_not_posted_leaves_nothing(address):
    client, sent = Client(REMOTE_ADDR="192.0.2.7"), words()
    for _ in range(2):
        assert client.post(address, sent).status_code == 302
    assert client.post(address, words("")).status_code == 422
    assert AddressHash.objects.count() == 1
