"""A thread in memory, without a database: places replies as comments.tree.placing does."""

from comments.tree.intervals import ROOT, Interval, has_room, last_child, spread


class Node:
    def __init__(self, parent: "Node | None", bounds: Interval, level: int) -> None:
        self.parent = parent
        self.bounds = bounds
        self.level = level
        self.children: list[Node] = []

    def branch(self) -> "list[Node]":
        """The node and all beneath it, in reading order."""
        found, waiting = [], [self]
        while waiting:
            found.append(node := waiting.pop())
            waiting += reversed(node.children)
        return found


class Thread:
    """Its nodes in the order in which they came, and how many rows each reply moved in all."""

    def __init__(self, bounds: Interval = ROOT) -> None:
        self.nodes = [Node(None, bounds, 0)]
        self.moved = 0

    def reply(self, parent: Node) -> Node:
        bounds = self._last(parent)
        if bounds is None:
            self._make_room(parent)
            bounds = self._last(parent)
        assert bounds is not None
        node = Node(parent, bounds, parent.level + 1)
        parent.children.append(node)
        self.nodes.append(node)
        return node

    def assert_nested(self) -> None:
        for node in self.nodes:
            end = node.bounds.lft
            for child in node.children:
                assert end < child.bounds.lft < child.bounds.rght < node.bounds.rght
                end = child.bounds.rght

    def _last(self, parent: Node) -> Interval | None:
        end = parent.children[-1].bounds.rght if parent.children else parent.bounds.lft
        return last_child(parent.bounds, end + 1)

    def _make_room(self, parent: Node) -> None:
        enclosing = [parent]
        while enclosing[-1].parent:
            enclosing.append(enclosing[-1].parent)
        for node in ever_larger(enclosing):
            branch = node.branch()
            if node.parent is None or has_room(node.bounds, len(branch) - 1):
                return self._respace(branch)
        raise AssertionError("unreachable: the root is always taken")

    def _respace(self, branch: list[Node]) -> None:
        self.moved += len(branch) - 1
        levels = [node.level for node in branch]
        for node, bounds in zip(branch, spread(levels, branch[0].bounds), strict=True):
            node.bounds = bounds


def ever_larger(enclosing: list[Node]) -> list[Node]:
    """0, 1, 3, 7… steps up, and the root."""
    steps, step = [], 0
    while step < len(enclosing) - 1:
        steps.append(enclosing[step])
        step = 2 * step + 1
    return [*steps, enclosing[-1]]
