from collections import Counter
from itertools import islice
from random import Random

import pytest

from comments.seeding.forest import DEEPEST, LONGEST_THREAD, forest
from comments.seeding.plan import SeedComment, timed


@pytest.mark.parametrize("comments", [0, 1, 2, 77, 5_000])
def test_a_forest_has_exactly_as_many_comments_as_asked_for(comments):
    assert sum(1 for _ in forest(comments, Random(1))) == comments


def test_every_reply_stands_one_deeper_than_its_parent_and_behind_it():
    places = list(forest(5_000, Random(2)))
    for index, (parent, depth) in enumerate(places):
        assert depth == (1 if parent is None else places[parent].depth + 1)
        assert parent is None or parent < index


def test_a_forest_is_in_reading_order():
    path = []
    for index, (parent, depth) in enumerate(forest(5_000, Random(3))):
        del path[depth - 1 :]
        assert (path[-1] if path else None) == parent
        path.append(index)


def test_most_threads_are_short_and_a_few_are_very_long():
    places = list(forest(50_000, Random(4)))
    roots = [index for index, place in enumerate(places) if place.parent is None]
    sizes = [end - start for start, end in zip(roots, [*roots[1:], len(places)], strict=True)]
    alone = Counter(sizes)[1] / len(sizes)
    some = sum(5 <= size <= 30 for size in sizes) / len(sizes)
    assert (round(alone, 1), round(some, 1)) == (0.5, 0.2)
    assert 100 < max(sizes) <= LONGEST_THREAD
    assert max(place.depth for place in places) <= DEEPEST


def test_a_forest_is_made_as_it_is_walked():
    assert len(list(islice(forest(10**12, Random(5)), 1_000))) == 1_000


def test_the_same_random_seed_gives_the_same_forest():
    assert list(forest(500, Random(6))) == list(forest(500, Random(6)))
    assert list(forest(500, Random(6))) != list(forest(500, Random(7)))


def test_answers_are_later_than_what_they_answer_and_neighbours_in_order():
    places = list(forest(2_000, Random(8)))
    comments = timed([SeedComment("ada", "a", depth) for _, depth in places], 900, Random(9))
    newest = []
    for comment in comments:
        before = newest[max(comment.depth - 2, 0) : comment.depth]
        assert comment.minutes > max(before, default=0)
        newest[comment.depth - 1 :] = [comment.minutes]
    assert max(comment.minutes for comment in comments) < 900


def test_nothing_takes_no_time():
    assert timed([], 900, Random(1)) == []
