"""Every invariant of trees, numbers and stored counters, each as one query of what breaks it.

All run as one statement, so that they see one moment of a site that is being written to. Each
kind is local: a row is compared with its parent, its siblings or its own replies, never walked
to. Together they are complete: rows strictly inside their parents' bounds cannot form a ring,
and rows whose parents exist and that form no ring reach a top-level comment.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection

EXAMPLES = 5
NO_MORE: Mapping[str, str] = MappingProxyType({})

# The members (`at`) of each ring, met when going up from some member (`start`) of it: a ring has
# one that does not stand to the right of its parent.
RINGS = """
    SELECT start, at FROM (
        WITH RECURSIVE up AS (
            SELECT c.id AS start, c.parent_id AS at
            FROM own c JOIN comments_comment p ON p.id = c.parent_id WHERE c.lft <= p.lft
          UNION
            SELECT up.start, c.parent_id FROM up JOIN comments_comment c ON c.id = up.at
            WHERE c.parent_id IS NOT NULL
        ) SELECT start, at, bool_or(start = at) OVER (PARTITION BY start) AS returns FROM up
    ) AS walked WHERE returns"""

# Ids that break a rule, by the rule. `own` holds the comments to look at, `one` the article's id
# or NULL for all. Links are followed into the whole table.
KINDS = {
    "bounds": "SELECT id FROM own WHERE lft <= 0 OR lft >= rght",
    "parent": """
        SELECT id FROM own WHERE parent_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM comments_comment p WHERE p.id = own.parent_id)""",
    "ring": f"SELECT DISTINCT at AS id FROM ({RINGS}) AS ring",
    "root": "SELECT id FROM own WHERE parent_id IS NULL AND tree_id <> id",
    "tree": """
        SELECT c.id FROM own c JOIN comments_comment p ON p.id = c.parent_id
        WHERE c.tree_id <> p.tree_id""",
    "article": """
        SELECT c.id FROM own c JOIN comments_comment p ON p.id = c.parent_id
        WHERE c.article_id <> p.article_id""",
    "level": """
        SELECT c.id FROM own c LEFT JOIN comments_comment p ON p.id = c.parent_id
        WHERE c.level <> CASE WHEN c.parent_id IS NULL THEN 0 ELSE p.level + 1 END""",
    "nesting": """
        SELECT c.id FROM own c JOIN comments_comment p ON p.id = c.parent_id
        WHERE c.tree_id = p.tree_id AND (c.lft <= p.lft OR c.rght >= p.rght)""",
    "overlap": """
        SELECT id FROM (
            SELECT id, lft, max(rght) OVER (PARTITION BY parent_id ORDER BY lft, id
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS taken
            FROM own WHERE parent_id IS NOT NULL
        ) AS siblings WHERE lft <= taken""",
    "order": """
        SELECT id FROM (
            SELECT id, ordinal, max(ordinal) OVER (PARTITION BY parent_id ORDER BY lft, id
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached
            FROM own WHERE parent_id IS NOT NULL AND ordinal IS NOT NULL
        ) AS siblings WHERE ordinal < reached""",
    "number": """
        SELECT id FROM own
        WHERE ordinal < 1 OR ordinal IS NULL AND (visible OR published_at IS NOT NULL)""",
    "duplicate": """
        SELECT id FROM (
            SELECT id, row_number() OVER (
                PARTITION BY coalesce(parent_id, article_id), parent_id IS NULL, ordinal
                ORDER BY created_at, id) AS nth
            FROM own WHERE ordinal IS NOT NULL
        ) AS numbered WHERE nth > 1""",
    "published": "SELECT id FROM own WHERE state = 'published' AND published_at IS NULL",
    "visible": """
        SELECT id FROM own WHERE visible <> (state = 'published' OR EXISTS (
            SELECT 1 FROM comments_comment c WHERE c.parent_id = own.id AND c.visible))""",
    "thread size": """
        SELECT c.id FROM own c LEFT JOIN (
            SELECT tree_id, count(*) AS size FROM comments_comment
            WHERE state = 'published' GROUP BY tree_id
        ) AS thread ON thread.tree_id = c.id AND c.parent_id IS NULL
        WHERE c.thread_size <> coalesce(thread.size, 0)""",
    "replies numbered": """
        SELECT p.id FROM own p JOIN (
            SELECT parent_id, max(ordinal) AS highest FROM comments_comment GROUP BY parent_id
        ) AS replies ON replies.parent_id = p.id
        WHERE p.replies_numbered < replies.highest""",
    "threads numbered": """
        SELECT article_id AS id FROM (
            SELECT article_id, max(ordinal) AS highest FROM own
            WHERE parent_id IS NULL GROUP BY article_id
        ) AS threads LEFT JOIN comments_conversation USING (article_id)
        WHERE coalesce(threads_numbered, 0) < highest""",
    "tally": """
        SELECT article_id AS id FROM (
            SELECT article_id, tree_id %% %(slots)s AS slot, count(*) AS published FROM own
            WHERE state = 'published' GROUP BY 1, 2
        ) AS counted FULL JOIN (
            SELECT article_id, slot, published FROM comments_tally, one
            WHERE one.id IS NULL OR article_id = one.id
        ) AS stored USING (article_id, slot)
        WHERE coalesce(counted.published, 0) <> coalesce(stored.published, 0)""",
}

# What is kept about a comment stands under its article: revisions, decisions, history, …
RECORDS = """
        SELECT r.comment_id AS id FROM {table} r JOIN own c ON c.id = r.comment_id
        WHERE r.article_id <> c.article_id"""

CHECK = """
WITH one AS (SELECT %(article)s::bigint AS id), own AS NOT MATERIALIZED (
    SELECT * FROM comments_comment
    WHERE %(article)s::bigint IS NULL OR article_id = %(article)s::bigint
)
"""

COUNTED = """
SELECT %(kind_{index})s AS kind, count(*), (array_agg(DISTINCT id))[:{examples}]
FROM ({broken}) AS broken
"""


class Finding(NamedTuple):
    """How many rows break one kind of invariant, and the ids of some."""

    kind: str
    broken: int
    examples: list[int]


def check(
    article_id: int | None = None, more: Mapping[str, str] = NO_MORE, **known: Any
) -> list[Finding]:
    """A finding for every kind of invariant, also those that hold; of one article, or of all.

    `more` kinds than trees know of are looked at in the same moment, with what is `known` to them.
    """
    kinds = KINDS | {"record": "\nUNION ALL\n".join(map(_records, records())), **more}
    parts = [
        COUNTED.format(index=index, examples=EXAMPLES, broken=broken)
        for index, broken in enumerate(kinds.values())
    ]
    values = {f"kind_{index}": kind for index, kind in enumerate(kinds)}
    slots = apps.get_model("comments", "Tally").SLOTS
    with connection.cursor() as cursor:
        cursor.execute(
            CHECK + "UNION ALL".join(parts),
            values | {"article": article_id, "slots": slots} | known,
        )
        found = {kind: Finding(kind, count, ids or []) for kind, count, ids in cursor}
    return [found[kind] for kind in kinds]


def records() -> list[str]:
    """The tables of what is kept about a comment and repeats its article."""
    return sorted(
        relation.related_model._meta.db_table
        for relation in apps.get_model("comments", "Comment")._meta.related_objects
        if relation.field.column == "comment_id"
        and any(field.column == "article_id" for field in relation.related_model._meta.fields)
    )


def _records(table: str) -> str:
    return RECORDS.format(table=table)
