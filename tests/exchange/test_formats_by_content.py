"""Whatever a file is called, its content says what it is."""

import gzip
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comments.exchange.formats.files import Part, parts_of
from comments.exchange.formats.known import FORMATS, TEXT, recognised, require
from comments.exchange.records import SourceError
from tests.exchange.elsewhere import There
from tests.exchange.test_hostile_files import refused, zipped
from tests.exchange.writers import WRITERS

COMMENTS = [There(1, 1), There(2, 1, 1)]
DAMAGE = st.binary(max_size=4) | st.sampled_from(
    [b"null", b"[]", b"{}", b"1e5", b'"', b"\\", b"-1"]
)
FORMAT_OF = {name: name for name in WRITERS} | {"isso_list": "isso", "comentario": "commento"}


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zipped])
@pytest.mark.parametrize("name", list(WRITERS))
def test_it_is_recognised_and_taken_for_nothing_else(name, pack, tmp_path):
    file = tmp_path / "comments.xml"
    file.write_bytes(pack(WRITERS[name](COMMENTS)))
    part = parts_of(file)[0]
    assert recognised(part) == FORMAT_OF[name]
    for other in set(FORMATS) - {FORMAT_OF[name]}:
        known = FORMATS[other].name, FORMATS[FORMAT_OF[name]].name
        with pytest.raises(SourceError, match="is no {}; what it seems to be: {}$".format(*known)):
            require(part, other)


@pytest.mark.parametrize("name", list(WRITERS))
def test_no_damage_is_a_surprise(name, tmp_path):
    whole = WRITERS[name](COMMENTS)
    file = tmp_path / "export"

    @settings(max_examples=40, deadline=None)
    @given(st.integers(0, len(whole)), st.integers(0, 9), DAMAGE)
    def try_one(at, length, instead):
        file.write_bytes(whole[:at] + instead + whole[at + length :])
        with suppress(SourceError):
            list(FORMATS[FORMAT_OF[name]].read(Part(file)))

    try_one()


def test_every_format_has_a_writer():
    """But the document, which tests/exchange/test_text.py writes."""
    assert {FORMAT_OF[name] for name in WRITERS} == set(FORMATS) - {TEXT}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            WRITERS["remark42"](COMMENTS).replace(b'"version": 1', b'"version": 7'),
            "export, line 1: “version” is 7: not 1",
        ),
        (WRITERS["remark42"](COMMENTS)[:-9], "export, line 3, column"),
        (WRITERS["remark42"](COMMENTS) + b"[]", "export, line 4: is no JSON object"),
        (WRITERS["remark42"](COMMENTS) + b'{"text": {}}', "export, line 4: “text” is no text"),
        (
            WRITERS["comentario"](COMMENTS).replace(b'"version": 3', b'"version": 2'),
            "export: “version” is 2: not one of 1 and 3",
        ),
        (b'{"comments": [], "version": null}', "export: “version” is missing: not one of 1 and 3"),
    ],
    ids=range(6),
)
def test_another_version_or_a_broken_row_is_refused(content, said, tmp_path, bring_in):
    file = tmp_path / "export"
    file.write_bytes(content)
    assert said in refused(bring_in, file)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["isso", "isso_list", "artalk", "comentario", "remark42"])
def test_old_pages_lead_to_their_articles(name, tmp_path, bring_in, client):
    """Even where a program knows only their paths."""
    file = tmp_path / "export"
    file.write_bytes(WRITERS[name](COMMENTS))
    bring_in(file)
    answer = client.get("/1/")
    assert (answer.status_code, answer["Location"]) == (301, "/articles/article-1/")
