"""All comments on one page."""

import pytest
from django.http import HttpResponse
from django.test import Client

from comments import whole
from tests.cast import bob, converse, make_article, person, say
from tests.pages import flat, numbers, outline, soup

pytestmark = pytest.mark.django_db

DRAWING = """
Ada: 1
  Ben: 2
    Cem: 3
      Ada: 4
    Dot: 5
  Eve: 6
Fay: 7
  Gil: 8
"""


@pytest.fixture
def article():
    return make_article(title="The footbridge")


def everything(client, article, query=""):
    page = client.get(f"{article.get_absolute_url()}?view=whole{query}")
    assert page["Content-Type"] == "text/html; charset=utf-8"
    return HttpResponse(page.getvalue(), status=page.status_code)


@pytest.mark.parametrize("query", ["", "&order=newest"])
def test_it_shows_what_the_pages_show_one_after_the_other(client, article, query):
    for number in range(70):
        say(article, "Ben", "answer", say(article, "Ada", f"thread {number}"))
    address = f"{article.get_absolute_url()}?{query}"
    first = client.get(address)
    second = client.get(f"{address}&from={20 if query else 51}")
    pages = f"{outline(first)}\n{outline(second)}"
    assert outline(everything(client, article, query)) == pages


@pytest.mark.parametrize("kept_in_memory", [100, 1])
def test_long_threads_are_nested_and_counted_like_short_ones(
    client, article, monkeypatch, kept_in_memory
):
    converse(article, DRAWING)
    monkeypatch.setattr(whole, "THREAD_ROWS", kept_in_memory)
    page = everything(client, article)
    assert outline(page) == outline(client.get(article.get_absolute_url()))
    assert [flat(summary) for summary in soup(page).select("li summary")] == [
        "Replies 5",
        "Replies 3",
        "Replies 1",
        "Replies 1",
    ]


def test_it_is_offered_where_there_is_more_than_one_page(client, article):
    for number in range(50):
        say(article, "Ada", f"thread {number}")
    assert soup(client.get(article.get_absolute_url())).select(".pages a.all") == []
    say(article, "Ada", "one more")
    link = soup(client.get(article.get_absolute_url())).select_one(".pages a.all")
    assert (link.text, link["href"]) == ("All on one page", "?view=whole#conversation")
    page = everything(client, article)
    assert len(numbers(page)) == 51
    assert [flat(a) for a in soup(page).select(".pages a")] == ["Page by page"]


def test_ones_own_links_are_there_for_oneself_alone(client, article):
    mine = say(article, person(bob()), "mine")
    client.force_login(bob())
    link = f"/comments/{mine.pk}/withdraw/"
    assert link in everything(client, article).content.decode()
    assert link not in everything(Client(), article).content.decode()


def test_nobody_has_commented(client, article):
    page = everything(client, article)
    assert (page.status_code, outline(page)) == (200, "")


@pytest.mark.parametrize("threads", [1, 3, 50])
def test_it_asks_no_more_for_more_threads(client, article, threads, django_assert_num_queries):
    for number in range(threads):
        say(article, "Ada", f"thread {number}")
    # The article, its body, the comments; and for them a transaction's ends and its setting.
    with django_assert_num_queries(6):
        everything(client, article)
