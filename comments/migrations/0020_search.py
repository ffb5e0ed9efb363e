from django.db import migrations

# Pages that are being written to wait for none of this. A try that was broken off leaves an
# index that serves nobody: it is made again.
CREATE = """
CREATE INDEX CONCURRENTLY comment_words ON comments_comment
USING gin (to_tsvector('simple', name || ' ' || text))
"""
DROP = "DROP INDEX CONCURRENTLY IF EXISTS comment_words"


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("comments", "0019_email_keys")]

    operations = [
        migrations.RunSQL(DROP, migrations.RunSQL.noop),
        migrations.RunSQL(CREATE, DROP),
    ]
