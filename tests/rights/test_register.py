"""Each column that could hold something about a person is decided on, and told in the docs."""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from comments.dossier.register import REGISTER, Fate, columns

WORDS = (
    *(models.CharField, models.TextField, models.UUIDField, models.JSONField),
    *(models.BinaryField, models.GenericIPAddressField, models.FileField, ArrayField),
)
TABLES = Path("docs/privacy.md").read_text().partition("## Everything")[2]


def could_hold(field):
    if isinstance(field, models.ForeignKey):
        return field.related_model._meta.label == settings.AUTH_USER_MODEL
    # A number that is no id made by us, or by the database, may be a hash.
    is_hash = field.primary_key and isinstance(field, models.BigIntegerField)
    drawn = isinstance(field, models.AutoField | models.BigAutoField) or field.has_default()
    return isinstance(field, WORDS) or (is_hash and not drawn)


def test_every_column_is_decided_on():
    found = {
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if could_hold(field)
    }
    assert found == columns(*Fate)


def test_the_docs_name_all_that_could_tell_of_somebody():
    assert dict(told()) == {
        f"{table}.{column}": fate
        for table, known in REGISTER.items()
        for column, fate in known.items()
        if fate != Fate.NOBODY
    }


def told():
    """The rows of the docs' table: a table, some of its columns, their fate, and why."""
    for line in TABLES.splitlines():
        if line.startswith("| `"):
            table, names, fate, _ = (cell.strip() for cell in line.strip("|").split("|"))
            for name in names.split(", "):
                yield f"{table}.{name}".replace("`", ""), fate
