"""An export is there as a whole, for its owner alone, or not at all."""

import gzip
import stat
from io import BytesIO, StringIO, TextIOWrapper

import pytest
from django.core.management import CommandError, call_command

from comments.exchange.exporting import own
from comments.exchange.exporting.snapshot import told
from tests.cast import converse, make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    article = make_article(slug="bridge")
    converse(article, "Ada: Where does it go?\n  Ben: Over the “river”.")
    return article


def test_nobody_else_may_read_it(article, export, tmp_path):
    file = export()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_it_is_packed_by_its_name(article, export):
    plain, packed = export("--format=wxr", name="a.xml"), export("--format=wxr", name="a.xml.gz")
    at = b"<pubDate>"
    unpacked = gzip.decompress(packed.read_bytes())
    assert unpacked.partition(b"<item>")[2] == plain.read_bytes().partition(b"<item>")[2]
    assert unpacked.count(at) == 2


@pytest.fixture
def fails_half_way(monkeypatch):
    def fail(scope):
        yield from told("SELECT 'decision' AS type")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(own, "log_of", fail)


def test_what_fails_leaves_what_was_there(article, export, tmp_path, fails_half_way):
    (tmp_path / "out").write_text("The last one.")
    with pytest.raises(CommandError) as failed:
        export()
    assert str(failed.value) == "No space left on device. Nothing was written."
    assert [file.read_text() for file in tmp_path.iterdir()] == ["The last one."]


def test_a_device_is_never_replaced(article):
    with pytest.raises(CommandError) as refused:
        call_command("export_comments", "--output=/dev/null")
    assert str(refused.value) == "/dev/null is there and is no file. Nothing was written."


def test_a_folder_that_is_not_there_is_named(article, export, tmp_path):
    with pytest.raises(CommandError) as refused:
        export(name="nowhere/out")
    there = f"There is no folder {tmp_path / 'nowhere'}."
    assert str(refused.value) == f"{there} Nothing was written."


def test_without_a_file_it_goes_to_standard_output(article, export):
    out = TextIOWrapper(BytesIO(), encoding="ascii")
    arguments = ["--format=text", "--article=bridge"]
    call_command("export_comments", *arguments, stdout=out, verbosity=0)
    assert out.buffer.getvalue() == export(*arguments).read_bytes()


def test_a_summary_goes_to_standard_error(article, export):
    said = StringIO()
    export(verbosity=1, stderr=said)
    counted = dict(line.split() for line in said.getvalue().splitlines() if "writing" not in line)
    assert {name: counted[name] for name in ("articles", "comments")} == {
        "articles": "1",
        "comments": "2",
    }
