"""A believable shape for many comments: most threads are short, a few never end.

Lazy, one thread at a time: the next million comments cost no more memory than the largest thread.
"""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

LONGEST_THREAD = 600
DEEPEST = 60
# How often somebody answers the comment that was written last rather than any other.
ANSWERS_NEWEST = 0.45


class Place(NamedTuple):
    """A comment's depth (1 for a thread) and its parent's index in the forest."""

    parent: int | None
    depth: int


def forest(comments: int, rng: Random) -> Iterator[Place]:
    """Places in reading order, exactly `comments` of them."""
    planted = 0
    while planted < comments:
        size = min(thread_size(rng), comments - planted)
        yield from _thread(size, planted, rng)
        planted += size


def thread_size(rng: Random) -> int:
    """Heavy-tailed: about half are alone, one in a dozen exceeds ten, one in 600 hundreds."""
    return min(int(rng.paretovariate(1.0)), LONGEST_THREAD)


def _thread(size: int, first: int, rng: Random) -> Iterator[Place]:
    replies = _replies(size, rng)
    # Indexes are given as the comments are read: the parent's is known before its replies'.
    waiting: list[tuple[int, Place]] = [(0, Place(None, 1))]
    index = first
    while waiting:
        node, place = waiting.pop()
        yield place
        waiting += [(reply, Place(index, place.depth + 1)) for reply in reversed(replies[node])]
        index += 1


def _replies(size: int, rng: Random) -> list[list[int]]:
    """Who was answered by whom, in the order of writing."""
    replies: list[list[int]] = [[] for _ in range(size)]
    depths = [1] * size
    for node in range(1, size):
        newest = rng.random() < ANSWERS_NEWEST
        parent = node - 1 if newest else int(rng.random() * node)
        if depths[parent] == DEEPEST:
            parent = 0
        depths[node] = depths[parent] + 1
        replies[parent].append(node)
    return replies
