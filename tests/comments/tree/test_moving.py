"""The SQL that moves branches gives what the arithmetic in memory gives."""

from random import Random

import pytest

from comments.models import Comment
from comments.tree.check import check
from comments.tree.intervals import ROOT, Interval
from comments.tree.moving import Standing, move_branch
from tests.cast import make_article
from tests.comments.forest import plant_rows
from tests.comments.tree.model import Node, Thread

pytestmark = pytest.mark.django_db

LEVELS = [0, 1, 2, 2, 1, 2, 3, 1, 2, 1, 2, 3, 4, 3, 2, 1]
# What counts beside bounds, levels and parents is not this module's affair.
SHAPE = {"bounds", "root", "tree", "article", "level", "nesting", "overlap"}


class Mirror:
    """Threads in the database and in memory; each node goes by its comment's id."""

    def __init__(self, bounds: Interval) -> None:
        levels = [*LEVELS, *LEVELS]
        words = list(map(str, range(len(levels))))
        planted = plant_rows(make_article(), levels, words, ["held"] * len(levels)).values()
        self.nodes: dict[int, Node] = {}
        self.threads: dict[Node, Thread] = {}
        for comment in planted:
            self._add(comment.pk, comment.parent_id, comment.level)
        for thread in self.threads.values():
            thread._spread(thread.nodes[0].branch(), bounds)
        for comment in planted:
            lft, rght = self.nodes[comment.pk].bounds
            Comment.objects.filter(pk=comment.pk).update(lft=lft, rght=rght)

    def move(self, own: int, target: int | None) -> None:
        node, descendants = self.nodes[own], len(self.nodes[own].branch()) - 1
        if target is None:
            move_branch(self._standing(own), descendants, None, None)
            return self._begin(node)
        move_branch(self._standing(own), descendants, self._standing(target), None)
        return self._thread(target).take(node, self.nodes[target])

    def may(self, own: int, target: int | None) -> bool:
        node = self.nodes[own]
        if target is None:
            return node.parent is not None
        beneath = self.nodes[target]
        return beneath is not node.parent and beneath not in node.branch()

    def assert_equal(self) -> None:
        ids = {node: own for own, node in self.nodes.items()}
        stored = {
            c.pk: (c.parent_id, c.tree_id, c.level, c.lft, c.rght) for c in Comment.objects.all()
        }
        assert stored == {
            own: (node.parent and ids[node.parent], self._tree(own), node.level, *node.bounds)
            for own, node in self.nodes.items()
        }
        assert [f for f in check() if f.broken and f.kind in SHAPE] == []

    def _add(self, own: int, parent_id: int | None, level: int) -> None:
        parent = self.nodes[parent_id] if parent_id else None
        self.nodes[own] = Node(parent, ROOT, level)
        if parent:
            parent.children.append(self.nodes[own])
        else:
            self._begin(self.nodes[own])

    def _begin(self, node: Node) -> None:
        self.threads[node] = Thread()
        self.threads[node].begin(node)

    def _thread(self, own: int) -> Thread:
        return self.threads[self._path(own)[-1]]

    def _tree(self, own: int) -> int:
        return next(pk for pk, node in self.nodes.items() if node is self._path(own)[-1])

    def _path(self, own: int) -> list[Node]:
        path = [self.nodes[own]]
        while path[-1].parent:
            path.append(path[-1].parent)
        return path

    def _standing(self, own: int) -> Standing:
        node = self.nodes[own]
        return Standing(own, self._tree(own), node.level, node.bounds)


# 1,500 positions for 32 comments: room is made again and again.
@pytest.mark.parametrize("bounds", [ROOT, Interval(1, 1_500)], ids=["wide", "narrow"])
@pytest.mark.parametrize("seed", range(3))
def test_bounds_equal_the_models(bounds, seed):
    mirror, random = Mirror(bounds), Random(seed)
    places = [*mirror.nodes, None]
    done = 0
    while done < 60:
        own, target = random.choice(places[:-1]), random.choice(places)
        if mirror.may(own, target):
            mirror.move(own, target)
            mirror.assert_equal()
            done += 1
    made_room = sum(thread.made_room for thread in mirror.threads.values())
    assert made_room >= 5 if bounds != ROOT else made_room == 0
