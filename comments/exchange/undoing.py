"""Takes back an import as a whole, while nothing of ours hangs on it.

What is decided here is written where nothing is ever deleted. An import therefore leaves no
decision behind, so that its comments can go as if they had never been; and as soon as somebody
has decided about one, or answered it, they stay. Our own lines bring their log with them: such an
import stays.
"""

from typing import Any, NamedTuple

from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from comments.exchange.apart import apart
from comments.exchange.erased import ERASED
from comments.exchange.records import SourceError
from comments.models import ImportRun, LedgerRow
from comments.states import refresh_upwards
from comments.tallies import count

MINE = "SELECT comment_id FROM comments_ledgerrow WHERE made_in_id = %(run)s AND comment_id > 0"
MY_ARTICLES = """
SELECT article_id FROM comments_ledgerrow WHERE made_in_id = %(run)s AND kind = 'article'
"""

# What hangs on it, each as a count, by what one and what many are called; anything that is found
# here keeps the import in place.
HANGS = {
    (
        "line of the log that it brought, from which nothing is ever deleted",
        "lines of the log that it brought, from which nothing is ever deleted",
    ): """
        SELECT count(*) FROM comments_ledgerrow WHERE made_in_id = %(run)s
        AND kind IN ('decision', 'change', 'move', 'note')""",
    ("reply or thread from here", "replies or threads from here"): f"""
        SELECT count(*) FROM comments_comment c WHERE c.id NOT IN ({MINE})
        AND (c.parent_id IN ({MINE}) OR c.article_id IN ({MY_ARTICLES}))""",
    ("decision", "decisions"): f"""
        SELECT count(*) FROM comments_decision
        WHERE comment_id IN ({MINE}) OR article_id IN ({MY_ARTICLES})""",
    ("change of state", "changes of state"): f"""
        SELECT count(*) FROM comments_statechange WHERE comment_id IN ({MINE})""",
    ("move", "moves"): f"""
        SELECT count(*) FROM comments_move WHERE comment_id IN ({MINE})
        OR from_parent_id IN ({MINE}) OR to_parent_id IN ({MINE})""",
    ("flag", "flags"): f"SELECT count(*) FROM comments_flag WHERE comment_id IN ({MINE})",
    ("appeal", "appeals"): f"SELECT count(*) FROM comments_appeal WHERE comment_id IN ({MINE})",
    # Without their lines in the ledger, the next import would bring them back.
    ("erased row", "erased rows"): f"""
        SELECT count(*) FROM comments_ledgerrow
        WHERE made_in_id = %(run)s AND reason = '{ERASED}'""",
    (
        "comment of an earlier import that it updated",
        "comments of an earlier import that it updated",
    ): """
        SELECT count(*) FROM comments_ledgerrow
        WHERE run_id = %(run)s AND outcome = 'updated' AND made_in_id IS DISTINCT FROM %(run)s""",
}

# Threads that stay lose replies, and articles that stay lose threads.
TOUCHED = f"""
SELECT c.article_id, c.tree_id, count(*) FILTER (WHERE c.state = 'published')
FROM comments_comment c WHERE c.id IN ({MINE}) AND c.article_id NOT IN ({MY_ARTICLES})
GROUP BY 1, 2
"""
PARENTS_LEFT = f"""
SELECT DISTINCT c.parent_id FROM comments_comment c
WHERE c.id IN ({MINE}) AND c.parent_id IS NOT NULL AND c.parent_id NOT IN ({MINE})
"""
FORGET = [
    f"CREATE TEMP TABLE undone ON COMMIT DROP AS {MINE}",
    f"CREATE TEMP TABLE undone_articles ON COMMIT DROP AS {MY_ARTICLES}",
    "DELETE FROM comments_oldaddress WHERE run_id = %(run)s",
    """CREATE TEMP TABLE undone_pingbacks ON COMMIT DROP AS SELECT pingback_id
    FROM comments_ledgerrow WHERE made_in_id = %(run)s AND pingback_id IS NOT NULL""",
    """DELETE FROM comments_reason WHERE name IN (
        SELECT source_id FROM comments_ledgerrow WHERE made_in_id = %(run)s AND kind = 'reason'
    ) AND id NOT IN (SELECT cause_id FROM comments_decision WHERE cause_id IS NOT NULL)""",
    "DELETE FROM comments_ledgerrow WHERE run_id = %(run)s OR made_in_id = %(run)s",
    "DELETE FROM comments_pingback WHERE id IN (SELECT pingback_id FROM undone_pingbacks)",
    *(
        f"DELETE FROM comments_{table} WHERE comment_id IN (SELECT comment_id FROM undone)"
        for table in ("waiting", "hold", "revision", "spamlesson")
    ),
    "DELETE FROM comments_comment WHERE id IN (SELECT comment_id FROM undone)",
    *(
        f"DELETE FROM {table} WHERE article_id IN (SELECT article_id FROM undone_articles)"
        for table in ("comments_conversation", "comments_tally", "articles_formerslug")
    ),
    "DELETE FROM articles_article WHERE id IN (SELECT article_id FROM undone_articles)",
    "DROP TABLE undone, undone_articles, undone_pingbacks",
]


