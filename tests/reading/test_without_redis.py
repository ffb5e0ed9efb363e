import pytest

from tests.cast import make_article, say
from tests.pages import outline

pytestmark = pytest.mark.django_db

# Nothing listens on the first of all ports.
AWAY = {"BACKEND": "config.cache.ForgivingRedisCache", "LOCATION": "redis://127.0.0.1:1/0"}


def test_pages_are_made_anew_while_redis_is_away(client, settings, caplog):
    settings.CACHES = {"default": AWAY}
    article = make_article()
    say(article, "Ada", "one")
    for _ in range(2):
        assert outline(client.get(article.get_absolute_url())) == "1 Ada says: one"
    assert "Redis does not answer" in caplog.text
