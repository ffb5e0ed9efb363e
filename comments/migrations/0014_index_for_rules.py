from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


def by_time(who):
    return models.Index(
        condition=models.Q((f"{who}__isnull", False)),
        fields=[who, "created_at"],
        name=f"comment_{who}_time",
    )


class Migration(migrations.Migration):
    # Indexes are made and dropped while people write.
    atomic = False

    dependencies = [("comments", "0013_first_rules")]

    operations = [
        AddIndexConcurrently("comment", by_time("author")),
        AddIndexConcurrently("comment", by_time("guest")),
        RemoveIndexConcurrently("comment", "comment_author"),
        RemoveIndexConcurrently("comment", "comment_guest"),
        AddIndexConcurrently(
            "hold",
            models.Index(
                condition=models.Q(("rule__isnull", False)),
                fields=["rule", "id"],
                name="hold_of_rule",
            ),
        ),
    ]
