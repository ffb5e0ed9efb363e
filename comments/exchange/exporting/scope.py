"""What is to leave: which articles, and which comments of them."""

from array import array
from bisect import bisect_left
from dataclasses import dataclass
from datetime import datetime

from articles.ids import first_id_of
from articles.models import Article
from comments.exchange.exporting.snapshot import asked
from comments.exchange.happened import table_of

# By imports that were not over by then. Their rows may have the ids and times of long ago.
BROUGHT = """
FROM comments_ledgerrow l JOIN comments_importrun r ON r.id = l.run_id
WHERE (r.finished_at IS NULL OR r.finished_at >= %(since)s) AND outcome IN ('created', 'updated')
"""
LOG = ("decision", "change", "hold", "flag", "appeal")
# Of the log, only that a line came in is known there.
LOGGED = "\n".join(
    f"""
  UNION SELECT comment_id FROM {table_of(kind)} WHERE comment_id IS NOT NULL
    AND id::text IN (SELECT source_id {BROUGHT} AND kind = '{kind}')"""
    for kind in LOG
)
# What was written, brought in or changed since, and all comments above it.
CHANGED = f"""
WITH RECURSIVE changed (id) AS (
    SELECT id FROM comments_comment WHERE created_at >= %(since)s OR id >= %(first_id)s
        OR edited_at >= %(since)s OR published_at >= %(since)s
  UNION SELECT comment_id FROM comments_revision WHERE replaced_at >= %(since)s
  UNION SELECT comment_id FROM comments_statechange WHERE changed_at >= %(since)s
  UNION SELECT comment_id FROM comments_decision
    WHERE decided_at >= %(since)s AND comment_id IS NOT NULL
  UNION SELECT comment_id FROM comments_hold WHERE id >= %(first_id)s
  UNION SELECT comment_id FROM comments_flag WHERE created_at >= %(since)s
  UNION SELECT comment_id FROM comments_appeal WHERE created_at >= %(since)s
  UNION SELECT comment_id {BROUGHT} AND comment_id IS NOT NULL
  {LOGGED}
), up (id, parent_id, article_id) AS (
    SELECT c.id, c.parent_id, c.article_id FROM changed JOIN comments_comment c ON c.id = changed.id
  UNION
    SELECT c.id, c.parent_id, c.article_id FROM up JOIN comments_comment c ON c.id = up.parent_id
)
SELECT article_id, array_agg(id ORDER BY id) FROM up GROUP BY article_id
"""
ARTICLES = f"""
SELECT id FROM articles_article WHERE updated_at >= %(since)s
UNION SELECT article_id {BROUGHT} AND article_id IS NOT NULL
UNION SELECT article_id FROM comments_pingback WHERE created_at >= %(since)s OR id >= %(first_id)s
UNION SELECT article_id FROM comments_decision
    WHERE decided_at >= %(since)s AND article_id IS NOT NULL
"""


class Impossible(Exception):
    """What was asked for cannot be written."""


@dataclass(frozen=True)
class Wish:
    """What was asked for. No slugs: all articles. No `since`: whenever it was.

    `all_states`: also what readers do not see, in formats that could do without. `address`: the
    site's own, such as "https://example.org".
    """

    slugs: tuple[str, ...] = ()
    since: datetime | None = None
    all_states: bool = False
    address: str = "http://localhost"


class Scope:
    """What that means now: articles by their ids and, if not all, comments by theirs."""

    def __init__(self, wish: Wish) -> None:
        self.slugs = sorted(set(wish.slugs))
        self.since = wish.since
        self.has_all_states = wish.all_states
        self.address = wish.address
        self.chosen = _changed(wish.since) if wish.since else {}
        self.articles = _articles(self.slugs, wish.since, self.chosen)

    @property
    def is_site(self) -> bool:
        return not self.slugs

    @property
    def is_whole(self) -> bool:
        """Whether nothing at all is left out."""
        return self.is_site and self.since is None

    def takes(self, article: int, comment: int | None, at: datetime | None = None) -> bool:
        """Whether this comment is among them; of what is about none, whether it is new enough."""
        if self.since is None:
            return True
        if comment is None:
            return at is not None and at >= self.since
        ids = self.chosen.get(article, NONE)
        place = bisect_left(ids, comment)
        return place < len(ids) and ids[place] == comment


NONE = array("q")


def _changed(since: datetime) -> dict[int, "array[int]"]:
    rows = asked(CHANGED, since=since, first_id=first_id_of(since))
    # A million of them are eight megabytes.
    return {article: array("q", ids) for article, ids in rows}


def _articles(
    slugs: list[str], since: datetime | None, chosen: dict[int, "array[int]"]
) -> "array[int]":
    everything = Article.objects.order_by("id")
    found = everything.filter(slug__in=slugs) if slugs else everything
    rows = dict(found.values_list("id", "slug"))
    if missing := set(slugs) - set(rows.values()):
        raise Impossible(f"There is no article “{min(missing)}” here.")
    if since is None:
        return array("q", rows)
    changed = {article for (article,) in asked(ARTICLES, since=since, first_id=first_id_of(since))}
    return array("q", [article for article in rows if article in chosen or article in changed])
