"""Makes trees and what is stored about them agree with the parent links. Never touches words.

Numbers stay as they are, but for these: a missing one is given at the end of its list, a younger
comment with the number of an older sibling gets a new one there, and so does a comment that
becomes a thread of its own, since its parent is missing or since it is the oldest of a ring.
"""

from collections.abc import Callable

from django.apps import apps
from django.db import OperationalError, connection, transaction

from articles.ids import new_id
from comments.tree.check import KINDS, RINGS, Finding, check, records
from comments.tree.rebuild import rebuild

# EXCLUSIVE lets others read, and waits for all who write: each holds a lock on some comment's
# row, which a weaker table lock would not notice. Comments are first and alone: who waits while
# others wait for him may be taken for part of a deadlock. Of the rest, nearly nobody holds any
# without a comment: only a new thread, for a moment, its conversation. Then we try again.
LOCK = """
SET LOCAL lock_timeout = '500ms';
LOCK TABLE comments_comment IN EXCLUSIVE MODE;
LOCK TABLE comments_conversation, comments_tally IN EXCLUSIVE MODE NOWAIT;
SET LOCAL lock_timeout TO DEFAULT;
SET CONSTRAINTS ALL DEFERRED
"""
LOCK_TRIES = 60

ALL = "WITH RECURSIVE own AS NOT MATERIALIZED (SELECT * FROM comments_comment)"

# A comment whose parent is missing heads a thread; of a ring, its oldest member does.
CUT = f"""
{ALL}, heads AS (
    SELECT DISTINCT first_value(at) OVER (PARTITION BY start ORDER BY created_at, id) AS id
    FROM ({RINGS}) AS ring JOIN comments_comment c ON c.id = at
  UNION
    {KINDS["parent"]}
), placed AS (
    SELECT c.id, row_number() OVER (PARTITION BY article_id ORDER BY created_at, c.id) + greatest(
        (SELECT threads_numbered FROM comments_conversation v WHERE v.article_id = c.article_id),
        (SELECT max(ordinal) FROM comments_comment t
         WHERE t.article_id = c.article_id AND t.parent_id IS NULL),
        0) AS ordinal
    FROM comments_comment c JOIN heads USING (id)
)
UPDATE comments_comment AS c
SET parent_id = NULL, tree_id = c.id, level = 0, lft = 1, rght = 4611686018427387904,
    ordinal = placed.ordinal, visible = c.visible OR state = 'published',
    published_at = coalesce(published_at, CASE WHEN state = 'published' THEN created_at END)
FROM placed WHERE c.id = placed.id
"""

# What readers see, and the number of what they see or ever saw, from the parent links.
MARK = """
WITH RECURSIVE shown AS (
    SELECT id, parent_id FROM comments_comment WHERE state = 'published'
  UNION
    SELECT p.id, p.parent_id FROM shown JOIN comments_comment p ON p.id = shown.parent_id
), lists AS (
    SELECT c.id, created_at, shown.id IS NOT NULL AS visible,
        coalesce(c.parent_id, article_id) AS head, c.parent_id IS NULL AS threads,
        CASE WHEN ordinal > 0 AND 1 = row_number() OVER (
            PARTITION BY coalesce(c.parent_id, article_id), c.parent_id IS NULL, ordinal
            ORDER BY created_at, c.id) THEN ordinal END AS kept,
        ordinal IS NOT NULL OR published_at IS NOT NULL OR shown.id IS NOT NULL AS wanted
    FROM comments_comment c LEFT JOIN shown ON shown.id = c.id
), marks AS (
    SELECT l.id, l.visible, coalesce(kept, CASE WHEN wanted THEN
        greatest(p.replies_numbered, threads_numbered, max(kept) OVER (PARTITION BY head, threads))
        + row_number() OVER (PARTITION BY head, threads, kept IS NULL AND wanted
                             ORDER BY l.created_at, l.id) END) AS ordinal
    FROM lists l LEFT JOIN comments_comment p ON p.id = head AND NOT threads
    LEFT JOIN comments_conversation v ON v.article_id = head AND threads
)
UPDATE comments_comment AS c SET visible = marks.visible, ordinal = marks.ordinal,
    published_at = coalesce(published_at, CASE WHEN state = 'published' THEN created_at END)
FROM marks WHERE c.id = marks.id AND (
    (c.visible, c.ordinal) IS DISTINCT FROM (marks.visible, marks.ordinal::int)
    OR state = 'published' AND published_at IS NULL)
"""

