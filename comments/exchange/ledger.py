"""The ledger: what is known of a source's rows, and what is added to it."""

from collections.abc import Iterable
from hashlib import blake2b
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Q

from articles.ids import new_id
from comments.exchange.rows import Draft
from comments.models import Comment, ImportRun, LedgerRow
from comments.statements import copying

STORED = ("name", "email", "website", "text", "state")
EXACTLY = ("revision", "closed", "pinned", "picked")


class Entry(NamedTuple):
    id: int
    run_id: int
    made_in_id: int | None
    outcome: str
    reason: str
    article_id: int | None
    comment_id: int | None
    pingback_id: int | None
    is_tombstone: bool
    digest: UUID | None
    stored: UUID | None


class Line(NamedTuple):
    """The columns that are copied, by their names in the table."""

    id: int
    source: str
    kind: str
    source_id: str
    run_id: int
    made_in_id: int | None
    outcome: str
    reason: str
    article_id: int | None
    comment_id: int | None
    pingback_id: int | None
    is_tombstone: bool
    digest: UUID | None
    stored: UUID | None
    likes: int | None
    dislikes: int | None


CHANGEABLE = [name for name in Line._fields if name not in {"id", "source", "kind", "source_id"}]
# Which run says it makes no difference.
SAID = [name for name in Entry._fields if name not in {"id", "run_id", "made_in_id"}]
COPY = f"COPY comments_ledgerrow ({', '.join(Line.__annotations__)}) FROM STDIN"
KNOWN = f"""
SELECT source_id, {", ".join(Entry._fields)} FROM comments_ledgerrow
WHERE source = %s AND kind = %s AND source_id = ANY(%s)
"""
REASON_LENGTH = 200


def known(source: str, kind: str, keys: Iterable[str]) -> dict[str, Entry]:
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [source, kind, list(keys)])
        return {key: Entry(*rest) for key, *rest in cursor.fetchall()}


def fingerprint(*said: object) -> UUID:
    told = "\0".join(map(str, said)).encode()
    return UUID(bytes=blake2b(told, digest_size=16).digest())


def fingerprint_of(draft: Draft) -> UUID:
    words = (draft.name, draft.email, draft.website, draft.text, draft.state)
    own = draft.exact
    if own is None:
        return fingerprint(*words)
    return fingerprint(*words, own.revision, own.closed, own.pinned, own.picked)


def as_stored(comment_ids: Iterable[int]) -> dict[int, set[UUID]]:
    """What these comments say at this moment, whoever has changed them, more or less exactly."""
    rows = Comment.objects.filter(pk__in=list(comment_ids))
    return {
        pk: {fingerprint(*said), fingerprint(*said[: len(STORED)])}
        for pk, *said in rows.values_list("pk", *STORED, *EXACTLY)
    }


def guarded(comment_ids: Iterable[int]) -> set[int]:
    """Those of these comments that somebody here has written, or decided about."""
    rows = Comment.objects.filter(pk__in=list(comment_ids))
    persons = Q(author__isnull=False) | Q(guest__isnull=False)
    history = Q(history__isnull=False) | Q(decisions__isnull=False)
    return set(rows.filter(persons | history).values_list("pk", flat=True))


class Book:
    """Lines to be written at the end of a transaction, all at once."""

    def __init__(self, run: ImportRun) -> None:
        self.run = run
        self.new: list[Line] = []
        self.changed: list[LedgerRow] = []

    def enter(
        self,
        entry: Entry | None,
        kind: str,
        key: str,
        outcome: str,
        reason: str,
        *,
        article: int | None = None,
        comment: int | None = None,
        pingback: int | None = None,
        is_tombstone: bool = False,
        digest: UUID | None = None,
        stored: UUID | None = None,
        votes: tuple[int | None, int | None] = (None, None),
        is_found: bool = False,
    ) -> None:
        """Add a line, or change the one that is there; what was made stays made by its run.

        `is_found`: it was here without this import, or any before it.
        """
        was_here = is_found or bool(entry and (entry.comment_id or entry.pingback_id))
        is_made = not was_here and bool(comment or pingback or outcome == "created")
        made_in = (entry and entry.made_in_id) or (self.run.pk if is_made else None)
        line = Line(
            entry.id if entry else new_id(article or 0),
            self.run.source,
            kind,
            key,
            self.run.pk,
            made_in,
            outcome,
            reason[:REASON_LENGTH],
            article,
            comment,
            pingback,
            is_tombstone,
            digest,
            stored,
            *votes,
        )
        if entry is None:
            self.new.append(line)
        elif any(getattr(entry, name) != getattr(line, name) for name in SAID):
            self.changed.append(LedgerRow(**line._asdict()))

    def write(self) -> None:
        with copying(COPY) as copy:
            for line in self.new:
                copy.write_row(line)
        LedgerRow.objects.bulk_update(self.changed, CHANGEABLE, batch_size=500)
        self.new, self.changed = [], []
