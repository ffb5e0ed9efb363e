import pytest

from tests.cast import make_article, mod
from tests.moderation.desk import client_of


@pytest.fixture
def client():
    """A moderator's; anybody else's is made by `client_of`."""
    return client_of(mod())


@pytest.fixture
def article():
    return make_article()
