"""Disqus's XML export: threads (our articles), then posts (our comments)."""

import re
from collections.abc import Iterator
from html import unescape

from comments.exchange.formats import times
from comments.exchange.formats.files import Part
from comments.exchange.formats.xml import Element, elements
from comments.exchange.records import Markup, Record, Site, SourceArticle, SourceComment
from comments.rules import State

NAME = "Disqus export"
RECORD_DEPTH = 2
ID = "dsq:id"
ADDRESS = re.compile(r"\s*https?://\S*\s*")
READ = {
    "forum", "id", "link", "title", "message", "createdAt", "isDeleted", "isClosed", "isSpam",
    "isApproved", "thread", "parent", "name", "username", "email",
}  # fmt: skip


def is_it(head: bytes) -> bool:
    return b"<disqus" in head


def read(part: Part) -> Iterator[Record]:
    row: dict[str, str] = {}
    for element in elements(part, READ):
        if len(element.path) > RECORD_DEPTH:
            _remember(row, element)
            continue
        key, place = element.attributes.get(ID, ""), f"{part.name}, line {element.line}"
        if element.name == "thread":
            yield from _article(row, key, place)
        elif element.name == "post":
            yield _comment(row, key, place)
        row = {}


def _remember(row: dict[str, str], element: Element) -> None:
    name = "/".join(element.path[RECORD_DEPTH:])
    row.setdefault(name, element.text)
    if ID in element.attributes:
        row.setdefault(f"{name} {ID}", element.attributes[ID])


def _article(row: dict[str, str], key: str, place: str) -> Iterator[Record]:
    if forum := row.get("forum"):
        yield Site(forum)
    yield SourceArticle(
        key=key or row.get("id", ""),
        place=place,
        url=row.get("link", ""),
        title=_title(row.get("title", "")),
        text=row.get("message", ""),
        published_at=times.utc(row.get("createdAt", "")),
        is_public=not _is(row, "isDeleted"),
        is_closed=_is(row, "isClosed"),
    )


def _title(text: str) -> str:
    """As Disqus has it escaped. One that is an address says less than the address of the page."""
    title = unescape(text)
    return "" if ADDRESS.fullmatch(title) else title


def _comment(row: dict[str, str], key: str, place: str) -> Record:
    key = key or row.get("id", "")
    return SourceComment(
        key=key,
        place=place,
        article=row.get(f"thread {ID}") or row.get("thread", ""),
        parent=row.get(f"parent {ID}") or row.get("parent", ""),
        created_at=times.utc(row.get("createdAt", "")),
        name=row.get("author/name") or row.get("author/username", ""),
        email=row.get("author/email", ""),
        website=row.get("author/link", ""),
        text=row.get("message", ""),
        markup=Markup.HTML,
        state=_state(row),
        url=f"#comment-{key}" if key else "",
    )


def _state(row: dict[str, str]) -> State:
    if _is(row, "isSpam"):
        return State.SPAM
    if _is(row, "isDeleted"):
        return State.REMOVED
    return State.HELD if row.get("isApproved") == "false" else State.PUBLISHED


def _is(row: dict[str, str], name: str) -> bool:
    return row.get(name) == "true"
