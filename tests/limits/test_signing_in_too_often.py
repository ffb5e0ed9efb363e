"""A password is not guessed by trying: not one account's, not from one place."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client

from comments.models import Window
from config.rates import Deed, limit_from
from tests.cast import PASSWORD, bob, charlie, mod
from tests.pages import flat, soup

pytestmark = pytest.mark.django_db

ACCOUNT, ADDRESS = 3, 5
TOLD = "Too many tries to sign in. Please wait 5 minutes."
SITE, ADMIN = "/account/sign-in/", "/admin/login/"


@pytest.fixture(autouse=True)
def few(settings):
    settings.LIMITS = {**settings.LIMITS, Deed.SIGN_IN: limit_from(f"{ACCOUNT}/300, {ADDRESS}/300")}


@pytest.fixture(autouse=True)
def people():
    bob(), charlie(), mod()


def attempt(name, password="wrong", page=SITE, remote="192.0.2.1"):
    sent = {"username": name, "password": password}
    return Client(REMOTE_ADDR=remote).post(page, sent)


def statuses(*names, **values):
    return [attempt(name, **values).status_code for name in names]


@pytest.mark.parametrize(("page", "problem"), [(SITE, ".problem"), (ADMIN, ".errornote")])
def test_the_page_says_that_one_has_to_wait(page, problem):
    assert statuses(*["mod"] * ACCOUNT, page=page) == [200] * ACCOUNT
    response = attempt("mod", PASSWORD, page=page)
    assert response.status_code == 429
    assert 290 < int(response["Retry-After"]) <= 300
    assert flat(soup(response).select_one(problem)) == TOLD
    assert soup(response).select_one("[name=username]")["value"] == "mod"
    assert "_auth_user_id" not in response.client.session
    Window.objects.update(ends_at=F("ends_at") - timedelta(seconds=300))
    assert attempt("mod", PASSWORD, page=page).status_code == 302


def test_an_account_is_guarded_wherever_the_guesses_come_from():
    answers = [attempt("bob", remote=f"192.0.2.{n}").status_code for n in range(ACCOUNT + 1)]
    assert answers == [200] * ACCOUNT + [429]
    assert attempt("charlie", PASSWORD).status_code == 302


def test_both_doors_count_together():
    statuses("mod", "mod", page=SITE)
    assert statuses("mod", "mod", page=ADMIN) == [200, 429]


def test_a_place_is_limited_whatever_accounts_it_tries():
    assert statuses("a", "b", "c", "d", "e", "f") == [200] * ADDRESS + [429]
    assert statuses("f", remote="192.0.2.9") == [200]


def test_a_place_over_its_limit_can_shut_nobody_out():
    statuses("a", "b", "c", "d", "e")
    assert statuses(*["bob"] * (ACCOUNT + 1)) == [429] * (ACCOUNT + 1)
    assert attempt("bob", PASSWORD, remote="192.0.2.9").status_code == 302


def test_ones_own_success_gives_no_more_guesses_at_others():
    assert attempt("charlie", PASSWORD).status_code == 302
    assert statuses("bob", "bob", "bob") == [200] * 3
    assert attempt("charlie", PASSWORD).status_code == 302
    assert attempt("charlie", PASSWORD).status_code == 429
    assert attempt("bob", PASSWORD, remote="192.0.2.9").status_code == 429


def test_a_form_left_empty_is_no_try():
    for _ in range(ACCOUNT + 1):
        assert attempt("bob", "").status_code == 200
        assert attempt("", "x").status_code == 200
    assert not Window.objects.exists()


@pytest.mark.parametrize("name", ["bob\x00", "x" * 500, "\u202e", "é" * 150])
@pytest.mark.parametrize("page", [SITE, ADMIN])
def test_a_strange_name_is_no_fault(name, page):
    assert attempt(name, page=page).status_code == 200


def test_the_admin_stays_shut_for_who_is_no_staff():
    response = attempt("bob", PASSWORD, page=ADMIN)
    assert (response.status_code, "_auth_user_id" in response.client.session) == (200, False)
