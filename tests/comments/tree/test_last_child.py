"""The database's arithmetic for a new last child is the one of comments/tree/intervals.py."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from comments.tree.intervals import ROOT, Interval, last_child

pytestmark = pytest.mark.django_db

LAST = 2**63 - 1
positions = st.integers(1, LAST) | st.integers(1, 50) | st.integers(LAST - 50, LAST)
# What is free, from nothing to all: also the few positions around each power of two.
free_space = st.builds(lambda bits, more: 2**bits + more, st.integers(0, 62), st.integers(-3, 3))


@given(positions, positions, free_space | st.integers(0, LAST))
@example(*ROOT, ROOT.width + 1)
@example(*ROOT, ROOT.width)
@example(1, LAST, LAST - 1)
@example(1, LAST, LAST - 2)
@example(LAST - 3, LAST, 2)
@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
def test_sql_gives_what_python_gives(one, other, free):
    lft, rght = sorted((one, other))
    if lft == rght:
        return
    parent = Interval(lft, rght)
    free_from = rght - min(max(free, 0), parent.width)
    expected = last_child(parent, free_from)
    assert in_sql(parent, free_from) == (expected.rght if expected else None)


def test_a_list_of_replies_is_laid_out_the_same():
    free_from = ROOT.lft + 1
    for _ in range(3_000):
        child = last_child(ROOT, free_from)
        assert child is not None
        assert in_sql(ROOT, free_from) == child.rght
        free_from = child.rght + 1


def in_sql(parent: Interval, free_from: int) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT comments_last_child(%s::bigint, %s::bigint, %s::bigint)", [*parent, free_from]
        )
        return cursor.fetchone()[0]
