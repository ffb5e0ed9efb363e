"""Writing and publishing articles in the admin."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from articles.models import Article
from comments import actions
from comments.rules import Verb
from tests.cast import account, alice, make_article, mod, say
from tests.moderation.desk import ARTICLES, client_of, column
from tests.pages import soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return client_of(alice())


def form(**values):
    given = {"title": "The clock", "slug": "", "byline": "Alice", "summary": "", "body": "Tick."}
    rules = {"state": "draft", "comments": "open", "closes_after_days": "", "moderation": "publish"}
    moment = {"published_at_0": "", "published_at_1": ""}
    return {**given, **rules, **moment, **values}


def change(client, article, seen=None, **values):
    """Save the form as the page of the article fills it, with these values instead."""
    address = f"{ARTICLES}{article.pk}/change/"
    seen = seen or soup(client.get(address)).select_one("[name=seen]")["value"]
    return client.post(address, form(seen=seen, **values))


def titles(response) -> list[str]:
    return column(response, "title")


def errors(response) -> list[str]:
    return [item.text for item in soup(response).select(".errorlist:not(.nonfield) li")]


def test_an_article_is_written_as_a_draft_then_published(client) -> None:
    client.post(f"{ARTICLES}add/", form())
    article = Article.objects.get()
    assert (article.slug, article.state, article.published_at) == ("the-clock", "draft", None)
    preview = soup(client.get(ARTICLES)).select_one(".field-site_link a")
    assert (preview.text, preview["href"]) == ("Preview", "/articles/the-clock/")
    assert client.get(preview["href"]).status_code == 200
    assert client_of(mod()).get(preview["href"]).status_code == 404
    change(client, article, slug="the-clock", state="published")
    assert soup(client.get(ARTICLES)).select_one(".field-site_link a").text == "View"
    assert client_of(mod()).get(preview["href"]).status_code == 200


def test_a_title_in_any_script_makes_an_address(client) -> None:
    client.post(f"{ARTICLES}add/", form(title="Пешеходный мост"))
    assert Article.objects.get().slug == "пешеходный-мост"


@pytest.mark.parametrize("slug", ["first", "moved"])
def test_an_address_that_another_article_has_or_had_is_refused(client, slug) -> None:
    other = make_article(slug="first")
    other.slug = "moved"
    other.save()
    response = client.post(f"{ARTICLES}add/", form(slug=slug))
    assert errors(response) == ["Another article has this address, or had it once."]
    assert (Article.objects.count(), soup(response).select_one("#id_body").text.strip()) == (
        1,
        "Tick.",
    )


def test_an_article_may_take_its_own_former_address_again(client) -> None:
    article = make_article(slug="first")
    for slug in ("second", "first"):
        change(client, article, slug=slug, state="published")
        article.refresh_from_db()
        assert article.slug == slug


def test_two_editors_do_not_undo_each_others_work(client) -> None:
    article = make_article(slug="bridge")
    address = f"{ARTICLES}{article.pk}/change/"
    opened = soup(client.get(address)).select_one("[name=seen]")["value"]
    change(client, article, slug="bridge", body="The first editor's words")
    response = change(client, article, opened, slug="bridge", body="The second editor's words")
    page = soup(response)
    (error,) = page.select(".errorlist.nonfield li")
    assert error.text.startswith("Somebody else has saved this article since you opened it.")
    assert page.select_one("#id_body").text.strip() == "The second editor's words"
    assert Article.objects.get().body == "The first editor's words"
    change(client, article, page.select_one("[name=seen]")["value"], slug="bridge", body="Both")
    assert Article.objects.get().body == "Both"


def test_two_drafts_of_the_same_title_get_two_addresses(client) -> None:
    for _ in range(2):
        client.post(f"{ARTICLES}add/", form())
    assert set(Article.objects.values_list("slug", flat=True)) == {"the-clock", "the-clock-2"}


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"title": ""}, "This field is required."),
        ({"title": "x" * 201}, "Ensure this value has at most 200 characters (it has 201)."),
        ({"published_at_0": "soon"}, "Enter a valid date."),
        ({"closes_after_days": "-1"}, "Ensure this value is greater than or equal to 0."),
        ({"state": "deleted"}, "Select a valid choice. deleted is not one of the available"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(client, wrong, error) -> None:
    response = client.post(f"{ARTICLES}add/", form(**wrong))
    assert errors(response)[0].startswith(error)
    assert Article.objects.count() == 0


def test_a_form_with_an_error_and_no_address_is_shown_again(client) -> None:
    article = make_article()
    response = change(client, article, title="", slug="")
    assert (response.status_code, errors(response)) == (200, ["This field is required."])
    assert soup(response).select_one(".viewsitelink")["href"] == article.get_absolute_url()


def test_articles_are_listed_with_their_state_counts_and_activity(client) -> None:
    soon = timezone.now() + timedelta(days=1)
    make_article(title="Planned", published_at=soon)
    make_article(title="Draft", state=Article.State.DRAFT)
    article = make_article(title="Discussed")
    first, _second = (say(article, "Ada", word) for word in ("One", "Two"))
    actions.moderate(Verb.HOLD, first.pk, mod())
    response = client.get(ARTICLES)
    names = ("title", "state_mark", "comment_count", "last_activity", "site_link")
    assert list(zip(*(column(response, name) for name in names), strict=True)) == [
        ("Discussed", "published", "1 comment", "just now", "View"),
        ("Draft", "draft", "0 comments", "", "Preview"),
        ("Planned", "planned", "0 comments", "", "Preview"),
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=clock", ["The clock"]),
        ("q=Bianca", ["The clock"]),
        ("q=bridge-1", ["The footbridge"]),
        ("state__exact=draft", ["The clock"]),
        ("comments__exact=closed", ["The footbridge"]),
        ("published_at__year=2001", []),
    ],
)
def test_articles_are_searched_and_filtered(client, query, expected) -> None:
    make_article(title="The clock", byline="Bianca", state=Article.State.DRAFT)
    make_article(slug="bridge-1", comments="closed")
    assert titles(client.get(f"{ARTICLES}?{query}")) == expected


@pytest.mark.parametrize("count", [1, 3, 50])
def test_a_longer_list_asks_no_more(client, count, django_assert_num_queries) -> None:
    for _ in range(count):
        say(make_article(), "Ada", "Words")
    # Session, account, two for the permissions; two counts, the page, the counters and two for
    # the months above the list.
    with django_assert_num_queries(10):
        assert len(titles(client.get(ARTICLES))) == count


def test_an_article_is_not_deleted_but_becomes_a_draft(client) -> None:
    comment = say(make_article(), "Ada", "Words")
    article = comment.article
    assert client.get(f"{ARTICLES}{article.pk}/delete/").status_code == 403
    actions_offered = [option.text for option in soup(client.get(ARTICLES)).select("[name=action]")]
    assert actions_offered == []
    assert client_of(mod()).get(article.get_absolute_url()).status_code == 200
    change(client, article, slug=article.slug, state="draft")
    assert client_of(mod()).get(article.get_absolute_url()).status_code == 404
    comment.refresh_from_db()
    assert comment.state == "published"


def test_who_may_only_view_an_article_is_shown_no_form() -> None:
    article = make_article()
    viewer = account("viewer", is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_article"))
    page = soup(client_of(viewer).get(f"{ARTICLES}{article.pk}/change/"))
    assert (
        page.select("#article_form :is(input[name=title], textarea, .field-seen:not(.hidden))")
        == []
    )
    assert page.select_one(".field-title .readonly").text == "The footbridge"


def test_the_admin_bears_the_sites_name(client) -> None:
    page = soup(client.get("/admin/"))
    assert (page.select_one("#site-name").text.strip(), page.title.text) == (
        "Understory",
        "Site administration | Understory",
    )


@pytest.mark.parametrize(
    "query",
    [
        "published_at__year=9999",
        "published_at__year=9999&published_at__month=12",
        f"published_at__year={10**12}",
        "title__regex=(",
        "comment__email__startswith=gwen",
    ],
)
def test_a_mistyped_address_leads_to_the_whole_list(client, query) -> None:
    make_article(title="The footbridge")
    response = client.get(f"{ARTICLES}?{query}", follow=True)
    assert (response.status_code, titles(response)) == (200, ["The footbridge"])
