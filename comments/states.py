"""State changes of a comment or a whole branch, in a handful of statements however large.

Call only inside a transaction that holds the thread's lock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from articles.ids import new_id
from articles.lookup import LARGEST
from comments import waiting
from comments.models import Comment, Decision
from comments.numbering import give_numbers
from comments.rules import State
from comments.tallies import count, count_all

# Spam whose words are gone (actions/emptying.py) stays what it is: there is nothing to show.
# A restored comment goes back to what it was before it was removed; one that came in as removed
# was never anything else, so it is published; unless it only keeps the place of its replies.
CHANGES = """
SELECT c.id, c.state, coalesce(%(after)s, (
    SELECT h.before FROM comments_statechange h
    WHERE h.comment_id = c.id AND h.after = c.state ORDER BY h.id DESC LIMIT 1
), 'published')
FROM comments_comment c
WHERE c.tree_id = %(tree)s AND c.lft >= %(lft)s AND c.lft < %(end)s AND c.state = ANY(%(sources)s)
    AND NOT (c.state IN ('spam', 'removed') AND c.text = '')
ORDER BY c.lft
"""

BACK = """
SELECT c.id, h.after, h.before
FROM comments_statechange h JOIN comments_comment c ON c.id = h.comment_id AND c.state = h.after
WHERE h.decision_id = %s AND NOT (c.state = 'spam' AND c.text = '') AND NOT EXISTS (
    SELECT 1 FROM comments_statechange n WHERE n.comment_id = h.comment_id AND n.id > h.id
)
"""

RECORD = """
INSERT INTO comments_statechange
    (id, article_id, comment_id, decision_id, before, after, changed_at)
SELECT change.id, change.article, change.comment, %(decision)s, change.before, change.after, %(now)s
FROM unnest(%(ids)s::bigint[], %(articles)s::bigint[], %(comments)s::bigint[], %(befores)s::text[],
    %(afters)s::text[]) AS change (id, article, comment, before, after)
"""

APPLY = """
UPDATE comments_comment AS c SET
    state = change.after,
    visible = c.visible OR change.after = 'published',
    published_at = CASE WHEN change.after = 'published'
        THEN coalesce(c.published_at, %(now)s) ELSE c.published_at END
FROM unnest(%(comments)s::bigint[], %(afters)s::text[]) AS change (id, after)
WHERE c.id = change.id
"""

# A place is visible while something published stands at it or beneath it: the running count of
# published comments grows between its two ends.
BRANCH_VISIBLE = """
WITH ends AS (
    SELECT id, tree_id, lft AS position, (state = 'published')::int AS published
    FROM comments_comment WHERE tree_id = ANY(%(trees)s) AND lft >= %(lft)s AND lft < %(end)s
  UNION ALL
    SELECT id, tree_id, rght, 0 FROM comments_comment
    WHERE tree_id = ANY(%(trees)s) AND lft >= %(lft)s AND lft < %(end)s
), running AS (
    SELECT id, sum(published) OVER (PARTITION BY tree_id ORDER BY position) AS seen FROM ends
), beneath AS (
    SELECT id, max(seen) > min(seen) AS any_published FROM running GROUP BY id
)
UPDATE comments_comment AS c SET visible = (c.state = 'published' OR beneath.any_published)
FROM beneath
WHERE c.id = beneath.id AND c.visible <> (c.state = 'published' OR beneath.any_published)
"""

ANCESTORS_VISIBLE = """
WITH RECURSIVE up AS (
    SELECT %s::bigint AS id
  UNION ALL
    SELECT c.parent_id FROM up JOIN comments_comment c ON c.id = up.id
), shown AS (
    SELECT c.id, c.state = 'published' OR EXISTS (
        SELECT 1 FROM comments_comment d
        WHERE d.tree_id = c.tree_id AND d.lft > c.lft AND d.lft < c.rght AND d.state = 'published'
    ) AS visible
    FROM up JOIN comments_comment c ON c.id = up.id
)
UPDATE comments_comment AS c SET visible = shown.visible
FROM shown WHERE c.id = shown.id AND c.visible <> shown.visible
"""


@dataclass(frozen=True)
class Change:
    comment: int
    before: str
    after: str

    @property
    def published(self) -> int:
        """By how much it changes the count of published comments."""
        return (self.after == State.PUBLISHED) - (self.before == State.PUBLISHED)


def changes(
    comment: Comment, sources: frozenset[State], after: State | None, *, branch: bool
) -> list[Change]:
    """What would change if `comment`, or its whole branch, went on to `after`.

    `after` None restores each comment's own earlier state.
    """
    end = comment.rght if branch else comment.lft + 1
    with connection.cursor() as cursor:
        values = {"tree": comment.tree_id, "lft": comment.lft, "end": end, "after": after}
        cursor.execute(CHANGES, values | {"sources": sorted(sources)})
        return [Change(*row) for row in cursor.fetchall()]


def back_from(decision: Decision) -> list[Change]:
    """What would take a decision's changes back, where nothing has changed since."""
    with connection.cursor() as cursor:
        cursor.execute(BACK, [decision.pk])
        return [Change(*row) for row in cursor.fetchall()]


