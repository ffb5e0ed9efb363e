from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from articles.models import Article
from comments.models import Comment
from comments.rules import is_open
from comments.seeding.accounts import DEMO_ACCOUNTS

pytestmark = pytest.mark.django_db


def seed(**options) -> list[str]:
    out = StringIO()
    call_command("seed", stdout=out, **options)
    return out.getvalue().splitlines()


def everything() -> dict[str, list[dict]]:
    models = [*apps.get_app_config("articles").get_models()]
    models += [*apps.get_app_config("comments").get_models(), User]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def written() -> list[tuple]:
    comments = Comment.objects.order_by("article__slug", "tree_id", "lft")
    facts = ("article__slug", "level", "lft", "rght", "ordinal", "state", "name", "text", "html")
    return list(comments.values_list(*facts))


def check_threads() -> None:
    call_command("check_threads", stdout=StringIO())


def test_the_site_is_filled():
    assert seed()[0].startswith("demonstration: 8 new articles, 2,")
    assert Article.objects.filter(state="draft").count() == 1
    check_threads()


def test_a_second_run_changes_nothing():
    seed()
    before = everything()
    assert seed() == [
        "demonstration: 0 new articles, 0 comments in 0 threads, 8 articles were there already",
        "accounts: 0 new",
    ]
    assert everything() == before


def test_the_same_seed_writes_the_same_conversations():
    seed()
    first = written()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE articles_article CASCADE")
    seed()
    assert written() == first


def test_an_edited_article_stays_as_it_was_edited():
    seed()
    Article.objects.filter(slug="footbridge").update(title="Mended!")
    seed()
    assert Article.objects.get(slug="footbridge").title == "Mended!"


def test_nothing_is_written_in_the_future_or_before_its_article():
    seed()
    now = timezone.now()
    assert Comment.objects.filter(created_at__gt=now).count() == 0
    for article in Article.objects.exclude(published_at=None):
        assert article.comment_set.filter(created_at__lt=article.published_at).count() == 0


def test_one_conversation_is_closed():
    seed()
    now = timezone.now()
    published = Article.objects.published()
    assert [a.slug for a in published if not is_open(a, now)] == ["seed-swap"]


def test_the_removed_comment_leaves_a_gap_in_the_numbers():
    seed()
    eleven = Comment.objects.get(article__slug="footbridge", level=0, ordinal=11)
    replies = eleven.children.order_by("lft").values_list("ordinal", "state", "visible")
    assert list(replies) == [
        (1, "published", True),
        (2, "removed", False),
        (3, "published", True),
    ]


def test_each_demo_account_has_its_role():
    seed()
    roles = {
        user.username: (user.has_perm("comments.moderate_comment"), user.is_superuser)
        for user in User.objects.order_by("username")
    }
    assert roles == {
        "admin": (True, True),
        "editor": (True, False),
        "mod": (True, False),
        "reader": (False, False),
    }
    for account in DEMO_ACCOUNTS:
        assert authenticate(username=account.name, password=account.password) is not None


def test_a_real_site_gets_no_accounts_with_known_passwords(settings):
    settings.DEMO = False
    seed()
    assert User.objects.count() == 0


def test_load_data_is_articles_of_so_many_comments_each():
    assert seed(articles=2, comments=1_500)[1].startswith(
        "load: 2 new articles, 3,000 comments in "
    )
    load = Article.objects.filter(slug__startswith="load-1-")
    assert [article.comment_set.count() for article in load] == [1_500, 1_500]
    check_threads()


def test_load_data_is_stored_once():
    seed(articles=1, comments=20)
    before = everything()
    assert seed(articles=1, comments=20)[1] == (
        "load: 0 new articles, 0 comments in 0 threads, 1 articles were there already"
    )
    assert everything() == before


def test_another_random_seed_makes_load_data_of_its_own():
    seed(articles=1, comments=5)
    seed(articles=1, comments=5, random_seed=2)
    load = Article.objects.filter(slug__startswith="load-").order_by("id")
    assert [article.slug for article in load] == ["load-1-1", "load-2-1"]


@pytest.mark.parametrize("options", [{"articles": 1}, {"comments": 1}, {"articles": -1}])
def test_load_data_needs_both_numbers(options):
    with pytest.raises(CommandError, match="Load data takes both"):
        seed(**options)
