"""Rows with the same id: which line of the ledger each of them means.

The first of these lines has the id itself, the others `#2` and so on. Whatever the order of the
file, a row means the line that was written for it, and none that stands under another article.
"""

import json
from collections.abc import Iterable, Iterator
from itertools import count, groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from comments.exchange import ledger
from comments.exchange.erased import ERASED
from comments.exchange.staging import Staged
from comments.models import LedgerRow
from comments.statements import ask

AT_ONCE = 1_000
KINDS = ("comment", "pingback")
NOTE = """
UPDATE rows SET reason = trim(reason || ', id taken', ', ')
WHERE nth > 1 AND verdict = '' AND kind IN ('comment', 'pingback')
"""
SCHEMA = """
CREATE TEMP TABLE doubtful (kind TEXT, key TEXT, PRIMARY KEY (kind, key)) WITHOUT ROWID;
CREATE TEMP TABLE lines (
    kind TEXT, key TEXT, number INTEGER, article TEXT, digest BLOB, stored BLOB,
    is_erased INTEGER, is_taken INTEGER DEFAULT 0, PRIMARY KEY (kind, key, number)
) WITHOUT ROWID;
CREATE TEMP TABLE alike (
    n INTEGER PRIMARY KEY, kind TEXT, key TEXT, number INTEGER, article TEXT, digest BLOB,
    stored BLOB, is_real INTEGER, is_twin INTEGER, line INTEGER
);
INSERT INTO doubtful SELECT DISTINCT kind, key FROM rows
    WHERE nth > 1 AND kind IN ('comment', 'pingback');
"""
# Our own ids are nobody else's, wherever a comment was moved; but what keeps a place is nobody's.
ALONE = """
SELECT rows.key, nullif(target, 'create'), iif(digest IS NULL, NULL, hex(digest))
FROM rows JOIN groups ON turn = rows.grp
WHERE kind = ? AND nth = 1 AND target <> 'skip' AND (verdict = 'missing' OR NOT ?)
"""
# Without a digest, it is a place that was kept for what was missing.
ELSEWHERE = """
SELECT there.key
FROM unnest(%s::text[], %s::text[]::bigint[], %s::text[]::uuid[]) AS there (key, article, digest)
JOIN comments_ledgerrow l ON l.source = %s AND l.kind = %s AND l.source_id = there.key
WHERE l.article_id IS DISTINCT FROM there.article AND l.article_id IS NOT NULL
    AND (l.digest = there.digest) IS NOT TRUE
"""
FIRST = """
SELECT source_id, source_id, 1, article_id::text, digest, stored, reason FROM comments_ledgerrow
WHERE source = %s AND kind = %s AND source_id = ANY(%s)
"""
NUMBERED = r"""
SELECT source_id, substring(source_id FROM '^(.*)#\d+$'), substring(source_id FROM '\d+$')::bigint,
    article_id::text, digest, stored, reason FROM comments_ledgerrow
WHERE source = %s AND kind = %s AND source_id > %s AND source_id ~ '#[1-9]\d{0,9}$'
ORDER BY source_id LIMIT %s
"""
ADD_LINE = """
INSERT OR IGNORE INTO lines (kind, key, number, article, digest, stored, is_erased)
SELECT kind, key, ?, ?, ?, ?, ? FROM doubtful WHERE kind = ? AND key = ?
"""
ADD_ROWS = """
INSERT INTO alike SELECT n, kind, key, nth, iif(target IN ('create', 'skip'), NULL, target), digest,
    iif(verdict = '', as_stored(data), NULL), verdict = '', is_twin, NULL
FROM (
    SELECT rows.*, target FROM doubtful JOIN rows USING (key, kind)
    LEFT JOIN groups ON turn = rows.grp
)
"""
PAIR = """
UPDATE alike SET line = open.number FROM (
    SELECT *, row_number() OVER (PARTITION BY {by} ORDER BY number) AS place
    FROM alike WHERE line IS NULL AND {rows}
) AS waiting JOIN (
    SELECT *, row_number() OVER (PARTITION BY {by} ORDER BY number) AS place
    FROM lines WHERE NOT is_taken AND {lines}
) AS open USING ({by}, place)
WHERE alike.n = waiting.n
"""
PAIRS = (
    ("kind, key, digest", "NOT is_twin", "article IS NOT NULL"),
    ("kind, key, article", "NOT is_twin", "article IS NOT NULL"),
    # It was moved there, as it was; what was erased comes back nowhere.
    ("kind, key, stored", "is_real", "article IS NOT NULL"),
    ("kind, key", "is_real", "is_erased OR {is_ours} AND article IS NOT NULL"),
    # Lines of what came to stand nowhere.
    ("kind, key, digest", "1", "article IS NULL"),
    ("kind, key, number", "1", "article IS NULL"),
    ("kind, key", "1", "article IS NULL"),
)
TAKE = """
UPDATE lines SET is_taken = 1
WHERE (kind, key, number) IN (SELECT kind, key, line FROM alike WHERE line IS NOT NULL)
"""
STAY = """
UPDATE alike SET line = number WHERE line IS NULL
AND (kind, key, number) NOT IN (SELECT kind, key, number FROM lines)
"""
REST = "SELECT kind, key, n FROM alike WHERE line IS NULL ORDER BY kind, key, number"
USED = """
SELECT number FROM lines WHERE kind = ?1 AND key = ?2
UNION SELECT line FROM alike WHERE kind = ?1 AND key = ?2
"""


