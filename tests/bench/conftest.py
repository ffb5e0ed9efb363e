import pytest
from django.db import connection

from bench.articles import plant_one
from comments import limits
from comments.rulebook import sketches
from comments.rulebook.shelf import shelf
from tests.cast import first_rules

SMALL, LARGE = 100, 10_000


@pytest.fixture(params=["spread", "one"])
def both(request, db):
    """A small and a large conversation of one shape, known to the planner, with the usual rules."""
    first_rules()
    articles = [plant_one(request.param, size) for size in (SMALL, LARGE)]
    # The first post of a process reads them.
    shelf.renewed(articles[0].id)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return articles


@pytest.fixture(autouse=True)
def nothing_left_to_chance(monkeypatch):
    """Now and then a post forgets old counts and sketches, by one statement more."""
    monkeypatch.setattr(limits, "PRUNING_SHARE", 0)
    monkeypatch.setattr(sketches, "PRUNING_SHARE", 0)


@pytest.fixture(autouse=True)
def nothing_cached(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
