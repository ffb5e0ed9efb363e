from importlib import import_module

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import articles.ids

# The version before, with one more column to fill.
closed = import_module("comments.migrations.0016_closed_branches")
BEFORE = closed.POST.replace(closed.STANDS, closed.STANDS + closed.IS_OPEN)
POST = (
    BEFORE.replace(
        "    before_limit integer,\n",
        "    before_limit integer, new_email_key uuid DEFAULT NULL,\n",
    )
    .replace(
        "state, created_at, published_at, submission\n",
        "state, created_at, published_at, submission, email_key\n",
    )
    .replace("new_time END, new_submission\n", "new_time END, new_submission, new_email_key\n")
)

# Only the account of whoever wrote it may go; their name stays.
REFUSE = """
CREATE FUNCTION comments_note_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.moderator_id IS NULL
        AND to_jsonb(NEW) - 'moderator_id' = to_jsonb(OLD) - 'moderator_id'
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON comments_note
    FOR EACH ROW EXECUTE FUNCTION comments_note_stays();
"""
ALLOW = """
DROP TRIGGER append_only ON comments_note;
DROP FUNCTION comments_note_stays();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("comments", "0017_reasons"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AddressHash",
            fields=[
                (
                    "comment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="address",
                        serialize=False,
                        to="comments.comment",
                    ),
                ),
                ("address", models.UUIDField(db_index=True)),
                ("network", models.UUIDField(db_index=True)),
                ("expires_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Note",
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
                ("person", models.CharField(max_length=40, verbose_name="person")),
                ("words", models.TextField(max_length=2000, verbose_name="words")),
                (
                    "moderator_name",
                    models.CharField(max_length=150, verbose_name="moderator's name"),
                ),
                (
                    "written_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="written"),
                ),
            ],
            options={
                "verbose_name": "note",
                "verbose_name_plural": "notes",
                "ordering": ["-id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Sanction",
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
                    "does",
                    models.CharField(
                        choices=[("ban", "ban"), ("hold", "everything is held")],
                        max_length=4,
                        verbose_name="what",
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                ("person", models.CharField(max_length=40, verbose_name="person")),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="name")),
                ("until", models.DateTimeField(null=True, verbose_name="until")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
            ],
            options={
                "verbose_name": "ban",
                "verbose_name_plural": "bans",
                "ordering": ["-decision_id", "key"],
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="comment",
            name="email_key",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="addresshash",
            name="article",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="articles.article",
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="moderator",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="moderator",
            ),
        ),
        migrations.AddField(
            model_name="sanction",
            name="decision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sanctions",
                to="comments.decision",
            ),
        ),
        migrations.AddField(
            model_name="sanction",
            name="lifted_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lifted",
                to="comments.decision",
            ),
        ),
        migrations.AddIndex(
            model_name="note",
            index=models.Index(fields=["person"], name="note_person"),
        ),
        migrations.AddIndex(
            model_name="sanction",
            index=models.Index(fields=["person"], name="sanction_person"),
        ),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_by", None)),
                fields=("key", "does"),
                name="sanction_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=models.CheckConstraint(
                condition=models.Q(("does__in", ["ban", "hold"])), name="sanction_does"
            ),
        ),
        migrations.RunSQL(REFUSE, ALLOW),
        migrations.RunSQL(
            f"DROP FUNCTION comments_post; {POST}", f"DROP FUNCTION comments_post; {BEFORE}"
        ),
    ]
