"""Tables of a SQLite file that somebody else wrote: read, never written, and not trusted.

A view or a virtual table could do anything when it is read, and one page of a file that was made
for it may stand for any number of rows: only plain tables are read, and never more than the file
can hold.
"""

import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import BinaryIO

from comments.exchange.formats.files import Part
from comments.exchange.formats.loose import Loose
from comments.exchange.records import SourceError

# What is said of a damaged schema may itself be no text.
BROKEN = (sqlite3.Error, UnicodeDecodeError)
MAGIC = b"SQLite format 3\0"
# Where the header says that newer pages may be in another file, and that they are not.
JOURNAL, IN_ONE_FILE = 18, b"\1\1"
BESIDE = ("-wal", "-journal")
LONGEST_VALUE = 8_000_000
# Bytes that a row takes at the least.
LEAST_ROW = 8
# Anything that small may say what it likes, and UTF-16 is half as long as UTF-8 at its worst.
HARMLESS, LARGEST_RATIO = 10_000_000, 2
DISTRUST = """
PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;
PRAGMA cache_size = -8192;
"""
TABLE = "SELECT type, sql FROM sqlite_master WHERE name = ?"
COLUMNS = "SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0"


class Database:
    def __init__(self, part: Part, link: sqlite3.Connection, size: int) -> None:
        self.name = part.name
        self.link = link
        self.left = max(size * LARGEST_RATIO, HARMLESS)

    def rows(self, table: str, key: str, others: Sequence[str]) -> Iterator[Loose]:
        """Those of these columns that are there, but the key must be; in the order of the file."""
        there = self._columns(table)
        if key not in there:
            raise SourceError(self.name, f"the table “{table}” has no column “{key}”")
        names = [key, *(name for name in others if name in there)]
        for row in self._fetched(f"SELECT {', '.join(names)} FROM {table}", table):
            place = f"{self.name}, {table} {row[0] if isinstance(row[0], int) else ''}".rstrip()
            values = [self._value(value, place) for value in row]
            yield Loose(dict(zip(names, values, strict=True)), place)

    def _columns(self, table: str) -> set[str]:
        found = self.link.execute(TABLE, [table]).fetchone()
        if found is None:
            raise SourceError(self.name, f"has no table “{table}”")
        if (found[0], (found[1] or b"")[:13].upper()) != (b"table", b"CREATE TABLE "):
            raise SourceError(self.name, f"“{table}” is no plain table")
        return {name.decode(errors="replace") for (name,) in self.link.execute(COLUMNS, [table])}

    def _fetched(self, asked: str, table: str) -> Iterator[Sequence[object]]:
        try:
            for row in self.link.execute(asked):
                self.left -= LEAST_ROW + sum(len(one) for one in row if isinstance(one, bytes))
                if self.left < 0:
                    raise SourceError(self.name, "says more than it can hold")
                yield row
        except BROKEN as broken:
            raise SourceError(f"{self.name}, {table}", f"cannot be read: {broken}") from None

    def _value(self, value: object, place: str) -> object:
        if not isinstance(value, bytes):
            return value
        try:
            return value.decode()
        except UnicodeDecodeError:
            raise SourceError(place, "is not valid UTF-8") from None


@contextmanager
def opened(part: Part) -> Iterator[Database]:
    for ending in BESIDE:
        beside = part.file.with_name(part.file.name + ending)
        if not part.member and beside.exists() and beside.stat().st_size:
            message = f"the file {beside.name} beside it has newer rows; stop what writes it first"
            raise SourceError(part.name, message)
    with _nameless() as (file, link), closing(link):
        try:
            size = _copy(part, file)
            link.executescript(DISTRUST)
            yield Database(part, link, size)
        except BROKEN as broken:
            raise SourceError(part.name, f"cannot be read: {broken}") from None


@contextmanager
def _nameless() -> Iterator[tuple[BinaryIO, sqlite3.Connection]]:
    """A file that is gone with us, however we go. SQLite opens it while it has a name."""
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        path = Path(folder) / "rows"
        file = path.open("wb")
        link = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    link.text_factory = bytes
    link.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    with file:
        yield file, link


def _copy(part: Part, file: BinaryIO) -> int:
    file.writelines(part.pieces())
    size = file.tell()
    file.seek(JOURNAL)
    file.write(IN_ONE_FILE)
    file.flush()
    return size
