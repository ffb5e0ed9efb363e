"""Our own lines that are broken or mean harm: refused with the place, or settled line by line."""

from typing import Any

import pytest
from django.core.management import CommandError

from articles.models import Article
from comments.models import Comment, Decision, ImportRun, LedgerRow, StateChange
from tests.comments.health import assert_healthy
from tests.exchange.ourselves import ended

pytestmark = pytest.mark.django_db

HEAD = {"understory": 2, "site": "there"}
AT = "2026-05-01T12:00:00.123456Z"
ARTICLE = {"type": "article", "id": "1001", "slug": "it", "title": "It", "created_at": AT}
BASE: dict[str, dict[str, Any]] = {
    "comment": {"id": "2001", "article": "1001", "created_at": AT, "name": "Ada", "text": "One"},
    "decision": {"id": "3001", "comment": "2001", "verb": "keep", "decided_at": AT},
    "change": {
        "id": "4001",
        "comment": "2001",
        "before": "held",
        "after": "published",
        "changed_at": AT,
    },
    "move": {"id": "5001", "comment": "2001", "decision": "3001", "from_tree": "2", "to_tree": "3"},
    "hold": {"id": "6001", "comment": "2001", "code": "links"},
    "flag": {"id": "7001", "comment": "2001", "reason": "abuse", "created_at": AT},
    "appeal": {"id": "8001", "comment": "2001", "created_at": AT},
    "note": {"id": "9001", "person": f"g{'0' * 32}", "words": "Hm.", "written_at": AT},
    "sanction": {"id": "9501", "does": "ban", "key": f"g{'0' * 32}", "decision": "3001"},
    "reason": {"name": "Rude", "words": "It was rude."},
}


def line(kind: str, **other: object) -> dict[str, object]:
    return {"type": kind} | BASE[kind] | other


def site(*rows: dict[str, object]) -> list[dict[str, object]]:
    return ended([HEAD, ARTICLE, line("comment"), *rows])


