import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.exchange.rows import Draft
from comments.exchange.store import store_conversation
from comments.models import Comment
from comments.rules import MODERATION
from tests.cast import alice, bob, converse, guest, make_article, say
from tests.moderation.desk import ARTICLES, COMMENTS, client_of, column, excerpts, page_of
from tests.pages import soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def bridge():
    article = make_article(title="The footbridge")
    converse(
        article,
        """
        Ada: Where does it go?
          Ben: Over the river.
            Ada: Thank you.
        Cem: Is it open?
        """,
    )
    return article


def test_comments_are_listed_newest_first_with_their_numbers(client, bridge) -> None:
    response = client.get(COMMENTS)
    names = ("excerpt", "by", "article_link", "place", "state_mark", "age")
    assert list(zip(*(column(response, name) for name in names), strict=True)) == [
        ("Is it open?", "Cem", "The footbridge", "2", "published", "just now"),
        ("Thank you.", "Ada", "The footbridge", "1.1.1", "published", "just now"),
        ("Over the river.", "Ben", "The footbridge", "1.1", "published", "just now"),
        ("Where does it go?", "Ada", "The footbridge", "1", "published", "just now"),
    ]


def test_a_comment_that_was_never_published_has_no_number(client) -> None:
    say(make_article(moderation="hold"), "Ada", "Wait")
    response = client.get(COMMENTS)
    assert (column(response, "place"), column(response, "state_mark")) == ([""], ["held"])


def test_a_long_text_is_listed_by_its_beginning(client) -> None:
    say(make_article(), "Ada", "word " * 40)
    (excerpt,) = excerpts(client.get(COMMENTS))
    assert (len(excerpt), excerpt[:10], excerpt[-1]) == (80, "word word ", "…")


def test_a_number_of_many_levels_is_shortened_in_the_middle(client) -> None:
    drafts = [Draft("Ada", f"Level {depth}", depth, timezone.now()) for depth in range(1, 12)]
    store_conversation(make_article(), drafts)
    assert set(column(client.get(COMMENTS), "place")) >= {"1.1.1.1.1.1.1.1.1", "1.1.1.1 … 1.1.1.1"}


def test_names_and_words_are_escaped(client) -> None:
    say(make_article(title="<i>Title</i>"), "<b>Ada</b>", "<script>alert(1)</script>")
    response = client.get(COMMENTS)
    assert (excerpts(response), column(response, "by"), column(response, "article_link")) == (
        ["<script>alert(1)</script>"],
        ["<b>Ada</b>"],
        ["<i>Title</i>"],
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=river", ["Over the river."]),
        ("q=RIVER", ["Over the river."]),
        ("q=Cem", ["Is it open?"]),
        ("q=nothing", []),
        ("state__exact=held", []),
        ("state__exact=removed", ["Is it open?"]),
    ],
)
def test_the_list_is_searched_and_filtered(client, bridge, query, expected) -> None:
    Comment.objects.filter(name="Cem").update(state="removed")
    assert excerpts(client.get(f"{COMMENTS}?{query}")) == expected


def test_moderators_find_a_guest_by_address(client) -> None:
    article = make_article()
    say(article, guest("Gwen", email="gwen@example.org"), "By Gwen")
    say(article, "Ada", "By Ada")
    assert excerpts(client.get(f"{COMMENTS}?q=gwen@example.org")) == ["By Gwen"]


def test_comments_are_found_by_the_day(client, bridge) -> None:
    Comment.objects.filter(name="Cem").update(created_at=timezone.now() - timedelta(days=40))
    week_ago = (timezone.now() - timedelta(days=7)).isoformat().replace("+", "%2B")
    found = excerpts(client.get(f"{COMMENTS}?created_at__gte={week_ago}"))
    assert found == ["Thank you.", "Over the river.", "Where does it go?"]


def test_an_article_is_chosen_by_a_link_and_not_from_a_list_of_all(client, bridge) -> None:
    say(make_article(title="The clock"), "Ada", "Tick")
    everywhere = client.get(COMMENTS)
    links = {link["href"] for link in soup(everywhere).select(".field-article_link a")}
    assert f"{COMMENTS}?article__id__exact={bridge.pk}" in links
    assert "The clock" not in soup(everywhere).select_one("#changelist-filter").text
    here = client.get(f"{COMMENTS}?article__id__exact={bridge.pk}")
    assert len(excerpts(here)) == 4
    assert "The footbridge" in soup(here).select_one("#changelist-filter").text


