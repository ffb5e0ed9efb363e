"""JSON that is one array or object as large as its file, as a stream of the values in it.

What has no end in sight is refused before it is in memory: a value, a depth.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import ijson

from comments.exchange.formats.files import Part
from comments.exchange.records import SourceError

# Bytes of one value, and how many values may be within it.
LONGEST_VALUE = 8_000_000
MOST_WITHIN = 10_000
DEEPEST = 60
# Of where something is: so many keys, so long.
SHOWN, SHOWN_KEY = 6, 40
BOM = b"\xef\xbb\xbf"
STARTS = {"start_map", "start_array"}
ENDS = {"end_map", "end_array"}

# The keys that lead to a value; ANY is any place in an array.
Path = tuple[str, ...]
ANY = "*"


class Item(NamedTuple):
    """`nth` counts the items of the outermost array that it is in; `place` is for people."""

    path: Path
    nth: int
    value: Any
    place: str


def keys_of(head: bytes) -> tuple[str, set[str]]:
    """By what a file begins with: "[" or "{", and the keys of (the first of) its objects."""
    events = _events_of(head.removeprefix(BOM))
    is_array = bool(events) and events[0][0] == "start_array"
    keys: set[str] = set()
    depth = 0
    for event, value in events:
        depth += (event in STARTS) - (event in ENDS)
        if event == "map_key" and depth == 1 + is_array:
            keys.add(value)
        if event == "end_map" and depth == 1 and is_array:
            break
    return ("[" if is_array else "{" if keys else ""), keys


def _events_of(head: bytes) -> list[tuple[str, Any]]:
    events = ijson.sendable_list()
    try:
        ijson.basic_parse_coro(events, use_float=True).send(head)
    except (ijson.JSONError, ValueError):
        return list(events)
    return list(events)


def items(part: Part, *wanted: Path) -> Iterator[Item]:
    """The values at these paths, in the order of the file; the rest is passed by."""
    events = ijson.sendable_list()
    parser = ijson.basic_parse_coro(events, use_float=True)
    hearer = _Hearer(part.name, set(wanted))
    nth = 0
    try:
        for nth, piece in enumerate(part.pieces()):
            parser.send(piece if nth else piece.removeprefix(BOM))
            hearer.feed(len(piece), is_silent=not events)
            for event, value in events:
                yield from hearer.hear(event, value)
            events.clear()
        parser.close()
    except (ijson.JSONError, ValueError) as broken:
        if isinstance(broken, SourceError):
            raise
        where = f"{part.name}, {_where(part, nth)}"
        raise SourceError(where, f"broken JSON: {_reason(broken)}") from None


class _Hearer:
    """Knows where in the file we are, and builds what is wanted."""

    def __init__(self, file: str, wanted: set[Path]) -> None:
        self.file = file
        self.wanted = wanted
        self.path: list[str] = []
        self.counts: list[int] = []
        self.builder: Any = None
        self.depth = self.within = self.length = 0

    @property
    def place(self) -> str:
        """As "item 3, comments 12": keys, and the number of what they hold."""
        said: list[str] = []
        for key, count in list(zip(self.path, self.counts, strict=True))[:SHOWN]:
            if key != ANY:
                said.append(key[:SHOWN_KEY])
            elif said:
                said[-1] += f" {count}"
            else:
                said.append(f"item {count}")
        return ", ".join(filter(None, [self.file, *said]))

    def feed(self, length: int, *, is_silent: bool) -> None:
        self.length = self.length + length if is_silent or self.builder else length
        if self.length > LONGEST_VALUE:
            raise SourceError(self.place, f"a value is longer than {LONGEST_VALUE:,} bytes")

    def hear(self, event: str, value: Any) -> Iterator[Item]:
        if event == "map_key":
            self.path[-1] = value
        elif event not in ENDS:
            self._begin()
        if self.builder:
            self._build(event, value)
        if event in STARTS:
            self._enter(event)
        elif event in ENDS:
            self.path.pop()
            self.counts.pop()
        if self.builder and event != "map_key" and len(self.path) == self.depth:
            yield self._built()

    def _begin(self) -> None:
        if self.path and self.path[-1] == ANY:
            self.counts[-1] += 1
        if self.builder is None and tuple(self.path) in self.wanted:
            self.builder, self.depth = ijson.ObjectBuilder(), len(self.path)
            self.within = self.length = 0

    def _build(self, event: str, value: Any) -> None:
        self.builder.event(event, value)
        self.within += 1
        if self.within > MOST_WITHIN:
            raise SourceError(self.place, f"more than {MOST_WITHIN:,} values in one")

    def _enter(self, event: str) -> None:
        if len(self.path) >= DEEPEST:
            raise SourceError(self.place, f"values are nested more than {DEEPEST} deep")
        self.path.append(ANY if event == "start_array" else "")
        self.counts.append(0)

    def _built(self) -> Item:
        value, self.builder = self.builder.value, None
        nth = next(
            (count for key, count in zip(self.path, self.counts, strict=True) if key == ANY), 0
        )
        return Item(tuple(self.path), nth, value, self.place)


def _where(part: Part, last: int) -> str:
    """The parser does not say where it stopped: its last piece once more, byte by byte."""
    parser = ijson.basic_parse_coro(ijson.sendable_list(), use_float=True)
    line, column = 1, 0
    try:
        for nth, piece in enumerate(part.pieces()):
            if nth < last:
                parser.send(piece if nth else piece.removeprefix(BOM))
                line, column = _after(piece, line, column)
                continue
            for byte in piece if nth else piece.removeprefix(BOM):
                line, column = _after(bytes([byte]), line, column)
                parser.send(bytes([byte]))
    except (ijson.JSONError, ValueError):
        pass
    return f"line {line}, byte {column}"


def _after(piece: bytes, line: int, column: int) -> tuple[int, int]:
    newlines = piece.count(b"\n")
    if not newlines:
        return line, column + len(piece)
    return line + newlines, len(piece) - piece.rindex(b"\n") - 1


def _reason(broken: Exception) -> str:
    said = broken.args[0] if broken.args else ""
    text = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    return text.partition("\n")[0].strip().rstrip(".")
