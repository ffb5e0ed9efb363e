from django.db import migrations

MONTH = 30 * 24 * 60

# What honest readers hardly ever meet is switched on; the rest shows what could be.
RULES = [
    # name, kind, number, minutes, enabled
    ("Many links", "links", 3, 0, True),
    ("Reads like spam", "spam", 90, 0, True),
    ("Many comments in a short time", "speed", 8, 5, True),
    ("Much like another comment", "likeness", 80, MONTH, True),
    ("Flagged by several readers", "flags", 5, 0, True),
    ("First comment", "first", 1, 0, False),
    ("Heated thread", "heat", 30, 10, False),
    ("Old article", "age", 365, 0, False),
]


def make_rules(apps, schema_editor):
    rules = apps.get_model("comments", "Rule").objects
    if rules.exists():
        # Somebody has gone back and come again.
        return
    for name, kind, number, minutes, enabled in RULES:
        rules.create(name=name, kind=kind, number=number, minutes=minutes, enabled=enabled)


class Migration(migrations.Migration):
    dependencies = [("comments", "0012_rules")]

    operations = [migrations.RunPython(make_rules, migrations.RunPython.noop)]
