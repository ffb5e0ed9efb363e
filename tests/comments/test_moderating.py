"""What moderators do: to one comment, to a whole branch, and back again."""

from textwrap import dedent

import pytest

from comments import actions
from comments.actions import Refused
from comments.models import Comment, Decision, StateChange
from comments.moderation.batch import plan
from comments.rules import MODERATION, Refusal, State, Verb
from tests.cast import guest, make_article, mod, say
from tests.comments.forest import MIXED, again, outline, plant, plant_rows
from tests.comments.health import assert_healthy, counted

pytestmark = pytest.mark.django_db

# From which state a verb leads where; nothing where it leads nowhere.
LEADS = {
    Verb.PUBLISH: {"held": "published", "spam": "published"},
    Verb.HOLD: {"published": "held", "spam": "held"},
    Verb.SPAM: {"published": "spam", "held": "spam"},
    Verb.REMOVE: {"published": "removed", "held": "removed", "spam": "removed"},
    Verb.RESTORE: {"removed": "published"},
}


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def forest(article):
    return plant(article, MIXED)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("verb", MODERATION)
@pytest.mark.parametrize("branch", [False, True], ids=["one", "branch"])
def test_every_verb_from_every_state(verb, state, branch, article):
    comment = plant(article, f"a {state}")["a"]
    before, after = outline(article), LEADS[verb].get(state)
    if after is None:
        assert _refused(verb, comment, branch=branch) == Refusal.NOTHING_TO_DO
        assert (outline(article), Decision.objects.count()) == (before, 0)
    else:
        assert plan(verb, [comment.pk], branch=branch).affected == 1
        actions.moderate(verb, comment.pk, mod(), branch=branch)
        assert again({"a": comment})["a"].state == after
        assert list(StateChange.objects.values_list("before", "after")) == [(state, after)]
    assert_healthy()


def test_a_decision_tells_who_what_and_why(article, forest):
    decision = actions.moderate(Verb.REMOVE, forest["d"].pk, mod(), "off topic")
    stored = Decision.objects.get()
    assert stored == decision
    assert (stored.verb, stored.reason, stored.branch) == ("remove", "off topic", False)
    assert (stored.moderator, stored.moderator_name) == (mod(), "mod")
    assert (stored.comment, stored.article) == (forest["d"], article)
    change = stored.changes.get()
    assert (change.comment, change.article, change.before, change.after) == (
        *(forest["d"], article),
        *("published", "removed"),
    )
    assert change.changed_at == stored.decided_at


def test_a_branch_is_one_decision_with_a_row_a_comment(article, forest):
    assert plan(Verb.REMOVE, [forest["b"].pk], branch=True).affected == 4
    decision = actions.moderate(Verb.REMOVE, forest["b"].pk, mod(), branch=True)
    assert decision.branch
    assert _changes(decision) == {
        "b": ("published", "removed"),
        "c": ("held", "removed"),
        "d": ("published", "removed"),
        "e": ("spam", "removed"),
    }
    assert outline(article) == _drawn("""
        1 a
          1.1 b (removed)
            c (removed)
            1.1.1 d (removed)
              e (removed)
          1.2 f removed
            1.2.1 g
        2 h
    """)
    assert counted(article) == {"published": 3, "version": 1, "threads": {"a": 2, "h": 1}}
    assert_healthy()


def test_restoring_a_branch_gives_each_comment_its_own_state_back(article, forest):
    before = outline(article)
    actions.moderate(Verb.REMOVE, forest["b"].pk, mod(), branch=True)
    actions.moderate(Verb.RESTORE, forest["b"].pk, mod(), branch=True)
    assert outline(article) == before
    assert_healthy()


def test_restoring_goes_back_one_removal_at_a_time(article, forest):
    comment = forest["d"]
    for verb in (Verb.REMOVE, Verb.RESTORE, Verb.HOLD, Verb.REMOVE, Verb.RESTORE):
        actions.moderate(verb, comment.pk, mod())
    assert again({"d": comment})["d"].state == "held"


def test_a_branch_restored_leaves_alone_what_was_withdrawn(article):
    author = guest()
    first = say(article, "Ada", "a")
    second = say(article, author, "b", first)
    say(article, "Cem", "c", second)
    actions.withdraw(second.pk, author)
    actions.moderate(Verb.REMOVE, first.pk, mod(), branch=True)
    actions.moderate(Verb.RESTORE, first.pk, mod(), branch=True)
    assert outline(article) == "1 a\n  1.1 b withdrawn\n    1.1.1 c"


def test_nothing_to_do_is_said_of_a_branch_too(forest):
    assert _refused(Verb.PUBLISH, forest["h"], branch=True) == Refusal.NOTHING_TO_DO
    assert Decision.objects.count() == 0


def test_no_comment_no_decision():
    with pytest.raises(Refused, match=Refusal.PARENT_GONE):
        actions.moderate(Verb.REMOVE, 1, mod())


def test_tombstones_go_when_the_last_reply_goes(article, forest):
    actions.moderate(Verb.REMOVE, forest["g"].pk, mod())
    assert outline(article) == _drawn("""
        1 a
          1.1 b
            c (held)
            1.1.1 d
              e (spam)
          1.2 f (removed)
            1.2.1 g (removed)
        2 h
    """)
    actions.moderate(Verb.RESTORE, forest["g"].pk, mod())
    assert "  1.2 f removed\n    1.2.1 g\n" in outline(article)
    assert_healthy()


