"""The log of our own lines: what happened to comments and persons, after the threads.

What was decided is only ever added, in the order of ids; the database changes no line of it. A
line that leads to nothing here, or in whose place another stands, is skipped.
"""

from collections.abc import Collection
from itertools import islice

from comments import waiting
from comments.exchange import ledger
from comments.exchange.happened import KINDS, Kind
from comments.exchange.judging import Judge, Line
from comments.exchange.ledger import Book
from comments.exchange.running.course import Course
from comments.locking import lock_all, persistent
from comments.rules import State

AT_ONCE = 1_000
LINES = """
SELECT n, key, nth, place, verdict, reason, digest, data FROM rows WHERE kind = ?
ORDER BY CAST(key AS INTEGER), n
"""
BY_ID = "CREATE INDEX log ON rows (kind, CAST(key AS INTEGER), n)"


def bring_log(course: Course) -> None:
    # Not before: the statements about comments would take it for theirs.
    course.staged.link.execute(BY_ID)
    for name, kind in KINDS.items():
        rows = course.staged.link.execute(LINES, [name])
        while some := [Line(row) for row in islice(rows, AT_ONCE)]:
            _store(course, name, kind, some)
            _account_for(course, name, some)


def _account_for(course: Course, name: str, lines: list[Line]) -> None:
    for line in lines:
        course.account.count(name, line.outcome, line.why, line.place)
    places = ((line.id, line.landed) for line in lines if line.is_first)
    course.landing.land(name, places)
    course.progress(len(lines))


@persistent
def _store(course: Course, name: str, kind: Kind, lines: list[Line]) -> None:
    with course.portion() as book:
        entries = ledger.known(course.run.source, name, [line.key for line in lines])
        judge = Judge(name, kind, course.run, course.landing, lines)
        for line in lines:
            judge.decide(line, entries.get(line.key))
        if not course.is_dry:
            _write(kind, lines)
        for line in lines:
            _enter(book, name, line)


def _write(kind: Kind, lines: list[Line]) -> None:
    changed = [line for line in lines if line.outcome in {"created", "updated"}]
    new = [line for line in changed if line.is_new]
    if kind.waits:
        lock_all(_queued(changed))
    # What leaves its place, before what takes it.
    for line in changed:
        if line.is_changed:
            kind.model._default_manager.filter(**line.identity).update(**line.values)
    kind.model._default_manager.bulk_create(
        [kind.model(**line.identity, **line.values) for line in new], batch_size=AT_ONCE
    )
    if kind.waits:
        waiting.refresh(_queued(changed))


def _queued(lines: list[Line]) -> Collection[int]:
    """Of changes, only that something came to wait says since when it does."""
    values = (line.values for line in lines)
    return {said["comment_id"] for said in values if said.get("after", State.HELD) == State.HELD}


def _enter(book: Book, name: str, line: Line) -> None:
    """What is as it was keeps its line."""
    entry = line.entry
    if entry and entry.outcome not in {"skipped", "refused"} and not line.is_changed:
        return
    is_here = line.outcome not in {"skipped", "refused"}
    book.enter(
        entry,
        name,
        line.key,
        line.outcome,
        line.why,
        digest=line.digest,
        stored=line.fingerprint if is_here else None,
        is_found=line.outcome == "unchanged",
    )
