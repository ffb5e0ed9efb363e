"""Files that are broken or mean harm: a clear word and the place, and nothing is stored."""

import gzip
import io
import os
import tracemalloc
import zipfile

import pytest
from django.core.management import CommandError

from articles.models import Article
from comments.exchange.formats.files import parts_of
from comments.exchange.records import SourceError
from comments.models import Comment, ImportRun, LedgerRow
from tests.exchange.elsewhere import There, disqus, jsonl, wxr

pytestmark = pytest.mark.django_db

GOOD = wxr([There(1, 1), There(2, 1, 1)])
HEAD = GOOD[: GOOD.index(b"<channel>")]
BOMB = b"".join(
    [
        b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">',
        *(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)),
        b"]>",
        HEAD.partition(b"?>")[2],
        b"<channel><title>&j;</title></channel></rss>",
    ]
)
OUTSIDE = (
    b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    + HEAD.partition(b"?>")[2]
    + b"<channel><item><title>&x;</title></item></channel></rss>"
)
MEGABYTES = 1_000_000
ENTITIES = "defines document types or entities, which are not read"


def refused(bring_in, file, **options) -> str:
    with pytest.raises(CommandError) as error:
        bring_in(file, **options)
    rows = [model.objects.count() for model in (Article, Comment, LedgerRow, ImportRun)]
    assert rows == [0, 0, 0, 0]
    return str(error.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (BOMB, f"export: line 1: {ENTITIES}"),
        (OUTSIDE, f"export: line 1: {ENTITIES}"),
        (GOOD[:-40], "export: line 1, column 1"),
        (GOOD.replace(b"</item>", b"</itm>"), "broken XML: mismatched tag"),
        (GOOD.replace(b"Words.", b"\n\nW\xfcrter"), "export: line 3: is not valid UTF-8"),
        (GOOD.replace(b"UTF-8", b"martian"), "broken XML"),
        (HEAD + b"<channel>" + b"<a>" * 70, "elements are nested more than 60 deep"),
        (b"%PDF-1.7 nothing of ours", "export: is in none of the formats that are known here"),
        (b"", "export: is in none of the formats"),
        (jsonl([])[:-1] + b"\n{not json\n", "export, line 2, column 2: broken JSON"),
        (jsonl([]) + b'{"type": "comment", "id": 5}', "export, line 2: “id” is no text"),
        (jsonl([]) + b"[" * 100_000, "export, line 2: broken JSON"),
        (jsonl([]).replace(b": 1,", b": 9,"), "another version of the format"),
        (jsonl([]) + b'{"type": "comment", "created_at": "then"}', "“created_at” is no time"),
    ],
    ids=lambda value: str(value)[:20] if isinstance(value, str) else "file",
)
def test_it_is_said_what_is_wrong_and_where(content, said, tmp_path, bring_in):
    file = tmp_path / "export"
    file.write_bytes(content)
    error = refused(bring_in, file)
    assert said in error
    assert error.endswith("Nothing was stored.")


def test_an_error_at_the_end_takes_back_the_beginning(tmp_path, bring_in):
    file = tmp_path / "export"
    file.write_bytes(wxr([There(n, 1) for n in range(1, 3_000)])[:-20])
    assert "broken XML" in refused(bring_in, file)


def test_another_format_than_was_named_is_refused(tmp_path, bring_in):
    file = tmp_path / "export"
    file.write_bytes(GOOD)
    assert refused(bring_in, file, format="disqus") == (
        "export: is no Disqus export; what it seems to be: WordPress export. Nothing was stored."
    )


@pytest.mark.parametrize("writer", [wxr, disqus, jsonl])
def test_a_field_without_end_costs_no_memory(writer, tmp_path, bring_in):
    before, after = writer([There(1, 1, words="HERE")]).split(b"HERE")
    file = tmp_path / "export"
    with file.open("wb") as out:
        out.write(before)
        for _ in range(100):
            out.write(b"x" * MEGABYTES)
        out.write(after)
    tracemalloc.start()
    error = refused(bring_in, file)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "is longer than" in error
    assert most < 80 * MEGABYTES


