"""Every address of the site, asked by everybody about everything: each answer is foreseen."""

import pytest

from tests.proof.asking import answer, ask, given_away, taken_back
from tests.proof.rows import DOING, READING, ROWS
from tests.proof.site import routes
from tests.proof.table import ALL_KINDS, drawn
from tests.proof.world import AUTHOR, GUEST, SUPERUSER

pytestmark = pytest.mark.django_db

REFUSED = {"403", "404", "405", "sign in"}


def test_each_route_has_a_row(world):
    """Who adds a route says here who may use it."""
    foreseen, there = {row.route(world) for row in ROWS}, set(routes())
    assert sorted(there - foreseen) == [], "no row says who may use these"
    assert sorted(foreseen - there) == [], "these are no routes any more"


@pytest.mark.parametrize("row", **READING)
def test_who_reads_what(row, world):
    """Nobody reads what is not theirs to read, and reading writes nothing."""
    found = {cell: asked(world, row, "GET", cell) for cell in row.cells()}
    compare(row, "GET", found, {cell: row.get(cell) for cell in row.cells()})


@pytest.mark.parametrize("row", **DOING)
def test_who_does_what(row, world):
    """Nobody does what is not theirs to do; who is refused changes nothing."""
    found = {cell: asked(world, row, "POST", cell) for cell in row.cells()}
    compare(row, "POST", found, {cell: row.post(cell) for cell in row.cells()})


def compare(row, method, found, expected):
    expected = {cell: str(foreseen) for cell, foreseen in expected.items()}
    if found != expected:
        pytest.fail(drawn(row, method, found, expected), pytrace=False)


def asked(world, row, method, cell):
    sent = row.sends(world, cell) if method == "POST" else None
    with taken_back():
        client = world.client(cell.who, enforce_csrf_checks=True)
        response, written = ask(client, method, row.address(world, cell), sent)
        leaks = given_away(world, cell.who, response)
    told = [answer(response), *(f"gives away {words}" for words in leaks)]
    if written and (method == "GET" or told[0] in REFUSED):
        told.append(f"writes {', '.join(written)}")
    return " ".join(told)


def test_each_secret_can_be_read_by_somebody(world):
    """Else nothing could leak."""
    pages = [_page(world, f"/admin/comments/comment/{c.pk}/change/") for c in _comments(world)]
    pages += [_page(world, f"/admin/auth/user/{user.pk}/change/") for user in _accounts(world)]
    pages += [_page(world, "/admin/comments/waiting/"), _page(world, "/admin/comments/importrun/")]
    unread = [secret.words for secret in world.secrets if not any(secret.words in p for p in pages)]
    assert unread == []


def _comments(world):
    return [world.comments[who, kind] for who in (AUTHOR, GUEST) for kind in ALL_KINDS]


def _accounts(world):
    return world.accounts.values()


def _page(world, address):
    return world.client(SUPERUSER).get(address).content.decode()
