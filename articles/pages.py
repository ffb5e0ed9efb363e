"""An article's page as all its readers share it, kept by what is on it.

It is made in three steps, each of which fills holes (comments/holes.py) of the one before: the
skeleton of a language, made once; the article and its comments, made for each edition; and what
is each reader's own: the form's token, key and stamp, the script's nonce, messages, the account,
and the links beneath one's own comments.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from itertools import chain

from django.conf import settings
from django.core.cache import cache
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language

from comments import reading
from comments.discussions import Body, Discussion, body_of
from comments.elsewhere import old_anchors
from comments.forms import CommentForm
from comments.holes import Shared, filled, hole, partly_filled
from comments.pins import pins_of
from comments.rendering import Setting, comment_items, reply_list_html, thread_html
from comments.whole import whole_conversation

# An edition that nobody asks for any longer makes room for others.
KEPT_FOR = 60 * 60
# Larger ones are few, and would push out many small ones.
LARGEST_KEPT = 1024 * 1024

OF_AN_ARTICLE = (
    *("title", "head", "next", "article", "action", "closing"),
    *("count", "ends", "pinned", "before", "comments", "pages"),
)
OF_A_READER = ("nonce", "account", "yours", "messages", "csrf", "submission", "stamp")


@dataclass(frozen=True)
class View:
    """Which part of a conversation is shown, and to what kind of reader."""

    start: int | None = None
    newest: bool = False
    whole: bool = False
    is_open: bool = True
    is_draft: bool = False
    signed_in: bool = False
    moderates: bool = False

    def key(self, discussion: Discussion) -> str:
        """The same for pages that are the same but for what is their reader's own."""
        part = f"{self.start}-{self.newest:d}{self.whole:d}"
        reader = f"{self.is_open:d}{self.is_draft:d}{self.signed_in:d}{self.moderates:d}"
        return f"page:{discussion.edition}:{part}:{reader}:{get_language()}"


def kept_page(key: str, discussion: Discussion, view: View) -> Shared:
    """The page, made now unless it was made before under this key."""
    parts = cache.get(key)
    if parts is not None:
        return Shared(parts)
    page = fresh_page(discussion, view)
    if page.size <= LARGEST_KEPT:
        cache.set(key, page.parts, KEPT_FOR)
    return page


def fresh_page(discussion: Discussion, view: View, withheld: Sequence[int] = ()) -> Shared:
    """The page, with those of the reader's comments that nobody else can read."""
    page = reading.conversation(discussion.article, withheld, start=view.start, newest=view.newest)
    body = body_of(discussion.article)
    shown = [row.id for row in page.rows] if body.has_old_anchors else []
    setting = Setting(
        view.is_open,
        view.moderates,
        withheld=frozenset(withheld),
        anchors=old_anchors(discussion.article, shown),
    )
    begin, end = _frame(discussion, view, body, page)
    return Shared.of(chain([begin], comment_items(page, setting), [end]))


def whole_page(discussion: Discussion, view: View, own: dict[str, str]) -> Iterator[str]:
    """The page with all comments, piece by piece as they are read; `own` is its reader's."""
    begin, end = _frame(discussion, view, body_of(discussion.article), None)
    setting = Setting(view.is_open, view.moderates, own=own)
    yield filled(begin, own)
    for thread in whole_conversation(discussion.article, newest=view.newest):
        yield from thread_html(thread, setting)
    yield filled(end, own)


def _frame(discussion: Discussion, view: View, body: Body, page: reading.Page | None) -> list[str]:
    """What stands before the comments, and what stands behind them."""
    skeleton = _skeleton(get_language(), replace(view, start=None, moderates=False))
    return partly_filled(skeleton, _values(discussion, view, body, page)).split(hole("comments"))


@lru_cache
def _skeleton(_language: str | None, view: View) -> str:
    """What is the same around all articles."""
    holes = {name: hole(name) for name in (*OF_AN_ARTICLE, *OF_A_READER)}
    own = {name: holes[name] for name in ("submission", "stamp")}
    context = {
        "site_name": settings.SITE_NAME,
        "view": view,
        "holes": holes,
        "reply_list": reply_list_html(),
        "form": CommentForm(auto_id="write-%s", signed_in=view.signed_in, initial=own),
        "action": holes["action"],
        "csrf_token": holes["csrf"],
    }
    return render_to_string("articles/article.html", context)


def _values(
    discussion: Discussion, view: View, body: Body, page: reading.Page | None
) -> dict[str, str]:
    """All of a page but its comments. No `page`: it is the one that shows all of them."""
    article = discussion.article
    facts: dict[str, object] = {"article": article, "view": view, "body": body.html}
    is_first = page is None or page.previous is None
    closes_at = article.comments_close_at()
    return {
        "title": escape(article.title),
        "head": _piece("_head", **facts),
        "next": article.get_absolute_url(),
        "article": _piece("_article", **facts),
        "action": reverse("post", args=[article.slug]),
        "closing": _piece("_closing", closes_at=closes_at) if closes_at else "",
        "count": str(discussion.counts.published or ""),
        "pinned": _piece("_pinned", pins=pins_of(article)) if body.has_pins and is_first else "",
        **_around(view, page),
    }


def _around(view: View, page: reading.Page | None) -> dict[str, str]:
    """What stands around the comments."""
    if page is None:
        return {"ends": "1", "pages": _piece("_pages", view=view)}
    is_first, is_last = page.previous is None, page.following is None
    is_all = is_first and is_last and not page.cut
    before = "" if is_first else _piece("_pages", view=view, page=page)
    empty = "" if page.rows else _piece("_empty", view=view)
    # Whether a new thread belongs on this page.
    ends = is_first if view.newest else is_last
    return {
        "ends": "1" * ends,
        "before": empty or before,
        "pages": "" if is_all else _piece("_pages", view=view, page=page, offers_all=True),
    }


def _piece(name: str, **context: object) -> str:
    return render_to_string(f"articles/{name}.html", context).strip()
