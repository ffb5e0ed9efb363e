from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

REASONS = {
    "Abuse": "It insults or threatens somebody. Please say it without attacking people.",
    "Off topic": "It has nothing to do with the article, or with what it answers.",
    "Advertising": "It advertises something.",
    "Private matters": "It tells private things about somebody, such as an address or a number.",
    "Against the law": "It may be against the law, so it cannot stay here.",
    "Said before": "It repeats what was posted before.",
}


def add(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Reason = apps.get_model("comments", "Reason")
    for position, (name, words) in enumerate(REASONS.items(), start=1):
        Reason.objects.get_or_create(name=name, defaults={"words": words, "position": position})


def remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """But for what editors have reworded, or decisions refer to."""
    Reason = apps.get_model("comments", "Reason")
    Decision = apps.get_model("comments", "Decision")
    for name, words in REASONS.items():
        used = Decision.objects.filter(cause__isnull=False).values("cause")
        Reason.objects.filter(name=name, words=words).exclude(pk__in=used).delete()


class Migration(migrations.Migration):
    dependencies = [("comments", "0016_closed_branches")]

    operations = [migrations.RunPython(add, remove)]
