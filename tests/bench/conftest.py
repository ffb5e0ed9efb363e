import pytest
from django.db import connection

from bench.articles import plant_one
from comments import limits

SMALL, LARGE = 100, 10_000


@pytest.fixture(params=["spread", "one"])
def both(request, db):
    """A small and a large conversation of one shape, known to the planner."""
    articles = [plant_one(request.param, size) for size in (SMALL, LARGE)]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return articles


@pytest.fixture(autouse=True)
def nothing_left_to_chance(monkeypatch):
    """Now and then a post forgets old counts, by one statement more."""
    monkeypatch.setattr(limits, "PRUNING_SHARE", 0)


@pytest.fixture(autouse=True)
def nothing_cached(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
