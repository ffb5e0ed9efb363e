"""WordPress encodes slugs of other scripts; here they are read as people write them."""

import json
from urllib.parse import quote

import pytest

from articles.models import Article
from comments.models import Comment
from tests.cast import make_article
from tests.exchange.elsewhere import There, wxr

pytestmark = pytest.mark.django_db

SLUG = "привет-мир"
ENCODED = quote(SLUG).lower()


@pytest.fixture
def bring(bring_in, tmp_path):
    def bring(slug, page="1"):
        export = wxr([There(1, 1)]).replace(b"article-1<", f"{slug}<".encode())
        file = tmp_path / "export.xml"
        file.write_bytes(export.replace(b"example/1/", f"example/{page}/".encode()))
        bring_in(file)

    return bring


def test_an_article_is_made_with_the_slug_that_is_read(bring):
    bring(ENCODED)
    assert Article.objects.get().slug == SLUG


def test_an_article_here_is_found_by_it(bring):
    here = make_article(slug=SLUG)
    bring(ENCODED)
    assert Comment.objects.get().article == here


@pytest.mark.parametrize("asked", [SLUG, ENCODED, ENCODED.upper()])
def test_old_addresses_lead_on_in_every_spelling(bring, client, asked):
    bring(ENCODED, page=ENCODED)
    for address in (f"/{asked}/", f"/old-address/?url=https://there.example/{asked}/"):
        led = client.get(address)
        assert (led.status_code, led["Location"]) == (301, Article.objects.get().get_absolute_url())


@pytest.mark.parametrize(
    ("broken", "slug"),
    [("%d0%bf%d", "пd"), ("%ff%fe", "article-1"), ("%zz", "zz"), ("a%00b", "ab")],
)
def test_what_is_encoded_wrongly_does_no_harm(bring, broken, slug):
    bring(broken, page=broken)
    assert Article.objects.get().slug == slug


def test_slugs_in_our_own_lines_may_hold_anything(bring_in, tmp_path):
    row = {"type": "article", "id": "1", "slug": "a\0b", "title": "", "url": "//x.example/%00/"}
    file = tmp_path / "export.jsonl"
    file.write_text("\n".join(map(json.dumps, [{"understory": 1, "site": "x"}, row])))
    bring_in(file)
    assert Article.objects.count() == 0
