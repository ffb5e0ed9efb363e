"""Stores one article's made-up conversation with its past: for `seed`, the benchmarks and tests.

Imports come in by comments/exchange/bulk.py, which makes no decisions.

Bounds, levels, numbers, counters and tallies are right by construction; rows travel by COPY,
a thread at a time, so that a million comments need no more memory than their largest thread.
Call inside a transaction.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from articles.ids import new_id
from articles.models import Article
from comments import waiting
from comments.exchange.pasts import Past, write_pasts
from comments.exchange.rows import COLUMNS, Draft, Row, rows_of
from comments.models import Conversation, Tally
from comments.rules import State
from comments.statements import copying

# Autovacuum may look while all these rows are not yet committed and record that there are none:
# the foreign key's checks at commit would then read the whole table for each row.
WORTH_ANALYSING = 1_000

COPY = f"COPY comments_comment ({COLUMNS}) FROM STDIN"


class Stored(NamedTuple):
    comments: int
    threads: int


def store_conversation(
    article: Article, drafts: Iterable[Draft], progress: Callable[[int], object] = int
) -> Stored:
    """Append these threads to the article's conversation.

    `progress` is told the size of each thread when it is on its way.
    """
    head, _ = Conversation.objects.select_for_update().get_or_create(article=article)
    shares = _Shares(article)
    pasts: list[Past] = []
    held: list[int] = []
    comments = threads = 0
    with copying(COPY) as copy:
        for thread in _threads(drafts):
            rows = list(rows_of(article.pk, thread, head.threads_numbered + 1))
            head.threads_numbered += rows[0].ordinal is not None
            for row in rows:
                copy.write_row(row)
            shares.add(rows)
            pasts += _pasts(rows, thread)
            held += [row.id for row in rows if row.state == State.HELD]
            comments, threads = comments + len(rows), threads + 1
            progress(len(rows))
    head.save(update_fields=["threads_numbered"])
    shares.save()
    write_pasts(article, pasts)
    waiting.refresh(held)
    if comments >= WORTH_ANALYSING:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE comments_comment")
    return Stored(comments, threads)


def _threads(drafts: Iterable[Draft]) -> Iterator[list[Draft]]:
    thread: list[Draft] = []
    for draft in drafts:
        if draft.depth == 1 and thread:
            yield thread
            thread = []
        thread.append(draft)
    if thread:
        yield thread


def _pasts(rows: list[Row], thread: list[Draft]) -> Iterator[Past]:
    for row, draft in zip(rows, thread, strict=True):
        if draft.earlier or draft.state not in {State.PUBLISHED, State.HELD}:
            at = draft.changed_at or draft.created_at
            yield Past(row.id, draft.state, draft.earlier, draft.reason, at)


class _Shares:
    """The article's counters, kept apart by slot as the tallies are."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.published = [0] * Tally.SLOTS
        self.activity: list[datetime | None] = [None] * Tally.SLOTS

    def add(self, rows: list[Row]) -> None:
        times = [row.created_at for row in rows if row.state == State.PUBLISHED]
        slot = rows[0].tree_id % Tally.SLOTS
        self.published[slot] += len(times)
        known = self.activity[slot]
        self.activity[slot] = max(times if known is None else [*times, known], default=None)

    def save(self) -> None:
        for slot, published in enumerate(self.published):
            if published:
                self._save(slot, published)

    def _save(self, slot: int, published: int) -> None:
        tally, _ = Tally.objects.select_for_update().get_or_create(
            article=self.article, slot=slot, defaults={"id": new_id(self.article.pk)}
        )
        newest = [at for at in (tally.last_activity_at, self.activity[slot]) if at]
        tally.published += published
        tally.version += published
        tally.last_activity_at = max(newest)
        tally.save()
