"""What a command says where it cannot go on: why, and what stands."""

import os
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from comments.models import Comment, ImportRun
from tests.cast import make_article, say
from tests.rights.world import bring_in, export_in

NOWHERE = "postgres://nobody@127.0.0.1:1/none"
REFUSED = (
    "The database cannot be asked: connection failed: connection to server at "
    '"127.0.0.1", port 1 failed: Connection refused Is the server running on that host and '
    "accepting TCP/IP connections?"
)


@pytest.fixture
def file(tmp_path):
    return export_in(tmp_path)


@pytest.mark.parametrize(
    ("command", "stands"),
    [
        (["prune"], "What is gone stays gone; the next run goes on from there."),
        (["export_person", "--account", "ada", "--output", "{folder}/a"], "Nothing was written."),
        (["erase_person", "--account", "ada"], "Run it again."),
        (["export_comments"], "Nothing was written."),
        (["import_comments", "{folder}/there.jsonl", "--dry-run"], "Nothing was stored."),
        (["import_comments", "--undo", "jsonl there"], "Nothing was taken back."),
    ],
)
def test_without_a_database_it_says_so_and_what_stands(command, stands, file):
    asked = [part.format(folder=file.parent) for part in command]
    ran = subprocess.run(
        [sys.executable, "manage.py", *asked],
        env={**os.environ, "DATABASE_URL": NOWHERE},
        capture_output=True,
        check=False,
        text=True,
    )
    assert (ran.returncode, ran.stderr) == (1, f"CommandError: {REFUSED} {stands}\n")
    assert "0" not in ran.stdout


class NobodyReads:
    """The other end of a pipe is shut once so many lines were read."""

    def __init__(self, lines):
        self.lines = lines

    def write(self, _text):
        if not self.lines:
            raise BrokenPipeError(32, "Broken pipe")
        self.lines -= 1


@pytest.mark.parametrize(
    ("lines", "options", "stands", "stored"),
    [
        (0, {}, "Nothing was stored.", 0),
        (1, {}, "All of it was stored.", 2),
        (1, {"dry_run": True}, "Nothing was stored.", 0),
    ],
)
@pytest.mark.django_db
def test_an_import_that_nobody_reads_of_says_what_is_stored(lines, options, stands, stored, file):
    with pytest.raises(CommandError) as failed:
        call_command("import_comments", file, stdout=NobodyReads(lines), verbosity=0, **options)
    assert str(failed.value) == f"Nobody read on. {stands}"
    assert Comment.objects.count() == stored


@pytest.mark.django_db
def test_what_is_taken_back_is_so_though_nobody_reads_of_it(file):
    bring_in(file)
    with pytest.raises(CommandError, match=r"^Nobody read on\. All of it was taken back\.$"):
        call_command("import_comments", undo="jsonl there", stdout=NobodyReads(0))
    assert ImportRun.objects.filter(undone_at=None).count() == 0


@pytest.mark.django_db
def test_an_export_that_nobody_reads_is_not_complete(monkeypatch):
    say(make_article(), "Ada", "Words")
    shut, stream = os.pipe()
    os.close(shut)
    with os.fdopen(stream, "w") as pipe:
        monkeypatch.setattr("sys.stdout", pipe)
        with pytest.raises(CommandError, match=r"^Nobody read on: the export is not complete\.$"):
            call_command("export_comments", verbosity=0)


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(CommandError) as refused:
        call_command("import_comments", tmp_path)
    assert str(refused.value) == (f"{tmp_path} is a folder. Name its files, such as {tmp_path}/*")


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("export_person", "person.zip if none is named"),
        ("export_comments", "wxr: WordPress export"),
        ("import_comments", "isso: Isso database or list of threads"),
        ("prune", "abandoned uploads"),
    ],
)
def test_what_an_option_takes_is_explained(command, words, capsys):
    with pytest.raises(SystemExit):
        call_command(command, "--help")
    assert words in " ".join(capsys.readouterr().out.split())
