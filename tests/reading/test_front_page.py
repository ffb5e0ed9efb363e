from datetime import timedelta

import pytest
from django.utils import timezone

from comments import actions
from comments.rules import Verb
from tests.cast import bob, make_article, mod, say
from tests.pages import soup

pytestmark = pytest.mark.django_db


def titles(response):
    return [heading.text for heading in soup(response).select("main li h2")]


def test_an_empty_site_says_so(client):
    assert soup(client.get("/")).select_one(".empty").text == "Nothing has been published yet."


def test_articles_stand_newest_first_without_drafts_and_those_to_come(client):
    now = timezone.now()
    for days, title in ((3, "Old"), (1, "New"), (2, "Middle"), (-1, "Tomorrow")):
        make_article(title=title, published_at=now - timedelta(days=days))
    make_article(title="Draft", state="draft")
    assert titles(client.get("/")) == ["New", "Middle", "Old"]


def test_pages_go_on_when_ids_have_a_digit_more(client):
    make_article(title="First")
    late = make_article(pk=10**18, title="From 2031")
    assert titles(client.get(f"/?before={late.pk}")) == ["First"]


def test_what_no_id_can_be_begins_at_the_top(client):
    make_article(title="First")
    for number in (2**63 - 1, 10**19 - 1, 10**19):
        assert titles(client.get(f"/?before={number}")) == ["First"]


def test_pages_follow_each_other_without_gap_or_repeat(client):
    now = timezone.now()
    for number in range(45):
        # Pairs share a time: the id decides between them.
        make_article(title=f"A{number}", published_at=now - timedelta(hours=number // 2))
    seen, address = [], "/"
    while address:
        page = client.get(address)
        seen += titles(page)
        following = soup(page).select_one("nav.pages [rel=next]")
        address = f"/{following['href']}" if following else None
    assert len(seen) == 45
    assert set(seen) == {f"A{number}" for number in range(45)}


def test_a_made_up_cursor_shows_the_first_page(client):
    make_article(title="One")
    for cursor in ("x", "-1", "0", "9" * 30, "١"):
        assert titles(client.get("/", {"before": cursor})) == ["One"]


def test_counts_are_of_what_is_published(client):
    article = make_article()
    for text in ("one", "two", "three"):
        last = say(article, bob(), text)
    actions.moderate(Verb.SPAM, last.pk, mod())
    link = soup(client.get("/")).select_one("main .meta a")
    assert link.text == "2 comments"


@pytest.mark.parametrize("articles", [1, 3, 50])
def test_the_page_costs_two_queries_however_much_is_on_it(
    client, articles, django_assert_num_queries
):
    for number in range(articles):
        say(make_article(title=f"A{number}"), "Ben", "hello")
    with django_assert_num_queries(2):
        client.get("/")