def test_visibility_goes_all_the_way_up(article):
    chain = plant(article, "a\n  b\n    c\n      d")
    for word in "abc":
        actions.moderate(Verb.REMOVE, chain[word].pk, mod())
    assert outline(article) == (
        "1 a removed\n  1.1 b removed\n    1.1.1 c removed\n      1.1.1.1 d"
    )
    actions.moderate(Verb.HOLD, chain["d"].pk, mod())
    assert outline(article) == (
        "1 a (removed)\n  1.1 b (removed)\n    1.1.1 c (removed)\n      1.1.1.1 d (held)"
    )
    assert_healthy()


def test_a_held_thread_gets_its_number_when_it_is_shown(article):
    forest = plant(article, "a held\nb\nc held\nd")
    assert outline(article) == "1 b\n2 d\na (held)\nc (held)"
    actions.moderate(Verb.PUBLISH, forest["c"].pk, mod())
    actions.moderate(Verb.PUBLISH, forest["a"].pk, mod())
    assert outline(article) == "1 b\n2 d\n3 c\n4 a"
    published = again(forest)["a"]
    assert published.published_at > published.created_at
    assert_healthy()


def test_a_reply_published_late_stands_last(article):
    forest = plant(article, "a\n  b held\n  c\n  d held\n  e")
    actions.moderate(Verb.PUBLISH, forest["d"].pk, mod())
    assert outline(article) == "1 a\n  b (held)\n  1.1 c\n  1.2 e\n  1.3 d"
    actions.moderate(Verb.PUBLISH, forest["b"].pk, mod())
    assert outline(article) == "1 a\n  1.1 c\n  1.2 e\n  1.3 d\n  1.4 b"
    assert_healthy()


def test_a_branch_published_late_stands_last_with_its_replies(article):
    forest = plant(article, "a\n  b held\n    c held\n    d held\n  e\n    f")
    actions.moderate(Verb.PUBLISH, forest["b"].pk, mod())
    assert outline(article) == ("1 a\n  1.1 e\n    1.1.1 f\n  1.2 b\n    c (held)\n    d (held)")
    assert_healthy()


def test_a_held_reply_shown_first_shows_the_places_above_it(article):
    forest = plant(article, "a held\n  b held\n    c held\n  d held")
    actions.moderate(Verb.PUBLISH, forest["c"].pk, mod())
    assert outline(article) == "1 a held\n  1.1 b held\n    1.1.1 c\n  d (held)"
    assert_healthy()


def test_a_branch_published_at_once_keeps_its_order(article):
    forest = plant(article, "a\n  b held\n    c held\n    d held\n  e\n  f held")
    actions.moderate(Verb.PUBLISH, forest["a"].pk, mod(), branch=True)
    assert outline(article) == ("1 a\n  1.1 e\n  1.2 b\n    1.2.1 c\n    1.2.2 d\n  1.3 f")
    assert_healthy()


def test_a_number_given_stays(article, forest):
    for verb in (Verb.SPAM, Verb.PUBLISH, Verb.REMOVE, Verb.RESTORE):
        actions.moderate(verb, forest["b"].pk, mod())
    say(article, "Ada", "i", forest["a"])
    assert outline(article) == _drawn("""
        1 a
          1.1 b
            c (held)
            1.1.1 d
              e (spam)
          1.2 f removed
            1.2.1 g
          1.3 i
        2 h
    """)


def test_when_it_was_first_published_stays(forest):
    before = again(forest)["d"].published_at
    actions.moderate(Verb.HOLD, forest["d"].pk, mod())
    actions.moderate(Verb.PUBLISH, forest["d"].pk, mod())
    assert again(forest)["d"].published_at == before


def test_the_counters_follow(article, forest):
    counts = []
    for verb in (Verb.REMOVE, Verb.RESTORE):
        actions.moderate(verb, forest["a"].pk, mod(), branch=True)
        counts.append(counted(article))
    # Removed as a tombstone by nobody, "f" is restored to what it can only have been.
    assert counts == [
        {"published": 1, "version": 1, "threads": {"a": 0, "h": 1}},
        {"published": 6, "version": 2, "threads": {"a": 5, "h": 1}},
    ]
    assert_healthy()


SHAPES = {"500 deep": list(range(500)), "10,000 wide": [0] + [1] * 9_999}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_large_branch_takes_a_handful_of_statements(shape, article, django_assert_num_queries):
    levels = SHAPES[shape]
    words = [str(index) for index in range(len(levels))]
    first = plant_rows(article, levels, words, ["held"] * len(levels))["0"]
    moderator = mod()
    expected = {Verb.PUBLISH: ("published", 21), Verb.REMOVE: ("removed", 16)}
    for verb, (state, statements) in expected.items():
        with django_assert_num_queries(statements):
            actions.moderate(verb, first.pk, moderator, branch=True)
        assert set(Comment.objects.values_list("state", flat=True)) == {state}
    stored = Comment.objects.in_reading_order().values_list("text", "level", "ordinal")
    numbers = [1, *range(1, len(levels))] if levels[-1] == 1 else [1] * len(levels)
    assert list(stored) == list(zip(words, levels, numbers, strict=True))
    assert_healthy()


def _refused(verb, comment, **options):
    with pytest.raises(Refused) as caught:
        actions.moderate(verb, comment.pk, mod(), **options)
    assert caught.value.comment == comment
    return caught.value.refusal


def _changes(decision):
    changes = decision.changes.values_list("comment__text", "before", "after")
    return {text: (before, after) for text, before, after in changes}


def _drawn(drawing):
    return dedent(drawing).strip()
