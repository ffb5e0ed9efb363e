"""What a page of a conversation shows, as plain rows in reading order.

Pages are cut by keyset: the work is in proportion to what is shown, never to what exists.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from django.db import connection

from articles.models import Article
from comments.models import Comment
from comments.querysets import NEAREST_ABOVE, Number, numbers_and_closed
from comments.rules import State

THREADS_A_PAGE = 50
# A long thread shows its first part; of a page full of long threads, each shows less.
THREAD_ROWS = 500
PAGE_ROWS = 2_000
CROWDED_THREAD_ROWS = PAGE_ROWS // THREADS_A_PAGE
BRANCH_ROWS = 500
# How many of the comments above a branch are shown in full.
ANCESTORS_SHOWN = 10


class Row(NamedTuple):
    """What the page shows of one comment."""

    id: int
    parent_id: int | None
    tree_id: int
    level: int
    ordinal: int | None
    state: str
    name: str
    website: str
    html: str
    # Of the first comment of a thread; 0 elsewhere.
    thread_size: int
    # CLOSED, PINNED and PICKED; 0 of most.
    marks: int
    # In seconds since 1970: to make a datetime of a column costs more than all the rest of a row.
    written: int
    edited: int | None


CLOSED, PINNED, PICKED = 1, 2, 4
MARKS = f"c.closed::int * {CLOSED} + c.pinned::int * {PINNED} + c.picked::int * {PICKED}"
WRITTEN = "floor(date_part('epoch', c.created_at))::bigint"
EDITED = "floor(date_part('epoch', c.edited_at))::bigint"
COLUMNS = ", ".join([*(f"c.{name}" for name in Row._fields[:-3]), MARKS, WRITTEN, EDITED])

# A page of threads with the first part of each, and the first comment of the thread after them.
THREADS = f"""
WITH thread AS (
    SELECT id, thread_size, row_number() OVER () AS place FROM (
        SELECT id, thread_size FROM comments_comment
        WHERE article_id = %(article)s AND level = 0 AND visible AND ordinal {{since}} %(start)s
        ORDER BY ordinal {{order}} LIMIT %(threads)s + 1
    ) AS threads
), shown AS (
    SELECT CASE WHEN sum(least(thread_size, %(thread_rows)s)) <= %(page_rows)s
        THEN %(thread_rows)s ELSE %(crowded_rows)s END AS rows
    FROM thread WHERE place <= %(threads)s
)
SELECT {COLUMNS} FROM thread CROSS JOIN LATERAL (
    SELECT * FROM comments_comment
    WHERE tree_id = thread.id AND (visible OR id = ANY(%(withheld)s::bigint[])) ORDER BY lft
    LIMIT CASE WHEN place <= %(threads)s THEN (SELECT rows FROM shown) + 1 ELSE 1 END
) AS c
ORDER BY thread.place, c.lft
"""
OLDEST_FIRST = THREADS.format(since=">=", order="ASC")
NEWEST_FIRST = THREADS.format(since="<=", order="DESC")
# What a thread may be numbered at the most.
LAST = 2**31 - 1

# Threads of which others see nothing. A thread with a visible place is on its page already.
WITHHELD = f"""
SELECT {COLUMNS} FROM comments_comment AS root JOIN comments_comment AS c ON c.tree_id = root.id
WHERE root.id = ANY(%s) AND NOT root.visible AND c.id = ANY(%s) ORDER BY root.id, c.lft
"""

BRANCH = f"""
SELECT {COLUMNS} FROM comments_comment c
WHERE tree_id = %s AND lft > %s AND lft < %s AND (visible OR id = ANY(%s::bigint[]))
ORDER BY lft LIMIT %s
"""

ANCESTORS = f"""
{NEAREST_ABOVE}
SELECT {COLUMNS} FROM up JOIN comments_comment c ON c.id = up.id ORDER BY up.steps DESC
"""


@dataclass(frozen=True)
class Page:
    """Rows in reading order, and where the conversation goes on.

    `cut` maps the last shown row of a thread that was cut to how many comments are left of it.
    `previous` and `following` are the numbers of the threads that the pages around begin with.
    `numbers` and `parents` tell of rows whose parent is not on the page, `closed` which of them
    stand beneath a comment that is closed to replies. `branch` is the comment whose branch the
    page shows, if it is not a page of whole threads.
    """

    rows: list[Row]
    branch: int | None = None
    cut: dict[int, int] = field(default_factory=dict)
    previous: int | None = None
    following: int | None = None
    numbers: dict[int, Number] = field(default_factory=dict)
    parents: dict[int, Row] = field(default_factory=dict)
    closed: frozenset[int] = frozenset()


def conversation(
    article: Article,
    withheld: Sequence[int] = (),
    *,
    start: int | None = None,
    newest: bool = False,
) -> Page:
    """A page of whole threads, beginning with thread number `start` (default: the first).

    Oldest first, or `newest` first. The comments in `withheld` are among the rows.
    """
    withheld = list(withheld)
    by_thread = _threads(article, withheld, start, newest)
    shown, rest = by_thread[:THREADS_A_PAGE], by_thread[THREADS_A_PAGE:]
    following = rest[0][0].ordinal if rest else None
    if withheld:
        own = _by_thread(_fetch(WITHHELD, [withheld, withheld]))
        shown = _in_order(shown, own, start, following, newest=newest)
    rows, cut = _first_parts(shown)
    return Page(
        rows=_without_orphans(rows) if withheld else rows,
        cut=cut,
        previous=_previous(article, start, newest),
        following=following,
    )


def branch(comment: Comment, withheld: Sequence[int] = (), *, after: Comment | None = None) -> Page:
    """A comment with what is beneath it; or the rest of its branch, after one of its rows."""
    begin = comment.lft - 1 if after is None else after.lft
    limit = BRANCH_ROWS + 1
    rows = _fetch(BRANCH, [comment.tree_id, begin, comment.rght, list(withheld), limit])
    cut = {rows[-2].id: 0} if len(rows) == limit else {}
    rows = rows[:BRANCH_ROWS]
    present = {row.id for row in rows}
    orphans = [row for row in rows if row.parent_id is not None and row.parent_id not in present]
    numbers, closed = numbers_and_closed([row.id for row in orphans])
    return Page(
        rows=rows,
        branch=comment.pk,
        cut=cut,
        numbers=numbers,
        closed=closed,
        parents=_by_id(row.parent_id for row in orphans),
    )


def ancestors(comment: Comment) -> Page:
    """The nearest comments above a branch, outermost first."""
    rows = _fetch(ANCESTORS, [comment.pk, ANCESTORS_SHOWN])
    numbers, closed = numbers_and_closed([row.id for row in rows])
    return Page(
        rows=rows,
        numbers=numbers,
        closed=closed,
        parents=_by_id(row.parent_id for row in rows[:1]),
    )


def one(comment: Comment) -> Page:
    """A single comment, as it stands on any page."""
    found = _by_id([comment.pk, comment.parent_id])
    rows = [found.pop(comment.pk)]
    numbers, closed = numbers_and_closed([comment.pk])
    return Page(rows=rows, numbers=numbers, closed=closed, parents=found)


def counts_beneath(depths: Sequence[int]) -> list[int]:
    """How many of the following rows stand deeper than each, up to the next that does not."""
    counts = [0] * len(depths)
    open_rows: list[int] = []
    for index, depth in enumerate([*depths, -1]):
        while open_rows and depths[open_rows[-1]] >= depth:
            done = open_rows.pop()
            counts[done] = index - done - 1
        open_rows.append(index)
    return counts


def _threads(
    article: Article, withheld: list[int], start: int | None, newest: bool
) -> list[list[Row]]:
    """The rows of each thread of a page, and the first of the thread after them."""
    if start is None:
        start = LAST if newest else 0
    values = {
        "article": article.pk,
        "start": start,
        "threads": THREADS_A_PAGE,
        "thread_rows": THREAD_ROWS,
        "page_rows": PAGE_ROWS,
        "crowded_rows": CROWDED_THREAD_ROWS,
        "withheld": withheld,
    }
    return _by_thread(_fetch(NEWEST_FIRST if newest else OLDEST_FIRST, values))


def _by_thread(rows: list[Row]) -> list[list[Row]]:
    return [list(thread) for _, thread in groupby(rows, key=attrgetter("tree_id"))]


def _in_order(
    shown: list[list[Row]],
    own: list[list[Row]],
    start: int | None,
    following: int | None,
    *,
    newest: bool,
) -> list[list[Row]]:
    """Threads with those that only their author sees: by number, or as the newest without one."""
    low, high = (following, start) if newest else (start, following)
    here = [thread for thread in own if _is_between(low, _place(thread), high, newest=newest)]
    return sorted(shown + here, key=_place, reverse=newest)


def _place(thread: list[Row]) -> int:
    # One that was never shown has no number yet: it comes after all that have.
    return thread[0].ordinal or LAST


def _is_between(low: int | None, place: int, high: int | None, *, newest: bool) -> bool:
    """Whether a page has this place, which begins with one end and ends before the other."""
    if newest:
        return (low is None or low < place) and (high is None or place <= high)
    return (low is None or low <= place) and (high is None or place < high)


def _without_orphans(rows: list[Row]) -> list[Row]:
    """Leave out the viewer's own replies to what they do not see."""
    seen = {row.id for row in rows}
    return [row for row in rows if row.parent_id is None or row.parent_id in seen]


