"""Every row of a source, on disk in a database of its own while an import lasts.

Rows come in any order and trees are made from all of them, in a memory that does not grow with
their number. SQLite itself deletes the file of a database without a name before anything is written
into it, so that nothing is left behind, however an import ends.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

from comments.exchange import exact, words
from comments.exchange.moments import micros
from comments.exchange.records import (
    LogLine,
    OtherRow,
    Record,
    Row,
    Site,
    SourceArticle,
    SourceComment,
    SourceError,
    told,
)
from comments.rules import State

LONGEST_KEY = 200
# Tags come on top of the words.
LONGEST_SOURCE = 2 * words.LONGEST_TEXT
AT_ONCE = 1_000
# Of characters: few long rows are as many as many short ones.
MUCH = 4_000_000

SCHEMA = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE;
PRAGMA cache_size = -16384; PRAGMA locking_mode = EXCLUSIVE;
CREATE TABLE rows (
    n INTEGER PRIMARY KEY, kind TEXT, key TEXT, nth INTEGER DEFAULT 1, place TEXT,
    article TEXT DEFAULT '', parent TEXT DEFAULT '', at INTEGER, grp INTEGER, up INTEGER,
    root INTEGER, verdict TEXT DEFAULT '', reason TEXT DEFAULT '', digest BLOB, data TEXT,
    is_twin INTEGER DEFAULT 0, is_timed INTEGER DEFAULT 1
);
"""
INSERT = """
INSERT INTO rows (kind, key, place, article, parent, at, verdict, reason, digest, data)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


@dataclass(frozen=True)
class Wanted:
    """Which comments are taken: by state (none named: all), and from when on."""

    states: frozenset[str] = frozenset()
    since: datetime | None = None

    def why_not(self, comment: SourceComment) -> str:
        if self.states and comment.state not in self.states:
            return f"state is {comment.state}"
        too_old = self.since and comment.created_at and comment.created_at < self.since
        return "before --since" if too_old else ""


class Staged:
    def __init__(self, link: sqlite3.Connection, now: datetime, wanted: Wanted) -> None:
        self.link = link
        self.now = now
        self.wanted = wanted
        self.sites: list[str] = []
        # Rows in our own order, with ids and numbers to be kept.
        self.is_ours = False
        link.executescript(SCHEMA)

    def fill(self, records: Iterable[Record], progress: Callable[[int], object]) -> None:
        waiting: list[tuple[Any, ...]] = []
        length = 0
        self.link.execute("BEGIN")
        for record in records:
            if isinstance(record, Site):
                self._from(record)
                continue
            waiting.append(self._row(record))
            length += len(waiting[-1][-1])
            if len(waiting) == AT_ONCE or length > MUCH:
                self._insert(waiting, progress)
                length = 0
        self._insert(waiting, progress)
        self.link.execute("COMMIT")

    def _from(self, site: Site) -> None:
        if self.sites and site.is_ours != self.is_ours:
            raise SourceError("", "files of different versions are to be imported apart")
        self.is_ours = site.is_ours
        self.sites += [site.name] if site.name not in self.sites else []

    def answerable(self) -> int:
        """How many rows are gone through one by one."""
        counted = "SELECT count(*) FROM rows WHERE kind <> 'article' AND verdict <> 'missing'"
        return int(self.link.execute(counted).fetchone()[0])

    def _insert(self, waiting: list[tuple[Any, ...]], progress: Callable[[int], object]) -> None:
        self.link.executemany(INSERT, waiting)
        progress(len(waiting))
        waiting.clear()

    def _row(self, record: Row) -> tuple[Any, ...]:
        digest = blake2b(repr(told(record)).encode("utf-8", "replace"), digest_size=16).digest()
        key = words.one_line(record.key)[:LONGEST_KEY] or f"~{digest.hex()[:16]}"
        if isinstance(record, SourceArticle):
            return _article_row(record, key, digest)
        if isinstance(record, LogLine):
            data = json.dumps(record.fields, default=micros)
            return (record.kind, key, record.place, "", "", None, "", "", digest, data)
        if isinstance(record, OtherRow):
            place, reason = record.place, record.reason
            return ("other", key, place, "", "", None, "skipped", reason, digest, "{}")
        return self._comment_row(record, key, digest)

    def _comment_row(self, comment: SourceComment, key: str, digest: bytes) -> tuple[Any, ...]:
        if comment.own:
            return self._own_row(comment, key, digest)
        notes = list(comment.notes)
        # What is refused for its length is not converted first.
        is_too_long = len(comment.text) > LONGEST_SOURCE
        text = comment.text if is_too_long else words.text_of(comment.text, comment.markup)
        at = words.time_of(comment.created_at, self.now, notes)
        edited_at = words.edit_of(comment.edited_at, at)
        name = words.name_of(comment, notes)
        email, email_hash = words.kept_email(words.email_of(comment, notes))
        draft = {
            "name": name,
            "email": email,
            "email_hash": email_hash,
            "website": words.website_of(comment, notes),
            "text": text if len(text) <= words.LONGEST_TEXT else "",
            "state": str(comment.state),
            "earlier": words.text_of(comment.earlier, comment.markup),
            "edited_at": edited_at and micros(edited_at),
            "url": comment.url,
            "likes": comment.likes,
            "dislikes": comment.dislikes,
        }
        verdict, reason = self._verdict(comment, text)
        said = (verdict, reason or ", ".join(notes), digest, json.dumps(draft))
        return (*_place(comment, key), at and micros(at), *said)

    def _own_row(self, comment: SourceComment, key: str, digest: bytes) -> tuple[Any, ...]:
        notes = list(comment.notes)
        at = words.time_of(comment.created_at, self.now, notes)
        data = json.dumps(exact.staged_comment(comment, notes), default=micros)
        skipped, refused = self.wanted.why_not(comment), exact.why_refused(comment)
        verdict = "skipped" if skipped else "refused" if refused else ""
        said = (verdict, skipped or refused or ", ".join(notes), digest, data)
        return (*_place(comment, key), at and micros(at), *said)

    def _verdict(self, comment: SourceComment, text: str) -> tuple[str, str]:
        if why := self.wanted.why_not(comment):
            return "skipped", why
        if not text and comment.state not in {State.REMOVED, State.WITHDRAWN}:
            return "refused", "no words"
        if len(text) > words.LONGEST_TEXT:
            return "refused", f"longer than {words.LONGEST_TEXT:,} characters"
        return "", ""


def _place(comment: SourceComment, key: str) -> tuple[str, ...]:
    return (
        "pingback" if comment.is_pingback else "comment",
        key,
        comment.place,
        words.one_line(comment.article)[:LONGEST_KEY],
        words.one_line(comment.parent)[:LONGEST_KEY],
    )


def _article_row(article: SourceArticle, key: str, digest: bytes) -> tuple[Any, ...]:
    data = asdict(article)
    published_at = article.published_at
    # How programs write that it never was.
    if published_at and published_at.year == 1:
        published_at = None
    at = data["published_at"] = published_at and micros(published_at)
    said = json.dumps(data, default=micros)
    return ("article", key, article.place, "", "", at, "", "", digest, said)


@contextmanager
def staged(now: datetime, wanted: Wanted) -> Iterator[Staged]:
    with closing(sqlite3.connect("", isolation_level=None)) as link:
        yield Staged(link, now, wanted)
