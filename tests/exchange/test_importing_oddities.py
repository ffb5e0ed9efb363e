"""One export with everything that exports have been seen to hold, and what becomes of each."""

from pathlib import Path

import pytest
from django.core.management import CommandError

from articles.models import Article
from comments.models import (
    Comment,
    Decision,
    ImportRun,
    LedgerRow,
    OldAddress,
    Pingback,
    StateChange,
)
from tests.cast import bob, say
from tests.comments.health import assert_healthy
from tests.exchange.drawing import conversation, counts

pytestmark = pytest.mark.django_db

ODD = Path(__file__).parent / "samples" / "odd.wxr"
SOURCE = "wxr locks.example"


def outcome(source_id: str, kind: str = "comment") -> tuple[str, str]:
    row = LedgerRow.objects.get(source=SOURCE, kind=kind, source_id=source_id)
    return row.outcome, row.reason


def test_threads_come_out_whole(bring_in):
    bring_in(ODD)
    assert conversation("upper-gate") == [
        "1 Ada O'Neil: **Oil** it.",
        r"  1.1 Борис Р.: Смажьте петлю. C:\\gate\\hinge.txt 🔧",
        "2 Cem: First of two.",
        "3 Cem: Second of two.",
        "4 Anonymous:  removed",
        "  4.1 ימימה: תודה רבה",
        "  4.2 Anonymous: Who?",
        "5 Dan: Nonsense. removed",
        "  5.1 Eva: No, it is not.",
        "Fay: May I say this? held",
        "Lamps: Buy lamps spam",
        "6 Anonymous:  removed",
        "  6.1 Gus: Thanks for the link.",
        "7 Una: One",
        "  7.1 Dua: Two",
        "    7.1.1 Tria: Three",
        "8 Ivy: I have no number.",
    ]
    assert conversation("about") == [
        "1 Jo: Good to know.",
        "2 Kit: Once.",
        "3 Lea: About the gate.",
    ]
    assert_healthy()


def test_every_row_has_its_outcome(bring_in):
    report = counts(bring_in(ODD))
    assert report == {
        "articles": [2, 0, 0, 0, 0, 2],
        "comments": [18, 0, 0, 1, 1, 20],
        "pingbacks": [1, 0, 0, 0, 0, 1],
        "others": [0, 0, 0, 2, 0, 2],
    }
    missing = LedgerRow.objects.filter(reason="not in the source")
    assert LedgerRow.objects.count() - missing.count() == sum(row[-1] for row in report.values())
    assert {
        key: outcome(key) for key in ("101", "101#2", "140#2", "141", "120", "130", "105", "99")
    } == {
        "101": ("created", ""),
        "101#2": ("created", "id taken"),
        "140#2": ("skipped", "the same row twice"),
        "141": ("created", "parent under another article"),
        "120": ("created", "answered in a ring"),
        "130": ("refused", "no words"),
        "105": ("created", "no time, parent missing"),
        "99": ("skipped", "not in the source"),
    }


def test_a_report_is_what_readers_see(bring_in, client):
    assert "comments by state: 1 held, 15 published, 1 removed, 1 spam" in bring_in(ODD)
    assert Comment.objects.published().count() == 15
    page = client.get(Article.objects.get(slug="upper-gate").get_absolute_url()).content.decode()
    for words in ("תודה רבה", "Thanks for the link.", "I have no number."):
        assert words in page
    for words in ("Nonsense.", "May I say this?", "Buy lamps", "Weir news", "alert(1)"):
        assert words not in page


def test_words_are_stored_as_our_own_safe_html(bring_in):
    bring_in(ODD)
    assert Comment.objects.get(name="Ada O'Neil").html == (
        "<p><strong>Oil</strong> it.<br>\nTwice &lt;3</p>\n"
        "<blockquote>\n<p>creaks</p>\n</blockquote>\n"
        '<p>See <a href="https://oil.example/a_b" rel="nofollow ugc noopener">this</a>: '
        "<code>oil --hinge</code></p>\n"
    )


