"""WordPress's own format, version 1.2: an item for each article, with its comments."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from comments.exchange.exporting.conversations import (
    ArticleRow,
    CommentRow,
    Conversation,
    PingbackRow,
    conversations,
)
from comments.exchange.exporting.ids import Ids
from comments.exchange.exporting.scope import Scope
from comments.exchange.exporting.shown import address_of, is_closed, shown
from comments.exchange.exporting.typed import as_typed
from comments.exchange.exporting.xml import DECLARATION, element, quoted
from comments.exchange.quick_html import html_of
from comments.rules import State

HEAD = """<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:wfw="http://wellformedweb.org/CommentAPI/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
"""
END = "</channel>\n</rss>\n"
APPROVED = {
    State.PUBLISHED.value: "1",
    State.HELD.value: "0",
    State.SPAM.value: "spam",
    State.REMOVED.value: "trash",
    State.WITHDRAWN.value: "trash",
}


class Entry(NamedTuple):
    """What stands beneath an article."""

    id: int
    name: str
    website: str
    at: datetime
    html: str
    state: str
    email: str = ""
    kind: str = "comment"
    above: int = 0


def pieces(scope: Scope, count: Callable[[str], object]) -> Iterator[str]:
    yield DECLARATION + HEAD + _site(scope)
    for conversation in conversations(scope):
        count("article")
        yield from _item(scope, conversation, count)
    yield END


def _site(scope: Scope) -> str:
    return "".join(
        [
            element("title", settings.SITE_NAME),
            element("link", scope.address),
            element("pubDate", format_datetime(timezone.now())),
            element("language", settings.LANGUAGE_CODE),
            element("wp:wxr_version", "1.2"),
            element("wp:base_site_url", scope.address),
            element("wp:base_blog_url", scope.address),
        ]
    )


def _item(scope: Scope, found: Conversation, count: Callable[[str], object]) -> Iterator[str]:
    yield "<item>\n" + _article(scope, found.article)
    ids = Ids()
    for comment in found.comments:
        own, above = ids.of(comment)
        for each in shown(scope, [comment]):
            count("comment")
            yield _entry(_comment(each, own, above))
    for pingback in found.pingbacks:
        if scope.has_all_states or pingback.state == State.PUBLISHED:
            count("pingback")
            yield _entry(_pingback(pingback))
    yield "</item>\n"


def _article(scope: Scope, article: ArticleRow) -> str:
    """Without an id: WordPress would take ours, and go on counting from there."""
    at = article.published_at or article.created_at
    return "".join(
        [
            # WordPress keeps titles and names escaped.
            quoted("title", escape(article.title, quote=False)),
            element("link", address_of(scope, article)),
            element("pubDate", format_datetime(at.astimezone(UTC))),
            quoted("dc:creator", article.byline),
            element("guid", f"urn:understory:article:{article.id}", isPermaLink="false"),
            quoted("content:encoded", as_typed(article.html)),
            quoted("excerpt:encoded", article.summary),
            _times("wp:post_date", at),
            element("wp:comment_status", "closed" if is_closed(article) else "open"),
            element("wp:ping_status", "closed"),
            element("wp:post_name", article.slug),
            element("wp:status", "publish" if article.state == "published" else "draft"),
            element("wp:post_parent", 0),
            element("wp:menu_order", 0),
            element("wp:post_type", "post"),
            element("wp:post_password"),
            element("wp:is_sticky", 0),
        ]
    )


def _comment(comment: CommentRow, own: int, above: int) -> Entry:
    return Entry(
        own,
        comment.name,
        comment.website,
        comment.created_at,
        comment.html,
        comment.state,
        comment.email,
        above=above,
    )


def _pingback(ping: PingbackRow) -> Entry:
    said = (ping.id, ping.name, ping.website, ping.created_at, html_of(ping.text), ping.state)
    return Entry(*said, kind="pingback")


def _entry(entry: Entry) -> str:
    return "".join(
        [
            "<wp:comment>\n",
            element("wp:comment_id", entry.id),
            quoted("wp:comment_author", escape(entry.name, quote=False)),
            element("wp:comment_author_email", entry.email),
            element("wp:comment_author_url", entry.website),
            element("wp:comment_author_IP"),
            _times("wp:comment_date", entry.at),
            quoted("wp:comment_content", as_typed(entry.html)),
            element("wp:comment_approved", APPROVED[entry.state]),
            element("wp:comment_type", entry.kind),
            element("wp:comment_parent", entry.above),
            element("wp:comment_user_id", 0),
            "</wp:comment>\n",
        ]
    )


def _times(name: str, at: datetime) -> str:
    """In the site's own time, and in UTC."""
    utc = at.astimezone(UTC)
    return element(name, _time(timezone.localtime(utc))) + element(f"{name}_gmt", _time(utc))


def _time(at: datetime) -> str:
    return at.replace(tzinfo=None).isoformat(" ", "seconds")
