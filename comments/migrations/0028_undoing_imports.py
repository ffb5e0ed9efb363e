from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    # The indexes are made while people write and an import goes on.
    atomic = False

    dependencies = [("comments", "0027_uploads")]

    operations = [
        AddIndexConcurrently(
            "ledgerrow",
            models.Index(
                condition=Q(article__isnull=False), fields=["article"], name="ledger_of_article"
            ),
        ),
        # The same of articles' own lines only.
        RemoveIndexConcurrently("ledgerrow", "ledger_article"),
        AddIndexConcurrently(
            "ledgerrow",
            models.Index(
                condition=Q(pingback__isnull=False), fields=["pingback"], name="ledger_pingback"
            ),
        ),
        AddIndexConcurrently(
            "ledgerrow",
            models.Index(
                condition=Q(made_in__gt=F("run")), fields=["made_in"], name="ledger_made_later"
            ),
        ),
        AddIndexConcurrently(
            "decision",
            models.Index(
                condition=Q(article__isnull=False), fields=["article"], name="decision_article"
            ),
        ),
        AddIndexConcurrently(
            "move",
            models.Index(
                condition=Q(from_parent__isnull=False),
                fields=["from_parent"],
                name="move_from_parent",
            ),
        ),
        AddIndexConcurrently(
            "move",
            models.Index(
                condition=Q(to_parent__isnull=False), fields=["to_parent"], name="move_to_parent"
            ),
        ),
    ]
