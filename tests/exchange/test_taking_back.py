"""An import is taken back: all that it brought goes, and nothing else."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import Comment, Flag, ImportRun, SpamLesson, SpamWord, Waiting
from comments.spam import unlearning
from tests import cast
from tests.comments.health import assert_healthy
from tests.exchange.desk import IMPORTS
from tests.exchange.elsewhere import There, wxr
from tests.exchange.everything import differences, everything
from tests.moderation.desk import client_of
from tests.pages import flat, soup

pytestmark = pytest.mark.django_db

THREE = [There(1, 1), There(2, 1, 1), There(3, 2, state="spam", words="Buy lamps")]
WXR, OURS = "wxr there.example", "jsonl Understory"
# Each foreign key by which a row of these tables is looked for when it is deleted, without an
# index that begins with its column and holds all that is not empty.
UNINDEXED = """
SELECT conrelid::regclass::text, attname FROM pg_constraint
JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
WHERE contype = 'f' AND confrelid::regclass::text IN
    ('comments_comment', 'articles_article', 'comments_pingback', 'comments_reason')
AND NOT EXISTS (
    SELECT FROM pg_index WHERE indrelid = conrelid AND indkey[0] = conkey[1] AND indisvalid
    AND (indpred IS NULL OR pg_get_expr(indpred, indrelid) = format('(%I IS NOT NULL)', attname))
)
"""


def test_what_is_deleted_is_looked_for_by_indexes():
    with connection.cursor() as cursor:
        cursor.execute(UNINDEXED)
        assert cursor.fetchall() == []


def test_no_question_is_asked_again_for_each_row(bring, bring_in):
    bring(wxr(THREE))
    plans = []

    def explain(execute, sql, params, many, context):
        if sql.lstrip().startswith(("SELECT count", "CREATE TEMP", "DELETE")):
            with connection.cursor() as cursor:
                cursor.cursor.execute(f"EXPLAIN {sql}", params)
                plans.append("\n".join(line for (line,) in cursor.cursor.fetchall()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        bring_in(undo=WXR)
    assert len(plans) > 20
    assert [plan for plan in plans if "SubPlan" in plan] == []


def test_asking_leaves_nothing_to_the_next_request(bring):
    bring(wxr(THREE))
    editor, run = client_of(cast.alice()), ImportRun.objects.get()
    for _ in range(2):
        page = soup(editor.get(f"{IMPORTS}{run.pk}/undo/"))
        assert [flat(each) for each in page.select(".effects li")] == ["3 comments", "2 articles"]
        with connection.cursor() as cursor:
            cursor.execute("SELECT relname FROM pg_class WHERE relpersistence = 't'")
            assert cursor.fetchall() == []


def test_a_flag_that_came_later_goes_alone(flagged_later, bring, bring_in):
    older, newer = flagged_later
    bring(older)
    before = everything()
    bring(newer)
    assert (Flag.objects.count(), Waiting.objects.count()) == (1, 1)
    assert bring_in(undo=OURS) == (
        "articles          0 taken back\n"
        "comments          0 taken back\n"
        "flags             1 taken back\n"
    )
    assert differences(everything(), before) == {}
    assert_healthy()


def test_a_flag_that_came_with_its_comment_goes_with_it(flagged_later, bring, bring_in):
    bring(flagged_later[1])
    bring_in(undo=OURS)
    assert differences(everything(), {table: [] for table in everything()}) == {}


def test_what_was_learned_of_it_is_unlearned(bring, bring_in):
    for _ in range(2):
        bring(wxr(THREE))
        call_command("train_spam_filter", verbosity=0)
        known = set(SpamWord.objects.values_list("word", "spam", "ham"))
        bring_in(undo=WXR)
        assert (SpamLesson.objects.count(), SpamWord.objects.count()) == (0, 0)
    assert (SpamWord.EVERY, 1, 2) in known


def test_of_however_many_all_is_unlearned(bring, bring_in, monkeypatch):
    monkeypatch.setattr(unlearning, "MOST_TEXTS", 2)
    bring(wxr([There(n, 1, words=f"Word{n} again") for n in range(1, 6)]))
    call_command("train_spam_filter", verbosity=0)
    assert SpamWord.objects.get(word=SpamWord.EVERY).ham == 5
    bring_in(undo=WXR)
    assert SpamWord.objects.count() == 0


def test_what_is_left_is_counted_at_once(bring, bring_in):
    threads = [There(n, 1 + n % 2, state="removed") for n in range(1, 9)]
    bring(wxr(threads))
    before = everything()
    bring(wxr([*threads, *(There(10 + one.id, one.article, one.id) for one in threads)]))
    assert Comment.objects.filter(visible=True).count() == 16
    with CaptureQueriesContext(connection) as asked:
        bring_in(undo=WXR)
    assert sum("INSERT INTO comments_tally" in each["sql"] for each in asked) == 1
    assert Comment.objects.filter(visible=True).count() == 0
    assert differences(everything(), before).keys() <= {"Comment"}
    assert_healthy()
