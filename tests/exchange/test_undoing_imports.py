"""An editor takes an import back, or is told why it stays."""

from uuid import uuid4

import pytest
from django.utils import timezone

from comments.models import Comment, ImportRun, Upload
from tests.cast import alice, bob, say
from tests.exchange.desk import IMPORTS, THREE, buttons, imported, page_of
from tests.exchange.elsewhere import There, wxr
from tests.moderation.desk import client_of, column, told
from tests.pages import flat, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return client_of(alice())


def undo_of(run: ImportRun) -> str:
    return f"{IMPORTS}{run.pk}/undo/"


def refusal(response) -> str:
    return flat(soup(response).select_one("p.refused"))


def test_it_is_asked_and_undone(editor):
    run = imported(editor).run
    asked = editor.get(undo_of(run))
    assert [flat(each) for each in soup(asked).select(".effects li")] == [
        "3 comments",
        "2 articles",
    ]
    assert Comment.objects.count() == 3
    response = editor.post(undo_of(run), follow=True)
    assert told(response) == ["Taken back: 3 comments, 2 articles."]
    assert (Comment.objects.count(), buttons(response)) == (0, [])
    assert column(editor.get(IMPORTS), "ended") == ["undone just now"]
    assert refusal(editor.post(undo_of(run))) == "It is undone already."


def test_it_stays_while_something_hangs_on_it(editor):
    run = imported(editor).run
    parent = Comment.objects.get(level=1)
    say(parent.article, bob(), "Yes.", parent)
    for response in (editor.get(undo_of(run)), editor.post(undo_of(run))):
        assert refusal(response) == (
            "The import stays, since on it hangs 1 reply or thread from here."
        )
        assert buttons(response) == []
    assert Comment.objects.count() == 4


def test_a_later_one_is_undone_first(editor):
    first = imported(editor).run
    second = imported(editor, wxr([*THREE, There(4, 1)])).run
    assert refusal(editor.post(undo_of(first))).startswith("The import stays, since a later one")
    for run in (second, first):
        editor.post(undo_of(run))
    assert Comment.objects.count() == 0


def test_what_changed_nothing_is_not_undone(editor):
    empty = ImportRun.objects.create(source="there", format="wxr", files="", fingerprint=uuid4())
    imported(editor)
    again = imported(editor).run
    for run in (empty, again):
        assert refusal(editor.post(undo_of(run))).startswith("It changed nothing")
    assert Comment.objects.count() == 3


def test_what_is_at_work_is_stopped_first(editor):
    brought = imported(editor)
    run = brought.run
    ImportRun.objects.update(finished_at=None)
    Upload.objects.update(step="running", beat_at=timezone.now(), run=None)
    assert refusal(editor.post(undo_of(run))) == "It is still being imported. Stop it first."
    page = soup(editor.get(f"{IMPORTS}{run.pk}/change/"))
    link = page.find("a", string="It is not finished: see how far it is.")["href"]
    assert (link, Comment.objects.count()) == (page_of(brought), 3)
