"""An import is taken back: all that it brought goes, and nothing else."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

# Each foreign key by which a row of these tables is looked for when it is deleted, without an
# index that begins with its column and holds all that is not empty.
UNINDEXED = """
SELECT conrelid::regclass::text, attname FROM pg_constraint
JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
WHERE contype = 'f' AND confrelid::regclass::text IN
    ('comments_comment', 'articles_article', 'comments_pingback', 'comments_reason')
AND NOT EXISTS (
    SELECT FROM pg_index WHERE indrelid = conrelid AND indkey[0] = conkey[1] AND indisvalid
    AND (indpred IS NULL OR pg_get_expr(indpred, indrelid) = format('(%I IS NOT NULL)', attname))
)
"""


def test_what_is_deleted_is_looked_for_by_indexes():
    with connection.cursor() as cursor:
        cursor.execute(UNINDEXED)
        assert cursor.fetchall() == []
