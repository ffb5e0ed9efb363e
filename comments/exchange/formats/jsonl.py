"""Our own format, one JSON object a line; docs/importing.md has its fields."""

from collections.abc import Iterator

from comments.exchange.formats import lines, own
from comments.exchange.formats.files import Part
from comments.exchange.formats.lines import Fields
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
# What anybody may write to move in here.
FOR_ALL = 1
MANY = (1 << 31) - 1


def is_it(head: bytes) -> bool:
    line = head.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")[0]
    return line.startswith(b"{") and b'"understory"' in line


def read(part: Part) -> Iterator[Record]:
    rows = lines.read(part)
    first = next(rows)
    version = first.row.get("understory")
    if version == own.VERSION:
        yield from own.records(first, rows)
    elif version == FOR_ALL:
        yield Site(first.text("site"))
        yield from map(_record, rows)
    else:
        known = f"“understory” is neither {FOR_ALL} nor {own.VERSION}"
        raise SourceError(first.place, f"{known}: another version of the format")


def _record(row: Fields) -> Record:
    if row.row.get("type") == "article":
        return _article(row)
    if row.row.get("type") == "comment":
        return _comment(row)
    raise SourceError(row.place, "“type” is neither “article” nor “comment”")


def _article(row: Fields) -> SourceArticle:
    return SourceArticle(
        key=row.text("id"),
        place=row.place,
        url=row.text("url"),
        slug=row.text("slug"),
        title=row.text("title"),
        byline=row.text("byline"),
        text=row.text("body"),
        markup=Markup.MARKDOWN,
        published_at=row.time("published_at"),
        is_public=row.one_of("state", ("published", "draft")) == "published",
    )


def _comment(row: Fields) -> SourceComment:
    return SourceComment(
        key=row.text("id"),
        place=row.place,
        article=row.text("article"),
        parent=row.text("parent"),
        created_at=row.time("created_at"),
        name=row.text("name"),
        email=row.text("email"),
        website=row.text("website"),
        text=row.text("text"),
        markup=Markup(row.one_of("markup", ("markdown", "html", "plain"))),
        state=State(row.one_of("state", tuple(State))),
        is_pingback=row.one_of("kind", ("comment", "pingback")) == "pingback",
        url=row.text("url"),
        earlier=row.text("earlier"),
        edited_at=row.time("edited_at"),
        likes=row.number("likes", -MANY, MANY),
        dislikes=row.number("dislikes", -MANY, MANY),
    )
