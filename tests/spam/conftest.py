import pytest

from comments.spam import akismet
from tests.spam.outside import SITE, serving


@pytest.fixture
def service():
    with serving() as found:
        yield found


@pytest.fixture
def akismet_key(settings, service, monkeypatch):
    settings.AKISMET_KEY, settings.AKISMET_SITE = "1234567890ab", SITE
    settings.AKISMET_URL = service.url
    monkeypatch.setattr(akismet, "line", akismet.Line())
