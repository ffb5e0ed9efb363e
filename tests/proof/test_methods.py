"""What may change something needs the token of a form; what reads changes nothing."""

import pytest

from tests.proof.asking import answer, ask, taken_back
from tests.proof.rows import ADDRESSES, DOING, READING
from tests.proof.table import Cell
from tests.proof.world import ANONYMOUS, AUTHOR, SUPERUSER

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("row", **READING)
def test_without_the_forms_token_it_is_refused(row, world):
    """To all who could do it otherwise; where nobody could, to who can most."""
    doers = row.doers() or [SUPERUSER]
    tries = [(who, "POST") for who in doers]
    tries += [(doers[-1], method) for method in ("PUT", "PATCH", "DELETE")]
    found = {(who, method): _strange(row, world, method, who) for who, method in tries}
    assert found == dict.fromkeys(tries, ("403", []))


def _strange(row, world, method, who):
    """Sent from another site: with all that the browser knows, but for the token."""
    cell = Cell(who, row.kinds[0])
    with taken_back():
        client = world.client(who, enforce_csrf_checks=True)
        sent = row.sends(world, cell) | {"csrfmiddlewaretoken": ""}
        response, written = ask(client, method, row.address(world, cell), sent)
    return answer(response), written


@pytest.mark.parametrize("row", **DOING)
def test_with_the_token_it_is_done(row, world):
    """Else the refusals would prove nothing."""
    cells = [Cell(who, kind) for who in row.doers() for kind in row.kinds]
    does = any(_written(row, world, "POST", cell) for cell in cells)
    assert does == (bool(cells) and not row.quiet)


@pytest.mark.parametrize("who", [ANONYMOUS, AUTHOR, SUPERUSER])
def test_asking_about_an_address_changes_nothing(who, world):
    assert _writing(world, "HEAD", who) == {}


@pytest.mark.parametrize("method", ["OPTIONS", "PUT"])
def test_no_form_is_sent_by_other_methods(method, world):
    """Not even with a token."""
    assert _writing(world, method, SUPERUSER) == {}


def _writing(world, method, who):
    """The addresses that write something, or fail."""
    found = {row.at: _written(row, world, method, Cell(who, row.kinds[0])) for row in ADDRESSES}
    return {at: written for at, written in found.items() if written}


def _written(row, world, method, cell):
    """Which tables were written to, or the error."""
    sent = None if method in {"HEAD", "OPTIONS"} else row.sends(world, cell)
    with taken_back():
        client = world.client(cell.who)
        response, written = ask(client, method, row.address(world, cell), sent)
    return [answer(response)] if answer(response).startswith("5") else written
