"""Moves a branch to another place of its thread or to another thread, in one UPDATE.

Call only inside a transaction that holds the locks of both threads (`lock_threads`).
"""

from typing import NamedTuple

from django.db import connection

from comments.tree.intervals import ROOT, Interval, has_room, last_branch, tail_gap
from comments.tree.placing import FREE_SPACE, Branch, count_beneath, ever_larger

# Both ends of every comment that gets a new place, in their new order: the branch stands in front
# of its new parent's right end, all else where it stood. Each end then moves to the running sum
# of the positions before it: one for the end itself, and the even gap in front of each right end.
# A branch that has its place for itself takes what division leaves over, too.
MOVE = """
WITH rows AS (
    SELECT id, lft, rght, false AS moves FROM comments_comment
    WHERE %(shared)s AND tree_id = %(to_tree)s AND lft > %(place_lft)s AND lft < %(place_rght)s
    AND NOT (tree_id = %(tree)s AND lft >= %(lft)s AND lft < %(rght)s)
  UNION ALL
    SELECT id, lft, rght, true FROM comments_comment
    WHERE tree_id = %(tree)s AND lft >= %(lft)s AND lft < %(rght)s
), ends AS (
    SELECT id, moves, opens, CASE WHEN moves THEN %(behind)s::bigint ELSE position END AS position,
        CASE WHEN moves THEN position END AS within
    FROM rows CROSS JOIN LATERAL (VALUES (lft, true), (rght, false)) AS of (position, opens)
), moved AS (
    SELECT id, moves, sum(CASE WHEN opens THEN 1 ELSE %(gap)s::bigint + 1 END)
        OVER (ORDER BY position, within NULLS LAST) AS steps FROM ends
), bounds AS (
    SELECT id, moves, %(before)s + min(steps)::bigint AS lft,
        CASE WHEN id = %(id)s AND NOT %(shared)s THEN %(place_rght)s
            ELSE %(before)s + max(steps)::bigint END AS rght
    FROM moved GROUP BY id, moves
)
UPDATE comments_comment AS c SET lft = bounds.lft, rght = bounds.rght, tree_id = %(to_tree)s,
    level = CASE WHEN moves THEN c.level + %(shift)s ELSE c.level END,
    parent_id = CASE WHEN c.id = %(id)s THEN %(parent)s ELSE c.parent_id END,
    ordinal = CASE WHEN c.id = %(id)s THEN %(ordinal)s ELSE c.ordinal END
FROM bounds WHERE c.id = bounds.id
"""


class Standing(NamedTuple):
    """Where a comment stands."""

    id: int
    tree_id: int
    level: int
    bounds: Interval


class Room(NamedTuple):
    """Where a branch goes, with `gap` free positions in front of each right end.

    Its own place, from end to end; or one `shared` with others, inside the bounds of some comment
    above it, where all are spread evenly anew.
    """

    place: Interval
    gap: int
    shared: bool


def move_branch(
    branch: Standing, descendants: int, target: Standing | None, ordinal: int | None
) -> None:
    """Put a branch last beneath `target`, or make it a thread; `ordinal` is its new number."""
    if target is None:
        # As deep as -1: the first comment of a thread stands one below, at level 0.
        target, parent_id = Standing(branch.id, branch.id, -1, ROOT), None
        room = _own(ROOT, descendants)
    else:
        parent_id = target.id
        room = _beneath(target, branch, descendants)
    values = {
        "id": branch.id,
        "tree": branch.tree_id,
        "lft": branch.bounds.lft,
        "rght": branch.bounds.rght,
        "to_tree": target.tree_id,
        "behind": target.bounds.rght,
        "place_lft": room.place.lft,
        "place_rght": room.place.rght,
        # Of its own place it takes the first position; of a shared one, what follows it.
        "before": room.place.lft - (not room.shared),
        "shared": room.shared,
        "gap": room.gap,
        "shift": target.level + 1 - branch.level,
        "parent": parent_id,
        "ordinal": ordinal,
    }
    with connection.cursor() as cursor:
        cursor.execute(MOVE, values)


def _beneath(target: Standing, branch: Standing, descendants: int) -> Room:
    with connection.cursor() as cursor:
        cursor.execute(FREE_SPACE, [target.id])
        _lft, _rght, free_from = cursor.fetchone()
    place = last_branch(target.bounds, free_from, descendants)
    return _shared(target, branch, descendants + 1) if place is None else _own(place, descendants)


def _own(place: Interval, descendants: int) -> Room:
    return Room(place, tail_gap(place, descendants), shared=False)


def _shared(target: Standing, branch: Standing, size: int) -> Room:
    """The smallest branch around the target that has room for all, spread evenly."""
    for around in ever_larger(target.id):
        joined = count_beneath(target.tree_id, around.bounds)
        if not _holds(around, target.tree_id, branch):
            joined += size
        if around.is_root or has_room(around.bounds, joined):
            break
    return Room(around.bounds, tail_gap(around.bounds, joined), shared=True)


def _holds(around: Branch, tree_id: int, branch: Standing) -> bool:
    lft, rght = around.bounds
    return tree_id == branch.tree_id and lft < branch.bounds.lft < rght
