"""What moderators write down about a person stays as it is."""

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction

from comments.models import Note
from tests.cast import alice, bob, make_article, mod, say
from tests.moderation.desk import client_of, told
from tests.persons.desk import person_of, problems, section

pytestmark = pytest.mark.django_db


@pytest.fixture
def theirs():
    return say(make_article(), bob(), "Words")


def test_a_note_tells_who_wrote_what(theirs):
    for who, words in ((mod(), "Talked to him"), (alice(), "Calmer now\r\nI think")):
        sent = {"words": words}
        response = client_of(who).post(person_of(theirs, "note"), sent, follow=True)
        assert told(response) == ["Noted."]
    assert section(response, "notes") == ["alice Calmer now I think", "mod Talked to him"]
    assert Note.objects.latest("pk").words == "Calmer now\nI think"


@pytest.mark.parametrize("words", ["", "  \n", "x" * 2001, "broken \ufffd"])
def test_what_is_no_note_is_shown_again(theirs, words):
    response = client_of(mod()).post(person_of(theirs, "note"), {"words": words})
    assert (response.status_code, len(problems(response))) == (422, 1)
    assert words.strip() in response.content.decode()
    assert Note.objects.count() == 0


def test_the_database_keeps_it(theirs):
    client_of(mod()).post(person_of(theirs, "note"), {"words": "Watch"})
    note = Note.objects.filter(moderator=mod())
    for change in (note.delete, lambda: note.update(words="Else"), lambda: note.update(person="")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert Note.objects.get().words == "Watch"


def test_it_outlives_the_account_that_wrote_it(theirs):
    client_of(mod()).post(person_of(theirs, "note"), {"words": "Watch"})
    User.objects.filter(username="mod").delete()
    note = Note.objects.get()
    assert (note.moderator, note.moderator_name, note.words) == (None, "mod", "Watch")
