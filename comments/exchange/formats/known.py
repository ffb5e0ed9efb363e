"""The formats that can be read, and what a file is taken for."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from comments.exchange.formats import (
    artalk,
    commento,
    disqus,
    document,
    isso,
    jsonl,
    remark42,
    wxr,
)
from comments.exchange.formats.files import Part
from comments.exchange.records import Record, SourceError


class Format(NamedTuple):
    name: str
    is_it: Callable[[bytes], bool]
    read: Callable[..., Iterator[Record]]


FORMATS = {
    "wxr": Format(wxr.NAME, wxr.is_it, wxr.read),
    "disqus": Format(disqus.NAME, disqus.is_it, disqus.read),
    "artalk": Format(artalk.NAME, artalk.is_it, artalk.read),
    "commento": Format(commento.NAME, commento.is_it, commento.read),
    "remark42": Format(remark42.NAME, remark42.is_it, remark42.read),
    "isso": Format(isso.NAME, isso.is_it, isso.read),
    "jsonl": Format(jsonl.NAME, jsonl.is_it, jsonl.read),
}


# What is none of the others may be one, even if nobody has commented yet.
TEXT = "text"
FORMATS[TEXT] = Format(document.NAME, document.is_it, document.read)


def recognised(part: Part) -> str:
    """The format by the file's first bytes; empty if it is none of these."""
    head = part.head()
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        head = head.decode("utf-16", "ignore").encode()
    return next((name for name, known in FORMATS.items() if known.is_it(head)), "")


def require(part: Part, name: str) -> None:
    found = recognised(part)
    if found != name and (found or name != TEXT):
        seems = f"; what it seems to be: {FORMATS[found].name}" if found else ""
        raise SourceError(part.name, f"is no {FORMATS[name].name}{seems}")