def stored() -> list[int]:
    return [model.objects.count() for model in (Article, Comment, Decision, LedgerRow, ImportRun)]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"type": "wish"}, "“id” is no id of ours"),
        ({"type": "wish", "id": "5"}, "“type” is none of article, comment, pingback, reason, dec"),
        ({"type": ["comment"], "id": "5"}, "“type” is no text"),
        ({"type": "comment"}, "“id” is no id of ours"),
        (line("comment", id=5), "“id” is no text"),
        (line("comment", id="five"), "“id” is no id of ours"),
        (line("comment", id="-5"), "“id” is no id of ours"),
        (line("comment", id="٥"), "“id” is no id of ours"),
        (line("comment", id=str(1 << 63)), "“id” is no id of ours"),
        (line("comment", id="9" * 400), "“id” is no id of ours"),
        # Whatever came after it would seem to have come before.
        (line("comment", id=str((1 << 63) - 1)), "“id” is no id of ours"),
        (line("comment", parent="over"), "“parent” is no id of ours"),
        (line("comment", state="gone"), "“state” is none of published, held"),
        (line("comment", state=["held"]), "“state” is none of published, held"),
        (line("comment", ordinal=-1), "“ordinal” is no number from 0 to 1,000,000,000"),
        (line("comment", ordinal=True), "“ordinal” is no number"),
        (line("comment", ordinal=1e300), "“ordinal” is no number"),
        (line("comment", replies_numbered=1 << 40), "“replies_numbered” is no number"),
        (line("comment", revision="1"), "“revision” is no number"),
        (line("comment", closed="yes"), "“closed” is neither true nor false"),
        (line("comment", closed=[]), "“closed” is neither true nor false"),
        (line("comment", guest="me"), "“guest” is no UUID"),
        (line("comment", created_at="0001-01-01T00:00:00+14:00"), "“created_at” is no time"),
        (line("comment", edited_at="9999-12-31T23:59:59-14:00"), "“edited_at” is no time"),
        (line("comment", earlier="One"), "“earlier” is no list"),
        (line("comment", earlier=["One"]), "“earlier” is no list of objects"),
        (line("comment", earlier=[{"text": "One"}]), "“replaced_at” is missing"),
        (line("comment", addresses=[5]), "“addresses” is no text"),
        (line("comment", account="a" * 151), "“account” is longer than 150 characters"),
        (ARTICLE | {"comments": "ajar"}, "“comments” is none of open, closed"),
        (ARTICLE | {"closes_after_days": 40_000}, "“closes_after_days” is no number from 0"),
        (ARTICLE | {"title": "t" * 201}, "“title” is longer than 200 characters"),
        (line("decision", verb="smite"), "“verb” is none of publish, hold"),
        (line("decision", verb=""), "“verb” is missing"),
        (line("decision", person="bob"), "“person” is no person's key"),
        (line("decision", person="a12"), "“person” is an account's number"),
        (line("decision", reason="r" * 501), "“reason” is longer than 500 characters"),
        (line("decision", decided_at=""), "“decided_at” is missing"),
        (line("change", comment=""), "“comment” is missing"),
        (line("change", after="gone"), "“after” is none of published"),
        (line("move", decision=""), "“decision” is missing"),
        (line("move", from_ordinal=-1), "“from_ordinal” is no number"),
        (line("hold", code="c" * 21), "“code” is longer than 20 characters"),
        (line("flag", reason="boring"), "“reason” is none of abuse"),
        (line("sanction", does="jail"), "“does” is none of ban, hold"),
        (line("sanction", key="a:" + "b" * 151), "“key” is longer than 152 characters"),
        (line("reason", name=""), "“name” is missing"),
        (line("reason", position=-1), "“position” is no number from 0"),
    ],
    ids=str,
)
def test_what_no_line_can_say_is_refused(row, said, export, bring_in):
    with pytest.raises(CommandError) as refused:
        bring_in(export(site(row)))
    assert str(refused.value).startswith(f"export.jsonl, line 4: {said}")
    assert str(refused.value).endswith("Nothing was stored.")
    assert stored() == [0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([HEAD, ARTICLE], "line 2: the file ends before its end"),
        ([HEAD], "line 1: the file ends before its end"),
        (
            [HEAD, ARTICLE, {"type": "end", "lines": 3}],
            "line 3: “lines” is not 2, as many",
        ),
        ([HEAD, ARTICLE, {"type": "end"}], "line 3: “lines” is not 2"),
        ([*ended([HEAD]), ARTICLE], "line 3: stands behind the end"),
        ([HEAD | {"understory": 3}], "line 1: “understory” is neither 1 nor 2"),
        ([HEAD | {"understory": "2"}], "line 1: “understory” is neither 1 nor 2"),
    ],
    ids=str,
)
def test_a_file_that_was_cut_short_is_refused(rows, said, export, bring_in):
    with pytest.raises(CommandError) as refused:
        bring_in(export(rows))
    assert str(refused.value).startswith(f"export.jsonl, {said}")
    assert stored() == [0, 0, 0, 0, 0]


def test_files_of_both_versions_are_imported_apart(export, bring_in, tmp_path):
    older = tmp_path / "older.jsonl"
    older.write_text('{"understory": 1, "site": "there"}\n')
    with pytest.raises(CommandError, match="files of different versions"):
        bring_in(export(site()), older)


COMMENT, DECISION = "its comment is not here", "its decision is not here"
ARTICLE_GONE, NOBODY = "its article is not here", "nobody here is meant"
PLACE, TWICE, TAKEN = "another stands in its place", "the same row twice", "id taken"
KEPT, UNDONE = line("decision"), line("decision", id="3002", undoes="3001")
SOMEBODY = "0" * 32


