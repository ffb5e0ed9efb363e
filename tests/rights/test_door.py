"""The log opens for an erasure alone, and for nothing but what an erasure takes."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from comments import actions
from comments.dossier.whom import Whom
from comments.models import Decision, Erasure, Note
from comments.persons.keys import Key, account_person
from comments.rules import Verb
from tests.cast import account, bob, make_article, mod, say

pytestmark = pytest.mark.django_db
REFUSED = pytest.raises(IntegrityError, match="append-only")


@pytest.fixture
def key():
    theirs = say(make_article(), bob(), "Rude.")
    actions.moderate(Verb.REMOVE, theirs.pk, mod(), "Rude.")
    key = Key.read(account_person(bob().pk))
    actions.hold_all(actions.About(key, "bob"), mod(), "Watch.")
    actions.add_note(key, mod(), "Rude.")
    return key


@pytest.fixture
def opened(key):
    """Within the transaction of an erasure."""
    erasure = Erasure.objects.create()
    let(str(erasure.pk))


def let(erasure):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('understory.erasing', %s, true)", [erasure])


def blank():
    with transaction.atomic():
        Decision.objects.update(person="", reason="")
        Note.objects.update(person="", words="")


def test_without_an_erasure_nothing_is_blanked(key):
    with REFUSED:
        blank()


@pytest.mark.parametrize("named", ["", "1", "383442540918998283"])
def test_an_erasure_that_was_not_made_opens_nothing(named, key):
    let(named)
    with REFUSED:
        blank()


def test_an_erasure_opens_it(opened):
    blank()
    assert set(Decision.objects.values_list("person", "reason")) == {("", "")}
    assert set(Note.objects.values_list("person", "words")) == {("", "")}


def test_afterwards_it_is_shut_again(key):
    actions.erase(Whom((key,)), words=False)
    Note.objects.create(person="a1", words="Of somebody else", moderator_name="mod")
    with REFUSED:
        Note.objects.update(words="")


CHANGES = [
    (Decision, {"reason": "Kind."}),
    (Decision, {"person": "a1"}),
    (Decision, {"reason": "", "verb": Verb.KEEP}),
    (Decision, {"reason": "", "moderator_name": ""}),
    (Decision, {"moderator": 1}),
    (Decision, {"decided_at": timezone.now()}),
    (Decision, {"before": "nothing"}),
    (Decision, {"after": ""}),
    (Decision, {"comment": None}),
    (Decision, {"tells_author": True}),
    (Note, {"words": "Kind."}),
    (Note, {"words": "", "moderator_name": ""}),
    (Note, {"written_at": timezone.now()}),
]


@pytest.mark.parametrize(("model", "values"), CHANGES)
def test_it_lets_nothing_else_pass(model, values, opened):
    with REFUSED:
        model.objects.update(**values)


@pytest.mark.parametrize("table", ["decision", "note", "statechange", "move", "erasure"])
def test_nothing_is_deleted_through_it(table, opened):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM comments_{table}")
        if not cursor.fetchone()[0]:
            return
        with REFUSED:
            cursor.execute(f"DELETE FROM comments_{table}")


def test_no_state_is_changed_through_it(opened):
    with connection.cursor() as cursor, REFUSED:
        cursor.execute("UPDATE comments_statechange SET before = ''")


def test_an_erasure_stays_as_it_was_made(opened):
    made = Erasure.objects.get()
    with REFUSED, transaction.atomic():
        Erasure.objects.update(counts={"comments": 9})
    with REFUSED, transaction.atomic():
        Erasure.objects.update(erased_at=timezone.now())
    assert Erasure.objects.get() == made


def test_who_erased_may_go_and_leaves_their_name(key):
    by = account("ed", "Editors")
    actions.erase(Whom((key,)), by, words=False)
    by.delete()
    assert Erasure.objects.values_list("moderator", "moderator_name").get() == (None, "ed")


def test_the_database_says_when(key):
    Erasure.objects.create(erased_at="2000-01-01T00:00Z")
    with connection.cursor() as cursor:
        cursor.execute("SELECT transaction_timestamp()")
        assert Erasure.objects.get().erased_at == cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_an_earlier_erasure_opens_nothing(key):
    erasure = Erasure.objects.create()
    with REFUSED, transaction.atomic():
        let(str(erasure.pk))
        blank()
