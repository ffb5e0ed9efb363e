"""Faults in XML that exports are known to have: what can be mended safely is, and no more."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.exchange.formats.mending import Signs
from comments.models import Comment
from tests.exchange.elsewhere import There, disqus, wxr
from tests.exchange.test_hostile_files import MEGABYTES, refused

pytestmark = pytest.mark.django_db

GOOD = wxr([There(1, 1), There(2, 1, 1)])
BOM = b"\xef\xbb\xbf"
WARNING = b"<br />\n<b>Deprecated</b>: seems_utf8 in <b>/srv/functions.php</b> on line 6<br />\n"
NO_TIME = GOOD.replace(b"12:01:00", b"00:00:00x")


@pytest.fixture
def export(tmp_path):
    def write(content):
        file = tmp_path / "export"
        file.write_bytes(content)
        return file

    return write


@pytest.mark.parametrize("before", [b"\n", b" \r\n\n", BOM, BOM + b"\r\n", WARNING, WARNING * 9])
def test_what_was_printed_before_an_export_is_passed_by(before, export, bring_in):
    report = bring_in(export(before + NO_TIME))
    assert Comment.objects.count() == 2
    assert f"(export, line {1 + before.count(bytes([10]))})" in report


def test_so_it_is_in_another_encoding(export, bring_in):
    latin = GOOD.replace(b"UTF-8", b"ISO-8859-1").replace(b"Words.", b"W\xf6rter.")
    bring_in(export(WARNING + latin))
    assert set(Comment.objects.values_list("text")) == {("Wörter.",)}


def test_what_stands_within_an_export_is_no_beginning(export, bring_in):
    words = GOOD.replace(b"Words.", b'<![CDATA[Try <?xml version="1.0"?> here]]>')
    bring_in(export(words.partition(b"?>")[2]))
    assert Comment.objects.count() == 2


def test_what_follows_has_to_be_whole(export, bring_in):
    assert "broken XML" in refused(bring_in, export(WARNING + GOOD[:-40]))


def test_ampersands_of_addresses_are_some(export, bring_in):
    url = b"<wp:comment_author_url>https://ada.example/?a=1&b=2&copy;</wp:comment_author_url>"
    named = b"<wp:comment_author>"
    words = b"<![CDATA[<a href='https://a.example/?c=1&amp;d=2'>a & b</a>]]>"
    bring_in(export(GOOD.replace(named, url + named).replace(b"Words.", words)))
    assert set(Comment.objects.values_list("website", "text")) == {
        ("https://ada.example/?a=1&b=2&copy;", "[a & b](https://a.example/?c=1&d=2)")
    }


@pytest.mark.parametrize("piece", ["\ufffe", "\uffff", "&#0;", "&#x1F;", "&#xFFFF;", "&#55357;"])
def test_what_is_no_character_is_left_out(piece, export, bring_in):
    bring_in(export(GOOD.replace(b"Words.", f"Wo{piece}rds &#x1F642;.".encode())))
    assert set(Comment.objects.values_list("text")) == {("Words 🙂.",)}


TOLD = b'<a b="?x&y">&amp;&#65;&#0;&nbsp;&<![CDATA[&<!--]]>&<!--&<![CDATA[-->&c]]&gt;&#xFFFE;&'
MENDED = (
    b'<a b="?x&amp;y">&amp;&#65;&amp;nbsp;&amp;<![CDATA[&<!--]]>&amp;<!--&<![CDATA[-->&amp;c]]&gt;'
)


@given(st.lists(st.integers(0, len(TOLD)), max_size=12).map(sorted))
def test_it_is_the_same_however_it_is_cut(cuts):
    signs = Signs()
    starts, ends = [0, *cuts], [*cuts, len(TOLD)]
    mended = [signs.mended(TOLD[a:b]) for a, b in zip(starts, ends, strict=True)]
    assert b"".join([*mended, signs.rest]) == MENDED + b"&"


@pytest.mark.parametrize(
    ("writer", "before"), [(wxr, b"<wp:comment_id>"), (disqus, b"<createdAt>")]
)
def test_what_nobody_reads_may_be_long_and_costs_no_memory(writer, before, export, bring_in):
    first, second = writer([There(1, 1)]).split(before, 1)
    file = export(first + b"<wp:postmeta><wp:meta_value>")
    with file.open("ab") as out:
        for _ in range(40):
            out.write(b"x" * MEGABYTES)
        out.write(b"</wp:meta_value></wp:postmeta>" + before + second)
    tracemalloc.start()
    bring_in(file)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (Comment.objects.get().text, most < 10 * MEGABYTES) == ("Words.", True)


def test_a_byte_of_another_encoding_is_refused_where_it_stands(export, bring_in):
    mixed = GOOD.replace(b"Words.", "\nWörter.".encode() + b" \xfcber")
    assert "export: line 2: is not valid UTF-8" in refused(bring_in, export(mixed))
