"""HTML that many readers share, with holes for what is each reader's own.

A hole is a name and what all readers see there but those for whom it has a value: each ends with
a NUL, and one stands before. Nothing that people write can make one: PostgreSQL stores no NUL, and
an address that holds one is read without it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.utils.safestring import SafeString, mark_safe

EDGE = "\0"

Piece = TypeVar("Piece", str, bytes)


def hole(name: object, default: str = "") -> SafeString:
    return mark_safe(f"{EDGE}{name}{EDGE}{default}{EDGE}")  # noqa: S308 - only code makes holes


def filled(html: str, values: Mapping[str, str]) -> SafeString:
    """The HTML with safe `values` in its holes, or with what all see there."""
    parts = html.split(EDGE)
    parts[1::3] = [values.get(name, default) for name, default in _holes(parts)]
    del parts[2::3]
    return mark_safe("".join(parts))  # noqa: S308 - made of safe parts


def partly_filled(html: str, values: Mapping[str, str]) -> str:
    """The same, but a hole that has no value stays. Values may bring holes of their own."""
    parts = html.split(EDGE)
    parts[1::3] = [values.get(name, hole(name, default)) for name, default in _holes(parts)]
    del parts[2::3]
    return "".join(parts)


@dataclass(frozen=True)
class Shared:
    """The same as bytes, split once and filled many times: text, a hole's name, its default."""

    parts: list[bytes]

    @classmethod
    def of(cls, pieces: Iterable[str]) -> "Shared":
        # Piece by piece: one emoji would make a whole page of text four times as wide.
        return cls(b"".join(map(str.encode, pieces)).split(EDGE.encode()))

    @property
    def size(self) -> int:
        return sum(map(len, self.parts))

    def filled(self, values: Mapping[str, str]) -> bytes:
        known = {name.encode(): value.encode() for name, value in values.items()}
        parts = self.parts.copy()
        parts[1::3] = [known.get(name, default) for name, default in _holes(parts)]
        del parts[2::3]
        return b"".join(parts)


def _holes(parts: list[Piece]) -> Iterator[tuple[Piece, Piece]]:
    return zip(parts[1::3], parts[2::3], strict=True)
