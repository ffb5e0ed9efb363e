"""From an upload to an import: dry run, report, import; or stopped, broken, forgotten."""

import os
import re
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from articles.ids import new_id
from comments.exchange.uploads import carrying_out, steps
from comments.exchange.uploads.folders import folder_of
from comments.exchange.uploads.pulse import Pulse
from comments.models import Comment, ImportRun, Upload
from tests.cast import alice
from tests.exchange.conftest import DOCUMENT
from tests.exchange.desk import (
    IMPORTS,
    THREE,
    buttons,
    file,
    half_stored,
    imported,
    lying,
    page_of,
    paragraphs,
    press,
    table,
    tried,
    upload,
    work,
)
from tests.exchange.elsewhere import There, wxr
from tests.moderation.desk import client_of, column, told
from tests.pages import flat, soup

pytestmark = pytest.mark.django_db

LONG_AGO = timedelta(hours=1)


@pytest.fixture
def editor():
    return client_of(alice())


def states(editor) -> list[str]:
    return [flat(each) for each in soup(editor.get(IMPORTS)).select(".uploads .state")]


def test_the_dry_run_reports_what_the_command_reports(editor, bring_in, tmp_path):
    export = tmp_path / "export.xml"
    export.write_bytes(wxr([*THREE, There(4, 9, words="")]))
    said = bring_in(export, dry_run=True)
    brought = tried(editor, export.read_bytes())
    assert said == (
        f"Taken for: WordPress export (wxr)\nSource: {brought.source}\n\n{brought.report}\n"
    )
    assert (brought.step, Comment.objects.count(), ImportRun.objects.count()) == ("tried", 0, 0)


def test_a_document_comes_in_as_it_was_tried_and_may_grow(editor):
    source = imported(editor, DOCUMENT.read_bytes()).source
    assert ImportRun.objects.values_list("source", flat=True).get() == source
    longer = DOCUMENT.read_bytes() + b"\n  20. Zoe says:\n\n    Later.\n"
    assert imported(editor, longer).fault == ""
    assert imported(editor, longer, source=source).fault == ""
    assert {run.source for run in ImportRun.objects.all()} == {source}
    assert Comment.objects.filter(name="Zoe").count() == 1


def test_then_it_is_imported(editor):
    brought = imported(editor)
    assert (brought.step, Comment.objects.count(), lying(brought)) == ("done", 3, [])
    response = editor.get(page_of(brought), follow=True)
    assert (told(response), table(response)[1]) == (
        ["The import is finished."],
        ["created", "2", "3"],
    )
    assert ImportRun.objects.get().files == "export.xml"
    assert states(editor) == []


def test_two_clicks_start_one(editor):
    brought = tried(editor)
    for _click in range(2):
        press(editor, brought, "import")
    brought.refresh_from_db()
    assert (brought.step, brought.attempt) == ("running", 2)


def test_it_is_stopped_and_goes_on(editor):
    brought = half_stored(editor)
    assert (brought.step, Comment.objects.count(), lying(brought)) == ("stopped", 3, ["0"])
    shown = editor.get(page_of(brought))
    assert (buttons(shown), table(shown)) == (["Go on", "Undo what was stored…"], [])
    press(editor, brought, "import")
    assert (work(brought).step, Comment.objects.count()) == ("done", 3)
    assert ImportRun.objects.get().finished_at is not None


def test_a_dry_run_that_was_stopped_is_tried_again(editor):
    brought = upload(editor)
    press(editor, brought, "stop")
    pulse = Pulse(brought.pk, brought.attempt)
    pulse.beat()
    assert work(brought, pulse).step == "stopped"
    press(editor, brought, "import")
    press(editor, brought, "try")
    assert work(brought).step == "tried"


