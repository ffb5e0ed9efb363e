"""A form takes what it asks for, and nothing else that a table may have a column for."""

import json
import re

import pytest
from django.apps import apps
from django.db import connection, models

from tests.proof.asking import EXEMPT, ask, taken_back
from tests.proof.rows import SENT, named
from tests.proof.table import Cell

pytestmark = pytest.mark.django_db

# What Django's own forms for accounts take is Django's to prove.
SENDING = named([row for row in SENT if not row.at.startswith("/admin/auth/")])
# A new comment is counted in whichever slot its id falls.
COUNTED = {"comments_tally"}
# Ids, times, keys and hashes of passwords differ each time.
DRAWN = re.compile(r"\d{16,}|\d{4}-\d\d-\d\dT[\d:.+]+|[0-9a-f]{8}-[0-9a-f-]{27}|md5\$\S+")


@pytest.mark.parametrize("row", **SENDING)
def test_what_no_form_asks_for_changes_nothing(row, world):
    for who in sorted({row.doers()[0], row.doers()[-1]}):
        cell = Cell(who, row.kinds[0])
        sent = row.sends(world, cell)
        extra = {k: v for k, v in intruders(world).items() if k not in {*sent, *row.optional}}
        asked = outcome(world, row, cell, sent)
        assert outcome(world, row, cell, extra | sent) == asked


def intruders(world):
    """Each column of each of our tables, with a value that it could hold."""
    root, elsewhere = world.accounts["superuser"].pk, world.names["elsewhere"]
    own = [model for model in apps.get_models() if model._meta.app_label != "sessions"]
    fields = {field for model in own for field in model._meta.concrete_fields}
    values = {}
    for field in sorted(fields, key=str):
        if isinstance(field, models.BooleanField):
            value = "on"
        elif isinstance(field, models.ForeignKey):
            value = root if field.related_model._meta.app_label == "auth" else elsewhere
        elif isinstance(field, models.CharField | models.TextField):
            value = field.choices[-1][0] if field.choices else "intruder"
        else:
            value = 7
        values |= {field.name: value, field.attname: value}
    return values


def outcome(world, row, cell, sent):
    """The rows that are new or other afterwards, but for what is never the same twice."""
    with taken_back():
        known = contents()
        ask(world.client(cell.who), "POST", row.address(world, cell), sent)
        fresh = contents() - known
    there = {value for _, line in known for value in line}
    return sorted((table, *(_steady(value, there) for value in line)) for table, line in fresh)


def contents():
    """Every row of every table, each value as text beside its column's name."""
    tables = set(connection.introspection.table_names()) - EXEMPT - COUNTED
    return {(table, line) for table in tables for line in _lines(table)}


def _lines(table):
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT to_jsonb(t) FROM "{table}" t')
        rows = [json.loads(row) if isinstance(row, str) else row for (row,) in cursor.fetchall()]
    return [tuple(f"{name}: {row[name]}" for name in sorted(row)) for row in rows]


def _steady(value, there):
    if value.startswith(("id: ", "object_id: ")):
        return ""
    return value if value in there else DRAWN.sub("drawn", value)
