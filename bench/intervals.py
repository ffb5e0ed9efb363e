"""How many comments a reply moves, in pure arithmetic: `python -m bench.intervals`.

Replays replies in several patterns against comments/tree/intervals.py as comments/tree/placing.py
does, and counts the comments that were given new bounds. No database, no Django.
"""

import sys
from collections.abc import Callable, Iterator
from random import Random

from comments.tree.intervals import ROOT, Interval, has_room, last_child, spread

Pattern = Callable[[int, Random], int]

# As in comments/seeding/forest.py.
NEWEST = 0.45
# Whom the comment number `n` answers, given those before it.
PATTERNS: dict[str, Pattern] = {
    "star: all answer the first": lambda _n, _rng: 0,
    "chain: each answers the newest": lambda n, _rng: n - 1,
    "any: each answers any before": lambda n, rng: rng.randrange(n),
    "believable: 45 % the newest": lambda n, rng: (
        n - 1 if rng.random() < NEWEST else rng.randrange(n)
    ),
    "hot end: one of the ten newest": lambda n, rng: n - 1 - rng.randrange(min(n, 10)),
    "ping-pong: newest and first": lambda n, _rng: n - 1 if n % 2 else 0,
}
SIZES = (1_000, 10_000, 100_000)
# Where the site refuses to go deeper (comments/rules.py): a chain goes on beside itself.
DEEPEST = 1_000


class Thread:
    def __init__(self) -> None:
        self.bounds: list[Interval] = [ROOT]
        self.parents: list[int] = [-1]
        self.levels: list[int] = [0]
        self.replies: list[list[int]] = [[]]
        self.moved = 0

    def reply(self, parent: int) -> None:
        while self.levels[parent] >= DEEPEST:
            parent = self.parents[parent]
        bounds = self._last(parent)
        if bounds is None:
            self._make_room(parent)
            bounds = self._last(parent)
        if bounds is None:
            raise OverflowError("no room")
        self._add(parent, bounds)

    def _add(self, parent: int, bounds: Interval) -> None:
        self.replies[parent].append(len(self.bounds))
        self.bounds.append(bounds)
        self.parents.append(parent)
        self.levels.append(self.levels[parent] + 1)
        self.replies.append([])

    def _last(self, parent: int) -> Interval | None:
        replies = self.replies[parent]
        behind = self.bounds[replies[-1]].rght if replies else self.bounds[parent].lft
        return last_child(self.bounds[parent], behind + 1)

    def _make_room(self, parent: int) -> None:
        for node in self._ever_larger(parent):
            nodes = list(self._branch(node))
            if node == 0 or has_room(self.bounds[node], len(nodes) - 1):
                self._respace(nodes)
                return

    def _ever_larger(self, node: int) -> Iterator[int]:
        enclosing = [node]
        while (node := self.parents[node]) >= 0:
            enclosing.append(node)
        step = 0
        while step < len(enclosing) - 1:
            yield enclosing[step]
            step = 2 * step + 1
        yield enclosing[-1]

    def _branch(self, node: int) -> Iterator[int]:
        waiting = [node]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed(self.replies[node])

    def _respace(self, nodes: list[int]) -> None:
        levels = [self.levels[node] for node in nodes]
        for node, bounds in zip(nodes, spread(levels, self.bounds[nodes[0]]), strict=True):
            self.bounds[node] = bounds
        self.moved += len(nodes) - 1


def moved(pattern: Pattern, size: int) -> float:
    """Comments moved for one reply, on average over so many replies to one thread."""
    thread, rng = Thread(), Random(size)
    for number in range(1, size + 1):
        thread.reply(pattern(number, rng))
    return thread.moved / size


def main(sizes: tuple[int, ...]) -> None:
    print(f"{'comments moved for a reply':32}", *(f"{size:>9,}" for size in sizes))
    for name, pattern in PATTERNS.items():
        print(f"{name:32}", *(f"{moved(pattern, size):9.2f}" for size in sizes), flush=True)


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
