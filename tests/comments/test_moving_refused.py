"""Where a comment may not go, and nothing has changed then."""

import pytest

from comments import actions
from comments.actions import Refused
from comments.models import Decision, Move
from comments.rules import DEEPEST_LEVEL, Refusal, State
from tests.cast import make_article, mod
from tests.comments.forest import again, outline, plant, plant_rows
from tests.comments.health import assert_healthy
from tests.comments.moves import FOREST, move, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def forest(article):
    return plant(article, FOREST)


REFUSED = {
    "where it stands": ("c", "b", Refusal.SAME_PLACE),
    "a thread to a thread of its own": ("a", None, Refusal.SAME_PLACE),
    "beneath itself": ("b", "b", Refusal.INTO_ITSELF),
    "beneath what answers it": ("b", "e", Refusal.INTO_ITSELF),
    "a thread into itself": ("a", "d", Refusal.INTO_ITSELF),
    "to another article": ("b", "elsewhere", Refusal.TARGET_ELSEWHERE),
    "beneath what waits": ("j", "d", Refusal.TARGET_HIDDEN),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_tomove(what, article, forest):
    word, target, refusal = REFUSED[what]
    forest |= plant(make_article(title="The ferry"), "elsewhere")
    before = outline(article)
    assert refused(forest, word, target) == refusal
    assert (outline(article), Decision.objects.count(), Move.objects.count()) == (before, 0, 0)


@pytest.mark.parametrize("state", [s for s in State if s != State.PUBLISHED])
def test_a_place_must_be_seen_to_take_more_but_not_to_be_left(state, article):
    forest = plant(article, f"a\n  b {state}\nc\n  d")
    assert refused(forest, "c", "b") == Refusal.TARGET_HIDDEN
    move(forest, "b", "c")
    assert again(forest)["b"].state == state
    assert_healthy()


def test_no_comment_nomove(forest):
    for own, target, refusal in (
        (1, forest["a"].pk, Refusal.PARENT_GONE),
        (1, None, Refusal.PARENT_GONE),
        (forest["a"].pk, 1, Refusal.TARGET_GONE),
    ):
        with pytest.raises(Refused, match=refusal):
            actions.move(own, mod(), target)


def test_a_branch_goes_as_deep_as_a_reply_could(article):
    levels = [*range(DEEPEST_LEVEL), 0, 1, 2]
    forest = plant_rows(
        article, levels, list(map(str, levels[:-3])) + list("xyz"), ["published"] * len(levels)
    )
    assert refused(forest, "x", str(DEEPEST_LEVEL - 2)) == Refusal.BRANCH_TOO_DEEP
    move(forest, "x", str(DEEPEST_LEVEL - 3))
    assert again({"z": forest["z"]})["z"].level == DEEPEST_LEVEL
    assert_healthy()


def test_who_has_not_seen_the_last_move_is_told(article, forest):
    first = move(forest, "b", "h", last_move=0).move
    assert refused(forest, "b", "j", last_move=0) == Refusal.MOVED_MEANWHILE
    move(forest, "h", "j", last_move=0)
    move(forest, "b", "a", last_move=first.pk)
    assert again(forest)["b"].parent_id == forest["a"].pk
