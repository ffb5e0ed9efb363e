"""Pages of a source that end alike are different articles; those with one address are the same."""

import json

import pytest
from django.core.management import CommandError
from django.db import transaction

from articles.models import Article
from comments.models import Comment
from tests.cast import make_article
from tests.exchange.drawing import counts
from tests.exchange.test_stopped_imports import as_it_is

pytestmark = pytest.mark.django_db

ALIKE = {1: "/de/about/", 2: "/en/about/"}
# Two ends that come again and again, and each thirtieth page a second time.
MANY = {n: f"/{n % 30}/{'index.html' if n % 2 else 'about/'}" for n in range(1, 41)}


@pytest.fixture
def bring(bring_in, tmp_path):
    """Import articles at these addresses, by their ids, each with a comment."""

    def bring(pages, **options):
        rows = [{"understory": 1, "site": "there"}]
        for key, page in pages.items():
            slug = page.partition("?")[0].strip("/").rpartition("/")[2].partition(".")[0]
            here = {"url": f"https://there.example{page}", "slug": slug, "title": f"Page {key}"}
            rows.append({"type": "article", "id": str(key), **here})
            rows.append({"type": "comment", "id": str(key), "article": str(key), "text": f"{key}"})
        file = tmp_path / "export.jsonl"
        file.write_bytes(b"".join(json.dumps(row).encode() + b"\n" for row in rows))
        return bring_in(file, **options)

    return bring


def standing() -> dict[str, list[str]]:
    """Articles by their titles, with the comments beneath them."""
    found = {title: [] for title in Article.objects.values_list("title", flat=True)}
    for title, text in Comment.objects.values_list("article__title", "text").order_by("text"):
        found[title].append(text)
    return found


def test_a_later_page_that_ends_alike_is_another(bring):
    bring({1: "/de/about/"})
    bring(ALIKE)
    assert standing() == {"Page 1": ["1"], "Page 2": ["2"]}


def test_a_later_page_with_the_same_address_is_the_same(bring):
    bring({1: "/about/"})
    bring({2: "/about?utm_source=feed"})
    assert standing() == {"Page 1": ["1", "2"]}


def test_a_page_where_another_was_before_is_another(bring):
    bring({1: "/about/"})
    bring({1: "/about-us/", 2: "/about/"})
    assert standing() == {"Page 1": ["1"], "Page 2": ["2"]}


def test_what_had_one_address_stays_together(bring):
    bring({1: "/about/", 2: "/about/"})
    bring({1: "/about/", 2: "/about-us/", 3: "/about-us/"})
    assert standing() == {"Page 1": ["1", "2", "3"]}


def test_an_article_here_is_the_first_that_ends_alike(bring):
    make_article(title="Ours", slug="about")
    bring(ALIKE)
    before = standing()
    assert before == {"Ours": ["1"], "Page 2": ["2"]}
    assert counts(bring(ALIKE))["comments"] == [0, 0, 2, 0, 0, 2]
    assert standing() == before


def test_a_guess_takes_no_article_from_one_that_is_sure(bring, tmp_path):
    make_article(title="Ours", slug="about")
    chart = tmp_path / "map.csv"
    chart.write_text("https://there.example/en/about/,about\n")
    bring(ALIKE, map=chart)
    assert standing() == {"Ours": ["2"], "Page 1": ["1"]}


def test_one_page_is_one_article_however_it_was_found(bring, tmp_path):
    make_article(title="Ours", slug="ours")
    chart = tmp_path / "map.csv"
    chart.write_text("2,ours\n")
    bring({1: "/about/", 2: "/about/"}, map=chart)
    assert standing() == {"Ours": ["1", "2"]}


def test_comments_that_name_only_a_page_go_to_it(bring, bring_in, tmp_path):
    bring({1: "/about/"})
    file = tmp_path / "comments.jsonl"
    row = {"type": "comment", "id": "9", "article": "https://there.example/about", "text": "9"}
    file.write_text(json.dumps({"understory": 1, "site": "there"}) + "\n" + json.dumps(row))
    bring_in(file)
    assert standing() == {"Page 1": ["1", "9"]}


@pytest.mark.parametrize("rule", ["create", "match"])
@pytest.mark.parametrize("portions", [1, 2, 5, 8, 11])
def test_an_import_that_was_stopped_finds_the_same(bring, stop_after, portions, rule):
    make_article(title="Ours", slug="index")
    with transaction.atomic():
        whole = bring(MANY, articles=rule), standing(), as_it_is()
        transaction.set_rollback(True)
    stop_after(portions)
    with pytest.raises(CommandError, match="Stopped"):
        bring(MANY, articles=rule)
    stop_after(1_000)
    assert (bring(MANY, articles=rule), standing(), as_it_is()) == whole
