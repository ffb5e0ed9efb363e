"""The arithmetic alone, and in a thread in memory. Counts, not times."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.tree.intervals import (
    ROOT,
    Interval,
    has_room,
    last_branch,
    last_child,
    spread,
    tail_gap,
)
from tests.comments.tree.model import Node, Thread

REPLIES = 3_000

numbers = st.integers(0, 10**9)


def star(thread: Thread, _random: Random) -> Node:
    return thread.nodes[0]


def chain(thread: Thread, _random: Random) -> Node:
    return thread.nodes[-1]


def anywhere(thread: Thread, random: Random) -> Node:
    return random.choice(thread.nodes)


def ping_pong(thread: Thread, _random: Random) -> Node:
    """Two people who answer each other, and in between answer the first again."""
    return thread.nodes[-1] if len(thread.nodes) % 2 else thread.nodes[-1].parent or thread.nodes[0]


def recent(thread: Thread, random: Random) -> Node:
    return thread.nodes[-1 - min(int(random.expovariate(0.1)), len(thread.nodes) - 1)]


def oldest(thread: Thread, random: Random) -> Node:
    return thread.nodes[min(int(random.expovariate(0.1)), len(thread.nodes) - 1)]


# At most so many rows moved, in all, by so many replies.
MOVED = {star: 0, chain: 7_000, anywhere: 0, ping_pong: 12_000, recent: 6_500, oldest: 0}


@pytest.mark.parametrize("pattern", MOVED, ids=lambda pattern: pattern.__name__)
def test_few_rows_move(pattern):
    thread, random = Thread(), Random(1)
    for _ in range(REPLIES):
        thread.reply(pattern(thread, random))
    thread.assert_nested()
    assert thread.nodes[0].bounds == ROOT
    assert thread.moved <= MOVED[pattern], thread.moved


@given(st.lists(numbers, max_size=60), st.integers(400, 20_000))
def test_bounds_stay_nested_however_people_answer(choices, width):
    # So narrow that room must be made again and again.
    thread = Thread(Interval(1, width))
    for choice in choices:
        thread.reply(thread.nodes[choice % len(thread.nodes)])
        thread.assert_nested()
    assert thread.nodes[0].bounds == (1, width)


@given(st.lists(st.tuples(numbers, numbers), max_size=40), st.integers(600, 20_000))
def test_bounds_stay_nested_however_branches_move(choices, width):
    thread = Thread(Interval(1, width))
    for index in range(20):
        thread.reply(thread.nodes[index // 2])
    for own, beneath in choices:
        node, target = (thread.nodes[choice % len(thread.nodes)] for choice in (own, beneath))
        if target not in node.branch():
            thread.take(node, target)
        thread.assert_nested()
    assert thread.nodes[0].bounds == (1, width)
    assert len(thread.nodes[0].branch()) == 21


@given(st.lists(st.floats(0, 1), min_size=1, max_size=200))
def test_a_fresh_thread_moves_nobody_for_long(shares):
    thread = Thread()
    for share in shares:
        thread.reply(thread.nodes[int(share * (len(thread.nodes) - 1))])
    thread.assert_nested()
    assert thread.moved == 0


@given(st.integers(1, 1 << 61), st.integers(0, 1 << 61), st.data())
def test_a_last_child_stays_in_its_parent(lft, width, data):
    parent = Interval(lft, lft + width + 1)
    free_from = data.draw(st.integers(lft + 1, parent.rght))
    child = last_child(parent, free_from)
    if parent.rght - free_from < 2:
        assert child is None
    else:
        assert child is not None
        assert free_from == child.lft < child.rght < parent.rght


@given(st.integers(0, 1 << 61), st.integers(0, 1 << 21), st.data())
def test_a_branch_takes_a_childs_place_if_it_has_room_there(width, descendants, data):
    parent = Interval(7, 8 + width)
    free_from = data.draw(st.integers(8, parent.rght))
    place = last_branch(parent, free_from, descendants)
    child = last_child(parent, free_from)
    if child is None or child.width < 16 * (descendants + 1) ** 3:
        assert place is None
    else:
        assert place == child
        assert tail_gap(place, descendants) >= 16 * (descendants + 1) ** 2 - 2


def test_a_first_child_leaves_a_sixteenth():
    assert last_child(Interval(1, 162), 2) == (2, 151)


def test_a_narrow_parent_has_no_place():
    assert last_child(Interval(5, 6), 6) is None
    assert last_child(Interval(5, 7), 6) is None
    assert last_child(Interval(5, 8), 6) == (6, 7)


def test_a_branch_has_room_at_sixteen_times_the_cube():
    assert not has_room(Interval(0, 16 * 27), 2)
    assert has_room(Interval(0, 16 * 27 + 1), 2)


def test_too_many_comments_are_refused():
    assert tail_gap(Interval(0, 11), 2) == 2
    with pytest.raises(OverflowError):
        tail_gap(Interval(0, 10), 2)


@st.composite
def levels(draw):
    found = [0]
    for step in draw(st.lists(st.integers(0, 5), max_size=25)):
        found.append(max(1, found[-1] + 1 - step))
    return found


@given(levels(), st.integers(200, 1 << 62))
def test_spread_is_what_recursion_would_give(drawn, end):
    assert spread(drawn, Interval(7, end)) == spread_by_recursion(drawn, Interval(7, end))


def test_spread_is_even():
    assert spread([0, 1, 2, 1], Interval(0, 19)) == [(0, 19), (1, 10), (2, 6), (11, 15)]


def test_a_deep_chain_needs_no_recursion():
    bounds = spread(list(range(10_000)))
    assert bounds[0] == ROOT
    assert all(a.lft < b.lft < b.rght < a.rght for a, b in pairwise(bounds))


def spread_by_recursion(drawn: list[int], branch: Interval) -> list[Interval]:
    gap = tail_gap(branch, len(drawn) - 1)
    found: dict[int, Interval] = {0: branch}

    def place(index: int, position: int) -> int:
        """Place what is beneath this node from this position on; the next free one."""
        for child in children(index):
            end = place(child, position + 1) + gap
            found[child] = Interval(position, end)
            position = end + 1
        return position

    def children(index: int) -> list[int]:
        rest = list(range(index + 1, len(drawn)))
        beneath = next((i for i in rest if drawn[i] <= drawn[index]), len(drawn))
        return [i for i in rest if i < beneath and drawn[i] == drawn[index] + 1]

    place(0, branch.lft + 1)
    return [found[index] for index in range(len(drawn))]
