"""Trees broken on purpose, one kind at a time. What the database refuses is let through first."""

from io import StringIO
from textwrap import dedent

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from articles.ids import new_id
from comments.models import Comment, Decision, Revision
from comments.tree.check import KINDS, Finding, check
from comments.tree.repair import repair
from tests.cast import make_article
from tests.comments.forest import outline, plant, plant_rows
from tests.comments.tree.breaks import (
    AS_PLANTED,
    BREAKS,
    FOREST,
    LET_THROUGH,
    RENUMBERED,
    UPDATE,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def other():
    return make_article(title="The ferry")


@pytest.fixture
def ids(article, other):
    comments = plant(article, FOREST)
    _edit_and_remove(comments["e"])
    return {word: comment.pk for word, comment in comments.items()} | {"other": other.pk}


@pytest.fixture
def let_through(ids):
    with connection.cursor() as cursor:
        cursor.execute(LET_THROUGH)


def test_a_healthy_forest_is_found_healthy(article, ids):
    assert check() == check(article.pk) == [Finding(kind, 0, []) for kind in [*KINDS, "record"]]
    assert outline(article) == _drawn(AS_PLANTED)


@pytest.mark.parametrize("how", BREAKS)
@pytest.mark.usefixtures("let_through")
def test_it_is_found_under_its_kind_and_mended(how, article, ids):
    statement, reported = BREAKS[how]
    words = _words()
    _execute(statement.format(**ids))
    assert _found() == reported
    assert _mended() == (reported, {})
    assert outline(article) == _drawn(AS_PLANTED)
    assert _words() == words


@pytest.mark.parametrize("how", RENUMBERED)
@pytest.mark.usefixtures("let_through")
def test_it_is_found_and_mended_with_a_new_number(how, article, ids):
    statement, reported, expected = RENUMBERED[how]
    words = _words()
    _execute(statement.format(**ids))
    assert _found() == reported
    assert _mended() == (reported, {})
    assert outline(article) == _drawn(expected)
    assert _words() == words


@pytest.mark.usefixtures("let_through")
def test_everything_at_once_is_mended(article, ids):
    words = _words()
    for statement, *_reported in [*BREAKS.values(), *RENUMBERED.values()]:
        _execute(statement.format(**ids))
    _before, after = repair()
    assert [finding for finding in after if finding.broken] == []
    assert _words() == words


def test_examples_are_given_for_what_is_broken(article):
    comments = plant_rows(article, [0] * 7, list("abcdefg"), ["published"] * 7)
    Comment.objects.update(thread_size=2)
    first_five = sorted(comment.pk for comment in comments.values())[:5]
    assert [f for f in check() if f.broken] == [Finding("thread size", 7, first_five)]


def test_one_article_is_checked_alone(article, other, ids):
    Comment.objects.filter(pk=ids["c"]).update(level=7)
    assert (_found(article.pk), _found(other.pk)) == ({"level": 1}, {})


def test_a_repair_leaves_healthy_threads_alone(ids):
    Comment.objects.filter(pk=ids["c"]).update(level=7)
    healthy = Comment.objects.filter(tree_id=ids["h"]).order_by("pk")
    places = list(healthy.values_list("lft", "rght"))
    Comment.objects.filter(pk=ids["i"]).update(lft=places[1][0] + 5)
    repair()
    assert list(healthy.values_list("lft", "rght"))[1] == (places[1][0] + 5, places[1][1])


def test_a_repair_of_nothing_writes_nothing(ids, django_assert_num_queries):
    # A savepoint around the lock, the lock, the check.
    with django_assert_num_queries(6):
        before, after = repair()
    assert before == after


def test_readers_see_a_new_version_after_a_repair(article, ids):
    Comment.objects.filter(pk=ids["c"]).update(level=7)
    before = _versions(article)
    repair()
    assert _versions(article) == [version + 1 for version in before]


@pytest.mark.parametrize(
    "levels", [list(range(1000)), [0] + [1] * 9_999], ids=["1,000 deep", "10,000 wide"]
)
def test_a_deep_and_a_wide_thread_are_mended(article, levels):
    words = [str(index) for index in range(len(levels))]
    plant_rows(article, levels, words, ["published"] * len(levels))
    _execute(
        UPDATE + "level = 2 * level, lft = 1 + 2 * (id - tree_id), rght = 2 + 2 * (id - tree_id),"
        " replies_numbered = 0, thread_size = 1"
    )
    _before, after = repair()
    assert [finding for finding in after if finding.broken] == []
    stored = Comment.objects.under(article).in_reading_order().values_list("text", "level")
    assert list(stored) == list(zip(words, levels, strict=True))


def test_the_command_counts_every_kind_and_fails(ids):
    Comment.objects.filter(pk=ids["c"]).update(level=7)
    out = StringIO()
    with pytest.raises(CommandError, match=r"^1 broken$"):
        call_command("check_threads", stdout=out)
    lines = [line.rsplit(maxsplit=1) for line in out.getvalue().splitlines()]
    kinds = [*KINDS, "record", "waiting"]
    rest = [[kind, "0"] for kind in kinds if kind != "level"]
    assert [line for line in lines if not line[0].startswith("level")] == rest
    assert f"level                    1  {ids['c']}\n" in out.getvalue()


def test_the_command_mends_and_counts_again(ids):
    Comment.objects.filter(pk=ids["c"]).update(level=7)
    out = StringIO()
    call_command("check_threads", "--repair", stdout=out)
    before, after = out.getvalue().split("\nAfter the repair:\n")
    assert f"level                    1  {ids['c']}\n" in before
    assert "level                    0\n" in after
    call_command("check_threads", stdout=StringIO())


def test_the_command_checks_one_article(article, other, ids):
    Comment.objects.filter(pk=ids["c"]).update(level=7)
    call_command("check_threads", "--article", other.slug, stdout=StringIO())
    with pytest.raises(CommandError, match=r"^1 broken$"):
        call_command("check_threads", "--article", article.slug, stdout=StringIO())
    with pytest.raises(CommandError, match=r"^no article nowhere$"):
        call_command("check_threads", "--article", "nowhere")


def _edit_and_remove(comment):
    about = {"article_id": comment.article_id, "comment": comment}
    Revision.objects.create(
        id=new_id(comment.article_id), text="earlier", replaced_at=timezone.now(), **about
    )
    Decision.objects.create(id=new_id(comment.article_id), verb="remove", **about)


def _execute(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _found(article_id=None):
    return {finding.kind: finding.broken for finding in check(article_id) if finding.broken}


def _mended():
    """What a repair finds before and after; proves that the deferred constraints hold again."""
    findings = repair()
    _execute("SET CONSTRAINTS ALL IMMEDIATE")
    return tuple({f.kind: f.broken for f in each if f.broken} for each in findings)


def _words():
    columns = "id", "text", "html", "name", "state", "revision", "created_at", "guest"
    return (
        list(Comment.objects.order_by("pk").values_list(*columns)),
        list(Revision.objects.values_list("comment", "text")),
        list(Decision.objects.values_list("comment", "verb")),
    )


def _versions(article):
    return list(article.tallies.order_by("slot").values_list("version", flat=True))


def _drawn(drawing):
    return dedent(drawing).strip()
