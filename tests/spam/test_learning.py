"""Moderators decide; the filter remembers, corrects itself, and judges what comes next."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comments import actions
from comments.models import SpamLesson
from comments.spam.memory import Lesson, forget, judge, learn, learn_all, unlearn
from comments.spam.scoring import NEUTRAL, Clue, Judgement
from tests.cast import guest, make_article, say
from tests.spam.known import counts_of, known, teach

pytestmark = pytest.mark.django_db

NOTHING = ([], [])


@pytest.fixture
def article():
    return make_article()


def test_a_filter_that_knows_nothing_is_neutral():
    assert judge("Cheap casino!", "Ada", "https://win.example.ru/") == Judgement(NEUTRAL)


def test_words_of_spam_and_of_ham_are_counted(article):
    learn(say(article, "Ada", "The footbridge"), is_spam=False)
    learn(say(article, "Bot", "the casino"), is_spam=True)
    learn(say(article, "Bot", "casino casino"), is_spam=True)
    words = ("the", "casino", "the casino", "footbridge", "name:bot", "name:ada", "new", None)
    expected = [(1, 1), (2, 0), (1, 0), (0, 1), (2, 0), (0, 1), (0, 0), (2, 1)]
    assert counts_of(*words) == expected


def test_what_was_learned_judges_what_comes():
    teach()
    spam = judge("Click here! https://win.example.top/9! cheap pills")
    ham = judge("The baker repaired the lamp before school.")
    assert (spam.score > 0.99, ham.score < 0.01) == (True, True)


def test_a_judgement_is_explained_by_its_strongest_words():
    for number in range(1, 21):
        learn_all([Lesson(number, 1, "casino", "", "", is_spam=True)])
        learn_all([Lesson(number + 20, 1, "bridge", "", "", is_spam=False)])
    casino, bridge = Clue("casino", 20.5 / 21), Clue("bridge", 0.5 / 21)
    assert judge("New casino").strongest == (casino,)
    assert judge("casino bridge") == Judgement(pytest.approx(0.5), (bridge, casino))


def test_website_and_name_are_judged_too(article):
    teach()
    for _ in range(3):
        bot = guest("Casino Bot", website="https://bonus.example.net/")
        learn(say(article, bot, "Thank you for this."), is_spam=True)
    words = "The baker repaired the lamp."
    as_bot = judge(words, "Casino Bot", "https://bonus.example.net/")
    assert as_bot.score > judge(words, "Ada").score


def test_learning_twice_is_learning_once(article):
    comment = say(article, "Bot", "casino")
    learn(comment, is_spam=True)
    once = known()
    learn(comment, is_spam=True)
    assert known() == once


def test_a_decision_that_is_undone_is_unlearned(article):
    comment = say(article, "Bot", "casino")
    learn(comment, is_spam=True)
    assert known() != NOTHING
    unlearn(comment)
    assert known() == NOTHING


def test_what_was_never_learned_can_be_unlearned(article):
    unlearn(say(article, "Ada", "casino"))
    assert known() == NOTHING


def test_another_decision_replaces_the_first(article):
    comment = say(article, "Ada", "casino")
    learn(comment, is_spam=True)
    learn(comment, is_spam=False)
    assert counts_of("casino", None) == [(0, 1), (0, 1)]


def test_an_edited_comment_is_learned_anew(article):
    ada = guest("Ada")
    comment = say(article, ada, "casino here")
    learn(comment, is_spam=True)
    actions.edit(comment.pk, ada, "pills here", 1)
    edited = actions.edit(comment.pk, ada, "loans here", 2)
    learn(edited, is_spam=True)
    expected = [(0, 0), (0, 0), (1, 0), (1, 0), (1, 0)]
    assert counts_of("casino", "pills", "loans", "here", None) == expected
    unlearn(edited)
    assert known() == NOTHING


def test_an_edit_is_unlearned_in_the_words_that_were_learned(article):
    ada = guest("Ada")
    stale = say(article, ada, "casino here")
    edited = actions.edit(stale.pk, ada, "pills here", 1)
    learn(edited, is_spam=True)
    unlearn(stale)
    assert known() == NOTHING


COMMENTS = {1: "the footbridge", 2: "the casino, free", 3: "free pills"}
DECISION = st.tuples(st.sampled_from(sorted(COMMENTS)), st.sampled_from([True, False, None]))


def lesson(comment_id, is_spam):
    return Lesson(comment_id, 1, COMMENTS[comment_id], "Ada", "", is_spam)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(decisions=st.lists(DECISION))
def test_only_the_last_decision_of_each_comment_counts(db, decisions):
    forget()
    for decision in decisions:
        learn_all([lesson(*decision)])
    step_by_step = known()
    forget()
    learn_all(lesson(*last) for last in dict(decisions).items())
    assert known() == step_by_step


def test_many_lessons_cost_three_statements(django_assert_num_queries):
    lessons = [Lesson(number, 1, f"casino {number}", "", "", True) for number in range(1, 50)]
    # Besides the two of the savepoint.
    with django_assert_num_queries(5):
        learn_all(lessons)
    assert SpamLesson.objects.count() == 49


def test_a_judgement_costs_one_statement(django_assert_num_queries):
    teach()
    with django_assert_num_queries(1):
        judge("casino " * 1_000, "Ada", "https://example.org/")