def test_what_cannot_be_true_is_left_out(bring_in):
    bring_in(ODD)
    assert Comment.objects.filter(name="Борис Р.").values_list("email", "website").get() == (
        "boris@locks.example",
        "",
    )
    nameless = Comment.objects.get(name="Anonymous", state="published")
    assert (nameless.email, nameless.website, nameless.text) == ("", "", "Who?")


def test_times_keep_their_zone(bring_in):
    bring_in(ODD)
    at = dict(Comment.objects.exclude(name="Anonymous").values_list("name", "created_at"))
    assert at["Ada O'Neil"].isoformat() == "2011-03-01T11:00:00+00:00"
    # Of no time at all: that of the row before.
    assert at["ימימה"].isoformat() == "2011-03-01T14:00:00+00:00"


def test_pingbacks_are_kept_apart(bring_in):
    bring_in(ODD)
    assert list(Pingback.objects.values_list("name", "website", "state")) == [
        ("Weir news", "https://weir.example/hinge", "published")
    ]


def test_old_addresses_are_kept(bring_in):
    bring_in(ODD)
    pages = OldAddress.objects.filter(comment=None, article__slug="upper-gate")
    assert {page.address for page in pages} == {
        "locks.example/2011/upper-gate",
        "locks.example?p=10",
    }
    old = OldAddress.objects.get(address="locks.example/2011/upper-gate", fragment="comment-102")
    assert old.comment is not None
    assert old.comment.name == "Борис Р."


def test_an_import_decides_nothing(bring_in):
    bring_in(ODD)
    assert (Decision.objects.count(), StateChange.objects.count()) == (0, 0)


def test_a_second_import_changes_nothing(bring_in):
    bring_in(ODD)
    before = everything()
    assert counts(bring_in(ODD)) == {
        "articles": [0, 0, 2, 0, 0, 2],
        "comments": [0, 0, 18, 1, 1, 20],
        "pingbacks": [0, 0, 1, 0, 0, 1],
        "others": [0, 0, 0, 2, 0, 2],
    }
    assert everything() == before


def everything() -> list[object]:
    models = (Article, Comment, LedgerRow, OldAddress, Pingback)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_a_dry_run_says_the_same_and_stores_nothing(bring_in):
    dry = bring_in(ODD, dry_run=True)
    assert [len(rows) for rows in everything()] == [0, 0, 0, 0, 0]
    assert ImportRun.objects.count() == 0
    assert bring_in(ODD) == dry


def test_an_import_is_taken_back_as_a_whole(bring_in):
    bring_in(ODD)
    bring_in(ODD)
    bring_in(undo=SOURCE)
    assert [len(rows) for rows in everything()] == [0, 0, 0, 0, 0]
    assert counts(bring_in(ODD))["comments"] == [18, 0, 0, 1, 1, 20]


def test_what_would_be_taken_back_is_told_first(bring_in):
    bring_in(ODD)
    before = everything()
    told = bring_in(undo=SOURCE, dry_run=True)
    assert everything() == before
    assert bring_in(undo=SOURCE) == told


def test_only_what_was_imported_is_taken_back(bring_in):
    bring_in(ODD)
    with pytest.raises(CommandError) as refused:
        bring_in(undo="wxr")
    assert str(refused.value) == (
        f"nothing was imported from “wxr”, but from “{SOURCE}”. Nothing was taken back."
    )
    with pytest.raises(CommandError, match="--undo takes no files"):
        bring_in(ODD, undo=SOURCE)


def test_an_import_that_was_answered_stays(bring_in):
    bring_in(ODD)
    article = Article.objects.get(slug="about")
    say(article, bob(), "Who is that?", Comment.objects.get(name="Jo"))
    before = everything()
    with pytest.raises(CommandError, match="on it hangs 1 reply or thread from here"):
        bring_in(undo=SOURCE)
    assert everything() == before
