from importlib import import_module

from django.db import migrations

POST = import_module("comments.migrations.0004_post").POST.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1
)

# Asked when the thread's lock is held, which who closes a branch holds too.
STANDS = "AND p.level = new_level - 1 AND p.state = parent_state"
IS_OPEN = """
        AND NOT EXISTS (
            SELECT FROM comments_comment x
            WHERE x.closed AND x.tree_id = new_tree AND x.lft <= p.lft AND x.rght >= p.rght
        )"""


class Migration(migrations.Migration):
    dependencies = [("comments", "0015_marks")]

    operations = [migrations.RunSQL(POST.replace(STANDS, STANDS + IS_OPEN), POST)]
