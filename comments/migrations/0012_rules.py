import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

import articles.ids

KINDS = [
    ("links", "number of links"),
    ("words", "listed words"),
    ("first", "first comments of a person"),
    ("speed", "many comments by one person"),
    ("heat", "heated thread"),
    ("age", "old article"),
    ("flags", "flagged by readers"),
    ("likeness", "like another comment"),
    ("spam", "reads like spam"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("comments", "0011_told"),
    ]

    operations = [
        migrations.CreateModel(
            name="Rule",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        default=articles.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="Authors and moderators read it as the reason why a comment waits.",
                        max_length=80,
                        verbose_name="name",
                    ),
                ),
                ("kind", models.CharField(choices=KINDS, max_length=20, verbose_name="kind")),
                ("number", models.PositiveIntegerField(default=0, verbose_name="number")),
                ("minutes", models.PositiveIntegerField(default=0, verbose_name="minutes")),
                ("words", models.TextField(blank=True, verbose_name="words")),
                ("enabled", models.BooleanField(default=True, verbose_name="enabled")),
                (
                    "article",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rules",
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
            ],
            options={
                "verbose_name": "rule",
                "verbose_name_plural": "rules",
                "ordering": ["article_id", "id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Sketch",
            fields=[
                (
                    "comment",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="sketch",
                        serialize=False,
                        to="comments.comment",
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="articles.article",
                    ),
                ),
                (
                    "hashes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
                (
                    "sought",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
                ("expires_at", models.DateTimeField()),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["sought"], name="sketch_sought"
                    ),
                    models.Index(fields=["expires_at"], name="sketch_expires"),
                ],
            },
        ),
        migrations.AddField(
            model_name="hold",
            name="name",
            field=models.CharField(blank=True, db_default="", max_length=80, verbose_name="name"),
        ),
        migrations.AddField(
            model_name="hold",
            name="rule",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="holds",
                to="comments.rule",
                verbose_name="rule",
            ),
        ),
    ]
