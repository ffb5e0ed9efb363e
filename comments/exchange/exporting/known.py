"""The formats that can be written."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from comments.exchange.exporting import own
from comments.exchange.exporting.scope import Scope

Count = Callable[[str], object]


class Format(NamedTuple):
    pieces: Callable[[Scope, Count], Iterator[str]]


FORMATS = {
    "jsonl": Format(own.pieces),
}