def test_a_process_that_died_is_noticed_and_another_takes_over(editor):
    brought = tried(editor)
    press(editor, brought, "import")
    Upload.objects.update(beat_at=timezone.now() - LONG_AGO)
    response = editor.get(page_of(brought))
    assert paragraphs(response) == [
        "The process that worked at it has ended without a word, perhaps with its machine.",
        "Nothing was stored.",
    ]
    assert (states(editor), buttons(response)[0]) == (["broken off"], "Go on")
    press(editor, brought, "import")
    steps.failed(brought.pk, 2, "The first is not dead after all.")
    first = Pulse(brought.pk, 2)
    first.beat()
    assert (work(brought).step, brought.attempt, first.must_stop) == ("done", 3, True)


def test_a_broken_file_is_told_with_its_place(editor):
    broken = wxr(THREE).replace(b"</channel>", b"</chanel>")
    brought = tried(editor, file=[file(broken, "odd <b>.xml")])
    page = soup(editor.get(page_of(brought)))
    assert re.match(r"odd <b>\.xml: line 1, .*broken XML", flat(page.select_one("p.refused")))
    assert (brought.step, Comment.objects.count()) == ("failed", 0)
    assert buttons(editor.get(page_of(brought))) == ["Choose other files"]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (RuntimeError("at /srv/secret"), "Something went wrong that nobody foresaw."),
        (FileNotFoundError("/srv/secret"), "The uploaded files are no longer there."),
        (OSError(28, "No space", "/srv/secret"), "The server cannot read or write its files"),
        (SystemExit(143), ""),
    ],
    ids=["unforeseen", "gone", "no room", "terminated"],
)
def test_no_failure_tells_a_path(editor, monkeypatch, error, said):
    def fail(*_args, **_options):
        raise error

    monkeypatch.setattr(carrying_out, "move_in", fail)
    brought = tried(editor)
    assert brought.fault.startswith(said)
    assert "secret" not in brought.fault
    assert brought.step == ("failed" if said else "stopped")


def test_a_refusal_names_nobody(editor, run_import, tmp_path):
    document = tmp_path / "document.txt"
    document.write_text("A bridge.\n\n  1. Ada says:\n\n    One.\n")
    run_import(document)
    refused = tried(editor, document.read_bytes().replace(b"Ada", b"Ben"), format="text")
    assert refused.fault == (
        "export.xml, line 3: at 1 another person spoke before: documents only grow longer."
    )


def test_what_nobody_touches_is_forgotten(editor):
    old, fresh, working = tried(editor), tried(editor), upload(editor)
    border = timezone.now() - timedelta(days=settings.IMPORT_DAYS)
    Upload.objects.exclude(pk=fresh.pk).update(touched_at=border)
    out = StringIO()
    call_command("prune", stdout=out)
    assert "        1 abandoned upload deleted\n" in out.getvalue()
    assert [lying(each) for each in (old, fresh, working)] == [[], ["0"], ["0"]]
    assert set(Upload.objects.all()) == {fresh, working}


def test_what_a_killed_process_left_half_received_is_forgotten(editor):
    brought = upload(editor)
    names = ["coming-new", "coming-old", str(new_id()), "backups", "2024"]
    new, old, lost, *others = (settings.IMPORT_FOLDER / name for name in names)
    new.touch()
    old.touch()
    for folder in (lost, *others):
        folder.mkdir()
    for path in (old, lost, *others, folder_of(brought.pk)):
        os.utime(path, (0, 0))
    assert list(steps.forget_uploads(1)) == []
    assert [path.exists() for path in (new, old, lost, *others)] == [True, False, False, True, True]
    assert lying(brought) == ["0"]
    for path in (new, *others):
        path.rmdir() if path.is_dir() else path.unlink()


@pytest.mark.parametrize("size", [1, 3, 50])
def test_the_list_costs_the_same_whatever_is_in_it(editor, django_assert_num_queries, size):
    said = {"source": "there", "format": "wxr"}
    for _each in range(size):
        ImportRun.objects.create(**said, files="a.xml", fingerprint=uuid4())
        brought = said | {"names": ["a.xml"], "articles": "create", "size": 1}
        Upload.objects.create(**brought, by_name="alice")
    with django_assert_num_queries(7):
        assert len(column(editor.get(IMPORTS), "source")) == size
