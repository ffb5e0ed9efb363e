"""Our own lines of JSON, version 2, which leave nothing out; docs/exporting.md has the fields."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain, islice
from typing import Any

from django.conf import settings
from django.utils import timezone

from comments.exchange.exporting.beside import Beside, addresses_of, former_slugs_of
from comments.exchange.exporting.conversations import (
    AT_ONCE,
    ArticleRow,
    CommentRow,
    PingbackRow,
    articles_of,
    comments_of,
    pingbacks_of,
)
from comments.exchange.exporting.log import log_of, reasons
from comments.exchange.exporting.numbers import Numbers
from comments.exchange.exporting.scope import Scope

VERSION = 2
# Here 0 is no nothing.
AT_ONCE_CLOSED = ("closes_after_days", 0)

Line = dict[str, Any]


def _plain(value: object) -> str:
    return _time(value) if isinstance(value, datetime) else str(value)


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain)


def pieces(scope: Scope, count: Callable[[str], object]) -> Iterator[str]:
    """The lines; whatever is nothing (an empty text, 0, false) is left out of them."""
    written = 0
    for line in chain([_first(scope)], _lines(scope)):
        if kind := line.get("type"):
            count(kind)
        written += 1
        yield _json(line)
    yield _json({"type": "end", "lines": written})


def _json(line: Line) -> str:
    kept = {name: value for name, value in line.items() if value or (name, value) == AT_ONCE_CLOSED}
    return ENCODER.encode(kept) + "\n"


def _first(scope: Scope) -> Line:
    return {
        "understory": VERSION,
        "site": settings.SITE_NAME,
        "made_at": timezone.now(),
        "articles": scope.slugs,
        "since": scope.since,
    }


def _lines(scope: Scope) -> Iterator[Line]:
    yield from reasons()
    for articles in articles_of(scope):
        yield from _beneath(scope, articles)
    yield from log_of(scope)


def _beneath(scope: Scope, articles: list[ArticleRow]) -> Iterator[Line]:
    """Comments of several articles are read at once, and so stand after all of these."""
    ids = [article.id for article in articles]
    former, addresses = former_slugs_of(ids), addresses_of(ids)
    for article in articles:
        yield _article(article, former.get(article.id, []), addresses.get(article.id, []))
    numbers = Numbers()
    for some in _chunks(comments_of(scope, ids)):
        beside = Beside([comment.id for comment in some])
        for comment in some:
            yield _comment(comment, numbers.of(comment), beside)
    yield from map(_pingback, pingbacks_of(scope, ids))


def _chunks(rows: Iterable[CommentRow]) -> Iterator[list[CommentRow]]:
    source = iter(rows)
    while some := list(islice(source, AT_ONCE)):
        yield some


def _article(article: ArticleRow, former_slugs: list[str], addresses: list[str]) -> Line:
    line = {"type": "article", **article._asdict(), "id": str(article.id)}
    del line["html"]
    return line | {
        "former_slugs": [slug for slug in former_slugs if slug != article.slug],
        "addresses": addresses,
    }


def _comment(comment: CommentRow, number: str, beside: Beside) -> Line:
    likes, dislikes = beside.votes.get(comment.id, (None, None))
    return {
        "type": "comment",
        "id": str(comment.id),
        "article": str(comment.article),
        "parent": comment.parent and str(comment.parent),
        "number": number,
        "ordinal": comment.ordinal,
        "replies_numbered": comment.replies_numbered,
        "created_at": comment.created_at,
        "published_at": comment.published_at,
        "edited_at": comment.edited_at,
        "state": comment.state,
        "name": comment.name,
        "account": comment.account,
        "guest": comment.guest,
        "email": comment.email,
        "email_key": comment.email_key,
        "website": comment.website,
        "text": comment.text,
        "revision": comment.revision,
        "closed": comment.closed,
        "pinned": comment.pinned,
        "picked": comment.picked,
        "earlier": beside.earlier.get(comment.id),
        "likes": likes,
        "dislikes": dislikes,
        "addresses": beside.addresses.get(comment.id),
    }


def _pingback(pingback: PingbackRow) -> Line:
    said = pingback._asdict()
    return {"type": "pingback", **said, "id": str(said["id"]), "article": str(said["article"])}
