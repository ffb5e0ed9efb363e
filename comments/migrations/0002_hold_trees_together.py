from django.db import migrations

# A reply's parent stands in the same tree and under the same article. Deferrable, so that a
# rebuild or a move may change a whole tree in one statement.
HOLD = """
ALTER TABLE comments_comment
    ADD CONSTRAINT comment_tree_and_article UNIQUE (id, tree_id, article_id);
ALTER TABLE comments_comment
    ADD CONSTRAINT comment_parent_in_tree FOREIGN KEY (parent_id, tree_id, article_id)
    REFERENCES comments_comment (id, tree_id, article_id) DEFERRABLE INITIALLY DEFERRED;
"""
LET_GO = """
ALTER TABLE comments_comment DROP CONSTRAINT comment_parent_in_tree;
ALTER TABLE comments_comment DROP CONSTRAINT comment_tree_and_article;
"""

# Each reply updates its parent's and its thread's counters: with free space on the page the new
# version stays there (HOT) and no index is touched.
LEAVE_SPACE = """
ALTER TABLE comments_comment SET (fillfactor = 85);
ALTER TABLE comments_tally SET (fillfactor = 50);
ALTER TABLE comments_conversation SET (fillfactor = 50);
"""
FILL = """
ALTER TABLE comments_comment RESET (fillfactor);
ALTER TABLE comments_tally RESET (fillfactor);
ALTER TABLE comments_conversation RESET (fillfactor);
"""


class Migration(migrations.Migration):
    dependencies = [("comments", "0001_initial")]

    operations = [
        migrations.RunSQL(HOLD, LET_GO),
        migrations.RunSQL(LEAVE_SPACE, FILL),
    ]
