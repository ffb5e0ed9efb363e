"""A row: one address, and what it answers to whom about what. Each rule is a small function."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import resolve

from comments.rules import State
from tests.proof.asking import SIGN_IN
from tests.proof.world import ANSWERED, AUTHORS, KINDS, NOBODY, ROLES, STAFF, World


@dataclass(frozen=True)
class Cell:
    """Who asks about a comment of which kind; an author asks about their own."""

    who: str
    kind: str = "published"

    @property
    def state(self) -> str:
        return self.kind.partition(",")[0]

    @property
    def mine(self) -> bool:
        return self.who in AUTHORS

    @property
    def visible(self) -> bool:
        return self.state == State.PUBLISHED or self.kind in ANSWERED

    @property
    def seen(self) -> bool:
        """Whether the site shows its place to who asks."""
        return self.visible or (self.mine and self.state != State.WITHDRAWN)


Rule = Callable[[Cell], int | str]
Sent = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """`at` is an address with names in braces. Without `post` it is no address to send to."""

    at: str
    get: Rule
    post: Rule | None = None
    sent: Sent | Callable[[World, Cell], Sent] | None = None
    kinds: tuple[str, ...] = ("published",)
    # What else its form may carry.
    optional: frozenset[str] = frozenset()
    # Nothing but the session changes.
    quiet: bool = False

    def cells(self) -> list[Cell]:
        return [Cell(who, kind) for who in ROLES for kind in self.kinds]

    def address(self, world: World, cell: Cell) -> str:
        return self.at.format(**self.names(world, cell))

    def names(self, world: World, cell: Cell) -> dict[str, Any]:
        comment = world.comment_for(cell.who, cell.kind).pk
        return world.names | {"comment": comment, "number": world.numbers[comment]}

    def sends(self, world: World, cell: Cell) -> Sent:
        return self.sent(world, cell) if callable(self.sent) else self.sent or {}

    def doers(self) -> list[str]:
        """Who may do what it is there for, if anybody may."""
        if self.post is None:
            return []
        return [who for who in ROLES if str(self.post(Cell(who, self.kinds[0])))[0] in "23"]

    def route(self, world: World) -> str:
        return resolve(self.address(world, Cell(ROLES[0])).partition("?")[0]).route


def always(status: int | str) -> Rule:
    return lambda _cell: status


def staff(allowed: Iterable[str] = NOBODY, status: int | str = 200) -> Rule:
    """The admin: who is no member of staff is asked to sign in, whatever the address."""

    def rule(cell: Cell) -> int | str:
        if cell.who not in STAFF:
            return SIGN_IN
        return status if cell.who in allowed else 403

    return rule


def drawn(row: Row, method: str, found: dict[Cell, str], expected: dict[Cell, str]) -> str:
    """What was not foreseen, as a table: a line for each role, a column for each kind."""

    def text(cell: Cell) -> str:
        right = found[cell] == expected[cell]
        return found[cell] if right else f"{found[cell]} (NOT {expected[cell]})"

    lines = [["", *row.kinds]]
    lines += [[who, *(text(Cell(who, kind)) for kind in row.kinds)] for who in ROLES]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    table = ["  ".join(map(str.ljust, line, widths)).rstrip() for line in lines]
    return "\n".join([f"{method} {row.at}", *table])


ALL_KINDS = KINDS + ANSWERED
