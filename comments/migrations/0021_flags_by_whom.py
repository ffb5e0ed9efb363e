from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # Readers go on reporting while the indexes are made.
    atomic = False

    dependencies = [("comments", "0020_search")]

    operations = [
        AddIndexConcurrently(
            "flag",
            models.Index(
                condition=models.Q(author__isnull=False), fields=["author"], name="flag_author"
            ),
        ),
        AddIndexConcurrently(
            "flag",
            models.Index(
                condition=models.Q(guest__isnull=False), fields=["guest"], name="flag_guest"
            ),
        ),
    ]
