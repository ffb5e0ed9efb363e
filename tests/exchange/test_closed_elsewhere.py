"""Where nobody could comment there, nobody can here; but what is here already stays as it is."""

import pytest

from articles.models import Article
from tests.cast import make_article
from tests.exchange.elsewhere import There, wxr

pytestmark = pytest.mark.django_db

COMMENTS = [There(1, 1), There(2, 2)]
KIND = b"<wp:post_type>"


@pytest.fixture
def closed(tmp_path):
    file = tmp_path / "export"
    status = b"<wp:comment_status>closed</wp:comment_status>"
    file.write_bytes(wxr(COMMENTS).replace(KIND, status + KIND))
    return file


def test_an_article_that_an_import_makes_is_closed(closed, bring_in, client):
    bring_in(closed)
    assert set(Article.objects.values_list("comments")) == {("closed",)}
    page = client.get("/articles/article-1/").content.decode()
    assert "Comments on this article are closed." in page
    assert "<textarea" not in page


def test_one_that_is_here_stays_open(closed, bring_in):
    make_article(slug="article-1")
    bring_in(closed)
    assert dict(Article.objects.values_list("slug", "comments")) == {
        "article-1": "open",
        "article-2": "closed",
    }


def test_a_later_import_closes_nothing(tmp_path, closed, bring_in):
    file = tmp_path / "before"
    file.write_bytes(wxr(COMMENTS))
    bring_in(file)
    report = bring_in(closed)
    assert set(Article.objects.values_list("comments")) == {("open",)}
    assert "2 articles unchanged: changed there and left as it is here" in report
