from django.db import migrations, models

# Counts of the last minutes are not worth a log. A count grows in place while its page has room.
KEEP_LIGHTLY = """
ALTER TABLE comments_window SET UNLOGGED;
ALTER TABLE comments_window SET (fillfactor = 70);
"""

# Counts by each key in turn, but no further than to the first that is over its limit: the seconds
# until that one's window ends, or 0. The upsert finds, counts and tells in one step.
WAIT = """
CREATE FUNCTION comments_wait(keys uuid[], mosts integer[], lengths integer[]) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    present timestamptz := statement_timestamp();
    counted integer;
    over_at timestamptz;
BEGIN
    FOR i IN 1 .. cardinality(keys) LOOP
        INSERT INTO comments_window AS open (key, count, ends_at)
        VALUES (keys[i], 1, present + make_interval(secs => lengths[i]))
        ON CONFLICT (key) DO UPDATE SET
            count = CASE WHEN open.ends_at > present THEN open.count + 1 ELSE 1 END,
            ends_at = CASE WHEN open.ends_at > present THEN open.ends_at ELSE excluded.ends_at END
        RETURNING count, ends_at INTO counted, over_at;
        IF counted > mosts[i] THEN
            RETURN ceil(extract(epoch FROM over_at - present));
        END IF;
    END LOOP;
    RETURN 0;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("comments", "0005_moves")]

    operations = [
        migrations.CreateModel(
            name="Window",
            fields=[
                ("key", models.UUIDField(primary_key=True, serialize=False)),
                ("count", models.IntegerField()),
                ("ends_at", models.DateTimeField(db_index=True)),
            ],
            options={"default_permissions": ()},
        ),
        migrations.RunSQL(KEEP_LIGHTLY, migrations.RunSQL.noop),
        migrations.RunSQL(WAIT, "DROP FUNCTION comments_wait"),
    ]
