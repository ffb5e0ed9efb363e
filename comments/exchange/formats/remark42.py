"""Remark42's backup: a line about users and posts, then a comment a line."""

import re
from collections import defaultdict
from collections.abc import Iterator
from html import unescape

from comments.exchange.formats import lines
from comments.exchange.formats.files import Part
from comments.exchange.formats.loose import Loose, Pages, short_key, votes_of
from comments.exchange.records import Markup, Record, Site, SourceComment, SourceError
from comments.rules import State

NAME = "Remark42 backup"
VERSIONS = {"0", "1"}
FIRST = re.compile(rb'\s*\{\s*"version"\s*:\s*\d+\s*,\s*"users"\s*:')


def is_it(head: bytes) -> bool:
    return FIRST.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


def read(part: Part) -> Iterator[Record]:
    rows = (Loose(line.row, line.place) for line in lines.read(part))
    first = next(rows)
    if first.text("version") not in VERSIONS:
        raise SourceError(first.place, f"“version” is {first.text('version')}: not 1")
    pages: defaultdict[str, Pages] = defaultdict(Pages)
    closed, site = _closed(first), ""
    for row in rows:
        there = row.row_of("locator")
        site = there.text("site") or site
        if site:
            yield Site(site)
        key = there.text("url")
        # It was made safe to be shown before it was stored.
        url = key.replace("&amp;", "&")
        title, is_closed = unescape(row.text("title")), url in closed
        yield from pages[site].first_of(row, key, url, title, is_closed=is_closed)
        yield _comment(row, short_key(key))


def _closed(first: Loose) -> set[str]:
    posts = first.row.get("posts") or []
    known = [Loose(post, first.place) for post in (posts if isinstance(posts, list) else [posts])]
    closed = (post.text("url") for post in known if post.is_true("read_only"))
    return {url.replace("&amp;", "&") for url in closed}


def _comment(row: Loose, article: str) -> SourceComment:
    """The text is what readers saw; what was typed is kept beside it with its tags escaped."""
    text, key = row.text("text"), row.text("id")
    is_deleted = row.is_true("delete")
    likes, dislikes = _votes(row)
    return SourceComment(
        key=key,
        place=row.place,
        article=article,
        parent=row.text("pid"),
        created_at=row.time("time"),
        name=unescape(row.row_of("user").text("name")),
        text=text or row.text("orig"),
        markup=Markup.HTML if text else Markup.PICTURED,
        state=State.REMOVED if is_deleted else State.PUBLISHED,
        url=f"#remark42__comment-{key}" if key else "",
        edited_at=row.row_of("edit").time("time"),
        likes=likes,
        dislikes=dislikes,
    )


def _votes(row: Loose) -> tuple[int | None, int | None]:
    """Each voter's own vote, if they are there."""
    votes = list(row.row_of("votes").row.values())
    if not votes:
        return votes_of(row.number("score"))
    return votes.count(True), votes.count(False)
