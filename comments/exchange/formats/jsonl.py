"""Our own format, one JSON object a line; docs/importing.md has its fields."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from comments.exchange.formats import times
from comments.exchange.formats.files import Part
from comments.exchange.records import (
    Markup,
    Record,
    Site,
    SourceArticle,
    SourceComment,
    SourceError,
)
from comments.rules import State

NAME = "Understory's own lines of JSON"
VERSION = 1
LONGEST_LINE = 8_000_000

Row = dict[str, Any]


def is_it(head: bytes) -> bool:
    line = head.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")[0]
    return line.startswith(b"{") and b'"understory"' in line


def read(part: Part) -> Iterator[Record]:
    for nth, (line, text) in enumerate(_lines(part)):
        place = f"{part.name}, line {line}"
        row = _parsed(text, place)
        if nth == 0:
            _require_version(row, place)
            yield Site(_text(row, "site", place))
        else:
            yield _record(row, place)


def _record(row: Row, place: str) -> Record:
    if row.get("type") == "article":
        return _article(row, place)
    if row.get("type") == "comment":
        return _comment(row, place)
    raise SourceError(place, "“type” is neither “article” nor “comment”")


def _article(row: Row, place: str) -> SourceArticle:
    return SourceArticle(
        key=_text(row, "id", place),
        place=place,
        url=_text(row, "url", place),
        slug=_text(row, "slug", place),
        title=_text(row, "title", place),
        byline=_text(row, "byline", place),
        text=_text(row, "body", place),
        markup=Markup.MARKDOWN,
        published_at=_time(row, "published_at", place),
        is_public=_one_of(row, "state", ("published", "draft"), place) == "published",
    )


def _comment(row: Row, place: str) -> SourceComment:
    return SourceComment(
        key=_text(row, "id", place),
        place=place,
        article=_text(row, "article", place),
        parent=_text(row, "parent", place),
        created_at=_time(row, "created_at", place),
        name=_text(row, "name", place),
        email=_text(row, "email", place),
        website=_text(row, "website", place),
        text=_text(row, "text", place),
        markup=Markup(_one_of(row, "markup", ("markdown", "html", "plain"), place)),
        state=State(_one_of(row, "state", tuple(State), place)),
        is_pingback=_one_of(row, "kind", ("comment", "pingback"), place) == "pingback",
        url=_text(row, "url", place),
        earlier=_text(row, "earlier", place),
        edited_at=_time(row, "edited_at", place),
        likes=_number(row, "likes", place),
        dislikes=_number(row, "dislikes", place),
    )


def _lines(part: Part) -> Iterator[tuple[int, str]]:
    rest, line = b"", 0
    for piece in part.pieces():
        *whole, rest = (rest + piece).split(b"\n")
        for one in whole:
            line += 1
            yield from _decoded(part, line, one)
        if len(rest) > LONGEST_LINE:
            message = f"is longer than {LONGEST_LINE:,} bytes"
            raise SourceError(f"{part.name}, line {line + 1}", message)
    yield from _decoded(part, line + 1, rest)


def _decoded(part: Part, line: int, raw: bytes) -> Iterator[tuple[int, str]]:
    try:
        text = raw.removeprefix(b"\xef\xbb\xbf").decode().strip()
    except UnicodeDecodeError:
        raise SourceError(f"{part.name}, line {line}", "is not valid UTF-8") from None
    if text:
        yield line, text


def _parsed(text: str, place: str) -> Row:
    try:
        row = json.loads(text)
    except json.JSONDecodeError as broken:
        raise SourceError(f"{place}, column {broken.colno}", f"broken JSON: {broken.msg}") from None
    except (ValueError, RecursionError) as broken:
        raise SourceError(place, f"broken JSON: {broken}") from None
    if not isinstance(row, dict):
        raise SourceError(place, "is no JSON object")
    return row


def _require_version(row: Row, place: str) -> None:
    if row.get("understory") != VERSION:
        raise SourceError(place, f"“understory” is not {VERSION}: another version of the format")


def _text(row: Row, name: str, place: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise SourceError(place, f"“{name}” is no text")
    return value


def _number(row: Row, name: str, place: str) -> int | None:
    value = row.get(name)
    is_number = isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 31
    if value is not None and not is_number:
        raise SourceError(place, f"“{name}” is no number")
    return value


def _one_of(row: Row, name: str, known: tuple[str, ...], place: str) -> str:
    """The first of these if nothing is said."""
    value = row.get(name) or known[0]
    if value not in known:
        raise SourceError(place, f"“{name}” is none of {', '.join(known)}")
    return str(value)


def _time(row: Row, name: str, place: str) -> datetime | None:
    text = _text(row, name, place)
    read = times.utc(text)
    if text and read is None:
        raise SourceError(place, f"“{name}” is no time")
    return read
