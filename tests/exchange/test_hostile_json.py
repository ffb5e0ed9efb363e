"""JSON as large as its file that is broken or means harm: a clear word and the place."""

import gzip

import pytest

from comments.exchange.formats import large_json
from comments.models import Comment
from tests.exchange.elsewhere import There
from tests.exchange.test_hostile_files import refused
from tests.exchange.writers import artalk, isso_list

pytestmark = pytest.mark.django_db

GOOD = artalk([There(1, 1), There(2, 1, 1)])
HEAD = b'[{"page_key": "/1/", "content": "Words."}'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (GOOD[:-1], "export, line 1, byte 397: broken JSON: parse error: premature EOF"),
        (HEAD + b",\n\n  nonsense]", "export, line 3, byte 4: broken JSON: lexical error"),
        (HEAD + b"] []", "export, line 1, byte 44: broken JSON: parse error: trailing garbage"),
        (HEAD + b",\n NaN]", "export, line 2, byte 2: broken JSON: lexical error"),
        (HEAD + b",1e999]", "numeric (floating point) overflow"),
        (HEAD + b"," + b"9" * 5_000 + b"]", "integer overflow"),
        (HEAD + b',"\xfc"]', "export, line 1, byte 44: broken JSON: lexical error: invalid bytes"),
        (HEAD + b"," + b"[" * 100_000, "item 2 1 1 1 1 1: values are nested more than 60 deep"),
        (HEAD + b',{"x": "' + b"x" * 9_000_000, "export, item 2, x: a value is longer than"),
        (HEAD + b',{"x": "y"' + b" " * 9_000_000, "export, item 2, x: a value is longer than"),
        (HEAD + b",[" + b"1," * 11_000, "export, item 2 10000: more than 10,000 values in one"),
        (HEAD + b", 5]", "export, item 2: is no object with fields"),
        (HEAD + b', {"content": []}]', "export, item 2: “content” is no text"),
        (
            isso_list([There(1, 1)]).replace(b'"Words."', b"{}"),
            "export, item 1, comments 1: “text” is no text",
        ),
        (isso_list([There(1, 1)]).replace(b'"/1/"', b"[]"), "export, item 1, id: “id” is no text"),
    ],
    ids=range(15),
)
def test_it_is_said_what_is_wrong_and_where(content, said, tmp_path, bring_in):
    file = tmp_path / "export"
    file.write_bytes(content)
    assert said in refused(bring_in, file)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_mark_of_byte_order_is_passed_by(pack, tmp_path, bring_in):
    file = tmp_path / "export"
    file.write_bytes(pack(b"\xef\xbb\xbf \n" + GOOD))
    bring_in(file)
    assert Comment.objects.count() == 2


def test_more_threads_than_a_site_has_are_refused(tmp_path, bring_in, monkeypatch):
    monkeypatch.setattr("comments.exchange.formats.isso.MOST_THREADS", 2)
    file = tmp_path / "export"
    file.write_bytes(isso_list([There(n, n) for n in range(1, 4)]))
    assert "export, item 3, id: more than 2 threads" in refused(bring_in, file)


@pytest.mark.parametrize(
    ("head", "keys"),
    [
        (b'[{"a": {"q": 1}, "b": "\\"c\\": 5"}, {"z": 1}]', ("[", {"a", "b"})),
        (b'{"version": 1, "comments": [{"text": "cut o', ("{", {"version", "comments"})),
        (b"[1, 2", ("[", set())),
        (b"<rss>", ("", set())),
    ],
)
def test_a_file_is_known_by_its_first_keys_and_not_by_its_words(head, keys):
    assert large_json.keys_of(head) == keys
