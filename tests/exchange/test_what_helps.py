"""Files that cannot be imported: what is wrong with them, and what helps."""

import gzip

import pytest

from comments.exchange.apart import apart
from comments.exchange.uploads.folders import folder_of
from tests.cast import alice, make_article
from tests.exchange.conftest import DOCUMENT
from tests.exchange.desk import (
    THREE,
    buttons,
    imported,
    page_of,
    paragraphs,
    press,
    tried,
    upload,
    work,
)
from tests.exchange.elsewhere import There, wxr
from tests.moderation.desk import client_of, title

pytestmark = pytest.mark.django_db

ANOTHER_SITE = (
    "If this is another site, upload the files again and name it under “More choices”, "
    "“Where it is from”."
)


@pytest.fixture
def editor():
    return client_of(alice())


CUT = wxr(THREE)[:-40]


@pytest.mark.parametrize(
    ("content", "cure"),
    [
        (CUT, "The file seems cut off. Export or download it again."),
        (
            gzip.compress(wxr(THREE) * 9)[:-9],
            "The file seems cut off. Export or download it again.",
        ),
        (
            wxr(THREE).replace(b"</channel>", b"</chanel>"),
            "The file seems damaged. Export or download it again.",
        ),
    ],
    ids=["cut off", "packed and cut off", "broken"],
)
def test_what_helps_is_said(editor, content, cure):
    brought = upload(editor)
    (folder_of(brought.pk) / "0").write_bytes(content)
    response = editor.get(page_of(work(brought)))
    assert paragraphs(response)[1:] == [cure, "Nothing was stored."]
    assert (title(response), buttons(response)) == ("The dry run failed", ["Choose other files"])


def test_files_of_several_sites_are_to_be_parted(editor):
    other = wxr([There(1, 1)]).replace(b"<link>https://there.example<", b"<link>https://b.example<")
    response = editor.get(page_of(tried(editor, wxr(THREE), other)))
    assert paragraphs(response)[:2] == [
        "These are files of several sites, to be imported apart: b.example, there.example.",
        "Name one of them under “More choices”, “Only this site”, and upload the files for each.",
    ]
    assert buttons(response) == ["Choose other files"]


def test_another_site_is_to_be_named(editor):
    imported(editor)
    later = [There(one.id, one.article, minute=90) for one in THREE]
    assert paragraphs(editor.get(page_of(tried(editor, wxr(later)))))[:2] == [
        "3 of 3 comments that are known from “wxr there.example” were written at another time.",
        ANOTHER_SITE,
    ]


def test_a_document_is_to_have_another_title(editor):
    document = DOCUMENT.read_bytes()
    slug = tried(editor, document).source.removeprefix("text ")
    make_article(slug=slug)
    assert paragraphs(editor.get(page_of(tried(editor, document))))[:2] == [
        f"export.xml: “{slug}” is or was the address of an article that is here already.",
        "Give the document another title, and upload it again.",
    ]


def test_what_another_import_kept_from_starting_is_tried_again(editor):
    brought = tried(editor)
    press(editor, brought, "import")
    with apart(brought.source):
        work(brought)
    response = editor.get(page_of(brought))
    said = "An import from “wxr there.example” is under way."
    assert (paragraphs(response)[0], buttons(response)) == (said, ["Go on"])
