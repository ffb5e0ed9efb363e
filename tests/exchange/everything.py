"""All that a site holds, so that two of them can be compared."""

from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model

# What our own lines leave out on purpose.
LEFT_OUT = {
    "AddressHash": "expires by itself",
    "Erasure": "of this site alone",
    "ImportRun": "of this site alone",
    "Rule": "of this site alone",
    "Sketch": "made anew, and expires",
    "SpamLesson": "of this site alone",
    "SpamWord": "of this site alone",
    "Told": "of this site alone",
    "Upload": "of this site alone",
    "Window": "expires by itself",
}
COLUMNS_LEFT_OUT = {
    ("Comment", "lft"): "the order says it: `places` compares that",
    ("Comment", "rght"): "as above",
    ("Comment", "submission"): "means nothing after a day",
    ("Conversation", "article_id"): "none of an article without numbers: `numbered` compares that",
    ("Conversation", "threads_numbered"): "as above",
    ("Tally", "id"): "of this site alone",
    ("Tally", "article_id"): "nothing of what is not published: `counted` compares the rest",
    ("Tally", "slot"): "as above",
    ("Tally", "published"): "as above",
    ("Tally", "version"): "grows with each change here",
    ("Tally", "last_activity_at"): "that of the newest comment that is published",
    ("Hold", "rule_id"): "rules are left out; their names are kept",
    ("Reason", "id"): "told by their names",
    ("Decision", "cause_id"): "as above: `causes` compares that",
    ("Revision", "id"): "told by comment and time",
    ("FormerSlug", "id"): "told by the slug",
    ("OldAddress", "id"): "told by the address",
    ("OldAddress", "run_id"): "runs are left out",
}
# What an import writes about itself.
BOOKS = {"ImportRun", "LedgerRow", "OldAddress"}

Everything = dict[str, list[tuple[Any, ...]]]


def everything() -> Everything:
    models = [model for model in _models() if model.__name__ not in {*LEFT_OUT, "LedgerRow"}]
    return {model.__name__: _rows(model) for model in models} | _more()


def differences(one: Everything, other: Everything) -> dict[str, set[tuple[Any, ...]]]:
    """Whatever is in one of them only."""
    said = {
        table: {(row[0], repr(value)) for row in one[table] for value in row}
        ^ {(row[0], repr(value)) for row in other[table] for value in row}
        for table in one
    }
    return {table: values for table, values in said.items() if values}


def _models() -> list[type[Model]]:
    return [m for app in ("articles", "comments") for m in apps.get_app_config(app).get_models()]


def _rows(model: type[Model]) -> list[tuple[Any, ...]]:
    names = [field.attname for field in model._meta.concrete_fields]
    kept = [name for name in names if (model.__name__, name) not in COLUMNS_LEFT_OUT]
    rows = model.objects.values_list(*kept) if kept else []
    return sorted((tuple(zip(kept, row, strict=True)) for row in rows), key=repr)


def _more() -> Everything:
    """What columns that are left out mean."""
    asked = {
        "places": "SELECT id, row_number() OVER (ORDER BY tree_id, lft) FROM comments_comment",
        "numbered": """SELECT article_id, threads_numbered FROM comments_conversation
            WHERE threads_numbered > 0""",
        "counted": "SELECT article_id, slot, published FROM comments_tally WHERE published > 0",
        "causes": """SELECT d.id, r.name FROM comments_decision d
            JOIN comments_reason r ON r.id = d.cause_id""",
        "votes": """SELECT DISTINCT comment_id, likes, dislikes FROM comments_ledgerrow
            WHERE likes <> 0 OR dislikes <> 0""",
    }
    with connection.cursor() as cursor:
        return {name: sorted(cursor.execute(query)) for name, query in asked.items()}


def untouched() -> dict[str, list[tuple[Any, ...]]]:
    """Each row, and which transaction wrote it."""
    with connection.cursor() as cursor:
        tables = [m._meta.db_table for m in _models() if m.__name__ not in BOOKS]
        return {t: sorted(cursor.execute(f"SELECT xmin::text, t::text FROM {t} t")) for t in tables}


def empty() -> None:
    """The site of somebody who has nothing but accounts."""
    tables = ", ".join(model._meta.db_table for model in _models())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {tables}")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
