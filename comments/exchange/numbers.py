"""The numbers of threads that bring their own."""

from django.db import connection

from comments.exchange.rows import Draft

# Locks the counters until the end, in one order: numbers that are given meanwhile come after.
REACH = """
INSERT INTO comments_conversation AS c (article_id, threads_numbered)
SELECT article, max(number) FROM unnest(%s::bigint[], %s::int[]) AS own (article, number)
GROUP BY article ORDER BY article
ON CONFLICT (article_id) DO UPDATE
    SET threads_numbered = greatest(c.threads_numbered, excluded.threads_numbered)
"""
TAKEN = """
SELECT own.article, own.number FROM unnest(%s::bigint[], %s::int[]) AS own (article, number)
JOIN comments_comment c ON c.article_id = own.article AND c.level = 0 AND c.ordinal = own.number
"""


def keep_numbers(heads: list[tuple[int, Draft]]) -> dict[int, int]:
    """Which of these threads, by their places here, have the number that they bring.

    Each is an article's id and the first comment of a thread; a number is kept where it is free.
    """
    wanted = {
        at: (article, head.exact.number)
        for at, (article, head) in enumerate(heads)
        if head.exact and head.exact.number
    }
    if not wanted:
        return {}
    taken = _taken(sorted({article for article, _ in heads}), list(wanted.values()))
    kept: dict[int, int] = {}
    for at, (article, number) in wanted.items():
        if (article, number) not in taken:
            taken.add((article, number))
            kept[at] = number
    return kept


def _taken(articles: list[int], wanted: list[tuple[int, int]]) -> set[tuple[int, int]]:
    own = [article for article, _ in wanted], [number for _, number in wanted]
    with connection.cursor() as cursor:
        reached = [*own[0], *articles], [*own[1], *(0 for _ in articles)]
        cursor.execute(REACH, reached)
        cursor.execute(TAKEN, own)
        return set(cursor.fetchall())
