import logging

import pytest
from django.core.cache import cache
from django.db import transaction

from tests.proof.world import make_world


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Made once a module. Each test, and each request, goes back to it by a savepoint."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def nothing_kept():
    # What is taken back in the database would live on in a copy.
    cache.clear()


@pytest.fixture(autouse=True)
def nothing_said():
    # Thousands of refusals, each with its traceback.
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
