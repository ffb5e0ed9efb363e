"""An article's row for statements of our own, with the edition that changes whenever it does."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from articles.models import Article

# What pages show of an article only when they are made anew.
LATER = {"body", "body_html", "created_at", "updated_at"}
FIELDS = [f.attname for f in Article._meta.concrete_fields if f.attname not in LATER]

# Which transaction wrote the row, and where it lies: with every change both are others. The
# function comments_post compares the same expression.
EDITION = "a.xmin::text || a.ctid::text"
# Of articles_article as "a"; more may follow.
SELECT = "SELECT " + ", ".join([EDITION, *(f"a.{name}" for name in FIELDS)])


def read(row: Sequence[Any]) -> tuple[Article, str, Sequence[Any]]:
    """The article, its edition, and what else was selected behind them."""
    end = 1 + len(FIELDS)
    return Article.from_db(connection.alias, FIELDS, row[1:end]), row[0], row[end:]
