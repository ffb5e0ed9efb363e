"""What is kept beside articles and comments: earlier texts, old addresses, votes."""

from collections import defaultdict
from typing import Any

from comments.exchange.exporting.snapshot import asked

FORMER = """
SELECT article_id, slug FROM articles_formerslug WHERE article_id = ANY(%(ids)s) ORDER BY id
"""
OF_ARTICLES = """
SELECT article_id, address, fragment FROM comments_oldaddress
WHERE article_id = ANY(%(ids)s) AND comment_id IS NULL ORDER BY id
"""
OF_COMMENTS = """
SELECT comment_id, address, fragment FROM comments_oldaddress
WHERE comment_id = ANY(%(ids)s) ORDER BY id
"""
EARLIER = """
SELECT comment_id, text, replaced_at FROM comments_revision
WHERE comment_id = ANY(%(ids)s) ORDER BY id
"""
# Of what was brought in from several places, the first that knew of any.
VOTES = """
SELECT DISTINCT ON (comment_id) comment_id, likes, dislikes FROM comments_ledgerrow
WHERE comment_id = ANY(%(ids)s) AND (likes IS NOT NULL OR dislikes IS NOT NULL)
ORDER BY comment_id, id
"""


class Beside:
    """For so many comments as are read at once."""

    def __init__(self, ids: list[int]) -> None:
        self.earlier: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for comment, text, at in asked(EARLIER, ids=ids):
            self.earlier[comment].append({"text": text, "replaced_at": at})
        self.addresses = _addresses(OF_COMMENTS, ids)
        self.votes = {row[0]: (row[1], row[2]) for row in asked(VOTES, ids=ids)}


def former_slugs_of(articles: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for article, slug in asked(FORMER, ids=articles):
        found[article].append(slug)
    return found


def addresses_of(articles: list[int]) -> dict[int, list[str]]:
    return _addresses(OF_ARTICLES, articles)


def _addresses(statement: str, ids: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for thing, address, fragment in asked(statement, ids=ids):
        found[thing].append(f"{address}#{fragment}" if fragment else address)
    return found
