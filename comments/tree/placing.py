"""Finds a new comment its interval, in SQL; re-spaces a branch when a gap is used up.

Call only inside a transaction that holds the thread's lock (`lock_threads`).
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db import connection

from comments.tree.intervals import Interval, has_room, last_child, tail_gap

# Another thread's rows are not touched; replies to other threads do not wait for this lock. What
# became a reply while we waited is no thread any more.
LOCK = "SELECT id FROM comments_comment WHERE id = %s AND parent_id IS NULL FOR NO KEY UPDATE"

FREE_SPACE = """
SELECT p.lft, p.rght, coalesce(last.rght, p.lft) + 1
FROM comments_comment p LEFT JOIN LATERAL (
    SELECT rght FROM comments_comment WHERE parent_id = p.id ORDER BY lft DESC LIMIT 1
) AS last ON true
WHERE p.id = %s
"""

ANCESTORS = """
WITH RECURSIVE up AS (
    SELECT id, parent_id, lft, rght, 0 AS steps FROM comments_comment WHERE id = %s
  UNION ALL
    SELECT c.id, c.parent_id, c.lft, c.rght, up.steps + 1
    FROM up JOIN comments_comment c ON c.id = up.parent_id
)
SELECT id, parent_id IS NULL, lft, rght FROM up ORDER BY steps
"""

DESCENDANTS = """
SELECT count(*) FROM comments_comment WHERE tree_id = %s AND lft > %s AND lft < %s
"""

# Both ends of every descendant, in order, each moved to the running sum of the positions before
# it: one for the end itself, and the even gap in front of each right end.
RESPACE = """
WITH ends AS (
    SELECT id, lft AS position, true AS opens FROM comments_comment
    WHERE tree_id = %(tree)s AND lft > %(lft)s AND lft < %(rght)s
  UNION ALL
    SELECT id, rght, false FROM comments_comment
    WHERE tree_id = %(tree)s AND lft > %(lft)s AND lft < %(rght)s
), moved AS (
    SELECT id, opens, %(lft)s + sum(CASE WHEN opens THEN 1 ELSE %(gap)s::bigint + 1 END)
        OVER (ORDER BY position) AS position
    FROM ends
), bounds AS (
    SELECT id, min(position)::bigint AS lft, max(position)::bigint AS rght FROM moved GROUP BY id
)
UPDATE comments_comment AS c SET lft = bounds.lft, rght = bounds.rght
FROM bounds WHERE c.id = bounds.id
"""


class Branch(NamedTuple):
    id: int
    is_root: bool
    bounds: Interval


def lock_threads(tree_ids: Iterable[int]) -> bool:
    """Wait for these threads' locks, held to the end of the transaction. False: one is no thread.

    One after the other by their ids, so that two who want the same do not wait for each other;
    and none after one that failed: its row may stand in another's way, who moves it along.
    """
    return all(map(_lock_thread, sorted(set(tree_ids))))


def place_last(parent_id: int, tree_id: int) -> Interval:
    """The interval of a new last reply to `parent_id`; makes room first if there is none."""
    found = _try_last(parent_id)
    if found is None:
        _make_room(parent_id, tree_id)
        found = _try_last(parent_id)
    if found is None:
        raise OverflowError(f"no room beneath comment {parent_id}")
    return found


def ever_larger(parent_id: int) -> Iterator[Branch]:
    """Enclosing branches at 0, 1, 3, 7… steps up and the root.

    Doubling the steps keeps the work of counting in proportion to the branch that is found.
    """
    with connection.cursor() as cursor:
        cursor.execute(ANCESTORS, [parent_id])
        enclosing = [Branch(i, root, Interval(lft, rght)) for i, root, lft, rght in cursor]
    step = 0
    while step < len(enclosing) - 1:
        yield enclosing[step]
        step = 2 * step + 1
    yield enclosing[-1]


def count_beneath(tree_id: int, bounds: Interval) -> int:
    with connection.cursor() as cursor:
        cursor.execute(DESCENDANTS, [tree_id, bounds.lft, bounds.rght])
        return int(cursor.fetchone()[0])


def _lock_thread(tree_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [tree_id])
        return cursor.fetchone() is not None


def _try_last(parent_id: int) -> Interval | None:
    with connection.cursor() as cursor:
        cursor.execute(FREE_SPACE, [parent_id])
        lft, rght, free_from = cursor.fetchone()
    return last_child(Interval(lft, rght), free_from)


def _make_room(parent_id: int, tree_id: int) -> None:
    for branch in ever_larger(parent_id):
        descendants = count_beneath(tree_id, branch.bounds)
        if branch.is_root or has_room(branch.bounds, descendants):
            _respace(tree_id, branch.bounds, descendants)
            return


def _respace(tree_id: int, bounds: Interval, descendants: int) -> None:
    gap = tail_gap(bounds, descendants)
    with connection.cursor() as cursor:
        cursor.execute(
            RESPACE, {"tree": tree_id, "lft": bounds.lft, "rght": bounds.rght, "gap": gap}
        )
