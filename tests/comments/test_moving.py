"""What a moderator moves: a comment with all beneath it, and every stored fact with them."""

from textwrap import dedent
from uuid import uuid4

import pytest

from comments import actions
from comments.actions import Refused
from comments.models import Comment, Decision, StateChange
from comments.rules import Refusal, Verb
from tests.cast import bob, guest, make_article, mod, person, say
from tests.comments.forest import again, outline, plant, plant_rows
from tests.comments.health import assert_healthy, counted
from tests.comments.moves import FOREST, MOVES, move

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def forest(article):
    return plant(article, FOREST)


@pytest.mark.parametrize("what", MOVES)
def test_it_goes_with_all_beneath_it_to_the_end_of_its_new_list(what, article, forest):
    word, target, expected = MOVES[what]
    before = _unmoved()
    move(forest, word, target)
    assert outline(article) == _drawn(expected)
    assert _unmoved() == before
    assert_healthy()


def test_a_move_is_a_decision_that_remembers_both_places(article, forest):
    decision = move(forest, "b", "i", reason="Off topic here")
    assert Decision.objects.get() == decision
    assert (decision.verb, decision.branch, decision.reason) == ("move", True, "Off topic here")
    assert (decision.moderator, decision.moderator_name) == (mod(), "mod")
    assert _places(decision.move) == (4, ("a", "a", 1), ("i", "h", 1))
    assert (decision.move.comment, decision.move.article) == (forest["b"], article)
    assert StateChange.objects.count() == 0


def test_a_thread_is_its_own_tree_and_answers_nothing(forest):
    assert _places(move(forest, "h", "j").move) == (2, (None, "h", 2), ("j", "j", 1))
    assert _places(move(forest, "h", None).move) == (2, ("j", "j", 1), (None, "h", 4))
    assert not move(forest, "i", "a").branch


def test_numbers_are_never_given_twice(article, forest):
    for target in ("j", "a", "j", None, "j", None):
        move(forest, "b", target)
    say(article, "Ada", "k", forest["j"])
    say(article, "Ada", "l", forest["a"])
    say(article, "Ada", "m")
    assert outline(article) == _drawn("""
        1 a
          1.2 f removed
            1.2.1 g
          1.4 l
        2 h
          2.1 i
        3 j
          3.4 k
        5 b
          5.1 c
            d (held)
          5.2 e
        6 m
    """)
    assert_healthy()


def test_what_waited_is_numbered_where_it_stands_when_it_is_shown(article, forest):
    move(forest, "d", "h")
    move(forest, "e", "h")
    actions.moderate(Verb.PUBLISH, forest["d"].pk, mod())
    assert "2 h\n  2.1 i\n  2.2 e\n  2.3 d\n" in outline(article)
    assert_healthy()


def test_counters_and_versions_of_both_threads_follow(article, forest):
    move(forest, "b", "h")
    expected = {"published": 8, "version": 2, "threads": {"a": 2, "h": 5, "j": 1}}
    assert counted(article) == expected
    move(forest, "c", "h")
    assert counted(article) == expected | {"version": 3}
    move(forest, "h", "j")
    assert counted(article) == {"published": 8, "version": 5, "threads": {"a": 2, "j": 6}}
    move(forest, "e", None)
    threads = {"a": 2, "j": 5, "e": 1}
    assert counted(article) == {"published": 8, "version": 7, "threads": threads}
    assert_healthy()


def test_two_threads_of_one_slot_count_right(article):
    forest = plant(article, "\n".join("abcdefghi"))
    assert forest["a"].pk % 8 == forest["i"].pk % 8
    move(forest, "a", "i")
    assert counted(article)["threads"] == dict.fromkeys("bcdefgh", 1) | {"i": 2}
    assert_healthy()


def test_everything_goes_on_in_the_new_thread(article):
    author = person(bob())
    first, other = say(article, "Ada", "a"), say(article, "Ada", "b")
    reply = say(article, author, "c", first)
    actions.move(reply.pk, mod(), other.pk)
    say(article, "Ada", "d", reply)
    actions.edit(reply.pk, author, "e", 1)
    actions.move(other.pk, mod(), first.pk)
    actions.withdraw(reply.pk, author)
    assert outline(article) == "1 a\n  1.2 b\n    1.2.1 e withdrawn\n      1.2.1.1 d"
    assert_healthy()


def test_a_form_sent_again_after_the_move_has_not_posted_twice(article):
    author, key = guest(), uuid4()
    first, other = say(article, "Ada", "a"), say(article, "Ada", "b")
    form = {"parent_id": first.pk, "submission": key}
    posted = actions.post(article, author, "c", **form).comment
    for target in (other.pk, None):
        actions.move(posted.pk, mod(), target)
        repeat = actions.post(article, author, "c", **form)
        assert (repeat.comment, repeat.repeated) == (posted, True)
    with pytest.raises(Refused, match=Refusal.ALREADY_POSTED):
        actions.post(article, author, "c", submission=key)


SHAPES = {"500 deep": list(range(500)), "10,000 wide": [0] + [1] * 9_999}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_large_branch_takes_a_handful_of_statements(shape, article, django_assert_num_queries):
    levels = SHAPES[shape]
    words = [str(index) for index in range(len(levels))]
    forest = plant_rows(article, [*levels, 0, 1], [*words, "x", "y"], _all([*levels, 0, 1]))
    first, moderator = forest["0"], mod()
    for target, level, statements in (("y", 2, 16), (None, 0, 15), ("x", 1, 16)):
        parent_id = None if target is None else forest[target].pk
        with django_assert_num_queries(statements):
            actions.move(first.pk, moderator, parent_id)
        branch = again({"0": first})["0"].branch()
        stored = list(branch.values_list("text", "level"))
        moved = [each + level for each in levels]
        assert stored == list(zip(words, moved, strict=True))
    assert_healthy()


def _all(levels):
    return ["published"] * len(levels)


def _places(move):
    """How many moved, from where and to where: parent, thread and number."""
    word = lambda pk: pk and Comment.objects.get(pk=pk).text  # noqa: E731
    return (
        move.size,
        (word(move.from_parent_id), word(move.from_tree), move.from_ordinal),
        (word(move.to_parent_id), word(move.to_tree), move.to_ordinal),
    )


def _unmoved():
    """What no move changes."""
    places = {"parent", "tree_id", "lft", "rght", "level", "ordinal", "visible"}
    counters = {"replies_numbered", "thread_size"}
    fields = [f for f in Comment._meta.concrete_fields if f.name not in places | counters]
    words = Comment.objects.order_by("pk").values_list(*(field.attname for field in fields))
    return list(words), StateChange.objects.count()


def _drawn(drawing):
    return dedent(drawing).strip()
