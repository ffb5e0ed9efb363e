"""What an editor reads of an import: losses first, in sentences, and nothing that is nought."""

import re
from pathlib import Path

import pytest

from comments.exchange.account import KINDS
from comments.moderation.imports import reasons, report
from tests.cast import alice
from tests.exchange.desk import (
    IMPORTS,
    THREE,
    buttons,
    imported,
    page_of,
    table,
    tried,
)
from tests.exchange.elsewhere import There, wxr
from tests.moderation.desk import client_of
from tests.pages import flat, soup

pytestmark = pytest.mark.django_db

ODD = sorted((Path(__file__).parent / "samples").glob("odd*.[jwx]*[!t]"))
REASON = re.compile(r" (?:created|updated|unchanged|skipped|refused): (.*?)(?: \(.*\))?$")


WARNING = (
    "2 articles have 3 comments from “wxr there.example” already: "
    "if they are the same, they will stand there twice."
)


@pytest.fixture
def editor():
    return client_of(alice())


def said(response) -> list[str]:
    """The report, but for its table."""
    return [flat(each) for each in soup(response).select(".report :is(p, h3, li)")]


def test_its_report_is_a_table_and_says_what_is_lost_first(editor):
    response = editor.get(
        page_of(tried(editor, wxr([*THREE, There(4, 2, 9), There(5, 2, words="")])))
    )
    assert table(response) == [
        ["Outcome", "articles", "comments"],
        ["refused", "0", "1"],
        ["created", "2", "4"],
        ["all", "2", "5"],
    ]
    assert said(response) == [
        "Comments by state: 4 published, 1 place kept.",
        "Left out",
        "1 comment: Without any words. export.xml, line 1",
        "Taken, with a remark",
        (
            "1 comment: The answered comment is not in the files, or was left out. "
            "Its place is kept: “This comment is missing.” export.xml, line 1"
        ),
    ]
    assert buttons(response) == ["Import it"]


def test_the_same_under_another_name_is_warned_of(editor):
    imported(editor)
    response = editor.get(page_of(tried(editor, source="blog")))
    assert said(response) == [
        WARNING,
        "Comments by state: 3 published.",
        "Taken, with a remark",
        (
            "2 articles: Here already, brought from the same address before. "
            "export.xml, line 1; export.xml, line 1"
        ),
    ]


def test_what_was_undone_is_in_no_state(editor):
    run = imported(editor).run
    address = f"{IMPORTS}{run.pk}/change/"
    assert said(editor.get(address)) == ["Comments by state: 3 published."]
    editor.post(f"{IMPORTS}{run.pk}/undo/")
    assert (said(editor.get(address)), len(table(editor.get(address)))) == ([], 3)


@pytest.mark.parametrize("sample", ODD, ids=lambda path: path.name)
def test_each_reason_is_a_sentence(sample, bring_in):
    lines = bring_in(sample, dry_run=True).splitlines()
    found = {why[1] for line in lines if (why := REASON.search(line))}
    bare = {why for why in found if reasons.sentence(why).lower() == f"{why}.".lower()}
    assert (len(found) > 0, bare) == (True, set())


def test_every_kind_of_row_has_its_words():
    lines = ["  created  rows", *(f"{kind} 1 1" for kind in KINDS.values())]
    lines += [
        f"{n} {kind} created: x" for one, many in KINDS.items() for n, kind in ((1, one), (2, many))
    ]
    read = report.read("\n".join(lines))
    assert read.kinds[-2:] == ["bans", "other things"]
    assert [(note.how_many, note.what) for note in read.notes][-4:] == [
        ("1", "ban"),
        ("2", "bans"),
        ("1", "other thing"),
        ("2", "other things"),
    ]


@pytest.mark.parametrize(
    ("places", "shown"),
    [
        (
            "comments.db, comments 20; comments.db, comments 7",
            "comments.db, comment 20; comments.db, comment 7",
        ),
        ("export (1).xml, line 3; …", "export (1).xml, line 3; …"),
    ],
)
def test_places_are_found_by_who_looks_for_them(places, shown):
    read = report.read(f"  rows\n  1 comment refused: no words ({places})")
    assert [(note.words, note.places) for note in read.lost] == [("Without any words.", shown)]
