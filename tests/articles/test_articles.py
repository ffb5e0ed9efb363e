from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from articles.models import Article
from tests.cast import alice, charlie, make_article

pytestmark = pytest.mark.django_db


def test_a_slug_is_made_from_the_title_in_any_script():
    assert make_article(title="Füße & 你好, Мир!").slug == "füße-你好-мир"


def test_a_title_without_letters_still_gets_an_address():
    assert make_article(title="🙂!").slug == "article"


def test_the_same_title_gets_another_slug():
    slugs = [make_article(title="Again").slug for _ in range(3)]
    assert slugs == ["again", "again-2", "again-3"]


def test_a_slug_that_another_article_once_had_is_not_given_out():
    first = make_article(title="Bus")
    first.slug = "tram"
    first.save()
    assert make_article(title="Bus").slug == "bus-2"


def test_a_renamed_article_redirects_from_its_old_address(client):
    article = make_article(title="Bus")
    for slug in ("tram", "underground"):
        article.slug = slug
        article.save()
    for old in ("bus", "tram"):
        response = client.get(f"/articles/{old}/")
        assert (response.status_code, response["Location"]) == (301, "/articles/underground/")
    assert client.get("/articles/underground/").status_code == 200


def test_an_article_may_take_its_old_address_back(client):
    article = make_article(title="Bus")
    for slug in ("tram", "bus"):
        article.slug = slug
        article.save()
    assert client.get("/articles/bus/").status_code == 200
    assert client.get("/articles/tram/")["Location"] == "/articles/bus/"


def test_a_draft_is_not_there_for_anyone_but_editors(client):
    article = make_article(title="Soon", state="draft")
    assert client.get(article.get_absolute_url()).status_code == 404
    client.force_login(charlie())
    assert client.get(article.get_absolute_url()).status_code == 404
    client.force_login(alice())
    page = client.get(article.get_absolute_url())
    assert page.status_code == 200
    assert "A draft. Only editors can see it." in page.content.decode()


def test_a_renamed_draft_does_not_tell_its_new_address(client):
    article = make_article(title="Secret", state="draft")
    article.slug = "more-secret"
    article.save()
    assert client.get("/articles/secret/").status_code == 404


def test_an_article_of_tomorrow_is_not_there_yet(client):
    article = make_article(published_at=timezone.now() + timedelta(days=1))
    assert client.get(article.get_absolute_url()).status_code == 404


def test_publishing_sets_the_time():
    before = timezone.now()
    assert before <= make_article().published_at <= timezone.now()


def test_the_database_refuses_a_published_article_without_a_time():
    article = make_article()
    with pytest.raises(IntegrityError, match="article_published_has_time"):
        Article.objects.filter(pk=article.pk).update(published_at=None)


def test_the_body_becomes_safe_html():
    body = "# Big\n\n<script>alert(1)</script> [x](javascript:alert(1)) ![i](http://e.org/i.png)"
    html = make_article(body=body).body_html
    assert html == (
        "<h2>Big</h2>\n<p>&lt;script&gt;alert(1)&lt;/script&gt; [x](javascript:alert(1)) "
        '!<a href="http://e.org/i.png" rel="nofollow ugc noopener">i</a></p>\n'
    )


def test_an_article_may_stay_open_beyond_the_calendar():
    article = make_article(published_at=datetime(9999, 12, 1, tzinfo=UTC), closes_after_days=30)
    assert article.comments_close_at() == datetime(9999, 12, 31, tzinfo=UTC)
    article.closes_after_days = 31
    assert article.comments_close_at() is None
