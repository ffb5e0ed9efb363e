"""Where the rows of our own lines came to stand, for the log that follows them.

Beside the rows themselves, on disk. Of a dry run, whatever would be made stands below nothing.
"""

import json
from collections.abc import Iterable
from typing import NamedTuple

from comments.exchange.newcomers import Found
from comments.exchange.staging import Staged
from comments.exchange.threads import Node

SCHEMA = """
CREATE TABLE landed (
    kind TEXT, key TEXT, here INTEGER, article INTEGER, is_new INTEGER, is_settled INTEGER,
    PRIMARY KEY (kind, key)
) WITHOUT ROWID;
"""
LAND = "INSERT OR REPLACE INTO landed VALUES (?, ?, ?, ?, ?, ?)"
FIND = """
SELECT key, here, article, is_new, is_settled FROM landed
WHERE kind = ? AND key IN (SELECT value FROM json_each(?))
"""
ARTICLES = """
SELECT here FROM landed WHERE kind = 'article' AND here IN (SELECT value FROM json_each(?))
"""
CLAIM = "INSERT OR IGNORE INTO landed (kind, key, here) VALUES ('claim', ?, ?)"
CLAIMED = "SELECT here FROM landed WHERE kind = 'claim' AND key = ?"


RELEASE = "INSERT OR IGNORE INTO landed (kind, key) VALUES ('released', ?)"
RELEASED = """
SELECT key FROM landed WHERE kind = 'released' AND key IN (SELECT value FROM json_each(?))
"""


class Landed(NamedTuple):
    """`here` None: nowhere. `is_new`: this import made it. `is_settled`: it is as in the file."""

    here: int | None
    article: int | None = None
    is_new: bool = False
    is_settled: bool = True


class Landing:
    def __init__(self, staged: Staged) -> None:
        self.link = staged.link
        self.link.executescript(SCHEMA)

    def land(self, kind: str, places: Iterable[tuple[str, Landed]]) -> None:
        self.link.executemany(LAND, [(kind, key, *landed) for key, landed in places])

    def land_comments(self, article: int | None, nodes: Iterable[Node]) -> None:
        self.land("comment", ((node.key, _landed(node, article)) for node in nodes))

    def land_article(self, found: Found, article: int | None, *, is_new: bool) -> None:
        here = None if found.verdict else article or -1
        self.land("article", [(found.key, Landed(here, article, is_new))])

    def find(self, kind: str, keys: list[str]) -> dict[str, Landed]:
        found = self.link.execute(FIND, [kind, json.dumps(keys)])
        return {
            key: Landed(here, article, bool(is_new), bool(is_settled))
            for key, here, article, is_new, is_settled in found
        }

    def articles(self, ids: Iterable[int]) -> set[int]:
        """Those of them that articles of the file came to be."""
        found = self.link.execute(ARTICLES, [json.dumps(list(ids))])
        return {here for (here,) in found}

    def release(self, claims: Iterable[str]) -> None:
        """What stood here in these places leaves them."""
        self.link.executemany(RELEASE, [(claim,) for claim in claims])

    def released(self, claims: list[str]) -> set[str]:
        return {key for (key,) in self.link.execute(RELEASED, [json.dumps(claims)])}

    def claim(self, what: str, by: int) -> bool:
        """Whether it belongs to this row, the first that claims it."""
        self.link.execute(CLAIM, [what, by])
        return bool(self.link.execute(CLAIMED, [what]).fetchone() == (by,))


def _landed(node: Node, article: int | None) -> Landed:
    if node.verdict:
        return Landed(None)
    here = node.comment or node.own_id or -node.n
    return Landed(here, article, node.outcome == "created", node.outcome != "skipped")
