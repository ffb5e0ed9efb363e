from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

from comments.persons.origins import email_key

# Each so many are written and committed by themselves: nobody waits for them.
AT_ONCE = 1_000

NEXT = """
SELECT id, email FROM comments_comment
WHERE id > %s AND email <> '' AND email_key IS NULL ORDER BY id LIMIT %s
"""
FILL = """
UPDATE comments_comment AS c SET email_key = filled.key
FROM unnest(%s::bigint[], %s::uuid[]) AS filled (id, key)
WHERE c.id = filled.id AND c.email_key IS NULL
"""


def fill(_apps: Any, schema_editor: Any) -> None:
    last = 0
    with schema_editor.connection.cursor() as cursor:
        while True:
            cursor.execute(NEXT, [last, AT_ONCE])
            found = cursor.fetchall()
            if not found:
                return
            ids, addresses = map(list, zip(*found, strict=True))
            cursor.execute(FILL, [ids, [email_key(address) for address in addresses]])
            last = ids[-1]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("comments", "0018_persons")]

    operations = [
        AddIndexConcurrently(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("email_key__isnull", False)),
                fields=["email_key"],
                name="comment_email",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