def _first_parts(threads: list[list[Row]]) -> tuple[list[Row], dict[int, int]]:
    """As much of each thread as the page has room for, and how much is left of those cut."""
    # The limit is the one that the statement went by; it fetched one row more.
    total = sum(min(thread[0].thread_size, THREAD_ROWS) for thread in threads)
    limit = THREAD_ROWS if total <= PAGE_ROWS else CROWDED_THREAD_ROWS
    rows: list[Row] = []
    cut: dict[int, int] = {}
    for thread in threads:
        part = thread[:limit]
        if len(thread) > limit:
            cut[part[-1].id] = thread[0].thread_size - sum(r.state == State.PUBLISHED for r in part)
        rows += part
    return rows, cut


def _previous(article: Article, start: int | None, newest: bool) -> int | None:
    """The thread that the page before begins with; None if this is the first page."""
    if start is None:
        return None
    before = Comment.objects.under(article).threads().filter(visible=True)
    before = before.filter(**{"ordinal__gt" if newest else "ordinal__lt": start})
    before = before.order_by("ordinal" if newest else "-ordinal")
    ordinals = list(before.values_list("ordinal", flat=True)[:THREADS_A_PAGE])
    return ordinals[-1] if ordinals else None


def _by_id(ids: Iterable[int | None]) -> dict[int, Row]:
    wanted = [pk for pk in ids if pk is not None]
    if not wanted:
        return {}
    rows = _fetch(f"SELECT {COLUMNS} FROM comments_comment c WHERE id = ANY(%s)", [wanted])
    return {row.id: row for row in rows}


def _fetch(sql: str, values: Sequence[Any] | Mapping[str, Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [Row._make(row) for row in cursor.fetchall()]
