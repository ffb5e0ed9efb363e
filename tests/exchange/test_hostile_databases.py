"""A database from elsewhere that is broken or means harm: a clear word, and nothing is stored."""

import gzip
import sqlite3
import tempfile

import pytest

from comments.exchange.formats import isso
from comments.exchange.formats.files import Part
from comments.models import Comment
from tests.exchange.elsewhere import There
from tests.exchange.test_hostile_files import refused, zipped
from tests.exchange.writers import ISSO_TABLES
from tests.exchange.writers import isso as written

pytestmark = pytest.mark.django_db

THREADS, COMMENTS = ISSO_TABLES.strip().split(";\n", 1)
ENDLESS = """
CREATE VIEW comments AS WITH RECURSIVE up (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM up)
SELECT id, 'x' AS text FROM up;
"""
GENERATED = """
CREATE TABLE comments (id INTEGER PRIMARY KEY, tid INTEGER, mode INTEGER,
    text TEXT AS (printf('%.*c', 100000000, 'x')) VIRTUAL);
INSERT INTO comments (tid) VALUES (1);
"""
ROW = "INSERT INTO comments (id, tid, created, text) VALUES (1, 1, 1354633840.0, {});"


def database(script: str) -> bytes:
    link = sqlite3.connect(":memory:")
    link.executescript(script)
    return link.serialize()


def damaged(content: bytes) -> bytes:
    """A page of comments, not the first page."""
    page = int.from_bytes(content[16:18], "big")
    return content[:-page] + bytes([13, 0, 0, 0xFF, 0xFF]) + b"\xff" * (page - 5)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (database("CREATE TABLE other (id)"), "export: has no table “threads”"),
        (database(THREADS), "export: has no table “comments”"),
        (database(f"{THREADS}; {ENDLESS}"), "export: “comments” is no plain table"),
        (
            database(f"{THREADS}; CREATE VIRTUAL TABLE comments USING fts5(text)"),
            "export: “comments” is no plain table",
        ),
        (
            database(f"{THREADS}; CREATE TABLE comments (text)"),
            "export: the table “comments” has no column “id”",
        ),
        (
            database(ISSO_TABLES + ROW.format("CAST(x'4cfc' AS TEXT)")),
            "export, comments 1: is not valid UTF-8",
        ),
        (
            database(ISSO_TABLES + ROW.format("zeroblob(9000000)")),
            "export, comments: cannot be read: string or blob too big",
        ),
        (damaged(written([There(1, 1)])), "export, comments: cannot be read: database disk image"),
        (
            written([There(1, 1)])[:5_000],
            "export: cannot be read: database disk image is malformed",
        ),
        (b"SQLite format 3\0", "export: cannot be read: file is not a database"),
    ],
)
def test_it_is_said_what_is_wrong(content, said, tmp_path, bring_in):
    file = tmp_path / "export"
    file.write_bytes(content)
    assert said in refused(bring_in, file)


def test_what_is_made_up_when_it_is_read_is_not_read(tmp_path, bring_in):
    file = tmp_path / "export"
    file.write_bytes(database(f"{THREADS}; {GENERATED}"))
    assert "1 comment refused: no words (export, comments 1)" in bring_in(file)


def test_a_page_that_stands_for_many_is_refused(tmp_path, bring_in, monkeypatch):
    monkeypatch.setattr("comments.exchange.formats.sqlite.HARMLESS", 0)
    monkeypatch.setattr("comments.exchange.formats.sqlite.LARGEST_RATIO", 0.01)
    file = tmp_path / "export"
    file.write_bytes(written([There(n, 1) for n in range(1, 200)]))
    assert "says more than it can hold" in refused(bring_in, file)


def test_newer_rows_in_a_file_beside_it_are_not_forgotten(tmp_path, bring_in):
    file = tmp_path / "export"
    file.write_bytes(written([There(1, 1)]))
    (tmp_path / "export-wal").write_bytes(b"newer")
    assert "the file export-wal beside it has newer rows" in refused(bring_in, file)


def test_a_database_that_was_written_with_such_a_file_is_read(tmp_path, bring_in):
    link = sqlite3.connect(tmp_path / "export")
    link.executescript(f"PRAGMA journal_mode = WAL; {ISSO_TABLES} {ROW.format(repr('Yes.'))}")
    link.execute("INSERT INTO threads VALUES (1, '/1/', 'One')")
    link.commit()
    link.close()
    bring_in(tmp_path / "export")
    assert list(Comment.objects.values_list("text")) == [("Yes.",)]


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zipped])
def test_nothing_is_left_behind_even_while_it_is_read(pack, tmp_path, monkeypatch):
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(here))
    file = tmp_path / "export"
    file.write_bytes(pack(written([There(1, 1), There(2, 1, 1)])))
    records = isso.read(Part(file, "export.xml" if pack is zipped else ""))
    next(records)
    assert (list(here.iterdir()), len(list(records))) == ([], 2)
