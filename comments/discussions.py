"""An article with the counters of its conversation: all that a page must ask before it is made."""

from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection

from articles.models import Article
from comments import editions
from comments.tallies import Counts

FIND = f"""
{editions.SELECT}, t.published, t.version
FROM articles_article a CROSS JOIN LATERAL (
    SELECT coalesce(sum(published), 0)::bigint AS published,
        coalesce(sum(version), 0)::bigint AS version
    FROM comments_tally WHERE article_id = a.id
) AS t
WHERE a.slug = %s
"""

# The greatest of its old anchors is what an index begins with. If most rows are other articles',
# EXISTS would be planned as if the next one in the table were its own.
BODY = """
SELECT body_html,
    EXISTS (SELECT FROM comments_comment c WHERE c.article_id = a.id AND c.pinned),
    (SELECT max(o.fragment) FROM comments_oldaddress o WHERE o.article_id = a.id) > ''
FROM articles_article a WHERE id = %s
"""


@dataclass(frozen=True)
class Discussion:
    """`edition` changes whenever the article, or what readers see beneath it, does."""

    article: Article
    counts: Counts
    edition: str


class Body(NamedTuple):
    """What only a page made anew needs: the article as HTML, and what is to be asked besides."""

    html: str
    has_pins: bool
    has_old_anchors: bool


def find_discussion(slug: str) -> Discussion | None:
    """Whether readers may see it is not asked here."""
    with connection.cursor() as cursor:
        cursor.execute(FIND, [slug])
        row = cursor.fetchone()
    if row is None:
        return None
    article, edition, (published, version) = editions.read(row)
    counts = Counts(published, version)
    return Discussion(article, counts, f"{article.pk}-{edition}-{version}")


def body_of(article: Article) -> Body:
    with connection.cursor() as cursor:
        cursor.execute(BODY, [article.pk])
        html, has_pins, has_old_anchors = cursor.fetchone()
        return Body(html, has_pins, bool(has_old_anchors))
