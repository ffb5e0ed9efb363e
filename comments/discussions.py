"""An article with the counters of its conversation: all that a page must ask before it is made."""

from dataclasses import dataclass

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

BODY = """
SELECT body_html, EXISTS (SELECT FROM comments_comment c WHERE c.article_id = a.id AND c.pinned)
FROM articles_article a WHERE id = %s
"""


@dataclass(frozen=True)
class Discussion:
    """`edition` changes whenever the article, or what readers see beneath it, does."""

    article: Article
    counts: Counts
    edition: str


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


def body_of(article: Article) -> tuple[str, bool]:
    """Its body as HTML and whether comments are pinned: what only a page made anew needs."""
    with connection.cursor() as cursor:
        cursor.execute(BODY, [article.pk])
        body, has_pins = cursor.fetchone()
    return str(body), bool(has_pins)
