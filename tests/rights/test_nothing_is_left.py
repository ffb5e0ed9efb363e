"""Once a person is erased, nothing in any table tells of them; if a column were forgotten, it
would be found here.
"""

from dataclasses import replace

import pytest

from comments import actions
from comments.dossier import accounts, parts
from comments.dossier.register import Fate, columns
from comments.models import SpamWord
from comments.spam import unlearning
from comments.spam.memory import key_of
from comments.spam.words import features
from tests.rights.traces import Traces

pytestmark = pytest.mark.django_db

# What of theirs cannot be told from others' by its looks, or is only a moderator's.
UNSEEN = {
    *("auth_user.password", "django_session.session_data", "django_admin_log.change_message"),
    *(f"comments_{table}.moderator_id" for table in ("decision", "note", "erasure")),
    "django_admin_log.user_id",
}


@pytest.fixture
def traces(world):
    return Traces(world)


def test_they_have_left_traces_everywhere(traces):
    """Else it would prove nothing."""
    assert traces.left() - {"auth_user.id"} == columns(Fate.ERASED, Fate.WORDS) - UNSEEN


def test_with_their_words_nothing_is_left(world, traces):
    actions.erase(world.whom, words=True)
    assert traces.left() == set()


def test_without_them_only_their_words_are(world, traces):
    actions.erase(world.whom, words=False)
    assert traces.left() == columns(Fate.WORDS)


FORGOTTEN = [
    pytest.param(part, column, id=f"{part.what} {column}")
    for part in parts.BESIDES
    for column in part.sets or [""]
    if part.what != parts.What.IMPORTED or column not in {"outcome", "reason"}
]


def forgets_nothing(_whom):
    pass


@pytest.mark.parametrize(("part", "column"), FORGOTTEN)
def test_what_is_forgotten_is_found(part, column, world, traces, monkeypatch):
    sets = {name: value for name, value in part.sets.items() if name != column}
    less = [replace(part, sets=sets)] if sets else []
    others = [each for each in parts.BESIDES if each is not part]
    monkeypatch.setattr(parts, "BESIDES", [*less, *others])
    # The account's own deletion would mend one of them.
    monkeypatch.setattr(accounts, "forget", forgets_nothing)
    actions.erase(world.whom, words=True)
    assert any(each.startswith(f"{part.table}.{column}") for each in traces.left())


@pytest.mark.parametrize("column", [*parts.NOBODY, *parts.WORDLESS])
def test_a_forgotten_column_of_comments_is_found(column, world, traces, monkeypatch):
    for sets in (parts.NOBODY, parts.WORDLESS):
        monkeypatch.delitem(sets, column, raising=False)
    monkeypatch.setattr(accounts, "forget", forgets_nothing)
    actions.erase(world.whom, words=True)
    assert f"comments_comment.{column}" in traces.left()


def test_a_forgotten_account_is_found(world, traces, monkeypatch):
    monkeypatch.setattr(accounts, "forget", forgets_nothing)
    actions.erase(world.whom, words=True)
    tables = {each.partition(".")[0] for each in traces.left()}
    assert tables > {"auth_user", "auth_user_groups", "django_session", "django_admin_log"}


def test_a_hash_of_a_word_that_is_counted_no_more_is_found(world, traces, monkeypatch):
    monkeypatch.setattr(unlearning, "FORGET", "SELECT %s")
    actions.erase(world.whom, words=True)
    assert traces.left() == {"comments_spamword.word"}


def test_of_very_many_lessons_only_names_and_websites_are_forgotten(world, monkeypatch):
    monkeypatch.setattr(unlearning, "MOST_TEXTS", 0)
    text, name, website = (world.comments[0].text, world.guest.name, world.guest.website)
    signature = features("", name, website) - features("")
    actions.erase(world.whom, words=True)
    left = set(SpamWord.objects.values_list("pk", flat=True))
    assert {word for word in signature if key_of(word) in left} == set()
    assert {key_of(word) for word in features(text) - features("")} <= left
