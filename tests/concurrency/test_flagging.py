"""Readers and authors ask at the same moment, while moderators decide."""

import pytest
from django.test import Client

from comments import actions
from comments.actions import Refused
from comments.models import Appeal, Decision, Flag, Waiting
from comments.rules import Verb
from tests.cast import guest, make_article, mod, say
from tests.comments.health import assert_healthy
from tests.concurrency.crowd import together
from tests.readers.asking import flag_address, of, report

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]

PEOPLE = 20


@pytest.fixture
def author():
    return guest("Gwen")


@pytest.fixture
def comment(author):
    return say(make_article(), author, "words")


def test_one_reader_twenty_times(comment):
    reader = guest()
    post = lambda _: of(reader).post(flag_address(comment), report()).status_code  # noqa: E731
    answers = together(PEOPLE, post)
    # Beyond the limit of one person.
    assert set(answers) <= {302, 429}
    assert Flag.objects.count() == 1
    assert Waiting.objects.get().reasons == ["flag-abuse"]


def test_one_form_twenty_times_without_a_cookie(comment):
    sent = report()
    answers = together(PEOPLE, lambda _: Client().post(flag_address(comment), sent).status_code)
    assert answers == [302] * PEOPLE
    assert Flag.objects.count() == 1


def test_twenty_readers_at_once(comment):
    together(PEOPLE, lambda _: actions.flag(comment.pk, guest(), "abuse"))
    assert Flag.objects.count() == PEOPLE
    assert Waiting.objects.get().reasons == ["flag-abuse"]


def test_one_author_asks_twenty_times(author, comment):
    actions.moderate(Verb.REMOVE, comment.pk, mod())
    made = together(PEOPLE, lambda _: actions.appeal(comment.pk, author, "Please.").pk)
    assert made == [Appeal.objects.get().pk] * PEOPLE


def test_reports_race_with_decisions(comment):
    moderator, readers = mod(), [guest() for _ in range(PEOPLE)]

    def act(index):
        try:
            if index % 5 == 0:
                return actions.moderate(Verb.REMOVE, comment.pk, moderator)
            if index % 5 == 1:
                return actions.unflag(comment.pk, readers[index])
            return actions.flag(comment.pk, readers[index], "abuse")
        except Refused as refused:
            return refused.refusal

    together(PEOPLE, act)
    assert Decision.objects.count() == 1
    # Whoever came before the decision was answered by it; nobody came after.
    assert Flag.objects.unanswered().count() == 0
    assert Waiting.objects.count() == 0
    assert_healthy()
