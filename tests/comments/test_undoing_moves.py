"""A move is undone: back to the old place, under the old number."""

import pytest

from comments import actions
from comments.actions import Refused
from comments.models import Comment, Move
from comments.rules import Refusal, Verb
from tests.cast import make_article, mod, say
from tests.comments.forest import outline, plant
from tests.comments.health import assert_healthy
from tests.comments.moves import FOREST, MOVES, move

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def forest(article):
    return plant(article, FOREST)


def refusal(decision) -> Refusal:
    with pytest.raises(Refused) as caught:
        actions.undo(decision.pk, mod())
    return caught.value.refusal


@pytest.mark.parametrize("name", MOVES)
def test_each_move_is_undone(name, article, forest):
    word, target, _ = MOVES[name]
    before = outline(article)
    decision = move(forest, word, target)
    assert outline(article) != before
    undone = actions.undo(decision.pk, mod())
    assert (outline(article), undone.renumbered) == (before, False)
    assert undone.changed == decision.move.size
    assert_healthy()


@pytest.mark.parametrize("name", MOVES)
def test_each_undo_of_a_move_is_undone(name, article, forest):
    word, target, _ = MOVES[name]
    decision = move(forest, word, target)
    after = outline(article)
    undo = actions.undo(decision.pk, mod()).decision
    actions.undo(undo.pk, mod())
    assert outline(article) == after
    assert Move.objects.count() == 3
    assert_healthy()


def test_others_that_came_meanwhile_stand_behind_it(article, forest):
    decision = move(forest, "b", "h")
    for word in ("x", "y"):
        say(article, "Ada", word, forest["a"])
    actions.undo(decision.pk, mod())
    replies = Comment.objects.filter(parent=forest["a"]).in_reading_order()
    assert [(each.ordinal, each.text) for each in replies] == [
        *((1, "b"), (2, "f")),
        *((3, "x"), (4, "y")),
    ]
    assert_healthy()


def test_a_number_that_somebody_else_has_is_not_taken(article, forest):
    decision = move(forest, "b", "h")
    Comment.objects.filter(pk=forest["f"].pk).update(ordinal=1)
    undone = actions.undo(decision.pk, mod())
    assert undone.renumbered
    assert Comment.objects.get(pk=forest["b"].pk).ordinal == 3
    assert_healthy()


def test_what_was_published_meanwhile_gets_a_number(article, forest):
    decision = move(forest, "d", "j")
    actions.moderate(Verb.PUBLISH, forest["d"].pk, mod())
    undone = actions.undo(decision.pk, mod())
    back = Comment.objects.get(pk=forest["d"].pk)
    assert (back.parent, back.ordinal, undone.renumbered) == (forest["c"], 1, False)
    assert_healthy()


def test_what_was_moved_on_is_not_moved_back(forest):
    decision = move(forest, "b", "h")
    move(forest, "b", "j")
    assert refusal(decision) == Refusal.DECIDED_SINCE


def test_what_stands_beneath_it_by_now_is_no_place_for_it(forest):
    decision = move(forest, "b", "h")
    move(forest, "a", "b")
    assert refusal(decision) == Refusal.INTO_ITSELF
