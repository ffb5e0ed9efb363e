"""The SQL that places replies gives what the arithmetic in memory gives."""

from random import Random

import pytest

from articles.ids import new_id
from comments.models import Comment
from comments.tree.intervals import ROOT, Interval
from comments.tree.placing import lock_threads, place_last
from tests.cast import make_article
from tests.comments.forest import plant
from tests.comments.tree.model import Thread

pytestmark = pytest.mark.django_db

PATTERNS = {
    "anywhere": lambda random, count: random.randrange(count),
    "the newest": lambda _random, count: count - 1,
    "one of the newest": lambda random, count: max(count - 1 - random.randrange(4), 0),
}


@pytest.fixture
def root():
    return plant(make_article(), "a")["a"]


# 5,000 positions for 120 replies: room is made again and again.
@pytest.mark.parametrize("bounds", [ROOT, Interval(1, 5_000)], ids=["wide", "narrow"])
@pytest.mark.parametrize("pattern", PATTERNS)
def test_bounds_equal_the_models(root, pattern, bounds):
    Comment.objects.filter(pk=root.pk).update(lft=bounds.lft, rght=bounds.rght)
    thread, random, ids = Thread(bounds), Random(7), [root.pk]
    for _ in range(120):
        chosen = PATTERNS[pattern](random, len(ids))
        thread.reply(thread.nodes[chosen])
        ids.append(_reply(root, ids[chosen], thread.nodes[-1].level))
    stored = {c.pk: (c.lft, c.rght) for c in Comment.objects.filter(tree_id=root.pk)}
    assert [stored[own] for own in ids] == [node.bounds for node in thread.nodes]
    assert bounds == ROOT or thread.moved > 0


def test_a_thread_without_room_says_so(root):
    Comment.objects.filter(pk=root.pk).update(lft=1, rght=3)
    with pytest.raises(OverflowError):
        place_last(root.pk, root.pk)


def test_there_is_no_lock_of_no_thread(root):
    assert (lock_threads([root.pk]), lock_threads([root.pk, 1])) == (True, False)


def _reply(root, parent_id, level):
    lft, rght = place_last(parent_id, root.pk)
    own = new_id(root.article_id)
    tree = {"parent_id": parent_id, "tree_id": root.pk, "level": level, "lft": lft, "rght": rght}
    words = {"name": "Gwen", "text": "b", "html": "b", "state": "held"}
    Comment(id=own, article_id=root.article_id, **tree, **words).save(force_insert=True)
    return own
