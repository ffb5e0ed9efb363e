import pytest

from tests.cast import make_article, mod
from tests.moderation.clock import Clock
from tests.moderation.days import three_days
from tests.moderation.desk import client_of


@pytest.fixture
def client():
    """A moderator's; anybody else's is made by `client_of`."""
    return client_of(mod())


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def clock(monkeypatch):
    clock = Clock(monkeypatch)
    clock.go("2026-03-01 08:00")
    return clock


@pytest.fixture
def history(clock):
    three_days(clock, make_article())
