"""Artalk's exchange format (Artrans): an array of comments, each with its page and its site."""

from collections import defaultdict
from collections.abc import Iterator

from comments.exchange.addresses import joined
from comments.exchange.formats import large_json
from comments.exchange.formats.files import Part
from comments.exchange.formats.large_json import ANY
from comments.exchange.formats.loose import Loose, Pages, short_key
from comments.exchange.records import Markup, Record, Site, SourceComment
from comments.rules import State

NAME = "Artalk export"


def is_it(head: bytes) -> bool:
    begin, keys = large_json.keys_of(head)
    return begin == "[" and ("page_key" in keys or {"rid", "content"} <= keys)


def read(part: Part) -> Iterator[Record]:
    """All sites of a server come in one file, and may have pages of the same key."""
    pages: defaultdict[str, Pages] = defaultdict(Pages)
    site = ""
    for item in large_json.items(part, (ANY,)):
        row = Loose(item.value, item.place)
        site = row.text("site_name") or site
        if site:
            yield Site(site)
        page = row.text("page_key")
        url, title = _address(row, page), row.text("page_title")
        is_closed = row.is_true("page_admin_only")
        yield from pages[site].first_of(row, page, url, title, is_closed=is_closed)
        yield _comment(row, short_key(page))


def _address(row: Loose, page: str) -> str:
    """Of the addresses of the site, the first is its own."""
    site = row.text("site_urls").partition(",")[0].strip().rstrip("/")
    if "://" in page or not site:
        return page
    # As browsers do: a slash leads to the root of the host.
    return joined(site, page) if page.startswith("/") else f"{site}/{page}"


def _comment(row: Loose, article: str) -> SourceComment:
    key = row.text("id")
    return SourceComment(
        key=key,
        place=row.place,
        article=article,
        parent=row.parent("rid"),
        created_at=row.time("created_at"),
        name=row.text("nick"),
        email=row.text("email"),
        website=row.text("link"),
        text=row.text("content"),
        markup=Markup.TAGGED,
        state=State.HELD if row.is_true("is_pending") else State.PUBLISHED,
        url=f"#atk-comment-{key}" if key else "",
        likes=row.number("vote_up"),
        dislikes=row.number("vote_down"),
    )
