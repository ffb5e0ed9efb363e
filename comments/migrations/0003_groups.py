from django.db import migrations

COMMENTS = ["view_comment", "moderate_comment"]
ARTICLES = ["view_article", "add_article", "change_article"]

# Permissions are otherwise made only after all migrations have run.
NAMES = {
    "view_comment": ("comments", "comment", "Can view comment"),
    "moderate_comment": ("comments", "comment", "Can moderate comments"),
    "view_article": ("articles", "article", "Can view article"),
    "add_article": ("articles", "article", "Can add article"),
    "change_article": ("articles", "article", "Can change article"),
}


def make_groups(apps, schema_editor):
    group = apps.get_model("auth", "Group").objects
    for name, codenames in (("Moderators", COMMENTS), ("Editors", COMMENTS + ARTICLES)):
        permissions = [permission(apps, codename) for codename in codenames]
        group.get_or_create(name=name)[0].permissions.add(*permissions)


def permission(apps, codename):
    app, model, name = NAMES[codename]
    types = apps.get_model("contenttypes", "ContentType").objects
    content_type = types.get_or_create(app_label=app, model=model)[0]
    return apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": name}
    )[0]


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0002_hold_trees_together"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    # Groups may have members by now: going back leaves them.
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
