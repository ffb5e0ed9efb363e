"""What all parts of an import share: its rows, its account, its portions."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import TypeVar

from django.db import transaction

from comments.exchange.account import Account
from comments.exchange.landing import Landing
from comments.exchange.ledger import Book
from comments.exchange.recognising import Own
from comments.exchange.staging import Staged
from comments.models import ImportRun
from comments.statements import ask

LOOSE_ROWS = 2_000
ANALYSE = "ANALYZE comments_ledgerrow (source, kind, source_id)"

Item = TypeVar("Item")
Progress = Callable[[int], object]


@dataclass
class Course:
    """`articles`: each group's article here, None where its rows come to stand nowhere.

    `has_power`: comments/exchange/trust.py. `own`: of our own lines; `landing`: where these came to
    stand.
    """

    staged: Staged
    run: ImportRun
    now: datetime
    progress: Progress
    is_dry: bool
    has_power: bool = True
    account: Account = field(default_factory=Account)
    articles: dict[int, int | None] = field(default_factory=dict)
    own: Own | None = field(init=False)
    landing: Landing = field(init=False)
    portions: int = 0

    def __post_init__(self) -> None:
        sites = self.staged.sites
        self.own = Own(sites[0] if sites else "", set()) if self.staged.is_ours else None
        self.landing = Landing(self.staged)

    @contextmanager
    def portion(self) -> Iterator[Book]:
        """One transaction with its lines of the ledger; of a dry run, neither."""
        book = Book(self.run)
        if self.is_dry:
            yield book
            return
        with transaction.atomic():
            yield book
            book.write()
        self._tell_how_large()

    def _tell_how_large(self) -> None:
        """Each time that it is twice as long as before.

        The database has made its plans while the ledger was empty, and keeps them until it hears.
        """
        self.portions += 1
        if self.portions & (self.portions - 1) == 0:
            ask(ANALYSE)


def some_of(rows: Iterator[Item]) -> list[Item]:
    return list(islice(rows, LOOSE_ROWS))