@pytest.mark.parametrize(
    ("rows", "reasons"),
    [
        ([line("decision", comment="7")], [COMMENT]),
        ([line("decision", comment="", article="7")], [ARTICLE_GONE]),
        ([line("decision", undoes="3001")], [DECISION]),
        # An undo comes after what it undoes.
        ([line("decision", undoes="3002"), line("decision", id="3002")], [DECISION, ""]),
        ([KEPT, UNDONE, line("decision", id="3003", undoes="3001")], ["", "", PLACE]),
        ([line("change", decision="7")], [DECISION]),
        ([line("move")], [DECISION]),
        ([KEPT, line("move", from_parent="7")], ["", COMMENT]),
        ([KEPT, line("move"), line("move", id="5002")], ["", "", PLACE]),
        ([line("flag", guest=SOMEBODY), line("flag", id="7002", guest=SOMEBODY)], ["", PLACE]),
        ([line("appeal"), line("appeal", id="8002")], ["", PLACE]),
        ([KEPT, line("sanction"), line("sanction", id="9502")], ["", "", PLACE]),
        ([KEPT, line("sanction", lifted_by="7")], ["", DECISION]),
        ([KEPT, line("sanction", key="")], ["", NOBODY]),
        ([line("note", person="a:nobody")], [NOBODY]),
        ([line("hold"), line("hold")], ["", TWICE]),
        ([line("hold"), line("hold", code="words")], ["", TAKEN]),
        ([line("reason"), line("reason", words="Other")], ["", TAKEN]),
    ],
    ids=str,
)
def test_what_leads_to_nothing_is_skipped(rows, reasons, export, bring_in):
    file = export(site(*rows))
    dry = bring_in(file, dry_run=True)
    assert bring_in(file) == dry
    log = LedgerRow.objects.exclude(kind__in=["article", "comment"]).order_by("source_id")
    assert list(log.values_list("reason", flat=True)) == reasons
    settled = ["skipped" if why else "created" for why in reasons]
    assert list(log.values_list("outcome", flat=True)) == settled
    assert_healthy()


def test_a_file_speaks_only_of_what_is_under_its_articles(export, bring_in):
    bring_in(export(site()))
    other = ended([HEAD | {"site": "elsewhere"}, line("decision"), line("hold")])
    bring_in(export(other))
    assert set(LedgerRow.objects.filter(source="jsonl elsewhere").values_list("reason")) == {
        (COMMENT,)
    }


def test_a_later_file_speaks_of_what_an_earlier_one_brought(export, bring_in):
    bring_in(export(site()))
    bring_in(export(ended([HEAD, line("decision"), line("hold")])))
    assert Decision.objects.get().comment_id == 2001


def test_a_ring_of_answers_is_cut(export, bring_in):
    ring = [line("comment", id=str(n), parent=str(5999 - n)) for n in (2999, 3000)]
    bring_in(export(site(*ring)))
    assert list(Comment.objects.order_by("pk").values_list("pk", "parent_id")) == [
        (2001, None),
        (2999, None),
        (3000, 2999),
    ]
    assert_healthy()


def test_numbers_that_cannot_be_are_given_anew(export, bring_in):
    rows = [
        line("comment", id="2002", parent="2001", ordinal=5, text="a"),
        line("comment", id="2003", parent="2001", ordinal=5, text="b"),
        line("comment", id="2004", parent="2001", ordinal=2, text="c"),
        line("comment", id="2005", parent="2001", ordinal=9, text="d"),
        line("comment", id="2006", ordinal=4, text="e"),
        line("comment", id="2007", ordinal=4, text="f"),
    ]
    bring_in(export(site(*rows)))
    numbers = {c.text: c.number for c in Comment.objects.all()}
    assert numbers == {
        "One": "5", "a": "5.5", "b": "5.6", "c": "5.7", "d": "5.9", "e": "4", "f": "6",
    }  # fmt: skip
    assert_healthy()


def test_what_no_text_can_hold_is_left_out(export, bring_in):
    rows = [
        line("change", comment="2002"),
        line("comment", id="2002", name="\0B\ud800en", text="\0"),
    ]
    bring_in(export(site(*rows)))
    found = Comment.objects.get(pk=2002)
    assert (found.name, found.text) == ("Ben", "")
    assert StateChange.objects.get().comment_id == 2002


def test_a_comment_that_is_too_long_keeps_its_place(export, bring_in):
    rows = [
        line("comment", id="2002", ordinal=7, text="w" * 100_001),
        line("comment", id="2003", parent="2002", ordinal=3),
    ]
    bring_in(export(site(*rows)))
    kept = Comment.objects.get(pk=2002)
    assert (kept.state, kept.text, kept.number) == ("removed", "", "7")
    assert Comment.objects.get(pk=2003).number == "7.3"
    assert_healthy()


def test_a_parent_that_the_file_lacks_keeps_its_id(export, bring_in):
    bring_in(export(site(line("comment", id="2003", parent="2002"))))
    assert Comment.objects.get(pk=2003).parent_id == 2002
    assert Comment.objects.get(pk=2002).text == ""
    filled = line("comment", id="2002", text="Here I am", ordinal=9)
    bring_in(export(site(filled, line("comment", id="2003", parent="2002"))))
    assert Comment.objects.get(pk=2002).text == "Here I am"
    assert_healthy()
