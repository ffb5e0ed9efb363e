"""Disqus's XML: all threads (our articles), then all posts (our comments)."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from html import escape

from django.conf import settings

from comments.exchange.exporting.conversations import (
    ArticleRow,
    CommentRow,
    articles_of,
    comments_of,
)
from comments.exchange.exporting.scope import Scope
from comments.exchange.exporting.shown import address_of, is_closed, shown
from comments.exchange.exporting.xml import DECLARATION, element, quoted
from comments.rules import State

HEAD = """<disqus xmlns="http://disqus.com"
  xmlns:dsq="http://disqus.com/disqus-internals">
"""
END = "</disqus>\n"
DELETED = {State.REMOVED, State.WITHDRAWN}
WAITING = {State.HELD}


def pieces(scope: Scope, count: Callable[[str], object]) -> Iterator[str]:
    yield DECLARATION + HEAD
    for articles in articles_of(scope):
        for article in articles:
            count("article")
            yield _thread(scope, article)
    # Read again for their comments, which are not to come before the last thread.
    for articles in articles_of(scope):
        for comment in shown(scope, comments_of(scope, [article.id for article in articles])):
            count("comment")
            yield _post(comment)
    yield END


def _thread(scope: Scope, article: ArticleRow) -> str:
    return "".join(
        [
            f'<thread dsq:id="{article.id}">\n',
            element("id", article.slug),
            element("forum", settings.SITE_NAME),
            element("link", address_of(scope, article)),
            # Disqus keeps titles escaped.
            element("title", escape(article.title, quote=False)),
            quoted("message", article.html),
            element("createdAt", _time(article.published_at or article.created_at)),
            _author(article.byline),
            element("isClosed", _is(is_closed(article))),
            element("isDeleted", _is(article.state != "published")),
            "</thread>\n",
        ]
    )


def _post(comment: CommentRow) -> str:
    return "".join(
        [
            f'<post dsq:id="{comment.id}">\n',
            quoted("message", comment.html),
            element("createdAt", _time(comment.created_at)),
            element("isDeleted", _is(comment.state in DELETED)),
            element("isSpam", _is(comment.state == State.SPAM)),
            element("isApproved", _is(comment.state not in WAITING)),
            _author(comment.name, comment.email, comment.website),
            f'<thread dsq:id="{comment.article}" />\n',
            f'<parent dsq:id="{comment.parent}" />\n' if comment.parent else "",
            "</post>\n",
        ]
    )


def _author(name: str, email: str = "", website: str = "") -> str:
    said = [element("name", name), element("email", email), element("link", website)]
    return f"<author>\n{''.join(said)}</author>\n"


def _is(so: bool) -> str:
    return str(so).lower()


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
