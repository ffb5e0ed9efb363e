"""A whole conversation, however large, of which only a small part is in memory at any time."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from operator import attrgetter
from typing import Any

from django.db import connection, transaction

from articles.models import Article
from comments.reading import COLUMNS, THREAD_ROWS, Row, counts_beneath

FETCHED_AT_ONCE = 1_000
# Bounds beyond those of any comment.
BEHIND_ALL = (2**63, 2**63)

# The inner order keeps it to the article's threads, one after the other, by their own index.
WHOLE = f"""
SELECT {COLUMNS} FROM (
    SELECT id, ordinal FROM comments_comment
    WHERE article_id = %s AND level = 0 AND visible
) AS root CROSS JOIN LATERAL (
    SELECT * FROM comments_comment WHERE tree_id = root.id AND visible ORDER BY lft
) AS c
ORDER BY root.ordinal {{order}}, c.lft
"""

BOUNDS = "SELECT lft, rght FROM comments_comment WHERE tree_id = %s AND visible ORDER BY lft"


@dataclass(frozen=True)
class Thread:
    """One whole thread, which may be too large for memory: its rows can be read once.

    `beneath` tells for each row how many of the following stand beneath it.
    """

    rows: Iterable[Row]
    beneath: Sequence[int]


def whole_conversation(article: Article, *, newest: bool = False) -> Iterator[Thread]:
    """Its threads one after the other, as they are at this moment; each can be read once."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        _go_by_indexes()
        order = "DESC" if newest else "ASC"
        cursor.execute(WHOLE.format(order=order), [article.pk])
        rows = map(Row._make, _many(cursor))
        for _, thread in groupby(rows, key=attrgetter("tree_id")):
            yield _thread(thread)


def _go_by_indexes() -> None:
    """Where few threads hold all comments, PostgreSQL would read others' for a short one."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")


def _thread(rows: Iterator[Row]) -> Thread:
    first = next(rows)
    everything = chain([first], rows)
    if first.thread_size > THREAD_ROWS:
        return Thread(everything, _beneath(first.tree_id))
    small = list(everything)
    return Thread(small, counts_beneath([row.level for row in small]))


def _beneath(tree_id: int) -> Sequence[int]:
    """As counts_beneath tells it, of a thread whose rows are too many to keep."""
    counts = array("i")
    open_rows: list[tuple[int, int]] = []
    with connection.chunked_cursor() as cursor:
        cursor.execute(BOUNDS, [tree_id])
        for index, (lft, rght) in enumerate(chain(_many(cursor), [BEHIND_ALL])):
            while open_rows and open_rows[-1][1] < lft:
                done, _ = open_rows.pop()
                counts[done] = index - done - 1
            open_rows.append((index, rght))
            counts.append(0)
    return counts


def _many(cursor: Any) -> Iterator[tuple[Any, ...]]:
    """A cursor's rows, fetched by the thousand."""
    return chain.from_iterable(iter(lambda: cursor.fetchmany(FETCHED_AT_ONCE), []))
