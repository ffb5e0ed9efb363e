"""An import that is killed goes on where it was, and ends as if nothing had happened."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest
from django.conf import settings
from django.utils import timezone

from articles.models import Article
from comments.exchange.records import SourceComment
from comments.exchange.staging import Wanted, staged
from comments.models import Comment, ImportRun, LedgerRow, OldAddress
from tests.comments.health import assert_healthy
from tests.databases import url
from tests.exchange.elsewhere import There, jsonl

# Four portions: it is killed after each but the last.
COMMENTS = 4_000


def forest() -> list[There]:
    rng = Random(7)
    made: list[There] = []
    last: dict[int, list[int]] = {}
    for number in range(1, COMMENTS + 1):
        article = rng.randrange(1, 60)
        before = last.setdefault(article, [])
        answers = rng.choice(before) if before and rng.random() < 0.6 else 0
        made.append(There(number, article, answers, words=f"Number {number} *so*."))
        before.append(number)
    rng.shuffle(made)
    return made


def alike(export: bytes) -> bytes:
    """Two of its pages have one address, and two others only end alike."""
    for there, page in ((b"58/", b"7/"), (b"6/", b"de/about/"), (b"57/", b"en/about/")):
        export = export.replace(b"there.example/" + there, b"there.example/" + page)
    return export.replace(b'about/", ', b'about/", "slug": "about", ')


def import_here(file, folder) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "manage.py", "import_comments", str(file), "--verbosity=0"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": url(), "TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def as_it_is() -> tuple[object, ...]:
    numbers = {c.pk: c for c in Comment.objects.all()}
    ledger = {
        (row.kind, row.source_id, row.outcome, row.reason, row.comment_id is None)
        for row in LedgerRow.objects.all()
    }
    known = dict(LedgerRow.objects.filter(kind="comment").values_list("comment_id", "source_id"))
    tree = {
        (known[pk], known.get(c.parent_id), c.ordinal, c.level, c.text) for pk, c in numbers.items()
    }
    return Article.objects.count(), OldAddress.objects.count(), ledger, tree


def wait_for_rows(process, rows: int) -> None:
    end = time.monotonic() + 60
    while LedgerRow.objects.filter(kind="comment").count() < rows and process.poll() is None:
        assert time.monotonic() < end
        time.sleep(0.01)


def test_rows_wait_in_a_file_without_a_name():
    rows = (SourceComment(str(n), "", "1", text="w" * 50_000) for n in range(500))
    with staged(timezone.now(), Wanted()) as there:
        there.fill(rows, int)
        files = filter(os.path.lexists, Path("/proc/self/fd").iterdir())
        named = [name for name in map(os.readlink, files) if "etilqs" in name]
    assert [name.rpartition(" ")[2] for name in named] == ["(deleted)"]


@pytest.mark.django_db(transaction=True)
def test_a_killed_import_goes_on(tmp_path, bring_in):
    file, folder = tmp_path / "export", tmp_path / "temporary"
    folder.mkdir()
    file.write_bytes(alike(jsonl(forest())))
    rng = Random()
    kills = 0
    for rows in (1, rng.randrange(1_000, 2_000), rng.randrange(2_000, 3_000)):
        process = import_here(file, folder)
        wait_for_rows(process, rows)
        process.send_signal(signal.SIGKILL)
        process.wait()
        kills += process.returncode == -signal.SIGKILL
        assert list(folder.iterdir()) == []
        assert_healthy()
    last = import_here(file, folder)
    report, said = last.communicate(timeout=120)
    assert (last.returncode, kills) == (0, 3), said
    assert "An import that was stopped went on." in said
    assert ImportRun.objects.count() == 1
    interrupted = as_it_is()
    assert_healthy()
    assert interrupted[0] == 58
    assert "4,000 taken back" in bring_in(undo="jsonl there")
    whole = bring_in(file)
    assert as_it_is() == interrupted
    assert whole == report
