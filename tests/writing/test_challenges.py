"""The puzzle that a guest's browser solves while its reader writes."""

import pytest
from altcha import Challenge, verify_solution
from django.urls import reverse

from comments import proof
from tests.forms import solved

pytestmark = pytest.mark.django_db


def test_it_is_nobodys_and_not_kept(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get(reverse("challenge"))
    assert response["Cache-Control"] == ("max-age=0, no-cache, no-store, must-revalidate, private")
    assert (response.cookies, response["Content-Type"]) == ({}, "application/json")
    assert response.json().keys() == {"parameters", "signature"}


def test_each_is_another_and_takes_some_work(client, monkeypatch):
    monkeypatch.setattr(proof, "FEWEST", 40)
    monkeypatch.setattr(proof, "MOST", 60)
    solutions = [
        solved(Challenge.from_dict(client.get(reverse("challenge")).json())) for _ in range(9)
    ]
    assert all(40 <= each.solution.counter < 60 for each in solutions)
    assert len({each.challenge.parameters.nonce for each in solutions}) == 9
    assert all(verify_solution(each, proof._secret()).verified for each in solutions)


def test_it_is_only_to_be_read(client):
    assert client.post(reverse("challenge")).status_code == 405
