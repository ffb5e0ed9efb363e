"""An import as a whole: articles, then threads by the thousand comments, then all that is loose.

Each portion is one transaction with its lines in the ledger, so that an import that was stopped,
however roughly, goes on where it was. A dry run decides the same and writes nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import TypeVar

from django.db import connection, transaction

from articles.ids import new_id
from comments.exchange import ledger, newcomers, portions, threads
from comments.exchange.account import Account
from comments.exchange.ledger import Book, Entry
from comments.exchange.newcomers import Address
from comments.exchange.staging import Staged, moment
from comments.exchange.threads import Node
from comments.models import ImportRun, Pingback
from comments.rules import NAME_LENGTH

# So many comments are one portion, or a single thread if it is larger.
PORTION = 1_000
LOOSE_ROWS = 2_000
# Without the words: their statistics take as long as thousands of comments, and autovacuum's time.
ANALYSE = """
ANALYZE comments_ledgerrow, comments_comment
    (article_id, parent_id, tree_id, lft, level, ordinal, state, visible, created_at)
"""

Item = TypeVar("Item")
Progress = Callable[[int], object]


class Import:
    def __init__(
        self, staged: Staged, run: ImportRun, now: datetime, progress: Progress, *, is_dry: bool
    ) -> None:
        self.staged = staged
        self.run = run
        self.now = now
        self.progress = progress
        self.is_dry = is_dry
        self.account = Account()
        self.articles: dict[int, int | None] = {}

    def go(self) -> Account:
        for some in newcomers.articles_of(self.staged):
            with self._portion() as book:
                self._articles(some, book)
        self._threads()
        for group, article in self.articles.items():
            self._pingbacks(group, article)
        self._loose_rows()
        if not self.is_dry:
            with connection.cursor() as cursor:
                cursor.execute(ANALYSE)
        return self.account

    @contextmanager
    def _portion(self) -> Iterator[Book]:
        """One transaction with its lines of the ledger; of a dry run, neither."""
        book = Book(self.run)
        if self.is_dry:
            yield book
            return
        with transaction.atomic():
            yield book
            book.write()

    def _articles(self, some: list[newcomers.Found], book: Book) -> None:
        entries = ledger.known(self.run.source, "article", [found.key for found in some])
        made = {found.key: found.article() for found in some if found.is_new and not self.is_dry}
        newcomers.create(list(made.values()))
        addresses = []
        for found in some:
            entry = entries.get(found.key)
            article = made[found.key].pk if found.key in made else None
            if not found.verdict and found.target != "create":
                article = int(found.target)
            outcome, reason = self._article_outcome(found, entry)
            self.account.count("article", outcome, reason, found.place)
            if entry is None or (entry.article_id is None and article):
                book.enter(
                    entry,
                    "article",
                    found.key,
                    outcome,
                    reason,
                    article=article,
                    digest=found.digest,
                )
            if article and found.address:
                addresses.append(self._address(found.address, "", article, None))
        if not self.is_dry:
            newcomers.remember_addresses(addresses)
        self.articles |= {found.group: made[found.key].pk for found in some if found.key in made}

    def _article_outcome(self, found: newcomers.Found, entry: Entry | None) -> tuple[str, str]:
        if found.verdict:
            return found.verdict, found.reason
        if found.is_new:
            return "created", ""
        if entry and entry.article_id and entry.run_id == self.run.pk:
            return entry.outcome, entry.reason
        if entry and entry.article_id:
            is_same = entry.digest == found.digest
            return "unchanged", "" if is_same else "changed there and left as it is here"
        return "unchanged", f"found here {found.how}"

    def _threads(self) -> None:
        portion: list[tuple[int | None, list[Node]]] = []
        size = 0
        for group, target in threads.groups(self.staged):
            if target.isdigit():
                self.articles[group] = int(target)
            article = self.articles.setdefault(group, None)
            for thread in threads.threads_of(self.staged, group):
                portion.append((article, thread))
                size += len(thread)
                if size >= PORTION:
                    self._store(portion)
                    portion, size = [], 0
        self._store(portion)

    def _store(self, portion: list[tuple[int | None, list[Node]]]) -> None:
        if not portion:
            return
        with self._portion() as book:
            decided = portions.decide(portion, self.run)
            if not self.is_dry:
                portions.store(decided, book, self.now)
                newcomers.remember_addresses(list(self._comment_addresses(decided)))
        for node in decided.counted():
            self.account.count("comment", node.outcome, node.reason, node.place)
            if node.outcome in {"created", "updated", "unchanged"}:
                self.account.states[node.fields["state"]] += 1
        self.account.tombstones += decided.tombstones
        self.progress(sum(len(nodes) for _, nodes in portion))

    def _comment_addresses(self, decided: portions.Decided) -> Iterator[Address]:
        for article, nodes in decided.threads:
            for node in nodes:
                if article and node.comment and node.outcome in {"created", "updated"}:
                    page, fragment = portions.old_address(node)
                    if page:
                        yield self._address(page, fragment, article, node.comment)

    def _address(self, page: str, fragment: str, article: int, comment: int | None) -> Address:
        return Address(new_id(article), self.run.pk, page, fragment, article, comment)

    def _pingbacks(self, group: int, article: int | None) -> None:
        nodes = threads.pingbacks_of(self.staged, group)
        while some := _some(nodes):
            with self._portion() as book:
                entries = ledger.known(self.run.source, "pingback", [node.key for node in some])
                made = [self._pingback(node, article, entries.get(node.key), book) for node in some]
                if not self.is_dry:
                    Pingback.objects.bulk_create(
                        [pingback for pingback in made if pingback],
                        update_conflicts=True,
                        unique_fields=["id"],
                        update_fields=["name", "website", "text", "state", "created_at"],
                    )
            self.progress(len(some))

    def _pingback(
        self, node: Node, article: int | None, entry: Entry | None, book: Book
    ) -> Pingback | None:
        known = entry.pingback_id if entry else None
        is_same = known is not None and entry is not None and entry.digest == node.digest
        made: Pingback | None = None
        node.outcome = node.verdict or ("updated" if known else "created")
        if is_same and not node.verdict and entry is not None:
            is_own = entry.run_id == self.run.pk
            node.outcome = entry.outcome if is_own else "unchanged"
        elif not node.verdict and article:
            made = _pingback_of(node, article, known or new_id(article))
        self.account.count("pingback", node.outcome, node.reason, node.place)
        if made or not known:
            book.enter(
                entry,
                "pingback",
                node.key,
                node.outcome,
                node.reason,
                article=article,
                pingback=made.pk if made else None,
                digest=node.digest,
            )
        return made

    def _loose_rows(self) -> None:
        rows = threads.loose_rows(self.staged)
        while some := _some(rows):
            with self._portion() as book:
                for kind in {kind for kind, _ in some}:
                    own = [node for of, node in some if of == kind]
                    entries = ledger.known(self.run.source, kind, [node.key for node in own])
                    for node in own:
                        self._loose(kind, node, entries.get(node.key), book)
            self.progress(len(some))

    def _loose(self, kind: str, node: Node, entry: Entry | None, book: Book) -> None:
        self.account.count(kind, node.verdict, node.reason, node.place)
        if entry is None or not (entry.comment_id or entry.pingback_id):
            book.enter(entry, kind, node.key, node.verdict, node.reason, digest=node.digest)


def _some(rows: Iterator[Item]) -> list[Item]:
    return list(islice(rows, LOOSE_ROWS))


def _pingback_of(node: Node, article: int, pk: int) -> Pingback:
    fields = node.fields
    return Pingback(
        id=pk,
        article_id=article,
        name=fields["name"][:NAME_LENGTH],
        website=fields["website"],
        text=fields["text"],
        state=fields["state"],
        created_at=moment(node.at),
    )
