"""An upload that stopped, failed, or is deleted: what is stored of it, and what helps."""

import pytest

from comments.exchange.apart import apart
from comments.exchange.uploads.folders import forget
from comments.models import Comment, ImportRun, Upload
from tests.cast import alice
from tests.exchange.desk import (
    IMPORTS,
    buttons,
    discard,
    discarding,
    file,
    half_stored,
    lying,
    page_of,
    paragraphs,
    press,
    tried,
    upload,
    work,
)
from tests.exchange.elsewhere import There, wxr
from tests.moderation.desk import client_of, title, told
from tests.pages import flat, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return client_of(alice())


def run_page(editor):
    return editor.get(f"{IMPORTS}{ImportRun.objects.get().pk}/change/")


def test_an_upload_is_deleted_with_its_files_once_that_is_asked(editor):
    brought = tried(editor)
    asked = editor.get(discarding(brought))
    said = "This deletes the uploaded files. Nothing of them is stored."
    assert (paragraphs(asked), lying(brought)) == ([said], ["0"])
    assert buttons(asked) == ["Delete the upload", "No, take me back"]
    deleted = discard(editor, brought)
    assert (told(deleted), lying(brought)) == (["The uploaded files are deleted."], [])


def test_its_page_only_leads_to_that(editor):
    brought = tried(editor)
    link = soup(editor.get(page_of(brought))).select_one(".apart a")
    assert (flat(link), link["href"]) == ("Delete the upload…", discarding(brought))
    press(editor, brought, "discard")
    assert lying(brought) == ["0"]


def test_what_is_at_work_is_not_deleted(editor):
    working = upload(editor)
    said = ["It is at work. Stop it before you delete the upload."]
    assert (told(discard(editor, working)), lying(working)) == (said, ["0"])


@pytest.mark.parametrize("act", [discard, lambda *who: press(*who, "try"), lambda *_: None])
def test_another_window_hears_that_it_is_deleted(editor, act):
    brought = tried(editor)
    discard(editor, brought)
    said = told(act(editor, brought) or editor.get(page_of(brought), follow=True))
    assert said == ["This upload was deleted."]
    fetched = editor.get(page_of(brought), headers={"X-Requested-With": "fetch"})
    assert fetched.status_code == 404


def test_who_deletes_a_half_is_offered_to_undo_it(editor):
    brought = half_stored(editor)
    asked = editor.get(discarding(brought))
    effects = [flat(each) for each in soup(asked).select(".effects li")]
    assert effects == ["3 comments", "2 articles"]
    assert buttons(asked)[:2] == ["Undo what was stored…", "Delete the upload"]
    undo = soup(asked).select_one("a.button")["href"]
    assert undo == f"{IMPORTS}{ImportRun.objects.get().pk}/undo/"


def test_what_is_undone_is_stored_no_more(editor):
    brought = half_stored(editor)
    editor.post(f"{IMPORTS}{ImportRun.objects.get().pk}/undo/")
    response = editor.get(page_of(brought))
    assert (paragraphs(response), buttons(response)) == (["Nothing was stored."], ["Go on"])


def test_a_half_without_its_upload_says_what_to_do(editor):
    brought = half_stored(editor)
    assert paragraphs(run_page(editor))[0] == "It is not finished: see how far it is."
    discard(editor, brought)
    assert paragraphs(run_page(editor))[0] == (
        "This import stopped part-way, and its files are not here any more. "
        "Upload the same files again to go on, or undo it."
    )
    assert buttons(run_page(editor)) == ["Upload the files again", "Undo…"]
    again = tried(editor)
    press(editor, again, "import")
    assert (work(again).step, Comment.objects.count(), ImportRun.objects.count()) == ("done", 3, 1)


def test_anothers_upload_from_there_is_no_way_on(editor):
    other = half_stored(editor, file=[file(wxr([There(9, 9)]), "other.xml")])
    half_stored(editor)
    discard(editor, Upload.objects.exclude(pk=other.pk).get())
    run = ImportRun.objects.get(files="export.xml")
    shown = editor.get(f"{IMPORTS}{run.pk}/change/")
    assert buttons(shown) == ["Upload the files again", "Undo…"]


def test_what_the_command_is_at_is_no_orphan(editor):
    discard(editor, half_stored(editor))
    with apart(ImportRun.objects.get().source):
        said = paragraphs(run_page(editor))[0]
    assert said == "It is being imported, or undone, at this moment."


def test_lost_files_are_chosen_again(editor):
    brought = tried(editor)
    forget(brought.pk)
    lost = "The uploaded files are no longer there."
    assert paragraphs(editor.get(page_of(brought)))[0] == lost
    press(editor, brought, "import")
    work(brought)
    response = editor.get(page_of(brought))
    assert (title(response), buttons(response)) == ("The import failed", ["Choose other files"])
    assert paragraphs(response) == [lost, "Nothing was stored."]
