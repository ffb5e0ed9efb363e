"""The database itself refuses a broken tree, whoever writes it."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from articles.ids import new_id
from comments.models import Comment, Tally
from tests.cast import make_article
from tests.comments.forest import plant

pytestmark = pytest.mark.django_db

FOREST = """
    a
      b
        c
      d
    e
      f
    g held
"""
UPDATE = "UPDATE comments_comment SET "

REFUSED = {
    "a second top-level comment in a tree": (
        UPDATE + "tree_id = {a}, lft = 2 WHERE id = {g}",
        "comment_root_heads_tree",
    ),
    "a thread that is not at level 0": (
        UPDATE + "level = 1 WHERE id = {g}",
        "comment_root_heads_tree",
    ),
    "a reply at level 0": (UPDATE + "level = 0 WHERE id = {b}", "comment_root_heads_tree"),
    "a reply that heads a tree": (
        UPDATE + "tree_id = id WHERE id = {c}",
        "comment_root_heads_tree",
    ),
    "a parent in another tree": (
        UPDATE + "parent_id = {e} WHERE id = {d}",
        "comment_parent_in_tree",
    ),
    "a reply in another tree": (
        UPDATE + "tree_id = {e} WHERE id = {c}",
        "comment_parent_in_tree",
    ),
    "a reply under another article": (
        UPDATE + "article_id = {other} WHERE id = {c}",
        "comment_parent_in_tree",
    ),
    "a parent that does not exist": (
        UPDATE + "parent_id = 1 WHERE id = {c}",
        "comment_parent_in_tree",
    ),
    "a reply whose parent goes": (
        "DELETE FROM comments_comment WHERE id = {b}",
        "comment_parent_in_tree",
    ),
    "a thread that leaves its replies": (
        UPDATE + "article_id = {other} WHERE id = {e}",
        "comment_parent_in_tree",
    ),
    "an empty interval": (UPDATE + "rght = lft WHERE id = {c}", "comment_bounds"),
    "ends the wrong way round": (
        UPDATE + "lft = rght, rght = lft WHERE id = {c}",
        "comment_bounds",
    ),
    "a position below the first": (UPDATE + "lft = 0 WHERE id = {a}", "comment_bounds"),
    "a place taken twice": (
        UPDATE + "lft = (SELECT lft FROM comments_comment WHERE id = {b}) WHERE id = {c}",
        "comment_place_once",
    ),
    "a state nobody knows": (UPDATE + "state = 'lost' WHERE id = {c}", "comment_state"),
    "published but not visible": (
        UPDATE + "visible = false WHERE id = {c}",
        "comment_published_is_visible",
    ),
    "published without a time": (
        UPDATE + "published_at = NULL WHERE id = {c}",
        "comment_published_is_visible",
    ),
    "published without a number": (
        UPDATE + "ordinal = NULL WHERE id = {c}",
        "comment_visible_has_number",
    ),
    "visible without a number": (
        UPDATE + "visible = true WHERE id = {g}",
        "comment_visible_has_number",
    ),
    "once published without a number": (
        UPDATE + "published_at = now() WHERE id = {g}",
        "comment_visible_has_number",
    ),
    "number nought": (UPDATE + "ordinal = 0 WHERE id = {c}", "comment_visible_has_number"),
    "a thread's number twice": (UPDATE + "ordinal = 1 WHERE id = {e}", "thread_number_once"),
    "a reply's number twice": (UPDATE + "ordinal = 1 WHERE id = {d}", "reply_number_once"),
    "a submission twice": (
        UPDATE + "submission = '{key}' WHERE id IN ({a}, {f})",
        "comment_submitted_once",
    ),
    "a slot twice": (
        "UPDATE comments_tally SET slot = 0 WHERE slot < 2",
        "tally_slot_once",
    ),
}


@pytest.fixture
def ids():
    comments = plant(make_article(), FOREST)
    other = make_article(title="The ferry")
    return {word: comment.pk for word, comment in comments.items()} | {
        "other": other.pk,
        "key": uuid4(),
    }


@pytest.mark.parametrize("what", REFUSED)
def test_the_database_refuses(what, ids):
    statement, constraint = REFUSED[what]
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        _execute(statement.format(**ids) + "; SET CONSTRAINTS ALL IMMEDIATE")
    assert caught.value.__cause__.diag.constraint_name == constraint


def test_a_submission_may_come_again_under_another_article(ids):
    key = uuid4()
    elsewhere = plant(make_article(title="The harbour"), "a")["a"]
    for comment_id in (ids["a"], elsewhere.pk):
        Comment.objects.filter(pk=comment_id).update(submission=key)
    assert Comment.objects.filter(submission=key).count() == 2


def test_numbers_may_come_again_in_another_list(ids):
    first = Comment.objects.filter(ordinal=1).order_by("pk").values_list("text", flat=True)
    assert list(first) == ["a", "b", "c", "f"]


def test_every_slot_is_a_row_of_its_own(ids):
    article_id = Comment.objects.get(pk=ids["a"]).article_id
    slots = Tally.objects.filter(article_id=article_id).order_by("slot")
    assert list(slots.values_list("slot", flat=True)) == list(range(Tally.SLOTS))
    assert all(new_id(article_id) > slot.pk for slot in slots)


def _execute(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
