from django.db import migrations

# Only the account of whoever decided may go; their name stays. And a repair lets what is kept
# about a comment follow it to the article that it is under.
REFUSE = """
CREATE FUNCTION comments_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND to_jsonb(NEW) - '{moderator_id,article_id}'::text[]
            = to_jsonb(OLD) - '{moderator_id,article_id}'::text[]
        AND coalesce(to_jsonb(NEW) ->> 'moderator_id', to_jsonb(OLD) ->> 'moderator_id')
            IS NOT DISTINCT FROM to_jsonb(OLD) ->> 'moderator_id'
        AND (NEW.article_id IS NOT DISTINCT FROM OLD.article_id OR NEW.article_id = (
            SELECT article_id FROM comments_comment WHERE id = NEW.comment_id))
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""
TRIGGER = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON comments_{0}
    FOR EACH ROW EXECUTE FUNCTION comments_append_only()
"""
TABLES = ("decision", "statechange", "move")

# What waits already has no flags and no appeals.
ENQUEUE = """
INSERT INTO comments_waiting (comment_id, article_id, since, urgency, reasons)
SELECT c.id, c.article_id, c.created_at, 1,
    coalesce((SELECT array_agg(DISTINCT h.code) FROM comments_hold h WHERE h.comment_id = c.id),
        ARRAY['held'])
FROM comments_comment c WHERE c.state = 'held'
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("comments", "0009_decide_and_wait")]

    operations = [
        migrations.RunSQL(ENQUEUE, migrations.RunSQL.noop),
        migrations.RunSQL(REFUSE, "DROP FUNCTION comments_append_only()"),
        *(
            migrations.RunSQL(
                TRIGGER.format(table), f"DROP TRIGGER append_only ON comments_{table}"
            )
            for table in TABLES
        ),
    ]
