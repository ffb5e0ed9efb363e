"""The rules, kept in memory for as long as they are those in the database."""

from typing import Any

from django.db import connection

from comments.rulebook.book import Book, Standing
from comments.rulebook.kinds import Kind, Terms
from comments.rulebook.matching import Matcher, entries_of

# Which transaction wrote each rule's row, and where it lies: with every change both are others.
# Whoever made the change and by whatever process, the next who asks is told.
EDITION = """(
    SELECT coalesce(string_agg(
        r.id::text || '.' || r.xmin::text || r.ctid::text, ' ' ORDER BY r.id
    ), '') FROM comments_rule r WHERE r.article_id IS NULL OR r.article_id = %(article)s
)"""
RULES = """
SELECT id, id::text || '.' || xmin::text || ctid::text, name, article_id IS NOT NULL, enabled,
    kind, number, minutes, CASE WHEN enabled THEN words ELSE '' END
FROM comments_rule WHERE article_id IS NULL OR article_id = %s ORDER BY id
"""
# Articles that are talked about at the same time.
MOST_KEPT = 500


class Shelf:
    """The rules as they were last seen under each article."""

    def __init__(self) -> None:
        self._books: dict[int, Book] = {}
        self._newest = Book()

    def book(self, article_id: int) -> Book:
        """Most articles have no rules of their own: what held elsewhere is a good guess."""
        return self._books.get(article_id, self._newest)

    def renewed(self, article_id: int) -> Book:
        if len(self._books) >= MOST_KEPT:
            self._books = {}
        self._books[article_id] = self._newest = read_book(article_id)
        return self._newest


def read_book(article_id: int) -> Book:
    with connection.cursor() as cursor:
        cursor.execute(RULES, [article_id])
        rows = cursor.fetchall()
    return Book.of(" ".join(row[1] for row in rows), [_standing(*row) for row in rows])


def _standing(pk: int, _version: str, name: str, own: bool, enabled: bool, *said: Any) -> Standing:
    return Standing(pk, name, terms_of(*said), own, enabled)


def terms_of(kind: str, number: int, minutes: int, words: str) -> Terms:
    matcher = Matcher(entries_of(words)) if words else None
    return Terms(Kind(kind), number, minutes, matcher)


shelf = Shelf()
