from importlib import import_module

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import articles.ids

groups = import_module("comments.migrations.0003_groups")
LOG = import_module("comments.migrations.0010_append_only").REFUSE
NOTES = import_module("comments.migrations.0018_persons").REFUSE.partition("CREATE TRIGGER")[0]

# An erasure may be made and may lose the account of whoever made it; nothing else.
RECORD = """
CREATE FUNCTION comments_erasure_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.erased_at := transaction_timestamp();
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.moderator_id IS NULL
        AND to_jsonb(NEW) - 'moderator_id' = to_jsonb(OLD) - 'moderator_id'
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER append_only BEFORE INSERT OR UPDATE OR DELETE ON comments_erasure
    FOR EACH ROW EXECUTE FUNCTION comments_erasure_stays();
"""
FORGET_RECORD = """
DROP TRIGGER append_only ON comments_erasure;
DROP FUNCTION comments_erasure_stays();
"""

# The one door in what is append-only: these columns may become empty, and nothing else may
# change, in the transaction that records an erasure and names it in `understory.erasing`.
DOOR = """
CREATE FUNCTION comments_erases(was jsonb, becomes jsonb, columns text[]) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT becomes - columns = was - columns
        AND NOT EXISTS (
            SELECT FROM unnest(columns) AS named (name)
            WHERE becomes ->> name IS DISTINCT FROM was ->> name
            AND becomes ->> name IS DISTINCT FROM ''
        )
        AND EXISTS (
            SELECT FROM comments_erasure
            WHERE id = nullif(current_setting('understory.erasing', true), '')::bigint
            AND erased_at = transaction_timestamp()
        )
$$;
"""
OPEN = """
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = '{table}'
        AND comments_erases(to_jsonb(OLD), to_jsonb(NEW), '{columns}')
    THEN
        RETURN NEW;
    END IF;
    RAISE"""

# As comments/tree/placing.py locks threads: one after the other, and none after one that failed.
LOCK = """
CREATE FUNCTION comments_lock_threads(trees bigint[]) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    tree bigint;
BEGIN
    FOR tree IN SELECT DISTINCT id FROM unnest(trees) AS given (id) ORDER BY id LOOP
        PERFORM FROM comments_comment WHERE id = tree AND parent_id IS NULL FOR NO KEY UPDATE;
        IF NOT FOUND THEN
            RETURN false;
        END IF;
    END LOOP;
    RETURN true;
END $$;
"""


def again(function):
    """To take the place of the one that there is: nothing waits for it, and no row is touched."""
    return function.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


def opened(function, table, columns):
    before, _, after = again(function).rpartition("\n    RAISE")
    return before + OPEN.format(table=table, columns="{" + columns + "}") + after


def let_editors(apps, schema_editor):
    types = apps.get_model("contenttypes", "ContentType").objects
    content_type = types.get_or_create(app_label="comments", model="erasure")[0]
    permission = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename="erase_person",
        defaults={"name": "Can export and erase what is held about a person"},
    )[0]
    group = apps.get_model("auth", "Group").objects.filter(name="Editors").first()
    if group is not None:
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0025_ledger_of_the_log"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Erasure",
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
                    "erased_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="erased"),
                ),
                ("words", models.BooleanField(default=False, verbose_name="the words too")),
                ("counts", models.JSONField(default=dict, verbose_name="how much")),
                (
                    "moderator_name",
                    models.CharField(blank=True, max_length=150, verbose_name="moderator's name"),
                ),
                (
                    "moderator",
                    models.ForeignKey(
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
            ],
            options={
                "verbose_name": "erasure",
                "verbose_name_plural": "erasures",
                "ordering": ["-id"],
                "permissions": [
                    ("erase_person", "Can export and erase what is held about a person")
                ],
                "default_permissions": (),
            },
        ),
        migrations.RunSQL(RECORD, FORGET_RECORD),
        migrations.RunSQL(DOOR, "DROP FUNCTION comments_erases(jsonb, jsonb, text[])"),
        migrations.RunSQL(opened(LOG, "comments_decision", "person,reason"), again(LOG)),
        migrations.RunSQL(opened(NOTES, "comments_note", "person,words"), again(NOTES)),
        migrations.RunSQL(LOCK, "DROP FUNCTION comments_lock_threads(bigint[])"),
        migrations.RunPython(let_editors, migrations.RunPython.noop),
    ]