def tell_apart(staged: Staged, source: str) -> None:
    """Needs what keeps the place of missing parents, from comments/exchange/linking.py."""
    if LedgerRow.objects.filter(source=source, kind__in=KINDS).exists():
        staged.link.executescript(SCHEMA)
        for kind in KINDS:
            _doubt(staged, source, kind)
            _remember(staged, source, kind)
        _pair(staged)
    staged.link.execute(NOTE)


def _doubt(staged: Staged, source: str, kind: str) -> None:
    """Those that are alone in the file with an id of another article's."""
    rows = staged.link.execute(ALONE, [kind, staged.is_ours])
    while some := rows.fetchmany(AT_ONCE):
        keys, articles, digests = map(list, zip(*some, strict=True))
        found = ask(ELSEWHERE, [keys, articles, digests, source, kind])
        values = [(kind, key) for (key,) in found]
        staged.link.executemany("INSERT OR IGNORE INTO doubtful VALUES (?, ?)", values)


def _remember(staged: Staged, source: str, kind: str) -> None:
    """What the ledger says of them."""
    rows = staged.link.execute("SELECT key FROM doubtful WHERE kind = ?", [kind])
    while some := rows.fetchmany(AT_ONCE):
        _add(staged, kind, ask(FIRST, [source, kind, [key for (key,) in some]]))
    after = ""
    while lines := ask(NUMBERED, [source, kind, after, AT_ONCE]):
        _add(staged, kind, lines)
        after = lines[-1][0]


def _add(staged: Staged, kind: str, lines: Iterable[tuple[Any, ...]]) -> None:
    values = (
        (number, article, _bytes(digest), _bytes(stored), reason == ERASED, kind, key)
        for _, key, number, article, digest, stored, reason in lines
    )
    staged.link.executemany(ADD_LINE, values)


def _bytes(said: UUID | None) -> bytes | None:
    return said.bytes if said else None


def _pair(staged: Staged) -> None:
    staged.link.create_function("as_stored", 1, _as_stored)
    staged.link.execute(ADD_ROWS)
    for by, rows, lines in PAIRS:
        there = lines.format(is_ours=int(staged.is_ours))
        staged.link.execute(PAIR.format(by=by, rows=rows, lines=there))
        staged.link.execute(TAKE)
    staged.link.execute(STAY)
    staged.link.executemany("UPDATE alike SET line = ? WHERE n = ?", list(_new_lines(staged)))
    staged.link.execute("UPDATE rows SET nth = line FROM alike WHERE alike.n = rows.n")


def _as_stored(data: str) -> bytes | None:
    said = json.loads(data)
    if said.get("own"):
        return None
    return ledger.fingerprint(*(said[name] for name in ledger.STORED)).bytes


def _new_lines(staged: Staged) -> Iterator[tuple[int, int]]:
    """Those whose number is another's now get the next that are free."""
    for (kind, key), rows in groupby(staged.link.execute(REST), itemgetter(0, 1)):
        used = {number for (number,) in staged.link.execute(USED, [kind, key])}
        free = (number for number in count(1) if number not in used)
        yield from ((number, n) for number, (*_, n) in zip(free, rows, strict=False))
