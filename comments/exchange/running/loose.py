"""Rows that come to stand nowhere: each has its line in the ledger all the same."""

from comments.exchange import ledger, threads
from comments.exchange.ledger import Book, Entry
from comments.exchange.running.course import Course, some_of
from comments.exchange.threads import Node


def bring_loose_rows(course: Course) -> None:
    rows = threads.loose_rows(course.staged)
    while some := some_of(rows):
        with course.portion() as book:
            for kind in {kind for kind, _ in some}:
                own = [node for of, node in some if of == kind]
                entries = ledger.known(course.run.source, kind, [node.key for node in own])
                for node in own:
                    _account_for(course, kind, node, entries.get(node.key), book)
        course.progress(len(some))


def _account_for(course: Course, kind: str, node: Node, entry: Entry | None, book: Book) -> None:
    course.account.count(kind, node.verdict, node.reason, node.place)
    if entry is None or not (entry.comment_id or entry.pingback_id):
        book.enter(entry, kind, node.key, node.verdict, node.reason, digest=node.digest)
