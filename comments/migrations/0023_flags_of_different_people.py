from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0022_ledger"),
    ]

    operations = [
        migrations.AddField(
            model_name="flag",
            name="counts",
            field=models.BooleanField(db_default=True, default=True, editable=False),
        ),
    ]
