"""Stores whole threads of many articles at once, in a handful of statements.

For threads that come from elsewhere: what was decided about them there is no decision of ours, and
leaves no line in the log. Call inside a transaction.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from articles.ids import new_id
from comments import waiting
from comments.exchange.numbers import keep_numbers
from comments.exchange.rows import COLUMNS, Draft, Row, rows_of
from comments.models import Revision, Tally
from comments.rules import State
from comments.statements import copying

COPY = f"COPY comments_comment ({COLUMNS}) FROM STDIN"

# In the order of their ids, so that two who want the same do not wait for each other.
TAKE_NUMBERS = """
INSERT INTO comments_conversation AS c (article_id, threads_numbered)
SELECT article, more FROM unnest(%s::bigint[], %s::int[]) AS taken (article, more) ORDER BY article
ON CONFLICT (article_id) DO UPDATE
    SET threads_numbered = c.threads_numbered + excluded.threads_numbered
RETURNING article_id, threads_numbered
"""

COUNT = """
INSERT INTO comments_tally AS t (id, article_id, slot, published, version, last_activity_at)
SELECT id, article, slot, published, 1, newest
FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::int[], %s::timestamptz[])
    AS more (id, article, slot, published, newest) ORDER BY article, slot
ON CONFLICT (article_id, slot) DO UPDATE SET
    published = t.published + excluded.published,
    version = t.version + 1,
    last_activity_at = greatest(t.last_activity_at, excluded.last_activity_at)
"""

Thread = tuple[int, list[Draft]]


class Stored(NamedTuple):
    """What is still asked about a row that is on its way."""

    id: int
    article: int
    tree: int
    state: str
    created_at: datetime


def store_threads(threads: list[Thread]) -> list[list[Stored]]:
    """Append each thread to the conversation of the article with this id."""
    kept = keep_numbers([(article, drafts[0]) for article, drafts in threads])
    numbers = _take_numbers(threads, kept)
    stored: list[list[Stored]] = []
    # The database stores a thread's rows while the next thread's are made.
    with copying(COPY) as copy:
        for at, (article, drafts) in enumerate(threads):
            own = kept.get(at)
            stored.append([])
            for row in rows_of(article, drafts, own or numbers[article] + 1):
                copy.write_row(row)
                is_new_number = own is None and row.parent_id is None and row.ordinal is not None
                numbers[article] += is_new_number
                stored[-1].append(_stored(row))
    _count(row for rows in stored for row in rows)
    _keep_earlier_texts(threads, stored)
    waiting.refresh([row.id for rows in stored for row in rows if row.state == State.HELD])
    return stored


def _stored(row: Row) -> Stored:
    return Stored(row.id, row.article_id, row.tree_id, row.state, row.created_at)


def _take_numbers(threads: list[Thread], kept: Collection[int]) -> dict[int, int]:
    """The last number given under each article before these; some have been `kept`."""
    wanted: Counter[int] = Counter()
    for at, (article, drafts) in enumerate(threads):
        is_shown = any(draft.state == State.PUBLISHED for draft in drafts)
        wanted[article] += at not in kept and (is_shown or drafts[0].is_numbered)
    with connection.cursor() as cursor:
        cursor.execute(TAKE_NUMBERS, [list(wanted), list(wanted.values())])
        return {article: last - wanted[article] for article, last in cursor.fetchall()}


def _count(rows: Iterable[Stored]) -> None:
    times = defaultdict(list)
    for row in rows:
        if row.state == State.PUBLISHED:
            times[row.article, row.tree % Tally.SLOTS].append(row.created_at)
    values: list[list[Any]] = [
        [new_id(article) for article, _ in times],
        [article for article, _ in times],
        [slot for _, slot in times],
        [len(of_slot) for of_slot in times.values()],
        [max(of_slot) for of_slot in times.values()],
    ]
    with connection.cursor() as cursor:
        cursor.execute(COUNT, values)


def _keep_earlier_texts(threads: list[Thread], stored: list[list[Stored]]) -> None:
    Revision.objects.bulk_create(
        Revision(
            id=new_id(article), article_id=article, comment_id=row.id, text=text, replaced_at=at
        )
        for (article, drafts), rows in zip(threads, stored, strict=True)
        for draft, row in zip(drafts, rows, strict=True)
        for text, at in draft.earlier_texts
    )
