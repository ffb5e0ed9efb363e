"""Of any number at once, just as many pass as may."""

from datetime import timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.models import F
from django.utils import timezone

from comments import limits
from comments.limits import prune, wait_for
from comments.models import Window
from config.rates import Deed, Limit, Rate, limit_from
from tests.concurrency.crowd import together

pytestmark = pytest.mark.django_db

AT_ONCE, EACH = 25, 8
MOST = 20


@pytest.fixture(autouse=True)
def few(settings):
    settings.LIMITS = {
        Deed.POSTING: limit_from("2/60, 3/90"),
        Deed.SEARCH: limit_from(f"{MOST}/60, 1000/60"),
    }


def later(seconds):
    Window.objects.update(ends_at=F("ends_at") - timedelta(seconds=seconds))


def test_so_many_pass_and_then_one_waits_until_the_window_ends():
    waits = [wait_for(Deed.POSTING, person="ada") for _ in range(4)]
    assert waits == [0, 0, 60, 60]
    later(50)
    assert wait_for(Deed.POSTING, person="ada") == 10


def test_a_new_window_opens_once_the_old_one_is_over():
    for _ in range(3):
        wait_for(Deed.POSTING, person="ada")
    later(61)
    assert [wait_for(Deed.POSTING, person="ada") for _ in range(3)] == [0, 0, 60]


def test_people_of_one_network_share_its_limit():
    waits = [
        wait_for(Deed.POSTING, person=name, address="192.0.2.1")
        for name in ("ada", "ben", "cem", "dee")
    ]
    assert waits == [0, 0, 0, 90]
    assert wait_for(Deed.POSTING, person="eve", address="192.0.2.2") == 0


def test_who_is_over_one_limit_takes_nobody_elses_turn():
    told = [wait_for(Deed.POSTING, person="ada", address="192.0.2.1") for _ in range(9)]
    assert told == [0, 0, *[60] * 7]
    assert wait_for(Deed.POSTING, person="ben", address="192.0.2.1") == 0


def test_each_deed_and_each_kind_of_name_is_counted_by_itself():
    for _ in range(3):
        wait_for(Deed.POSTING, person="192.0.2.1")
    assert wait_for(Deed.POSTING, address="192.0.2.1") == 0
    assert wait_for(Deed.SEARCH, person="192.0.2.1") == 0


def test_who_is_known_by_nothing_is_not_counted():
    assert [wait_for(Deed.POSTING, person="", address="") for _ in range(9)] == [0] * 9
    assert not Window.objects.exists()


def test_nothing_that_is_stored_tells_who_it_was(settings):
    wait_for(Deed.POSTING, person="ada", address="192.0.2.1")
    stored = set(Window.objects.values_list("key", flat=True))
    assert len(stored) == 2
    settings.SECRET_KEY = "another " * 10
    wait_for(Deed.POSTING, person="ada", address="192.0.2.1")
    # Without the key nobody can try all addresses.
    assert stored.isdisjoint(Window.objects.exclude(key__in=stored).values_list("key", flat=True))
    assert Window.objects.count() == 4


def test_only_what_is_over_is_pruned():
    wait_for(Deed.POSTING, person="ada", address="192.0.2.1")
    later(70)
    assert prune() == 1
    later(70)
    assert (prune(), prune(), Window.objects.count()) == (1, 0, 0)


def test_counting_prunes_a_little_now_and_then(monkeypatch):
    over = timezone.now() - timedelta(seconds=1)
    keys = [limits._key(Deed.SEARCH, "person", str(number)) for number in range(12)]
    Window.objects.bulk_create(Window(key=key, count=1, ends_at=over) for key in keys)
    monkeypatch.setattr(limits, "PRUNED_AT_ONCE", 10)
    monkeypatch.setattr(limits, "PRUNING_SHARE", 0)
    wait_for(Deed.POSTING, person="ada")
    assert Window.objects.count() == 12 + 1
    monkeypatch.setattr(limits, "PRUNING_SHARE", 1)
    wait_for(Deed.POSTING, person="ada")
    assert Window.objects.count() == 2 + 1


def test_it_leaves_nothing_in_the_log_of_the_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'comments_window'")
        assert cursor.fetchone() == ("u",)


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_exactly_so_many_of_two_hundred_pass(self):
        waits = together(AT_ONCE, lambda _: [search() for _ in range(EACH)])
        assert sum(wait == 0 for each in waits for wait in each) == MOST
        assert Window.objects.get().count == AT_ONCE * EACH

    def test_more_would_pass_if_they_looked_first_and_counted_then(self):
        """What the statement is for: the same crowd, with the two steps taken apart."""
        between = Barrier(AT_ONCE)
        Window.objects.create(
            key=limits._key(Deed.SEARCH, "person", "ada"), count=0, ends_at=timezone.now()
        )

        def look_then_count(_):
            window = Window.objects.get()
            between.wait()
            Window.objects.update(count=window.count + 1)
            return window.count < MOST

        assert sum(together(AT_ONCE, look_then_count)) > MOST
        assert Window.objects.get().count < AT_ONCE

    def test_those_who_share_a_network_do_not_wait_for_each_other_in_a_ring(self):
        people = ["ada", "ben", "cem"]

        def act(index):
            name = people[index % 3]
            return [
                wait_for(Deed.SEARCH, person=name, address=f"192.0.2.{n % 3}") for n in range(EACH)
            ]

        waits = together(AT_ONCE, act)
        assert sum(wait == 0 for each in waits for wait in each) == MOST * len(people)

    def test_pruning_waits_for_nobody(self, monkeypatch):
        monkeypatch.setattr(limits, "PRUNING_SHARE", 1)
        waits = together(AT_ONCE, lambda _: [search() for _ in range(EACH)])
        assert sum(wait == 0 for each in waits for wait in each) == MOST


def search():
    return wait_for(Deed.SEARCH, person="ada")


class TestSettings:
    def test_a_limit_as_it_is_written(self):
        assert limit_from("10/300, 60/3600") == Limit(Rate(10, 300), Rate(60, 3600))
        assert limit_from(" 1/1,1/1 ") == Limit(Rate(1, 1), Rate(1, 1))

    @pytest.mark.parametrize(
        "text", ["", "10", "10/300", "0/300, 60/300", "10/0, 60/300", "10/-5, 60/300", "a/b, c/d"]
    )
    def test_what_is_no_limit_is_said_at_the_start(self, text):
        with pytest.raises(ImproperlyConfigured, match="is no limit"):
            limit_from(text)
