"""What is no proof of work, however it is made up: the comment waits, and nothing fails."""

import base64
import json

import pytest
from altcha import create_challenge
from django.test import Client

from comments import proof
from comments.models import Window
from tests.cast import make_article
from tests.forms import fate, solved
from tests.forms import proof as proven

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("asks_for_proof")]


@pytest.fixture
def address():
    return f"{make_article().get_absolute_url()}comments/"


def changed(**parameters):
    """A good proof, but for these parameters of its challenge."""
    payload = solved(proof.new_challenge(tries=0)).to_dict()
    payload["challenge"]["parameters"] |= parameters
    return packed(payload)


def packed(payload):
    return base64.b64encode(json.dumps(payload).encode()).decode()


def test_of_another_key(client, address, settings):
    own, settings.SECRET_KEY = settings.SECRET_KEY, "somebody else's " * 5
    forged = proven()
    settings.SECRET_KEY = own
    assert fate(client, address, proof=forged) == ["held", ("false-proof", "signature")]


@pytest.mark.parametrize(
    "parameters",
    [
        {"salt": "00" * 16},
        {"nonce": "00" * 16},
        {"keyPrefix": ""},
        {"cost": 0},
        {"expiresAt": 2**40},
        {"expiresAt": None},
        {"algorithm": "none"},
        {"data": {"a": [1.5, None]}},
    ],
)
def test_of_another_challenge_than_ours(client, address, parameters):
    held = ["held", ("false-proof", "signature")]
    assert fate(client, address, proof=changed(**parameters)) == held


def test_a_challenge_that_nobody_signed(client, address):
    own = solved(create_challenge("SHA-256", 1, counter=0)).to_base64()
    assert fate(client, address, proof=own) == ["held", ("false-proof", "signature")]


def test_a_guess_is_no_work(client, address):
    payload = solved(proof.new_challenge(tries=3))
    payload.solution.counter = 2
    assert fate(client, address, proof=payload.to_base64()) == ["held", ("false-proof", "work")]
    payload.solution.counter, payload.solution.derived_key = 3, "00" * 32
    assert fate(client, address, proof=payload.to_base64()) == ["held", ("false-proof", "work")]


@pytest.mark.parametrize(
    "sent",
    [
        "x",
        "\x00",
        "é" * 100,
        "=" * 5_000,
        packed("text"),
        packed(7),
        packed(None),
        packed([]),
        packed({}),
        packed({"challenge": [], "solution": {}}),
        packed({"challenge": {"parameters": "text"}, "solution": {}}),
        packed({"challenge": {"parameters": []}, "solution": []}),
        base64.b64encode(b"[" * 1_400).decode(),
        base64.b64encode(b"\xff\xfe").decode(),
        proven() * 10,
    ],
)
def test_what_is_no_proof_at_all(client, address, sent):
    assert fate(client, address, proof=sent) == ["held", ("false-proof", "unreadable")]


@pytest.mark.parametrize("value", [10**400, -1.5, "soon", [], {}, float("nan"), "\ud800", True])
def test_odd_values_are_held_as_well(client, address, value):
    for name in ("expiresAt", "cost", "salt", "keyPrefix", "keySignature"):
        assert fate(client, address, proof=changed(**{name: value}))[0] == "held"
    payload = solved(proof.new_challenge(tries=0)).to_dict()
    payload["solution"]["counter"] = value
    assert fate(client, address, proof=packed(payload)) == ["held", ("false-proof", "work")]
    Window.objects.all().delete()


def test_it_cannot_be_dressed_up_as_another_one(address):
    """Whatever else is sent along, the challenge is the same."""
    payload = solved(proof.new_challenge(tries=0)).to_dict()
    assert fate(Client(), address, proof=packed(payload)) == ["published"]
    payload["solution"] |= {"time": 5, "more": "x"}
    payload["more"] = "y"
    assert fate(Client(), address, proof=packed(payload)) == ["held", ("used-proof", "")]
