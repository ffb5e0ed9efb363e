"""A thread in memory, without a database: places and moves as comments.tree does."""

from comments.tree.intervals import ROOT, Interval, has_room, last_branch, last_child, spread


class Node:
    def __init__(self, parent: "Node | None", bounds: Interval, level: int) -> None:
        self.parent = parent
        self.bounds = bounds
        self.level = level
        self.children: list[Node] = []

    def hang(self, parent: "Node | None") -> None:
        """Hang the branch beneath another node, as its last, or beneath none."""
        if self.parent:
            self.parent.children.remove(self)
        if parent:
            parent.children.append(self)
        shift = (parent.level + 1 if parent else 0) - self.level
        for node in self.branch():
            node.level += shift
        self.parent = parent

    def branch(self) -> "list[Node]":
        """The node and all beneath it, in reading order."""
        found, waiting = [], [self]
        while waiting:
            found.append(node := waiting.pop())
            waiting += reversed(node.children)
        return found


class Thread:
    """Its nodes in the order in which they came.

    Counts how many rows were moved in all, and how often room was made.
    """

    def __init__(self, bounds: Interval = ROOT) -> None:
        self.nodes = [Node(None, bounds, 0)]
        self.moved = 0
        self.made_room = 0

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

    def take(self, node: Node, target: Node) -> None:
        """Put a branch of this or another thread last beneath a node of this one."""
        place = last_branch(target.bounds, self._end(target), len(node.branch()) - 1)
        node.hang(target)
        if place is None:
            self._make_room(target)
        else:
            self._spread(node.branch(), place)

    def begin(self, node: Node) -> None:
        """Let a branch of another thread be this one."""
        node.hang(None)
        self.nodes = node.branch()
        self._spread(self.nodes, ROOT)

    def assert_nested(self) -> None:
        for node in self.nodes[0].branch():
            end = node.bounds.lft
            for child in node.children:
                assert end < child.bounds.lft < child.bounds.rght < node.bounds.rght
                end = child.bounds.rght

    def _last(self, parent: Node) -> Interval | None:
        return last_child(parent.bounds, self._end(parent))

    def _end(self, parent: Node) -> int:
        """The first free position behind all that is beneath it."""
        end = parent.children[-1].bounds.rght if parent.children else parent.bounds.lft
        return end + 1

    def _make_room(self, parent: Node) -> None:
        self.made_room += 1
        enclosing = [parent]
        while enclosing[-1].parent:
            enclosing.append(enclosing[-1].parent)
        for node in ever_larger(enclosing):
            branch = node.branch()
            if node.parent is None or has_room(node.bounds, len(branch) - 1):
                return self._spread(branch, node.bounds)
        raise AssertionError("unreachable: the root is always taken")

    def _spread(self, branch: list[Node], place: Interval) -> None:
        self.moved += len(branch) - 1
        levels = [node.level for node in branch]
        for node, bounds in zip(branch, spread(levels, place), strict=True):
            node.bounds = bounds


def ever_larger(enclosing: list[Node]) -> list[Node]:
    """0, 1, 3, 7… steps up, and the root."""
    steps, step = [], 0
    while step < len(enclosing) - 1:
        steps.append(enclosing[step])
        step = 2 * step + 1
    return [*steps, enclosing[-1]]
