import django.db.models.deletion
from django.db import migrations, models

BENEATH = ("addresshash", "appeal", "flag", "hold", "revision", "statechange")


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("comments", "0028_undoing_imports"),
    ]

    operations = [
        # Nothing is read or written, but for a moment nobody else may read articles: if an export
        # is under way this gives up, rather than let everybody wait behind it. Try again then.
        migrations.RunSQL("SET LOCAL lock_timeout = '5s'", migrations.RunSQL.noop),
        *(
            migrations.AlterField(
                name,
                "article",
                models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="articles.article",
                ),
            )
            for name in BENEATH
        ),
    ]