def test_replies_and_the_comments_of_one_author_are_chosen_by_links(client) -> None:
    article, gwen = make_article(), guest()
    first = say(article, bob(), "By bob")
    say(article, gwen, "By Gwen", first)
    say(article, gwen, "Again")
    found = [
        excerpts(client.get(f"{COMMENTS}?{query}"))
        for query in (
            f"parent__id__exact={first.pk}",
            f"author__id__exact={bob().pk}",
            f"guest__exact={gwen.guest}",
        )
    ]
    assert found == [["By Gwen"], ["By bob"], ["Again", "By Gwen"]]


@pytest.mark.parametrize(
    "query",
    [
        "article__id__exact=none",
        "parent__id__exact=%F0%9F%98%80",
        "author__id__exact=",
        "guest__exact=1",
        "p=1000",
        "p=-1",
        "nonsense=1",
        "created_at__gte=yesterday",
        "created_at__year=-1",
        "name__regex=(",
        "email__startswith=gwen",
        "author__password__startswith=pbkdf2",
    ],
)
def test_a_mistyped_address_leads_to_the_whole_list(client, bridge, query) -> None:
    # One page would show any page number.
    store_conversation(bridge, [Draft("Ada", "More", 1, timezone.now())] * 50)
    response = client.get(f"{COMMENTS}?{query}", follow=True)
    assert (response.status_code, len(excerpts(response))) == (200, 50)


@pytest.mark.parametrize("name", ["article__id__exact", "parent__id__exact", "author__id__exact"])
def test_what_no_id_can_be_finds_nothing(client, bridge, name) -> None:
    response = client.get(f"{COMMENTS}?{name}={10**30}")
    assert (response.status_code, excerpts(response)) == (200, [])


def fill(article, count) -> None:
    store_conversation(article, [Draft("Ada", "Words", 1, timezone.now())] * count)


@pytest.mark.parametrize("count", [1, 3, 50])
def test_a_longer_list_asks_no_more(client, count, django_assert_num_queries) -> None:
    fill(make_article(), count)
    # Session, account, two for the permissions; the count, the page, its numbers.
    with django_assert_num_queries(7):
        assert len(excerpts(client.get(COMMENTS))) == count


def test_the_list_reads_no_html_and_no_article(client, bridge) -> None:
    with CaptureQueriesContext(connection) as queries:
        client.get(COMMENTS)
    (page,) = [query["sql"] for query in queries if '"comments_comment"."text"' in query["sql"]]
    assert re.findall(r'"(?:html|body|body_html|summary)"', page) == []


def test_many_comments_come_a_page_at_a_time(client) -> None:
    fill(make_article(), 120)
    lengths = [len(excerpts(client.get(f"{COMMENTS}?p={page}"))) for page in (1, 2, 3)]
    assert lengths == [50, 50, 20]
    assert len(excerpts(client.get(f"{COMMENTS}?all="))) == 50


def test_a_deep_thread_is_listed_as_fast_as_a_flat_one(client, django_assert_num_queries) -> None:
    drafts = [Draft("Ada", f"Level {depth}", depth, timezone.now()) for depth in range(1, 502)]
    store_conversation(make_article(), drafts)
    with django_assert_num_queries(7):
        response = client.get(COMMENTS)
    assert len(response.content) < 100_000


def test_each_row_leads_to_the_comment(client, bridge) -> None:
    comment = Comment.objects.get(name="Cem")
    link = soup(client.get(f"{COMMENTS}?q=Cem")).select_one(".field-excerpt a")
    assert link["href"].partition("?")[0] == page_of(comment)


def test_the_list_of_articles_leads_to_their_comments(bridge) -> None:
    editor = client_of(alice())
    link = soup(editor.get(ARTICLES)).select_one(".field-comment_count a")
    assert (link.text, len(excerpts(editor.get(link["href"])))) == ("4 comments", 4)


def test_every_verb_stands_in_the_list_of_actions(client, bridge) -> None:
    actions = [option.text for option in soup(client.get(COMMENTS)).select("[name=action] option")]
    words = ["Publish", "Hold", "Mark as spam", "Remove", "Restore"]
    assert len(words) == len(MODERATION)
    assert actions == ["---------", *words, *(f"{word} with all replies" for word in words)]
