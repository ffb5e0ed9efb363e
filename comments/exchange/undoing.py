"""Takes back an import as a whole, while nothing of ours hangs on it.

What is decided here is written where nothing is ever deleted. An import therefore leaves no
decision behind, so that its comments can go as if they had never been; and as soon as somebody
has decided about one, or answered it, they stay. Our own lines bring their log with them: such an
import stays.
"""

from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from comments import states, waiting
from comments.exchange import brought, hanging
from comments.exchange.apart import apart
from comments.exchange.records import SourceError
from comments.locking import persistent
from comments.models import ImportRun, LedgerRow
from comments.spam import unlearning
from comments.statements import ask
from comments.tallies import count_all

UNDONE = "SELECT id FROM undone_comments"
# Threads that stay lose replies, and articles that stay lose threads.
TOUCHED = """
SELECT u.article_id, u.tree_id, count(*) FILTER (WHERE c.state = 'published')
FROM undone_comments u JOIN comments_comment c USING (id)
WHERE NOT EXISTS (SELECT FROM undone_articles a WHERE a.id = u.article_id)
GROUP BY u.article_id, u.tree_id
"""
THREADS_LEFT = """
SELECT DISTINCT tree_id FROM undone_comments u
WHERE NOT EXISTS (SELECT FROM undone_comments root WHERE root.id = u.tree_id)
"""
FORGET = [
    "DELETE FROM comments_oldaddress WHERE run_id = %(run)s",
    "DELETE FROM comments_ledgerrow WHERE run_id = %(run)s",
    "DELETE FROM comments_ledgerrow WHERE id IN (SELECT id FROM undone_lines)",
    "DELETE FROM comments_pingback WHERE id IN (SELECT id FROM undone_pingbacks)",
    "DELETE FROM comments_reason WHERE id IN (SELECT id FROM undone_reasons)",
    *(
        f"DELETE FROM comments_{kind} WHERE id IN (SELECT id FROM undone_log WHERE kind = '{kind}')"
        for kind in ("flag", "appeal", "hold", "sanction")
    ),
    *(
        f"DELETE FROM comments_{table} WHERE comment_id IN ({UNDONE})"
        for table in ("waiting", "hold", "revision", "addresshash", "sketch")
    ),
    f"DELETE FROM comments_comment WHERE id IN ({UNDONE})",
    *(
        f"DELETE FROM {table} WHERE article_id IN (SELECT id FROM undone_articles)"
        for table in ("comments_conversation", "comments_tally", "articles_formerslug")
    ),
    "DELETE FROM articles_article WHERE id IN (SELECT id FROM undone_articles)",
    # Now, and not at the end, while it can still be said what is wrong.
    "SET CONSTRAINTS ALL IMMEDIATE",
    "SET CONSTRAINTS ALL DEFERRED",
]

LATER = "the import stays, since a later one from there came after it: undo that one first"
NOTHING = "it changed nothing, so nothing can be taken back"
HANGS = "the import stays, since something that it did not bring hangs on what it brought"


class UndoRefused(Exception):
    """Something hangs on the import."""


def undo(source: str, only: int | None = None) -> dict[str, int]:
    """Take back the newest import from this source; `only` this one, if it is the newest.

    Returns how many rows of each kind are gone.
    """
    with apart(source):
        return _undo(source, only)


@persistent
@transaction.atomic
def _undo(source: str, only: int | None) -> dict[str, int]:
    run = _newest(source, only, ImportRun.objects.select_for_update())
    with brought.gathered(run):
        brought.lock()
        undone = _undoable(run)
        _take_back(run)
    run.undone_at = timezone.now()
    run.save(update_fields=["undone_at"])
    return undone


def look(source: str, only: int | None = None) -> dict[str, int]:
    """What would be taken back."""
    run = _newest(source, only, ImportRun.objects.all())
    with brought.gathered(run):
        return _undoable(run)


def stored_by(run: ImportRun) -> dict[str, int]:
    """What it has brought, whether or not that could be taken back."""
    with brought.gathered(run):
        return brought.counted()


def _newest(source: str, only: int | None, runs: "QuerySet[ImportRun]") -> ImportRun:
    run = _not_undone(source, runs).first()
    if run and only in {None, run.pk}:
        return run
    if only is None:
        raise SourceError("", f"nothing was imported from “{source}”{_but_from()}")
    raise UndoRefused(LATER if run and only < run.pk else NOTHING)


def later_than(run: ImportRun) -> ImportRun | None:
    """The import from the same source that has to be undone first."""
    return _not_undone(run.source, ImportRun.objects.filter(pk__gt=run.pk)).first()


def _not_undone(source: str, runs: "QuerySet[ImportRun]") -> "QuerySet[ImportRun]":
    """Those that found everything as it was have nothing to be taken back."""
    lines = LedgerRow.objects.filter(run=OuterRef("pk"))
    return runs.filter(Exists(lines), source=source, undone_at=None).order_by("-id")


def _but_from() -> str:
    runs = ImportRun.objects.filter(undone_at=None, pk__in=LedgerRow.objects.values("run"))
    named = runs.order_by("source").values_list("source", flat=True).distinct()
    sources = [f"“{name}”" for name in named]
    return f", but from {', '.join(sources)}" if sources else ""


def _undoable(run: ImportRun) -> dict[str, int]:
    if hangs := hanging.why_not(run):
        raise UndoRefused(hangs)
    return brought.counted()


def _take_back(run: ImportRun) -> None:
    touched = {(article, tree): -published for article, tree, published in ask(TOUCHED)}
    threads = [tree for (tree,) in ask(THREADS_LEFT)]
    asked = [pk for (pk,) in ask("SELECT id FROM undone_asked")]
    lessons = unlearning.take_all_lessons(UNDONE)
    _forget(run)
    states.refresh_threads(threads)
    waiting.refresh(asked)
    count_all(touched)
    unlearning.forget(lessons)


def _forget(run: ImportRun) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in FORGET:
                cursor.execute(statement, {"run": run.pk})
    except IntegrityError:
        raise UndoRefused(HANGS) from None
