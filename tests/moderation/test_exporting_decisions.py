"""The log taken along as CSV."""

import csv
import tracemalloc
from io import StringIO

import pytest
from django.db import connection

from comments import actions
from comments.models import Decision
from comments.moderation import export
from comments.rules import Verb
from tests.cast import alice, bob, converse, make_article, mod, say
from tests.moderation.desk import DECISIONS, client_of, everything

pytestmark = pytest.mark.django_db
EXPORT = f"{DECISIONS}export/"


@pytest.fixture
def comment():
    return say(make_article(), bob(), "Where does it go?")


def rows(response) -> list[dict[str, str]]:
    text = response.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


def picked(response, *names) -> list[tuple[str, ...]]:
    return [tuple(row[name] for name in names) for row in rows(response)]


def test_each_comment_that_was_changed_has_a_row(client) -> None:
    first, reply = converse(make_article(), "Ada: One\n  Ben: Two")
    actions.moderate(Verb.HOLD, reply.pk, mod())
    decision = actions.moderate(Verb.REMOVE, first.pk, mod(), "Rude", branch=True)
    names = ("verb", "words", "comment", "changed_comment", "state_before", "state_after")
    one, two = str(first.pk), str(reply.pk)
    found = picked(client.get(EXPORT), "decision", *names)
    assert found[:2] == [
        (str(decision.pk), "remove", "Rude", one, one, "published", "removed"),
        (str(decision.pk), "remove", "Rude", one, two, "held", "removed"),
    ]
    assert [row[1:] for row in found[2:]] == [("hold", "", two, two, "published", "held")]


def test_what_changed_no_state_has_a_row_too(client, comment) -> None:
    other = say(comment.article, "Ada", "Two")
    actions.mark(Verb.PIN, comment.pk, mod())
    move = actions.move(other.pk, mod(), comment.pk)
    undo = actions.undo(move.pk, mod()).decision
    names = ("verb", "before", "after", "number_before", "number_after", "undoes")
    assert picked(client.get(EXPORT), *names) == [
        ("undo", "", "", "1", "2", str(move.pk)),
        ("move", "", "", "2", "1", ""),
        ("pin", "unpinned", "pinned", "", "", ""),
    ]
    assert undo.undoes == move


def test_it_holds_what_the_list_shows_under_the_same_filters(client, comment) -> None:
    actions.moderate(Verb.HOLD, comment.pk, mod(), "Doubtful")
    actions.moderate(Verb.PUBLISH, comment.pk, alice())
    queries = ("verb__exact=hold", "moderator_name=alice", "q=doubtful", "q=nothing", "p=5")
    found = [picked(client.get(f"{EXPORT}?{query}"), "verb") for query in queries]
    hold, publish = ("hold",), ("publish",)
    assert found == [[hold], [publish], [hold], [], [publish, hold]]
    link = f'href="{EXPORT}?verb__exact=hold"'
    assert link in client.get(f"{DECISIONS}?verb__exact=hold").content.decode()


def test_what_no_decision_can_match_is_a_file_without_rows(client, comment) -> None:
    actions.moderate(Verb.HOLD, comment.pk, mod())
    assert len(rows(client.get(EXPORT))) == 1
    assert rows(client.get(f"{EXPORT}?article__id__exact={2**63}")) == []


@pytest.mark.parametrize(
    "words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "\n=1"]
)
def test_no_words_become_a_formula(client, comment, words) -> None:
    actions.moderate(Verb.HOLD, comment.pk, mod(), words)
    assert picked(client.get(EXPORT), "words") == [(f"'{words}",)]


def test_words_of_any_kind_come_out_as_they_went_in(client, comment) -> None:
    words = 'He said "no", twice;\nשלום 🌉'
    actions.moderate(Verb.HOLD, comment.pk, mod(), words)
    assert picked(client.get(EXPORT), "words") == [(words,)]


def test_it_is_a_file_that_spreadsheets_read(client, comment) -> None:
    response = client.get(EXPORT)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith('attachment; filename="decisions-')
    assert response.getvalue().startswith(b"\xef\xbb\xbfdecision,decided_at,moderator,")


def test_it_changes_nothing_and_is_for_moderators(client, comment) -> None:
    actions.moderate(Verb.HOLD, comment.pk, mod())
    before = everything()
    assert client.get(EXPORT).status_code == 200
    assert client_of(bob()).get(EXPORT)["Location"].startswith("/admin/login/")
    assert client.get(f"{EXPORT}?article__id__exact=x")["Location"] == DECISIONS
    assert everything() == before


class Nowhere:
    """Counts what is written and keeps nothing."""

    written = 0

    def write(self, text: str) -> None:
        self.written += len(text)


def test_a_hundred_thousand_decisions_need_no_more_memory(comment) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO comments_decision (id, article_id, comment_id, verb, branch, reason,"
            " moderator_name, decided_at)"
            " SELECT n, %s, %s, 'hold', false, 'Because of this', 'mod', now()"
            " FROM generate_series(1, 100000) AS n",
            [comment.article_id, comment.pk],
        )
    file = Nowhere()
    tracemalloc.start()
    export.write(file, Decision.objects.all())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert file.written > 100_000 * 80
    assert peak < 8_000_000
