"""What was decided stays in the log, whoever asks the database."""

import pytest
from django.db import IntegrityError

from comments import actions
from comments.models import Decision, Move, StateChange
from comments.rules import Verb
from tests.cast import bob, make_article, mod, person, say

pytestmark = pytest.mark.django_db
LOG = [Decision, StateChange, Move]


@pytest.fixture(autouse=True)
def _decided():
    article = make_article()
    first, second = (say(article, person(bob()), text) for text in ("One.", "Two."))
    actions.move(second.pk, mod(), first.pk)
    actions.moderate(Verb.REMOVE, second.pk, mod(), "Twice.")


@pytest.mark.parametrize("model", LOG)
def test_the_log_cannot_be_deleted(model):
    assert model.objects.exists()
    with pytest.raises(IntegrityError, match="append-only"):
        model.objects.all()._raw_delete("default")


@pytest.mark.parametrize("model", LOG)
def test_the_log_cannot_be_changed(model):
    with pytest.raises(IntegrityError, match="append-only"):
        model.objects.update(article=None)


def test_an_account_that_goes_leaves_its_name():
    mod().delete()
    log = Decision.objects.values_list("moderator", "moderator_name")
    assert set(log) == {(None, "mod")}