def apply(
    comment: Comment, made: list[Change], now: datetime, decision: Decision | None = None
) -> None:
    """Carry out and record these changes of `comment` and what is beneath it."""
    shown = [change.comment for change in made if change.after == State.PUBLISHED]
    give_numbers(comment.article_id, comment.tree_id, shown)
    _write(made, [comment.article_id] * len(made), now, decision)
    refresh_visibility(comment.pk)
    count(comment.article_id, comment.tree_id, sum(change.published for change in made))


def apply_all(made: Iterable[Change], now: datetime, decision: Decision | None = None) -> None:
    """Carry out and record changes in any number of threads, all of them locked."""
    by_id = {change.comment: change for change in made}
    stand = Comment.objects.filter(pk__in=by_id).order_by("article_id", "tree_id", "lft")
    rows = list(stand.values_list("article_id", "tree_id", "pk"))
    threads: dict[tuple[int, int], list[Change]] = {}
    for article, tree, pk in rows:
        threads.setdefault((article, tree), []).append(by_id[pk])
    for (article, tree), changed in threads.items():
        shown = [change.comment for change in changed if change.after == State.PUBLISHED]
        give_numbers(article, tree, shown)
    _write([by_id[pk] for _, _, pk in rows], [article for article, _, _ in rows], now, decision)
    _refresh_branches([tree for _, tree in threads])
    count_all({at: sum(c.published for c in changed) for at, changed in threads.items()})


def _write(
    made: list[Change], articles: list[int], now: datetime, decision: Decision | None
) -> None:
    comments = [change.comment for change in made]
    values: dict[str, Any] = {
        "ids": [new_id(article) for article in articles],
        "articles": articles,
        "comments": comments,
        "befores": [change.before for change in made],
        "afters": [change.after for change in made],
        "decision": decision.pk if decision else None,
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(APPLY, values)
        cursor.execute(RECORD, values)
    waiting.refresh(comments)


def refresh_visibility(comment_id: int) -> None:
    """Recompute what readers see of a branch and of the comments above it."""
    # Giving numbers may have moved the branch.
    branch = Comment.objects.only("parent_id", "tree_id", "lft", "rght").get(pk=comment_id)
    _refresh_branches([branch.tree_id], branch.lft, branch.rght)
    refresh_upwards(branch.parent_id)


def refresh_threads(trees: list[int]) -> None:
    """Recompute what readers see of whole threads."""
    _refresh_branches(trees)


def _refresh_branches(trees: list[int], lft: int = 0, end: int = LARGEST) -> None:
    with connection.cursor() as cursor:
        cursor.execute(BRANCH_VISIBLE, {"trees": trees, "lft": lft, "end": end})


def refresh_upwards(comment_id: int | None) -> None:
    """Recompute what readers see of this comment and those above it, without looking beneath."""
    if comment_id is not None:
        with connection.cursor() as cursor:
            cursor.execute(ANCESTORS_VISIBLE, [comment_id])
