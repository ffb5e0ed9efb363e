"""WordPress's own export, versions 1.0 to 1.2: an RSS file with posts, each with its comments."""

from collections.abc import Iterator
from datetime import datetime
from html import unescape
from urllib.parse import unquote

from comments.exchange.addresses import page_key
from comments.exchange.formats import times
from comments.exchange.formats.files import Part
from comments.exchange.formats.xml import Element, elements
from comments.exchange.records import (
    Markup,
    OtherRow,
    Record,
    Site,
    SourceArticle,
    SourceComment,
)
from comments.rules import State

NAME = "WordPress export"
ARTICLES = {"post", "page", ""}
# What else plugins keep as comments may be nobody's words, or not meant for readers.
COMMENTS = {"", "comment", "review", "wpdiscuz_sticky"}
PINGBACKS = {"pingback", "trackback", "webmention", "mention", "like", "repost", "bookmark"}
READ = {
    "link", "title", "guid", "pubDate", "dc:creator", "content:encoded", "wp:author_login",
    "wp:author_display_name", "wp:post_id", "wp:post_date", "wp:post_date_gmt", "wp:post_name",
    "wp:post_type", "wp:post_parent", "wp:post_password", "wp:status", "wp:comment_status",
    "wp:comment_id", "wp:comment_author", "wp:comment_author_email", "wp:comment_author_url",
    "wp:comment_date", "wp:comment_date_gmt", "wp:comment_content", "wp:comment_approved",
    "wp:comment_type", "wp:comment_parent",
}  # fmt: skip
STATES = {
    "1": State.PUBLISHED,
    "approve": State.PUBLISHED,
    "approved": State.PUBLISHED,
    "0": State.HELD,
    "hold": State.HELD,
    "spam": State.SPAM,
    "trash": State.REMOVED,
    "post-trashed": State.REMOVED,
}


def is_it(head: bytes) -> bool:
    return b"<rss" in head and b"wordpress.org/export/" in head


def read(part: Part) -> Iterator[Record]:
    """Articles come when they end, after their comments."""
    return _Reader(part.name).records(elements(part, READ))


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.names: dict[str, str] = {}
        self.author: dict[str, str] = {}
        self.item: dict[str, str] = {}
        self.comment: dict[str, str] = {}
        self.key = ""
        self.comments = 0
        self.site = ""
        # What belongs to these is as hidden as they are.
        self.hidden: set[str] = set()

    def records(self, found: Iterator[Element]) -> Iterator[Record]:
        for name, path, _, text, line in found:
            above = path[-2] if len(path) > 1 else ""
            if name == "item":
                yield self._article(self._place(line))
                self.item, self.key, self.comments = {}, "", 0
            elif name == "wp:comment":
                yield self._comment(self._place(line))
                self.comment = {}
            elif above == "channel":
                yield from self._site(name, text)
            else:
                self._remember(above, name, text)

    def _remember(self, above: str, name: str, text: str) -> None:
        if above == "wp:comment":
            self.comment.setdefault(name, text)
        elif above == "item":
            self.item.setdefault(name, text)
        elif above in {"wp:author", "wp:wp_author"}:
            self._name(name, text)

    def _site(self, name: str, text: str) -> Iterator[Record]:
        """The same in all versions: the oldest has no other address of the site."""
        if name == "link" and not self.site:
            self.site = text
            yield Site(page_key(text))

    def _name(self, name: str, text: str) -> None:
        self.author[name] = text
        if name == "wp:author_display_name":
            self.names[self.author.get("wp:author_login", "")] = text

    def _article_key(self) -> str:
        item = self.item
        self.key = self.key or next(
            filter(None, map(item.get, ("wp:post_id", "guid", "link", "title"))), ""
        )
        return self.key

    def _article(self, place: str) -> Record:
        item, is_public = self.item, self._is_public()
        kind = item.get("wp:post_type", "")
        if kind not in ARTICLES and not self.comments:
            return OtherRow(self._article_key(), place, f"is no article but {kind}")
        writer = item.get("dc:creator", "")
        return SourceArticle(
            key=self._article_key(),
            place=place,
            url=item.get("link", ""),
            short_url=self._short_url(),
            # Of scripts other than Latin, WordPress keeps it encoded.
            slug=unquote(item.get("wp:post_name", "")),
            title=unescape(item.get("title", "")),
            byline=self.names.get(writer, writer),
            text=item.get("content:encoded", ""),
            markup=Markup.LINES,
            published_at=_time(item, "wp:post_date") or times.mail(item.get("pubDate", "")),
            is_public=is_public,
            is_closed=item.get("wp:comment_status") == "closed",
        )

    def _is_public(self) -> bool:
        """A picture's own page is as public as the post that it belongs to, which comes first."""
        item = self.item
        status = item.get("wp:status", "publish")
        if status == "inherit":
            return item.get("wp:post_parent") not in self.hidden
        if status == "publish" and not item.get("wp:post_password"):
            return True
        self.hidden.add(item.get("wp:post_id", "none"))
        return False

    def _short_url(self) -> str:
        """WordPress answers by a post's number, whatever else its address is."""
        number = self.item.get("wp:post_id", "")
        name = "page_id" if self.item.get("wp:post_type") == "page" else "p"
        return f"{self.site}/?{name}={number}" if number.isdigit() else ""

    def _comment(self, place: str) -> Record:
        comment = self.comment
        self.comments += 1
        key, kind = comment.get("wp:comment_id", ""), comment.get("wp:comment_type", "")
        if kind not in COMMENTS | PINGBACKS:
            return OtherRow(key, place, f"is no comment but {kind}")
        parent = comment.get("wp:comment_parent", "")
        return SourceComment(
            key=key,
            place=place,
            article=self._article_key(),
            parent="" if parent == "0" else parent,
            created_at=_time(comment, "wp:comment_date"),
            name=unescape(comment.get("wp:comment_author", "")),
            email=comment.get("wp:comment_author_email", ""),
            website=comment.get("wp:comment_author_url", ""),
            text=comment.get("wp:comment_content", ""),
            markup=Markup.LINES,
            state=STATES.get(comment.get("wp:comment_approved", "1"), State.HELD),
            is_pingback=kind in PINGBACKS,
            url=f"#comment-{key}" if key else "",
        )

    def _place(self, line: int) -> str:
        return f"{self.file}, line {line}"


def _time(row: dict[str, str], name: str) -> datetime | None:
    """In UTC where that is given; what never happened is written as the year 0."""
    return times.utc(row.get(f"{name}_gmt", "")) or times.local(row.get(name, ""))
