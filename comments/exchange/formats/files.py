"""The bytes of a file as it is, from .gz or from .zip, a piece at a time and never too many."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from comments.exchange.records import SourceError

PIECE = 1 << 16
HEAD = 1 << 16
# Text rarely shrinks to less than a fifteenth; what unpacks to so many times its size is a trap.
LARGEST_RATIO = 200
# Anything that small may unpack as it likes.
HARMLESS = 10_000_000


@dataclass(frozen=True)
class Part:
    """A file, or one of those in a .zip."""

    file: Path
    member: str = ""

    @property
    def name(self) -> str:
        return f"{self.file.name}/{self.member}" if self.member else self.file.name

    def head(self) -> bytes:
        found = b""
        for piece in self.pieces():
            found += piece
            if len(found) >= HEAD:
                break
        return found

    def pieces(self) -> Iterator[bytes]:
        try:
            with self.file.open("rb") as raw:
                yield from self._unpacked(raw)
        except (zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError, RuntimeError) as broken:
            raise SourceError(self.name, f"cannot be unpacked: {broken}") from None
        except NotImplementedError:
            raise SourceError(self.name, "is packed in a way that is not known here") from None

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


def parts_of(file: Path) -> list[Part]:
    """The file itself, or the files in it if it is a .zip."""
    with file.open("rb") as raw:
        is_zip = raw.read(4) == b"PK\x03\x04"
    if not is_zip:
        return [Part(file)]
    try:
        with zipfile.ZipFile(file) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
    except zipfile.BadZipFile as broken:
        raise SourceError(file.name, f"cannot be unpacked: {broken}") from None
    visible = [one.filename for one in members if not _is_litter(one.filename)]
    if not visible:
        raise SourceError(file.name, "there is no file in it")
    return [Part(file, name) for name in sorted(visible)]


def _is_litter(name: str) -> bool:
    """What one system puts beside each file for itself."""
    return name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith(".")
