"""Whatever is sent to whatever address: an answer, and never an error of ours.

Which fields there are is overheard, so that those of a new page are tried too.
"""

from functools import partial

import pytest
from django.contrib import admin
from django.urls import resolve

from tests.proof.asking import answer, attempt, taken_back
from tests.proof.nasty import BROKEN, encoded, get, in_addresses, overheard, post, some, values_for
from tests.proof.rows import ADDRESSES, SENT, named
from tests.proof.table import Cell
from tests.proof.world import SUPERUSER

pytestmark = pytest.mark.django_db

FORMS = named(SENT)
PLACES = named([row for row in ADDRESSES if "{" in row.at])
# How many tries a form and an address get, but in the long run.
FORM_TRIES, ADDRESS_TRIES = 6, 3
ALL = 100_000


@pytest.mark.parametrize("row", **FORMS)
def test_values_in_a_form(row, world):
    assert failing_forms(world, row, FORM_TRIES) == []


@pytest.mark.parametrize("row", **named(ADDRESSES))
def test_values_behind_an_address(row, world):
    assert failing_queries(world, row, ADDRESS_TRIES) == []


@pytest.mark.parametrize("row", **PLACES)
def test_values_in_an_address(row, world):
    assert failing_places(world, row, ADDRESS_TRIES) == []


@pytest.mark.parametrize("row", **FORMS)
def test_what_is_no_form(row, world):
    address = row.address(world, Cell(SUPERUSER, row.kinds[0]))
    who = row.doers()[-1]
    assert (
        failing(
            world,
            ((who, kind, partial(post, address, body, kind)) for kind, body in BROKEN),
        )
        == []
    )


@pytest.mark.soak
@pytest.mark.parametrize("row", **FORMS)
def test_every_value_in_a_form(row, world):
    assert failing_forms(world, row, ALL) == []


@pytest.mark.soak
@pytest.mark.parametrize("row", **named(ADDRESSES))
def test_every_value_behind_and_in_an_address(row, world):
    assert failing_queries(world, row, ALL) + failing_places(world, row, ALL) == []


def failing(world, tries):
    """Who sent what, and the error."""
    told = [(who, what, _told(world, who, act)) for who, what, act in tries]
    return [each for each in told if each[2].startswith("5")]


def _told(world, who, act):
    with taken_back():
        return answer(attempt(act, world.client(who)))


def failing_forms(world, row, most):
    """Each field of the form with values of each sort, the others as they should be."""
    found = []
    for who in sorted({row.doers()[0], row.doers()[-1]}):
        cell = Cell(who, row.kinds[0])
        address, sent = row.address(world, cell), row.sends(world, cell)
        with overheard() as fields:
            found += failing(world, [(who, "as it is", partial(post, address, encoded(sent)))])
        tries = values_for(world, address, fields | set(sent))
        found += failing(
            world,
            (
                (who, (field, value), partial(post, address, encoded(sent | {field: value})))
                for field, value in some(tries, most)
            ),
        )
    return found


def failing_queries(world, row, most):
    address = row.address(world, Cell(SUPERUSER))
    joined = "&" if "?" in address else "?"
    with overheard() as fields:
        found = failing(world, [(SUPERUSER, "as it is", partial(get, address))])
    asked = (
        f"{address}{joined}{encoded({field: value}).decode()}"
        for field, value in some(values_for(world, address, fields | lookups_at(address)), most)
    )
    return found + failing(world, ((SUPERUSER, each, partial(get, each)) for each in asked))


def failing_places(world, row, most):
    names = row.names(world, Cell(SUPERUSER))
    found = []
    for address in some(in_addresses(row.at, names), most):
        ways = [partial(get, address), partial(post, address, b"")]
        found += failing(world, ((SUPERUSER, address, act) for act in ways))
    return found


def lookups_at(address):
    """What an admin's list may be filtered by: it asks for no field by name."""
    name = resolve(address.partition("?")[0]).url_name or ""
    for model, model_admin in admin.site._registry.items():
        if name == f"{model._meta.app_label}_{model._meta.model_name}_changelist":
            return set(getattr(model_admin, "lookups", ())) | {"id__exact", "nonsense__gt"}
    return set()
