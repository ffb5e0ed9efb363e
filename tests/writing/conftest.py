import pytest

from tests.pages import other_pages


@pytest.fixture
def asks_for_proof(settings):
    settings.PROOF_OF_WORK = True
    with other_pages():
        yield
