"""One article with its comments as plain text, in the layout of comments/exchange/text.py.

It has no ids: a comment is known by its place among the lists, an article by its address. Nor has
it times: comments/exchange/positions.py gives some.
"""

from collections.abc import Iterator

from django.utils.text import slugify

from articles.models import SLUG_LENGTH
from comments.exchange import text
from comments.exchange.document import MalformedDocumentError, ParsedThread, cite
from comments.exchange.formats.files import Part
from comments.exchange.records import (
    Markup,
    Record,
    Site,
    SourceArticle,
    SourceComment,
    SourceError,
)

NAME = "document"
# More is nothing that somebody typed.
LONGEST = 50_000_000
# With room for a number, should it be taken.
LONGEST_SLUG = SLUG_LENGTH - 8


def is_it(head: bytes) -> bool:
    return text.is_it(head)


def read(part: Part, title: str = "", slug: str = "") -> Iterator[Record]:
    parsed = _parsed(part)
    title = title or text.title_of(parsed.article_text)
    key = slug or _slug_of(title)
    if slug and slugify(slug, allow_unicode=True)[:LONGEST_SLUG] != slug:
        raise SourceError(part.name, f"“{slug}” can be no address")
    yield Site(key)
    yield SourceArticle(
        key=key,
        place=part.name,
        slug=key,
        title=title,
        text=parsed.article_text,
        markup=Markup.MARKDOWN,
    )
    yield from _comments(parsed, part.name, key)


def _comments(parsed: ParsedThread, file: str, article: str) -> Iterator[Record]:
    notices = {notice.line: notice.message for notice in parsed.notices}
    for comment in parsed.comments:
        yield SourceComment(
            key=comment.citation,
            place=f"{file}, line {comment.line}",
            article=article,
            parent=cite(comment.number[:-1]),
            name=comment.name,
            text=comment.text,
            markup=Markup.MARKDOWN,
            notes=(notices[comment.line],) if comment.line in notices else (),
        )


def _slug_of(title: str) -> str:
    """Always the same for the same title, so that a second import finds the first."""
    return slugify(title, allow_unicode=True)[:LONGEST_SLUG].strip("-_") or "article"


def _parsed(part: Part) -> ParsedThread:
    read = bytearray()
    for piece in part.pieces():
        read += piece
        if len(read) > LONGEST:
            raise SourceError(part.name, f"is longer than {LONGEST:,} bytes")
    try:
        return text.parse(bytes(read))
    except MalformedDocumentError as malformed:
        raise SourceError(part.name, f"cannot be read\n{malformed}") from None
