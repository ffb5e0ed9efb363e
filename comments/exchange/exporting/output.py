"""Where an export is written to: a file that is there when it is complete, or a stream."""

import gzip
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from tempfile import mkstemp
from typing import IO, BinaryIO, TextIO

PACKED = ".gz"
# Nearly as small as at the highest level, in a fraction of the time.
LEVEL = 6


class NoFile(Exception):
    pass


@contextmanager
def into(path: Path) -> Iterator[TextIO]:
    """The file gets its name when the block ends well, and then replaces what had it.

    Nobody but its owner may read it: there are addresses and removed words in it.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        raise NoFile(f"{path} is there and is no file.")
    if not path.parent.is_dir():
        raise NoFile(f"There is no folder {path.parent}.")
    handle, beside = mkstemp(dir=path.parent, prefix=".export-", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as raw:
            with _packed(raw, path) as packed, onto(packed) as text:
                yield text
            raw.flush()
            os.fsync(raw.fileno())
        Path(beside).replace(path)
    finally:
        with suppress(FileNotFoundError):
            Path(beside).unlink()


@contextmanager
def onto(stream: IO[bytes]) -> Iterator[TextIO]:
    text = TextIOWrapper(stream, encoding="utf-8", newline="\n")
    try:
        yield text
    finally:
        # Others go on using the stream.
        text.detach()


@contextmanager
def _packed(raw: BinaryIO, path: Path) -> Iterator[IO[bytes]]:
    if path.suffix != PACKED:
        yield raw
        return
    with gzip.GzipFile(path.stem, "wb", LEVEL, raw) as packed:
        yield packed  # type: ignore[misc]
