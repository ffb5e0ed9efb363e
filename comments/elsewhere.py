"""What is meant by an address from before articles and comments came here."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from django.db import connection
from django.urls import reverse

from articles.models import Article
from comments.exchange.addresses import path_key
from comments.models import Comment, OldAddress

# WordPress without readable addresses: /?p=123
PLAIN = frozenset({"p", "page_id"})
# Other views of the same page: pages of its comments, for phones, with the file's name.
ENDING = re.compile(r"/(?:comment-page-\d+|amp|index\.html?)/?$")

# The index old_address_path answers, whatever the host. There are as many rows as hosts.
FIND = """
SELECT o.address, o.comment_id, a.slug,
    a.state = 'published' AND a.published_at <= statement_timestamp()
FROM comments_oldaddress o JOIN articles_article a ON a.id = o.article_id
WHERE o.fragment = '' AND regexp_replace(o.address, '^[^/?]*', '') = ANY(%s::text[])
ORDER BY o.address = ANY(%s::text[]) DESC LIMIT %s
"""
MOST_HOSTS = 50

# Those that cannot be taken for one of our own, as conversation.js knows them too.
ANCHORS = r"""
SELECT fragment, comment_id FROM comments_oldaddress
WHERE article_id = %s AND comment_id = ANY(%s) AND fragment ~ '^(?!c-)[\w:.-]*\d[\w:.-]*$'
ORDER BY id
"""


class Found(NamedTuple):
    host: str
    path: str
    comment_id: int | None
    slug: str
    is_public: bool

    @property
    def place(self) -> str:
        if self.comment_id is None:
            return reverse("article", args=[self.slug])
        return f"{reverse('comment', args=[self.comment_id])}#c-{self.comment_id}"


def found_at(key: str) -> Found | None:
    """What readers find here instead of the page with this key (exchange/addresses.py).

    Under the host that it had; else under any, if there it can be only one.
    """
    host, there = _split(key)
    path, _, query = there.partition("?")
    paths = list(dict.fromkeys(_spellings(path, query)))
    rows = _rows(host, paths) if paths else []
    for path in paths:
        if at := {row.host: row for row in rows if row.path == path}:
            return _only(at, host)
    return None


def comment_at(article: Article, fragment: str) -> Comment | None:
    """The comment that this anchor led to on the page of this article, whoever sees it."""
    known = OldAddress.objects.filter(article=article, fragment=fragment, comment__isnull=False)
    comments = set(known.values_list("comment_id", flat=True))
    if len(comments) != 1:
        return None
    return Comment.objects.with_article().get(pk=comments.pop())


def old_anchors(article: Article, comment_ids: list[int]) -> dict[int, str]:
    """HTML for these comments, so that their old anchors lead to them without a script."""
    if not comment_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(ANCHORS, [article.pk, comment_ids])
        rows = cursor.fetchall()
    owners = dict(rows)
    shared = {fragment for fragment, comment in rows if owners[fragment] != comment}
    html: dict[int, str] = {}
    for fragment, comment in rows:
        if fragment not in shared:
            html[comment] = f'{html.get(comment, "")}<a id="{fragment}"></a>'
    return html


def _spellings(path: str, query: str) -> Iterator[str]:
    """The nearest first: as it is, then without what only tells how it is shown."""
    plain = urlencode([pair for pair in parse_qsl(query) if pair[0] in PLAIN])
    for shorter in (path, ENDING.sub("", path)):
        yield from filter(None, (path_key(shorter, asked) for asked in (query, plain, "")))


def _rows(host: str, paths: list[str]) -> list[Found]:
    own = [f"{host}{path}" for path in paths]
    with connection.cursor() as cursor:
        cursor.execute(FIND, [paths, own, MOST_HOSTS])
        return [Found(*_split(address), *rest) for address, *rest in cursor.fetchall()]


def _only(at: dict[str, Found], host: str) -> Found | None:
    """Some programs keep no host with their pages."""
    known = at.get(host) or at.get("")
    if known is None and len({(row.slug, row.comment_id) for row in at.values()}) == 1:
        known = next(iter(at.values()))
    return known if known and known.is_public else None


def _split(key: str) -> tuple[str, str]:
    """A page's host, and the rest."""
    host = re.split(r"[/?]", key, maxsplit=1)[0]
    return host, key[len(host) :]
