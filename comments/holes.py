"""HTML that many readers share, with holes for what is each reader's own.

A hole is a name between two NULs. Nothing that people write can make one: PostgreSQL stores no
NUL, and an address that holds one is read without it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

EDGE = "\0"


def hole(name: object) -> SafeString:
    return mark_safe(f"{EDGE}{name}{EDGE}")  # noqa: S308 - only code makes holes


def filled(html: str, values: Mapping[str, str]) -> SafeString:
    """The HTML with safe `values` in its holes; one that has no value is empty."""
    parts = html.split(EDGE)
    parts[1::2] = [values.get(name, "") for name in parts[1::2]]
    return mark_safe("".join(parts))  # noqa: S308 - made of safe parts


def partly_filled(html: str, values: Mapping[str, str]) -> str:
    """The same, but a hole that has no value stays. Values may bring holes of their own."""
    parts = html.split(EDGE)
    parts[1::2] = [values.get(name, f"{EDGE}{name}{EDGE}") for name in parts[1::2]]
    return "".join(parts)


@dataclass(frozen=True)
class Shared:
    """The same as bytes, split once and filled many times: text and names of holes in turn."""

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
        parts[1::2] = [known.get(name, b"") for name in parts[1::2]]
        return b"".join(parts)
