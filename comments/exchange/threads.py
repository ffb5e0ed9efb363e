"""The staged rows of a source as threads in reading order, one after the other."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from comments.exchange.exact import Exact, exact_of, place_of
from comments.exchange.moments import moment
from comments.exchange.rows import Draft
from comments.exchange.staging import Staged
from comments.exchange.words import NAMELESS
from comments.rules import DEEPEST_LEVEL, State

GROUPS = "SELECT grp, target FROM groups GROUP BY grp ORDER BY grp"
ROOTS = "SELECT n FROM rows WHERE grp = ? AND root = n ORDER BY {order}"
COLUMNS = """
n, rows.key, nth, place, at, up, verdict, reason, digest, data, groups.address
FROM rows LEFT JOIN groups ON groups.key = rows.article
"""
THREAD = f"SELECT {COLUMNS} WHERE root = ? ORDER BY {{order}}"
PINGBACKS = f"SELECT {COLUMNS} WHERE rows.grp = ? AND kind = 'pingback' ORDER BY n"
LOOSE = f"""
SELECT {COLUMNS} WHERE kind = 'comment' AND root IS NULL OR kind = 'other'
    OR kind = 'pingback' AND rows.grp IS NULL ORDER BY n
"""
KINDS = "SELECT kind FROM rows WHERE n = ?"

EMPTY = ("", None)
TOO_DEEP = f"answers beyond {DEEPEST_LEVEL:,} deep stand beside each other"


class Fields(dict[str, Any]):
    """Without what is nothing: a thread of a hundred thousand comments is in memory as a whole."""

    def __missing__(self, name: str) -> str | None:
        return None if name in {"own", "edited_at", "likes", "dislikes"} else ""


@dataclass(slots=True)
class Node:
    """A row in its thread. `parent` is its place among the thread's rows; a thread has depth 1.

    `verdict`: "" (to be taken), "skipped", "refused", or "missing" from the source.
    `is_kept`: it gets a place, be it that of a tombstone; `fills`: its words get one that was kept.
    Of our own: `own_id` it gets if it is new, `here` what it says here, though no import brought
    it (`pingback`: as which it is here); `brings_number`: whether that means something here.
    `is_guarded`: whoever brings it may not change what is here.
    """

    n: int
    key: str
    place: str
    at: int
    up: int | None
    verdict: str
    reason: str
    digest: UUID | None
    data: str
    address: str
    parent: int | None = None
    depth: int = 1
    is_kept: bool = False
    fills: bool = False
    outcome: str = ""
    comment: int | None = None
    read: Fields | None = None
    own_id: int | None = None
    author: int | None = None
    here: set[UUID] | None = None
    pingback: int | None = None
    brings_number: bool = True
    is_guarded: bool = False

    @property
    def is_missing(self) -> bool:
        return self.verdict == "missing"

    @property
    def username(self) -> str:
        own = None if self.verdict else self.fields["own"]
        return own["account"] if own else ""

    @property
    def fields(self) -> Fields:
        if self.read is None:
            said = json.loads(self.data)
            self.read = Fields((name, value) for name, value in said.items() if value not in EMPTY)
            self.data = ""
        return self.read

    def draft(self) -> Draft:
        """What is to be stored of it; of a row that is not taken, a place without words."""
        fields = self.fields
        if self.verdict:
            own = self._numbered(place_of(fields, self.own_id))
            return Draft(NAMELESS, "", self.depth, moment(self.at), State.REMOVED, exact=own)
        draft = Draft(
            name=fields["name"],
            text=fields["text"],
            depth=self.depth,
            created_at=moment(self.at),
            state=State(fields["state"]),
            email=fields["email"],
            email_hash=fields["email_hash"],
            website=fields["website"],
        )
        if fields.get("own"):
            draft.exact = self._numbered(exact_of(fields, self.own_id, self.author))
        else:
            edited_at = fields["edited_at"]
            draft.earlier, draft.changed_at = fields["earlier"], edited_at and moment(edited_at)
        return draft

    def _numbered(self, exact: Exact | None) -> Exact | None:
        return replace(exact, number=None) if exact and not self.brings_number else exact


def groups(staged: Staged) -> list[tuple[int, str]]:
    return staged.link.execute(GROUPS).fetchall()


def threads_of(staged: Staged, group: int) -> Iterator[list[Node]]:
    # Our own rows come in their order, in which a comment that was moved stands last.
    order = "n" if staged.is_ours else "at, n"
    for (root,) in staged.link.execute(ROOTS.format(order=order), [group]):
        yield _in_reading_order(
            _nodes(staged.link.execute(THREAD.format(order=order), [root])), root
        )


def pingbacks_of(staged: Staged, group: int) -> Iterator[Node]:
    return _nodes(staged.link.execute(PINGBACKS, [group]))


def loose_rows(staged: Staged) -> Iterator[tuple[str, Node]]:
    """What comes to stand nowhere, with its kind."""
    for node in _nodes(staged.link.execute(LOOSE)):
        yield staged.link.execute(KINDS, [node.n]).fetchone()[0], node


def _nodes(found: sqlite3.Cursor) -> Iterator[Node]:
    for n, key, nth, place, at, up, verdict, reason, digest, data, address in found:
        own = key if nth == 1 else f"{key}#{nth}"
        known = UUID(bytes=digest) if digest else None
        yield Node(n, own, place, at, up, verdict, reason, known, data, address or "")


def _in_reading_order(nodes: Iterator[Node], root: int) -> list[Node]:
    below: dict[int | None, list[Node]] = {}
    head: list[Node] = []
    for node in nodes:
        (head if node.n == root else below.setdefault(node.up, [])).append(node)
    order: list[Node] = []
    waiting: list[tuple[Node, int | None]] = [(head[0], None)]
    while waiting:
        node, parent = waiting.pop()
        _place(order, node, parent)
        order.append(node)
        here = len(order) - 1
        waiting += [(answer, here) for answer in reversed(below.get(node.n, ()))]
    return order


def _place(order: list[Node], node: Node, parent: int | None) -> None:
    if parent is not None and order[parent].depth > DEEPEST_LEVEL:
        parent = order[parent].parent
        node.reason = node.reason or TOO_DEEP
    node.parent = parent
    node.depth = 1 if parent is None else order[parent].depth + 1
