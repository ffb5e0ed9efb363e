"""The bytes of a file as it is, from .gz or from .zip, a piece at a time and never too many."""

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from comments.exchange.records import SourceError
from comments.exchange.words import shown

PIECE = 1 << 16
HEAD = 1 << 16
# Text rarely shrinks to less than a fifteenth; what unpacks to so many times its size is a trap.
LARGEST_RATIO = 200
# Of the files in a .zip: its directory is read anew for each.
MOST_FILES = 1_000
# Anything that small may unpack as it likes.
HARMLESS = 10_000_000
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    IndexError,
    # A place before the file's start; but of a file that is not there it has the name.
    OSError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True)
class Part:
    """A file, or one of those in a .zip."""

    file: Path
    member: str = ""
    # What it is told by, if it lies under another name than it came with.
    known_as: str = ""

    @property
    def name(self) -> str:
        name = self.known_as or self.file.name
        return shown(f"{name}/{self.member}" if self.member else name)

    def head(self) -> bytes:
        found = b""
        for piece in self.pieces():
            found += piece
            if len(found) >= HEAD:
                break
        return found

    def pieces(self) -> Iterator[bytes]:
        with _told(self.name), self.file.open("rb") as raw:
            yield from self._unpacked(raw)

    def _unpacked(self, raw: BinaryIO) -> Iterator[bytes]:
        if self.member:
            with zipfile.ZipFile(raw) as archive:
                packed = archive.getinfo(self.member).compress_size
                with archive.open(self.member) as stream:
                    yield from self._bounded(stream, packed)
        elif raw.peek(2)[:2] == b"\x1f\x8b" if isinstance(raw, io.BufferedReader) else False:
            with gzip.GzipFile(fileobj=raw) as stream:
                yield from self._bounded(stream, self.file.stat().st_size)
        else:
            while piece := raw.read(PIECE):
                yield piece

    def _bounded(self, stream: object, packed: int) -> Iterator[bytes]:
        total = 0
        while piece := stream.read(PIECE):  # type: ignore[attr-defined]
            total += len(piece)
            if total > max(packed * LARGEST_RATIO, HARMLESS):
                message = f"unpacks to more than {LARGEST_RATIO} times its size"
                raise SourceError(self.name, message)
            yield piece


def parts_of(file: Path, known_as: str = "") -> list[Part]:
    """The file itself, or the files in it if it is a .zip."""
    with file.open("rb") as raw:
        is_zip = raw.read(4) == b"PK\x03\x04"
    if not is_zip:
        return [Part(file, "", known_as)]
    with _told(known_as or file.name), zipfile.ZipFile(file) as archive:
        members = [one for one in archive.infolist() if not one.is_dir()]
    if len(members) > MOST_FILES:
        raise SourceError(known_as or file.name, f"holds more than {MOST_FILES:,} files")
    visible = [one.filename for one in members if not _is_litter(one.filename)]
    if not visible:
        raise SourceError(known_as or file.name, "there is no file in it")
    return [Part(file, name, known_as) for name in sorted(visible)]


@contextmanager
def _told(name: str) -> Iterator[None]:
    """What is broken in a packed file comes up as one of many errors."""
    try:
        yield
    except SourceError:
        raise
    except NotImplementedError:
        raise SourceError(name, "is packed in a way that is not known here") from None
    except BROKEN as broken:
        if getattr(broken, "filename", None):
            raise
        raise SourceError(name, f"cannot be unpacked: {broken}") from None


def _is_litter(name: str) -> bool:
    """What one system puts beside each file for itself."""
    return name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith(".")