NOTHING = "it changed nothing, so nothing can be taken back"


class UndoRefused(Exception):
    """Something hangs on the import."""


class Undone(NamedTuple):
    articles: int
    comments: int


def undo(source: str, only: int | None = None) -> Undone:
    """Take back the newest import from this source; `only` this one, if it is the newest."""
    with apart(source):
        return _undo(source, only)


@transaction.atomic
def _undo(source: str, only: int | None) -> Undone:
    run = _undoable(source, only, ImportRun.objects.select_for_update())
    undone = would_undo(run)
    values = {"run": run.pk}
    touched, parents = _rows(TOUCHED, values), _rows(PARENTS_LEFT, values)
    _forget(values)
    for article, tree, published in touched:
        count(article, tree, -published)
    for (parent,) in parents:
        refresh_upwards(parent)
    run.undone_at = timezone.now()
    run.save(update_fields=["undone_at"])
    return undone


def look(source: str) -> Undone:
    """What would be taken back."""
    return would_undo(_undoable(source, None, ImportRun.objects.all()))


def _undoable(source: str, only: int | None, runs: "QuerySet[ImportRun]") -> ImportRun:
    run = newest(source, runs)
    if run is None:
        raise SourceError("", f"nothing was imported from “{source}”{_but_from()}")
    if hangs := why_not(run, only):
        raise UndoRefused(hangs)
    return run


def _but_from() -> str:
    runs = ImportRun.objects.filter(undone_at=None, pk__in=LedgerRow.objects.values("run"))
    named = runs.order_by("source").values_list("source", flat=True).distinct()
    sources = [f"“{name}”" for name in named]
    return f", but from {', '.join(sources)}" if sources else ""


def newest(source: str, runs: "QuerySet[ImportRun]") -> ImportRun | None:
    """Those that found everything as it was have nothing to be taken back."""
    lines = LedgerRow.objects.filter(run=OuterRef("pk"))
    return runs.filter(Exists(lines), source=source, undone_at=None).order_by("-id").first()


def why_not(run: ImportRun, only: int | None = None) -> str:
    """Why an import stays; empty if it can be taken back."""
    if only is not None and only < run.pk:
        return "the import stays, since a later one from there came after it: undo that one first"
    if only is not None and only > run.pk:
        return NOTHING
    hangs = _hangs({"run": run.pk})
    verb = "hangs" if sum(n for n, _what in hangs) == 1 else "hang"
    listed = ", ".join(f"{n:,} {what}" for n, what in hangs)
    return f"the import stays, since on it {verb} {listed}" if hangs else ""


def would_undo(run: ImportRun) -> Undone:
    values = {"run": run.pk}
    return Undone(len(_rows(MY_ARTICLES, values)), _count(MINE, values))


def _hangs(values: dict[str, int]) -> list[tuple[int, str]]:
    found = [(int(_rows(asked, values)[0][0]), called) for called, asked in HANGS.items()]
    return [(n, called[n != 1]) for n, called in found if n]


def _forget(values: dict[str, int]) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in FORGET:
                cursor.execute(statement, values)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError as hangs:
        raise UndoRefused(f"the import stays, since something hangs on it: {hangs}") from None


def _count(asked: str, values: dict[str, int]) -> int:
    return int(_rows(f"SELECT count(*) FROM ({asked}) AS asked", values)[0][0])


def _rows(asked: str, values: dict[str, int]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(asked, values)
        return list(cursor.fetchall())
