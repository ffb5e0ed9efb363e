"""Gap-numbered nested intervals: where a new comment goes, in pure arithmetic.

A node owns the interval [lft, rght] of 64-bit positions; its descendants' intervals lie inside,
in reading order, with room between them. A new child takes an interval in its parent's free
space after the last child, so that a reply writes its own row and moves nobody.

Two patterns compete for the room. A wide list wants each child to take little of what is left,
a deep chain wants it to take nearly all. Both are served by looking at what is left:

* the first child takes 15/16 of the free space: a chain loses 0.09 bits a level, so that the 62
  bits of a fresh thread last for more than 600 levels before anything must move;
* a later child takes the share 1/(1/f + 2), where f is the free part of that last sixteenth.
  1/f then grows by about one with each child: after n children 1/n is still free, and child n
  is 1/n² wide. A list of a million costs 44 of the 62 bits, no more, and nobody counts children.

When a gap is used up, the smallest enclosing branch with room is re-spaced evenly: its m nodes
get equal room at their ends. A branch has room if its width is at least `ROOM * (m + 1) ** 3`:
the bigger the branch, the lower the density that is asked of it (the thresholds of ordered-list
labelling: Itai, Konheim and Rodeh 1981; Bender et al. 2002), so that after a re-spacing the
branches inside it lie far below their own threshold, and re-spacings of size m are about m
insertions or more apart. The root is always taken as having room. Measured over ten thousand
replies: none moved in a list, a few rows a reply, amortised, in the worst patterns (a chain, or
replies that favour the newest); see tests/comments/tree/test_intervals.py for the counts.
"""

from typing import NamedTuple

SIXTEENTH = 16  # the first child leaves one part in sixteen to its future siblings
ROOM = 16
NARROWEST = 2  # a leaf needs two positions


class Interval(NamedTuple):
    """A node's bounds: `lft < rght`; everything beneath it lies strictly between."""

    lft: int
    rght: int

    @property
    def width(self) -> int:
        """How many positions lie strictly between the bounds."""
        return self.rght - self.lft - 1


ROOT = Interval(1, 1 << 62)


def last_child(parent: Interval, free_from: int) -> Interval | None:
    """The interval of a new last child, or None when the gap is used up.

    `free_from` is the first free position: behind the last child, or behind the parent's lft.
    """
    free = parent.rght - free_from
    if free < NARROWEST:
        return None
    if free == parent.width:
        taken = free - free // SIXTEENTH
    else:
        taken = free * SIXTEENTH * free // (parent.width + 2 * SIXTEENTH * free)
    return Interval(free_from, free_from + max(taken, NARROWEST) - 1)


def has_room(branch: Interval, descendants: int) -> bool:
    """Whether re-spacing this branch buys enough insertions to be worth its cost."""
    return branch.width >= ROOM * (descendants + 1) ** 3


def last_branch(parent: Interval, free_from: int, descendants: int) -> Interval | None:
    """The interval of a whole branch as last child, or None if it would be crowded there."""
    place = last_child(parent, free_from)
    return place if place is not None and has_room(place, descendants) else None


def tail_gap(branch: Interval, descendants: int) -> int:
    """Free positions at the end of each node, when `descendants` are spread evenly in `branch`.

    The branch's own end counts as one. Raises OverflowError when not even one position a node
    is left, which takes more than 10**18 comments in one thread.
    """
    gap = (branch.width - 2 * descendants) // (descendants + 1)
    if gap < NARROWEST:
        raise OverflowError("this branch has no room for its comments")
    return gap


def spread(levels: list[int], branch: Interval = ROOT) -> list[Interval]:
    """Evenly spaced intervals for a whole tree, given its nodes' levels in reading order.

    The first node is the branch's own and has the lowest level. Linear, without recursion.
    """
    gap = tail_gap(branch, len(levels) - 1)
    lefts: list[int] = []
    rights = [branch.rght] * len(levels)
    open_nodes: list[int] = []
    position = branch.lft
    for index, level in enumerate(levels):
        while open_nodes and levels[open_nodes[-1]] >= level:
            position += gap
            rights[open_nodes.pop()] = position
            position += 1
        lefts.append(position)
        position += 1
        open_nodes.append(index)
    for index in reversed(open_nodes[1:]):
        position += gap
        rights[index] = position
        position += 1
    return [Interval(lft, rght) for lft, rght in zip(lefts, rights, strict=True)]