def test_a_tag_without_end_is_refused(tmp_path, bring_in):
    file = tmp_path / "export"
    file.write_bytes(HEAD + b'<channel a="' + b"x" * 12 * MEGABYTES)
    assert "a tag without an end" in refused(bring_in, file)


def bomb() -> bytes:
    return HEAD + b"<channel>" + (b"<a>" + b" " * 3_000 + b"</a>") * 20_000


def zipped(content: bytes, name: str = "export.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("__MACOSX/._export.xml", b"\0")
        archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("pack", [gzip.compress, zipped])
def test_what_unpacks_without_end_is_refused(pack, tmp_path, bring_in):
    file = tmp_path / "export"
    file.write_bytes(pack(bomb()))
    assert "unpacks to more than 200 times its size" in refused(bring_in, file)


@pytest.mark.parametrize("pack", [gzip.compress, zipped])
def test_what_cannot_be_unpacked_is_refused(pack, tmp_path, bring_in):
    file = tmp_path / "export"
    packed = bytearray(pack(GOOD * 50))
    packed[len(packed) // 2] ^= 0xFF
    file.write_bytes(bytes(packed))
    assert "cannot be unpacked" in refused(bring_in, file, format="wxr")


@pytest.mark.parametrize("writer", [wxr, disqus, jsonl])
@pytest.mark.parametrize("pack", [bytes, gzip.compress, zipped])
def test_packed_files_are_read(writer, pack, tmp_path, bring_in):
    file = tmp_path / "export"
    file.write_bytes(pack(writer([There(1, 1), There(2, 1, 1)])))
    report = bring_in(file)
    assert f"({writer.__name__})" in report.splitlines()[0]
    assert Comment.objects.count() == 2


def test_a_cut_file_is_named_once(tmp_path, bring_in):
    file = tmp_path / "export.gz"
    file.write_bytes(gzip.compress(GOOD)[:-20])
    assert refused(bring_in, file).startswith("export.gz: cannot be unpacked: Compressed file")


def test_a_file_whose_name_is_no_text_is_read(tmp_path, bring_in):
    file = tmp_path / os.fsdecode(b"ex\xffport")
    file.write_bytes(GOOD.replace(b"12:01:00", b"00:00:00x"))
    assert "(ex�port, line 1)" in bring_in(file)
    assert (Comment.objects.count(), ImportRun.objects.get().files) == (2, "export")


def test_what_xml_forbids_is_left_out(tmp_path, bring_in):
    file = tmp_path / "export"
    file.write_bytes(GOOD.replace(b"Words.", b"Wo\x08rds\x00."))
    bring_in(file)
    assert set(Comment.objects.values_list("text")) == {("Words.",)}


def test_another_encoding_that_is_named_is_read(tmp_path, bring_in):
    file = tmp_path / "export"
    latin = GOOD.replace(b"UTF-8", b"ISO-8859-1").replace(b"Words.", "Wörter.".encode("latin-1"))
    file.write_bytes(latin)
    bring_in(file)
    assert set(Comment.objects.values_list("text")) == {("Wörter.",)}


def test_a_missing_file_is_told(tmp_path, bring_in):
    assert "No such file or directory" in refused(bring_in, tmp_path / "nothing")


def test_whatever_is_broken_in_a_packed_file_is_told(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("export.xml", GOOD)
    whole, file = packed.getvalue(), tmp_path / "export.zip"
    refusals = 0
    for at in range(len(whole) - 100, len(whole)):
        for byte in (0x7F, 0xFF):
            file.write_bytes(whole[:at] + bytes([byte]) + whole[at + 1 :])
            try:
                assert all(part.head() for part in parts_of(file))
            except SourceError:
                refusals += 1
    assert refusals > 50
