from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F, Func, Q, Value


class Migration(migrations.Migration):
    # The indexes are made while an import goes on.
    atomic = False

    dependencies = [("comments", "0023_flags_of_different_people")]

    operations = [
        AddIndexConcurrently(
            "oldaddress",
            models.Index(
                Func(F("address"), Value("^[^/?]*"), Value(""), function="regexp_replace"),
                condition=Q(fragment=""),
                name="old_address_path",
            ),
        ),
        AddIndexConcurrently(
            "oldaddress",
            models.Index(fields=["article", "fragment"], name="old_address_anchor"),
        ),
    ]
