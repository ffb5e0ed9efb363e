from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("comments", "0014_index_for_rules")]

    operations = [
        AddIndexConcurrently(
            model_name="comment",
            index=models.Index(
                fields=["tree_id"], condition=models.Q(closed=True), name="comment_closed"
            ),
        ),
        AddIndexConcurrently(
            model_name="comment",
            index=models.Index(
                fields=["article"], condition=models.Q(pinned=True), name="comment_pinned"
            ),
        ),
        AddIndexConcurrently(
            model_name="comment",
            index=models.Index(
                fields=["article"], condition=models.Q(picked=True), name="comment_picked"
            ),
        ),
    ]
