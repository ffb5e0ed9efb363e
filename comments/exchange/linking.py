"""From rows in any order to threads: which are twice there, which answers which, beneath what.

All by statements over the staged rows; only rings of answers are walked, as numbers.
"""

import sqlite3
from collections.abc import Iterator

from comments.exchange.staging import Staged

# A row said twice is counted twice and stored once. Another row with the same id is another row.
NUMBER_DUPLICATES = """
CREATE INDEX by_key ON rows (key, kind);
CREATE TEMP TABLE doubled AS
    SELECT n, kind, digest, row_number() OVER (PARTITION BY kind, key ORDER BY n) AS nth,
        row_number() OVER (PARTITION BY kind, key, digest ORDER BY n) AS same
    FROM rows WHERE (kind, key) IN (SELECT kind, key FROM rows GROUP BY key, kind HAVING count(*) > 1);
UPDATE rows SET nth = d.nth, is_twin = d.same > 1,
    verdict = CASE WHEN d.same > 1 THEN 'skipped' ELSE verdict END,
    reason = CASE WHEN d.same > 1 THEN 'the same row twice'
        WHEN rows.kind NOT IN ('article', 'comment', 'pingback') AND verdict = ''
            THEN trim(reason || ', id taken', ', ')
        ELSE reason END
FROM doubled AS d WHERE d.n = rows.n AND d.nth > 1;
UPDATE rows SET verdict = 'skipped', reason = 'another article with this id'
    WHERE kind = 'article' AND nth > 1 AND verdict = '';
DROP TABLE doubled;
"""  # noqa: E501

JOIN_ARTICLES = """
UPDATE rows SET grp = a.grp FROM groups AS a
    WHERE a.key = rows.article AND rows.kind IN ('comment', 'pingback');
UPDATE rows SET verdict = 'refused', reason = 'its article is nowhere'
    WHERE kind IN ('comment', 'pingback') AND grp IS NULL AND verdict = '';
UPDATE rows SET verdict = 'skipped', reason = 'its article is skipped'
    WHERE kind IN ('comment', 'pingback') AND verdict = ''
    AND grp IN (SELECT grp FROM groups WHERE target = 'skip');
"""

# What has no time stands where the row before it stood.
GIVE_TIMES = """
CREATE INDEX of_group ON rows (grp, n);
UPDATE rows SET is_timed = 0, at = coalesce(
    (SELECT e.at FROM rows e WHERE e.grp = rows.grp AND e.n < rows.n AND e.at IS NOT NULL
        ORDER BY e.n DESC LIMIT 1),
    (SELECT min(a.at, ?1) FROM rows a
        WHERE a.kind = 'article' AND a.key = rows.article AND a.nth = 1),
    ?1)
WHERE at IS NULL AND kind IN ('comment', 'pingback')
"""

LINK = """
CREATE INDEX answering ON rows (key, grp) WHERE kind = 'comment';
UPDATE rows SET up = (
    SELECT p.n FROM rows p INDEXED BY answering
    WHERE p.key = rows.parent AND p.grp = rows.grp AND p.kind = 'comment'
        AND NOT p.is_twin
    ORDER BY p.n LIMIT 1
) WHERE kind = 'comment' AND parent <> '' AND grp IS NOT NULL;
UPDATE rows SET parent = '', reason = CASE WHEN verdict = ''
        THEN trim(reason || ', parent under another article', ', ') ELSE reason END
    WHERE kind = 'comment' AND parent <> '' AND up IS NULL AND grp IS NOT NULL
    AND parent IN (SELECT key FROM rows WHERE kind = 'comment');
INSERT INTO rows (kind, key, nth, grp, at, verdict, reason, place, data)
    SELECT 'comment', parent, row_number() OVER (PARTITION BY parent ORDER BY grp), grp, min(at),
        'missing', 'not in the source', '', '{}'
    FROM rows WHERE kind = 'comment' AND parent <> '' AND up IS NULL AND grp IS NOT NULL
    GROUP BY parent, grp;
UPDATE rows SET up = (
    SELECT p.n FROM rows p INDEXED BY answering
    WHERE p.key = rows.parent AND p.grp = rows.grp AND p.kind = 'comment' AND p.verdict = 'missing'
), reason = CASE WHEN verdict = '' THEN trim(reason || ', parent missing', ', ') ELSE reason END
WHERE kind = 'comment' AND parent <> '' AND up IS NULL AND grp IS NOT NULL;
CREATE INDEX beneath ON rows (up) WHERE up IS NOT NULL;
"""

FIND_ROOTS = """
WITH RECURSIVE down (n, root) AS (
    SELECT n, n FROM rows WHERE kind = 'comment' AND up IS NULL AND grp IS NOT NULL
  UNION ALL
    SELECT c.n, down.root FROM down JOIN rows c INDEXED BY beneath ON c.up = down.n
)
UPDATE rows SET root = down.root FROM down WHERE rows.n = down.n
"""
CUT = """
UPDATE rows SET up = NULL, reason = trim(reason || ', answered in a ring', ', ') WHERE n = ?
"""
IN_RINGS = "SELECT n, up FROM rows WHERE kind = 'comment' AND grp IS NOT NULL AND root IS NULL"


def number_duplicates(staged: Staged) -> None:
    staged.link.executescript(NUMBER_DUPLICATES)


def link(staged: Staged, now: int) -> None:
    """Needs each article's group, from comments/exchange/matching.py."""
    db = staged.link
    db.executescript(JOIN_ARTICLES)
    for statement in GIVE_TIMES.split(";"):
        db.execute(statement, [now] if "?1" in statement else [])
    db.executescript(LINK)
    db.execute(FIND_ROOTS)
    if cuts := list(_cuts(db)):
        db.executemany(CUT, [(n,) for n in cuts])
        db.execute(FIND_ROOTS)
    db.execute("CREATE INDEX threads ON rows (root, at, n) WHERE root IS NOT NULL")


def _cuts(db: sqlite3.Connection) -> Iterator[int]:
    """The first row of each ring: it heads a thread, as if it answered nobody."""
    above = dict(db.execute(IN_RINGS))
    walked: dict[int, int] = {}
    for start in above:
        at = start
        while at in above and at not in walked:
            walked[at] = start
            at = above[at]
        if walked.get(at) == start:
            yield min(_ring(above, at))
            # Other rows that lead here find it cut.
            walked[at] = -1


def _ring(above: dict[int, int], start: int) -> Iterator[int]:
    yield start
    at = above[start]
    while at != start:
        yield at
        at = above[at]
