import pytest
from django.core.cache import cache
from django.db import transaction

from tests.rights.world import make_world


@pytest.fixture(scope="module")
def planted(django_db_setup, django_db_blocker):
    """Made once a module; each test goes back to it by a savepoint."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(planted):
    cache.clear()
    with transaction.atomic():
        yield planted
        transaction.set_rollback(True)
