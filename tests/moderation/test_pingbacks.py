"""Moderators can read what other sites' links said; readers are not shown them."""

from datetime import UTC, datetime

import pytest

from comments.models import Pingback
from tests.cast import make_article, mod
from tests.moderation.desk import column
from tests.pages import soup

pytestmark = pytest.mark.django_db
PINGBACKS = "/admin/comments/pingback/"


@pytest.fixture
def article():
    article = make_article(title="The bridge", slug="bridge")
    for name, state in (("Mud & Reeds", "published"), ("Cheap pills", "spam")):
        website = "https://reeds.example/"
        said = {"name": name, "website": website, "text": f"[…] {name} <b>say</b> […]"}
        at = datetime(2012, 5, 1, tzinfo=UTC)
        Pingback.objects.create(article=article, state=state, created_at=at, **said)
    return article


def test_moderators_read_them(client, article):
    client.force_login(mod())
    page = client.get(PINGBACKS)
    assert column(page, "who") == ["Cheap pills", "Mud & Reeds"]
    assert column(page, "excerpt")[1] == "[…] Mud & Reeds <b>say</b> […]"
    assert column(client.get(f"{PINGBACKS}?state__exact=spam"), "who") == ["Cheap pills"]
    assert column(client.get(f"{PINGBACKS}?q=reeds.example"), "who") == column(page, "who")
    one = soup(client.get(f"{PINGBACKS}{Pingback.objects.first().pk}/change/"))
    assert "Mud & Reeds" in one.select_one("#content").text
    assert one.select("#content input:not([type=hidden]), #content textarea") == []


def test_readers_do_not(client, article):
    assert "Reeds" not in client.get("/articles/bridge/").content.decode()