SHAPE = ("bounds", "root", "tree", "article", "level", "nesting", "overlap", "order")
MISSHAPEN = f"""
{ALL}, up AS (
    SELECT id, parent_id FROM comments_comment
    WHERE id IN ({" UNION ALL ".join(KINDS[kind] for kind in SHAPE)})
  UNION
    SELECT p.id, p.parent_id FROM up JOIN comments_comment p ON p.id = up.parent_id
) SELECT id FROM up WHERE parent_id IS NULL
"""

FOLLOW = """
UPDATE {table} AS r SET article_id = c.article_id
FROM comments_comment c WHERE c.id = r.comment_id AND r.article_id <> c.article_id
"""

COUNT = """
WITH sizes AS (
    SELECT tree_id, count(*) AS size FROM comments_comment WHERE state = 'published' GROUP BY 1
), replies AS (
    SELECT parent_id, max(ordinal) AS highest FROM comments_comment GROUP BY 1
), counted AS (
    SELECT id, CASE WHEN c.parent_id IS NULL THEN coalesce(size, 0) ELSE 0 END AS size,
        greatest(replies_numbered, highest) AS numbered
    FROM comments_comment c LEFT JOIN sizes ON sizes.tree_id = id
    LEFT JOIN replies ON replies.parent_id = id
)
UPDATE comments_comment AS c SET thread_size = size, replies_numbered = numbered
FROM counted WHERE c.id = counted.id AND (thread_size, replies_numbered) <> (size, numbered);

INSERT INTO comments_conversation (article_id, threads_numbered)
SELECT article_id, max(ordinal) FROM comments_comment
WHERE parent_id IS NULL AND ordinal IS NOT NULL GROUP BY 1
ON CONFLICT (article_id) DO UPDATE
SET threads_numbered = greatest(comments_conversation.threads_numbered, excluded.threads_numbered)
"""

# The slots of tallies that comments need and nobody has made.
UNTALLIED = """
SELECT DISTINCT article_id, tree_id %% %s AS slot FROM comments_comment WHERE state = 'published'
EXCEPT SELECT article_id, slot FROM comments_tally
"""

# The version grows too: pages that were kept show what was broken.
TALLY = """
UPDATE comments_tally AS t SET version = version + 1, published = (
    SELECT count(*) FROM comments_comment c
    WHERE c.article_id = t.article_id AND c.state = 'published' AND c.tree_id %% %s = t.slot)
"""


def repair(
    check: Callable[[], list[Finding]] = check, mend_more: Callable[[], object] = int
) -> tuple[list[Finding], list[Finding]]:
    """Mend all that `check` finds; returns its findings before and after. One transaction.

    `mend_more` does so for what trees know nothing of, once they are whole.
    """
    with transaction.atomic():
        lock_all()
        before = check()
        if not any(finding.broken for finding in before):
            return before, before
        _execute(CUT)
        _execute(MARK)
        rebuild(*_misshapen())
        for table in records():
            _execute(FOLLOW.format(table=table))
        _execute(COUNT)
        _tally()
        mend_more()
        # The foreign keys are checked at the end, by plans that are only as good as this.
        _execute("ANALYZE comments_comment")
        return before, check()


def lock_all() -> None:
    """Hold up everybody who writes comments, until the end of the transaction."""
    for _attempt in range(LOCK_TRIES - 1):
        try:
            with transaction.atomic():
                return _execute(LOCK)
        except OperationalError:
            continue
    return _execute(LOCK)


def _misshapen() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(MISSHAPEN)
        return [tree_id for (tree_id,) in cursor]


def _tally() -> None:
    tally = apps.get_model("comments", "Tally")
    with connection.cursor() as cursor:
        cursor.execute(UNTALLIED, [tally.SLOTS])
        tally.objects.bulk_create(
            tally(id=new_id(article), article_id=article, slot=slot)
            for article, slot in cursor.fetchall()
        )
        cursor.execute(TALLY, [tally.SLOTS])


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
