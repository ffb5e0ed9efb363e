"""An editor imports: by keyboard and script, on a phone, and without JavaScript."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from comments.exchange.uploads import steps
from comments.models import Comment, Upload
from tests.browser.steps import findings, overflows
from tests.cast import alice
from tests.exchange.desk import ADD, IMPORTS, THREE, imported, work
from tests.exchange.elsewhere import wxr
from tests.moderation.desk import client_of

pytestmark = pytest.mark.browser


@pytest.fixture
def export(tmp_path, transactional_db, in_background):
    file = tmp_path / "export.xml"
    file.write_bytes(wxr(THREE))
    return file


@pytest.fixture
def bring(live_server, sign_in, export):
    def open_form(page):
        sign_in(page, alice())
        page.goto(f"{live_server.url}{ADD}")
        page.get_by_label("Files all those").set_input_files(export)
        page.get_by_role("button", name="Upload and try it out").press("Enter")
        expect(page.get_by_role("heading", level=1)).not_to_have_text("Import")
        return page

    return open_form


def test_an_upload_becomes_an_import_by_itself(page, bring, live_server):
    bring(page)
    expect(page.get_by_role("heading", name="What would come in")).to_be_visible()
    expect(page.get_by_role("row", name="created")).to_have_text("created23")
    page.set_viewport_size({"width": 390, "height": 800})
    assert (findings(page), overflows(page), Comment.objects.count()) == ([], False, 0)
    page.get_by_role("button", name="Import it").press("Enter")
    expect(page.get_by_text("The import is finished.")).to_be_visible()
    assert (findings(page), overflows(page), Comment.objects.count()) == ([], False, 3)
    page.goto(f"{live_server.url}{IMPORTS}")
    assert not overflows(page)


def test_what_is_too_large_is_told_before_it_is_sent(page, live_server, sign_in, export, settings):
    settings.IMPORT_MEGABYTES = 0
    sign_in(page, alice())
    page.goto(f"{live_server.url}{ADD}")
    page.get_by_label("Files all those").set_input_files(export)
    page.get_by_role("button", name="Upload").click()
    said = page.get_by_label("Files all those").evaluate("(field) => field.validationMessage")
    assert said == "That is too much: all files together may have 0 MB."
    assert (page.url, findings(page)) == (f"{live_server.url}{ADD}", [])


def test_without_javascript_one_looks_again(visit, bring, monkeypatch):
    monkeypatch.setattr(steps, "start", lambda *_numbers: None)
    page = bring(visit(java_script_enabled=False))
    work(Upload.objects.get())
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_role("button", name="Import it")).to_be_visible()


def test_whoever_cannot_see_progress_hears_it_and_its_end(page, bring, monkeypatch):
    monkeypatch.setattr(steps, "start", lambda *_numbers: None)
    bring(page)
    heard = page.locator("[data-ended]")
    Upload.objects.update(beat_at=timezone.now(), stage="dry run", reached=70, total=100)
    expect(heard).to_have_text("Trying it out: 50 %")
    assert findings(page) == []
    work(Upload.objects.get())
    expect(heard).to_have_text("It has ended.")
    expect(page.get_by_role("button", name="Import it")).to_be_visible()


def test_an_undo_is_begun_once_and_says_so(page, live_server, sign_in, transactional_db):
    run = imported(client_of(alice())).run
    sign_in(page, alice())
    page.goto(f"{live_server.url}{IMPORTS}{run.pk}/undo/")
    # An answer that changes nothing on the page, as while it takes long.
    page.route("**/undo/", lambda route: route.fulfill(status=204))
    page.get_by_role("button", name="Undo the import").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Undoing…")).to_be_disabled()
    assert Comment.objects.count() == 3


def test_an_undo_needs_no_javascript(visit, live_server, sign_in, transactional_db):
    run = imported(client_of(alice())).run
    page = visit(java_script_enabled=False)
    sign_in(page, alice())
    page.goto(f"{live_server.url}{IMPORTS}{run.pk}/undo/")
    page.get_by_role("button", name="Undo the import").click()
    expect(page.get_by_text("Taken back: 3 comments, 2 articles.")).to_be_visible()


def test_an_upload_is_deleted_without_javascript(visit, bring, monkeypatch):
    monkeypatch.setattr(steps, "start", lambda *_numbers: None)
    page = bring(visit(java_script_enabled=False))
    work(Upload.objects.get())
    page.get_by_role("link", name="Look again").click()
    page.get_by_role("link", name="Delete the upload…").click()
    page.get_by_role("button", name="Delete the upload").click()
    expect(page.get_by_text("The uploaded files are deleted.")).to_be_visible()
