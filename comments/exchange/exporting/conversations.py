"""Articles with their comments in reading order, a portion of rows at a time."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import NamedTuple, Protocol, TypeVar
from uuid import UUID

from comments.exchange.exporting.scope import Scope
from comments.exchange.exporting.snapshot import asked

ARTICLES_AT_ONCE = 50
AT_ONCE = 1_000

ARTICLES = """
SELECT a.id, slug, title, byline, summary, body, body_html, state, published_at, created_at,
    updated_at, comments, closes_after_days, moderation, coalesce(threads_numbered, 0)
FROM articles_article a LEFT JOIN comments_conversation c ON c.article_id = a.id
WHERE a.id = ANY(%(articles)s) ORDER BY a.id
"""
# Of each article its threads, in the order of reading, and how large they are.
THREADS = """
SELECT article_id, array_agg(tree_id ORDER BY number NULLS LAST, tree_id),
    array_agg(size ORDER BY number NULLS LAST, tree_id)
FROM (
    SELECT article_id, tree_id, count(*) AS size, max(ordinal) FILTER (WHERE level = 0) AS number
    FROM comments_comment WHERE article_id = ANY(%(articles)s) GROUP BY article_id, tree_id
) AS threads
GROUP BY article_id ORDER BY article_id
"""
COMMENTS = """
SELECT c.id, article_id, parent_id, tree_id, lft, level, ordinal, replies_numbered, visible,
    created_at, published_at, edited_at, state, name, coalesce(username, ''), guest, c.email,
    email_key, website, text, html, revision, closed, pinned, picked
FROM comments_comment c LEFT JOIN auth_user u ON u.id = c.author_id
WHERE tree_id = ANY(%(threads)s) AND lft > %(after)s ORDER BY tree_id, lft LIMIT %(limit)s
"""
PINGBACKS = """
SELECT id, article_id, name, website, text, state, created_at FROM comments_pingback
WHERE article_id = ANY(%(articles)s) AND (article_id, id) > (%(article)s, %(id)s)
ORDER BY article_id, id LIMIT %(limit)s
"""


class ArticleRow(NamedTuple):
    id: int
    slug: str
    title: str
    byline: str
    summary: str
    body: str
    html: str
    state: str
    published_at: datetime | None
    created_at: datetime
    updated_at: datetime
    comments: str
    closes_after_days: int | None
    moderation: str
    threads_numbered: int


class CommentRow(NamedTuple):
    id: int
    article: int
    parent: int | None
    tree: int
    lft: int
    level: int
    ordinal: int | None
    replies_numbered: int
    visible: bool
    created_at: datetime
    published_at: datetime | None
    edited_at: datetime | None
    state: str
    name: str
    account: str
    guest: UUID | None
    email: str
    email_key: UUID | None
    website: str
    text: str
    html: str
    revision: int
    closed: bool
    pinned: bool
    picked: bool


class PingbackRow(NamedTuple):
    id: int
    article: int
    name: str
    website: str
    text: str
    state: str
    created_at: datetime


class Conversation(NamedTuple):
    """An article, its comments in portions, and its pingbacks. To be read in this order."""

    article: ArticleRow
    comments: Iterator[CommentRow]
    pingbacks: Iterator[PingbackRow]


class _Beneath(Protocol):
    @property
    def article(self) -> int: ...


Row = TypeVar("Row", bound=_Beneath)
Thread = tuple[int, int]


def conversations(scope: Scope) -> Iterator[Conversation]:
    """All that leave, an article after the other."""
    for articles in articles_of(scope):
        ids = [article.id for article in articles]
        comments = _shared_out(comments_of(scope, ids), ids)
        pingbacks = _shared_out(pingbacks_of(scope, ids), ids)
        yield from map(Conversation, articles, comments, pingbacks)


def articles_of(scope: Scope) -> Iterator[list[ArticleRow]]:
    ids = iter(scope.articles)
    while some := list(islice(ids, ARTICLES_AT_ONCE)):
        yield [ArticleRow._make(row) for row in asked(ARTICLES, articles=some)]


def comments_of(scope: Scope, articles: list[int]) -> Iterator[CommentRow]:
    """Beneath these articles, one after the other, each in reading order."""
    for threads in _portions(_threads(articles)):
        for row in _in_threads(threads):
            if scope.takes(row.article, row.id):
                yield row


def pingbacks_of(scope: Scope, articles: list[int]) -> Iterator[PingbackRow]:
    article = last = 0
    while rows := asked(PINGBACKS, articles=articles, article=article, id=last, limit=AT_ONCE):
        for row in map(PingbackRow._make, rows):
            if scope.takes(row.article, None, row.created_at):
                yield row
        last, article = rows[-1][:2]


def _threads(articles: list[int]) -> Iterator[Thread]:
    for _, threads, sizes in asked(THREADS, articles=articles):
        yield from zip(threads, sizes, strict=True)


def _portions(threads: Iterable[Thread]) -> Iterator[list[int]]:
    """As many threads as are read at once; a larger one alone."""
    some: list[int] = []
    held = 0
    for thread, size in threads:
        if some and held + size > AT_ONCE:
            yield some
            some, held = [], 0
        some.append(thread)
        held += size
    if some:
        yield some


def _in_threads(threads: list[int]) -> Iterator[CommentRow]:
    after = 0
    while rows := _page(threads, after):
        yield from rows
        if len(rows) < AT_ONCE or len(threads) > 1:
            return
        after = rows[-1].lft


def _page(threads: list[int], after: int) -> list[CommentRow]:
    found = asked(COMMENTS, threads=threads, after=after, limit=AT_ONCE)
    rows = [CommentRow._make(row) for row in found]
    order = {thread: place for place, thread in enumerate(threads)}
    # What has moved may read elsewhere than its id says.
    rows.sort(key=lambda row: order[row.tree])
    return rows


def _shared_out(rows: Iterator[Row], articles: list[int]) -> Iterator[Iterator[Row]]:
    """To each article what is beneath it, as long as it is its turn."""
    ahead: list[Row] = []

    def beneath(article: int) -> Iterator[Row]:
        while row := ahead.pop() if ahead else next(rows, None):
            if row.article != article:
                ahead.append(row)
                return
            yield row

    return map(beneath, articles)
