"""Closing, pinning and picking: by actions, one after the other."""

import pytest

from articles.models import Article
from comments import actions
from comments.actions import Refused
from comments.facts import Facts
from comments.models import Comment, Decision
from comments.rules import MARKS, Refusal, Verb
from tests.cast import alice, guest, make_article, mod, say
from tests.comments.forest import plant
from tests.comments.health import counted

pytestmark = pytest.mark.django_db

SETS = [Verb.CLOSE, Verb.PIN, Verb.PICK]
TAKES = {Verb.CLOSE: Verb.OPEN, Verb.PIN: Verb.UNPIN, Verb.PICK: Verb.UNPICK}


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def forest(article):
    return plant(article, "a\n  b\n    c\n  d\ne\nf\ng held")


def marked(comment) -> dict[str, bool]:
    return Comment.objects.values("closed", "pinned", "picked").get(pk=comment.pk)


def refusal(act, *arguments) -> Refusal:
    with pytest.raises(Refused) as caught:
        act(*arguments)
    return caught.value.refusal


@pytest.mark.parametrize("verb", SETS)
def test_a_mark_is_set_and_taken_away(verb, article, forest):
    none = marked(forest["a"])
    decisions = [
        actions.mark(each, forest["a"].pk, mod(), "Because") for each in (verb, TAKES[verb])
    ]
    assert marked(forest["a"]) == none
    mark = MARKS[verb]
    assert [(each.verb, each.before, each.after, each.reason) for each in decisions] == [
        (verb, mark.before, mark.after, "Because"),
        (TAKES[verb], mark.after, mark.before, "Because"),
    ]
    assert counted(article)["version"] == 2


@pytest.mark.parametrize("verb", SETS)
def test_a_mark_is_set_once(verb, forest):
    actions.mark(verb, forest["a"].pk, mod())
    assert marked(forest["a"])[MARKS[verb].column]
    assert refusal(actions.mark, verb, forest["a"].pk, mod()) == Refusal.NOTHING_TO_DO
    assert refusal(actions.mark, TAKES[verb], forest["b"].pk, mod()) == Refusal.NOTHING_TO_DO


@pytest.mark.parametrize("verb", SETS)
def test_a_mark_is_undone_and_the_undo_too(verb, forest):
    none = marked(forest["a"])
    decision = actions.mark(verb, forest["a"].pk, mod())
    undo = actions.undo(decision.pk, mod(), "By mistake").decision
    assert (marked(forest["a"]), undo.undoes, undo.after) == (none, decision, MARKS[verb].before)
    actions.undo(undo.pk, mod())
    assert marked(forest["a"]) == none | {MARKS[verb].column: True}


@pytest.mark.parametrize("verb", SETS)
def test_a_mark_that_was_set_anew_is_not_undone(verb, forest):
    first = actions.mark(verb, forest["a"].pk, mod())
    actions.mark(TAKES[verb], forest["a"].pk, mod())
    actions.mark(verb, forest["a"].pk, mod())
    assert refusal(actions.undo, first.pk, mod()) == Refusal.DECIDED_SINCE


@pytest.mark.parametrize("verb", [Verb.PIN, Verb.PICK])
def test_what_readers_cannot_read_is_not_shown_to_them(verb, forest):
    assert refusal(actions.mark, verb, forest["g"].pk, mod()) == Refusal.NOTHING_TO_DO


def test_three_are_pinned_at_the_most(forest):
    for word in "abc":
        actions.mark(Verb.PIN, forest[word].pk, mod())
    assert refusal(actions.mark, Verb.PIN, forest["d"].pk, mod()) == Refusal.PINS_FULL
    unpin = actions.mark(Verb.UNPIN, forest["a"].pk, mod())
    actions.mark(Verb.PIN, forest["d"].pk, mod())
    assert refusal(actions.undo, unpin.pk, mod()) == Refusal.PINS_FULL
    assert Comment.objects.filter(pinned=True).count() == 3


def test_a_closed_branch_takes_no_replies_at_any_depth(article, forest):
    reply = lambda word: actions.post(article, guest(), "x", parent_id=forest[word].pk)  # noqa: E731
    decision = actions.mark(Verb.CLOSE, forest["b"].pk, mod())
    for word in "bc":
        assert refusal(reply, word) == Refusal.BRANCH_CLOSED
    for word in "ade":
        reply(word)
    actions.undo(decision.pk, mod())
    for word in "bc":
        reply(word)


@pytest.mark.parametrize("word", ["a", "b", "c"])
def test_a_branch_that_was_closed_after_the_form_was_read(word, article, forest):
    facts = Facts.beneath(forest["c"].pk)
    actions.mark(Verb.CLOSE, forest[word].pk, mod())
    with pytest.raises(Refused, match=Refusal.BRANCH_CLOSED):
        actions.post(article, guest(), "x", parent_id=forest["c"].pk, facts=facts)
    assert not Comment.objects.filter(text="x").exists()


def test_what_moves_beneath_a_closed_comment_is_closed_too(article, forest):
    facts = Facts.beneath(forest["e"].pk)
    actions.mark(Verb.CLOSE, forest["d"].pk, mod())
    actions.move(forest["e"].pk, mod(), forest["d"].pk)
    with pytest.raises(Refused, match=Refusal.BRANCH_CLOSED):
        actions.post(article, guest(), "x", parent_id=forest["e"].pk, facts=facts)


# Articles


def test_an_article_is_closed_opened_and_undone(article):
    decision = actions.mark_article(Verb.CLOSE, article.pk, alice(), "Enough")
    assert (decision.comment, decision.article) == (None, article)
    assert (decision.before, decision.after) == ("open", "closed")
    with pytest.raises(Refused, match=Refusal.CLOSED):
        actions.post(article, guest(), "x")
    undo = actions.undo(decision.pk, alice()).decision
    assert (undo.article, undo.after) == (article, "open")
    say(article, "Ada", "x")


def test_an_article_that_is_closed_is_not_closed_again(article):
    decision = actions.mark_article(Verb.CLOSE, article.pk, alice())
    refused = refusal(actions.mark_article, Verb.CLOSE, article.pk, alice())
    assert refused == Refusal.NOTHING_TO_DO
    Article.objects.update(comments="open")
    assert refusal(actions.undo, decision.pk, alice()) == Refusal.NOTHING_TO_DO
    actions.mark_article(Verb.CLOSE, article.pk, alice())
    assert refusal(actions.undo, decision.pk, alice()) == Refusal.DECIDED_SINCE
    assert Decision.objects.count() == 2
