"""Articles of a source, on disk beside its rows; a group of them comes to be one article here.

`target`: the article here, "create" or "skip", and empty until it is known; `how` that was found,
and by its `rank` how surely. `turn`: its place in the source, last if only comments name it there,
and no row is its own (`is_listed`).
"""

import json
from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import NamedTuple

from comments.exchange.staging import Staged

AT_ONCE = 500


class Rank(IntEnum):
    KNOWN = 0
    MAPPED = 1
    SAME = 2
    ADDRESS = 3
    SLUG = 4


class Wanted(NamedTuple):
    """`made_at`: of our own lines."""

    turn: int
    key: str
    address: str
    slugs: list[str]
    made_at: int | None = None
    has_words: bool = True
    is_listed: bool = True


SCHEMA = """
CREATE TABLE groups (
    turn INTEGER PRIMARY KEY, key TEXT UNIQUE, address TEXT, slugs TEXT, made_at INTEGER,
    has_words INTEGER, is_listed INTEGER, rank INTEGER DEFAULT 9,
    target TEXT DEFAULT '', how TEXT DEFAULT '', grp INTEGER
);
CREATE INDEX of_page ON groups (address) WHERE address <> '';
CREATE INDEX meant ON groups (target) WHERE target <> '';
CREATE INDEX naming ON rows (article) WHERE article <> '';
"""
LIST = """
INSERT INTO groups (turn, key, address, slugs, made_at, has_words, is_listed)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
OPEN = """
SELECT turn, key, address, slugs, made_at FROM groups
WHERE target = '' AND turn > ? ORDER BY turn LIMIT ?
"""
LEAD = "UPDATE groups SET target = ?, how = ?, rank = ? WHERE turn = ?"
# One page is one article, whichever of its rows leads there, unless it was taken for two before.
FOLLOW = """
UPDATE groups SET target = best.target, how = best.how FROM (
    SELECT turn, first_value(target) OVER page AS target, first_value(how) OVER page AS how
    FROM groups WHERE address <> '' WINDOW page AS (PARTITION BY address ORDER BY rank, turn)
) AS best
WHERE best.turn = groups.turn AND groups.rank > 0 AND best.target <> ''
"""
IS_MEANT = "SELECT 1 FROM groups WHERE target = ? LIMIT 1"
IS_FOUND = "SELECT 1 FROM groups WHERE address = ? AND address <> '' AND target <> '' LIMIT 1"
PAGES = """
SELECT key, address FROM groups
WHERE is_listed AND key IN (SELECT value FROM json_each(?))
"""
# Forums list every page that anybody looked at.
SKIP_BARE = """
UPDATE groups SET target = 'skip', how = 'no words and no comments'
WHERE target = '' AND NOT has_words AND NOT EXISTS (
    SELECT 1 FROM rows INDEXED BY naming
    WHERE kind IN ('comment', 'pingback') AND article = groups.key AND article <> ''
)
"""
DECIDE = "UPDATE groups SET target = ?, how = 'is none of ours' WHERE target = ''"
# Comments alone make no article.
DROP = """
DELETE FROM groups WHERE NOT is_listed AND (target = 'skip' OR target = 'create' AND NOT EXISTS (
    SELECT 1 FROM groups AS page
    WHERE page.address = groups.address AND page.address <> ''
        AND page.is_listed AND page.target = 'create'
))
"""
GATHER = """
UPDATE groups SET grp = head, how = iif(head = groups.turn, how, 'same address as another')
FROM (
    SELECT turn, first_value(turn) OVER (
        PARTITION BY target, iif(target = 'create', address, ''),
            iif(target = 'skip' OR target = 'create' AND address = '', key, '')
        ORDER BY turn
    ) AS head FROM groups
) AS heads
WHERE heads.turn = groups.turn
"""


def lay_out(staged: Staged) -> None:
    staged.link.executescript(SCHEMA)


def list_all(staged: Staged, articles: Iterable[Wanted]) -> None:
    rows = ((*one[:3], json.dumps(one.slugs), *one[4:]) for one in articles)
    staged.link.executemany(LIST, rows)


def undecided(staged: Staged) -> Iterator[list[Wanted]]:
    after = 0
    while rows := staged.link.execute(OPEN, [after, AT_ONCE]).fetchall():
        yield [
            Wanted(turn, key, page, json.loads(slugs), at) for turn, key, page, slugs, at in rows
        ]
        after = rows[-1][0]


def lead(staged: Staged, one: Wanted, article: int, how: str, rank: Rank) -> None:
    staged.link.execute(LEAD, [str(article), how, rank, one.turn])


def follow(staged: Staged) -> None:
    staged.link.execute(FOLLOW)


def is_meant(staged: Staged, article: int) -> bool:
    """Whether any of the source already is this article."""
    return staged.link.execute(IS_MEANT, [str(article)]).fetchone() is not None


def is_found(staged: Staged, one: Wanted) -> bool:
    """Whether another with the same address is."""
    return staged.link.execute(IS_FOUND, [one.address]).fetchone() is not None


def pages(staged: Staged, keys: Iterable[str]) -> dict[str, str]:
    """At which addresses these are, as this source has them."""
    return dict(staged.link.execute(PAGES, [json.dumps(list(keys))]).fetchall())


def gather(staged: Staged, otherwise: str) -> None:
    """`otherwise`: what becomes of those that nothing here was found for."""
    if otherwise == "create":
        staged.link.execute(SKIP_BARE)
    staged.link.execute(DECIDE, [otherwise])
    staged.link.execute(DROP)
    staged.link.execute(GATHER)
