"""A server of several sites exports them in one file: each comes in by itself."""

import json

import pytest
from django.core.management import CommandError

from articles.models import Article
from comments.models import Comment, LedgerRow
from tests.cast import alice
from tests.exchange.desk import imported, tried
from tests.exchange.drawing import conversation, counts

pytestmark = pytest.mark.django_db


def row(id_, site, words, **said):
    urls = {"site_name": site, "site_urls": f"https://{site}.example/blog"}
    page = {"page_key": "/about/", "page_title": f"About {site}"}
    return {"id": id_, "rid": "0", "nick": "ada", "content": words, **urls, **page, **said}


@pytest.fixture
def two(tmp_path):
    file = tmp_path / "export"
    rows = [
        row("1", "mill", "Of the mill."),
        row("2", "weir", "Of the weir."),
        row("3", "weir", "Indeed.", rid="2"),
    ]
    file.write_text(json.dumps(rows))
    return file


@pytest.mark.parametrize("options", [{}, {"source": "ours"}])
def test_they_are_not_mixed(options, two, bring_in):
    with pytest.raises(CommandError) as refused:
        bring_in(two, **options)
    assert str(refused.value) == (
        "these are files of several sites, to be imported apart, each with its --site: mill, weir. "
        "Nothing was stored."
    )


def test_each_is_taken_by_its_name(two, bring_in):
    report = bring_in(two, site="weir")
    assert counts(report) == {
        "articles": [1, 0, 0, 0, 0, 1],
        "comments": [2, 0, 0, 0, 0, 2],
        "others": [0, 0, 0, 2, 0, 2],
    }
    assert "2 others skipped: is of another site" in report
    bring_in(two, site="mill")
    assert conversation("about-weir") == ["1 ada: Of the weir.", "  1.1 ada: Indeed."]
    assert conversation("about-mill") == ["1 ada: Of the mill."]


def test_each_is_a_source_by_itself(two, bring_in):
    bring_in(two, site="weir")
    bring_in(two, site="mill")
    assert counts(bring_in(two, site="mill"))["comments"] == [0, 0, 1, 0, 0, 1]
    bring_in(undo="artalk weir")
    assert list(Comment.objects.values_list("text")) == [("Of the mill.",)]
    assert set(LedgerRow.objects.values_list("source")) == {("artalk mill",)}


def test_a_site_that_is_not_there_is_told(two, bring_in):
    with pytest.raises(CommandError) as refused:
        bring_in(two, site="pond")
    assert str(refused.value) == (
        "there is no site “pond” in the files, but: mill, weir. Nothing was stored."
    )
    assert Article.objects.count() == 0


def test_an_editor_takes_one_of_them(two, client):
    client.force_login(alice())
    brought = tried(client, two.read_bytes())
    assert (brought.step, "each with its --site: mill, weir" in brought.fault) == ("failed", True)
    assert imported(client, two.read_bytes(), site="weir").step == "done"
    assert (
        Comment.objects.filter(article__slug="about-weir").count() == Comment.objects.count() == 2
    )


def test_a_page_is_found_where_a_browser_finds_it(two, bring_in, client):
    bring_in(two, site="weir")
    assert client.get("/about/")["Location"] == "/articles/about-weir/"
    assert client.get("/blog/about/").status_code == 404
