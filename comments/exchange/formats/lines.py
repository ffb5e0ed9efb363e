"""Lines of JSON, each an object, and what its fields must be."""

import json
import re
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from comments.exchange.formats import times
from comments.exchange.formats.files import Part
from comments.exchange.records import SourceError

# A comment of 10,000 characters and all the earlier texts that anybody has the patience for.
LONGEST_LINE = 32_000_000
# Read, an empty list takes thirty times its room in the file.
MOST_WITHIN = 500_000
# As many as a column of 32 bits holds, with room to go on counting.
LARGEST_NUMBER = 1_000_000_000
# A day before or after them is still one of the calendar.
KNOWN_YEARS = range(2, 9999)
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Fields:
    """The fields of a line. What is not there is nothing; what is no such thing raises."""

    def __init__(self, row: dict[str, Any], place: str) -> None:
        self.row = row
        self.place = place

    def text(self, name: str, longest: int | None = None) -> str:
        value = self.row.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.wrong(name, "is no text")
        if longest is not None and len(value) > longest:
            raise self.wrong(name, f"is longer than {longest:,} characters")
        return value

    def exact(self, name: str, longest: int | None = None) -> str:
        """A text as it is, but for what no text in the database can hold."""
        return UNSTORABLE.sub("", self.text(name, longest))

    def texts(self, name: str, longest: int) -> tuple[str, ...]:
        rows = (Fields({name: one}, self.place) for one in self._list(name))
        return tuple(row.exact(name, longest) for row in rows)

    def objects(self, name: str) -> list["Fields"]:
        found = self._list(name)
        if not all(isinstance(one, dict) for one in found):
            raise self.wrong(name, "is no list of objects")
        return [Fields(one, self.place) for one in found]

    def number(self, name: str, least: int, largest: int = LARGEST_NUMBER) -> int | None:
        value = self.row.get(name)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= largest:
            raise self.wrong(name, f"is no number from {least:,} to {largest:,}")
        return value

    def flag(self, name: str) -> bool:
        value = self.row.get(name)
        if value is not None and not isinstance(value, bool):
            raise self.wrong(name, "is neither true nor false")
        return bool(value)

    def one_of(self, name: str, known: Collection[str]) -> str:
        """The first of these if nothing is said."""
        value = self.row.get(name) or next(iter(known))
        if not isinstance(value, str) or value not in known:
            raise self.wrong(name, f"is none of {', '.join(filter(None, known))}")
        return str(value)

    def time(self, name: str) -> datetime | None:
        text = self.text(name)
        read = times.utc(text)
        if text and (read is None or read.year not in KNOWN_YEARS):
            raise self.wrong(name, "is no time")
        return read

    def uuid(self, name: str) -> str:
        """Its digits."""
        text = self.text(name)
        try:
            return UUID(text).hex if text else ""
        except ValueError:
            raise self.wrong(name, "is no UUID") from None

    def wrong(self, name: str, what: str) -> SourceError:
        return SourceError(self.place, f"“{name}” {what}")

    def _list(self, name: str) -> list[Any]:
        found = self.row.get(name)
        if found is not None and not isinstance(found, list):
            raise self.wrong(name, "is no list")
        return found or []


def read(part: Part) -> Iterator[Fields]:
    for line, text in _lines(part):
        place = f"{part.name}, line {line}"
        yield Fields(_parsed(text, place), place)


def _lines(part: Part) -> Iterator[tuple[int, str]]:
    begun: list[bytes] = []
    line = length = 0
    for piece in part.pieces():
        *ends, rest = piece.split(b"\n")
        for end in ends:
            line += 1
            yield from _decoded(part, line, b"".join([*begun, end]))
            begun, length = [], 0
        begun.append(rest)
        length += len(rest)
        if length > LONGEST_LINE:
            message = f"is longer than {LONGEST_LINE:,} bytes"
            raise SourceError(f"{part.name}, line {line + 1}", message)
    yield from _decoded(part, line + 1, b"".join(begun))


def _decoded(part: Part, line: int, raw: bytes) -> Iterator[tuple[int, str]]:
    try:
        text = raw.removeprefix(b"\xef\xbb\xbf").decode().strip()
    except UnicodeDecodeError:
        raise SourceError(f"{part.name}, line {line}", "is not valid UTF-8") from None
    if text:
        yield line, text


def _parsed(text: str, place: str) -> dict[str, Any]:
    if text.count("[") + text.count("{") > MOST_WITHIN:
        raise SourceError(place, f"more than {MOST_WITHIN:,} lists and objects in one line")
    try:
        row = json.loads(text)
    except json.JSONDecodeError as broken:
        raise SourceError(f"{place}, column {broken.colno}", f"broken JSON: {broken.msg}") from None
    except (ValueError, RecursionError) as broken:
        raise SourceError(place, f"broken JSON: {broken}") from None
    if not isinstance(row, dict):
        raise SourceError(place, "is no JSON object")
    return row
