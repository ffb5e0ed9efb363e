import django.db.models.deletion
from django.db import migrations, models

# Frequent words are counted again and again: with free space on the page the new version stays
# there and no index is touched.
LEAVE_SPACE = "ALTER TABLE comments_spamword SET (fillfactor = 80)"
FILL = "ALTER TABLE comments_spamword RESET (fillfactor)"


class Migration(migrations.Migration):
    dependencies = [("comments", "0006_limits")]

    operations = [
        migrations.CreateModel(
            name="SpamLesson",
            fields=[
                (
                    "comment",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="spam_lesson",
                        serialize=False,
                        to="comments.comment",
                    ),
                ),
                ("is_spam", models.BooleanField(null=True)),
                ("revision", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="SpamWord",
            fields=[
                ("word", models.BigIntegerField(primary_key=True, serialize=False)),
                ("spam", models.IntegerField(default=0)),
                ("ham", models.IntegerField(default=0)),
            ],
        ),
        migrations.RunSQL(LEAVE_SPACE, FILL),
    ]
