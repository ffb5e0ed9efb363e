"""Adds to and changes threads that are there already, a comment at a time.

The way for what a later, longer export of the same source has that an earlier one had not.
Call inside a transaction that holds the locks of the threads.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection

from articles.ids import new_id
from comments import waiting
from comments.exchange.exact import Exact
from comments.exchange.quick_html import html_of
from comments.exchange.rows import COLUMNS, NUMBERED, Draft, Row, rows_of
from comments.models import Comment, Revision
from comments.numbering import give_numbers
from comments.rules import State
from comments.statements import copying
from comments.states import refresh_visibility
from comments.tallies import count
from comments.tree.placing import place_last

COPY = f"COPY comments_comment ({COLUMNS}) FROM STDIN"
REACH = """
UPDATE comments_comment AS p SET replies_numbered = greatest(p.replies_numbered, %s)
FROM comments_comment c WHERE c.id = %s AND c.ordinal IS NULL AND p.id = c.parent_id
"""


@dataclass(frozen=True)
class Change:
    """What a comment is to be like once the thread is put in order."""

    article: int
    comment: int
    tree: int
    before: str
    draft: Draft

    @property
    def after(self) -> State:
        return self.draft.state

    @property
    def at(self) -> datetime:
        return self.draft.created_at

    @property
    def own_number(self) -> int:
        return (self.draft.exact and self.draft.exact.number) or 0

    @property
    def shown_at(self) -> datetime | None:
        if self.draft.exact:
            is_public = self.after == State.PUBLISHED
            return self.draft.exact.published_at or (self.at if is_public else None)
        return self.at if self.after in NUMBERED else None

    @property
    def published(self) -> int:
        return (self.after == State.PUBLISHED) - (self.before == State.PUBLISHED)


def graft(draft: Draft, parent: int) -> Change:
    """A new last reply; held until `settle` gives it its state and number."""
    above = Comment.objects.only("article_id", "tree_id", "level").get(pk=parent)
    bounds = place_last(parent, above.tree_id)
    alone = next(rows_of(above.article_id, [_held(draft)], 0))
    row = alone._replace(
        parent_id=parent,
        tree_id=above.tree_id,
        lft=bounds.lft,
        rght=bounds.rght,
        level=above.level + 1,
    )
    _insert(row)
    _remember(row.article_id, row.id, draft.earlier_texts)
    return Change(row.article_id, row.id, row.tree_id, State.HELD, draft)


def rewrite(comment_id: int, draft: Draft, now: datetime, *, was_empty: bool) -> Change:
    """Other words, name or state for a comment that is there.

    `draft` is left with what is kept of its e-mail address: no more than was kept before.
    """
    there = Comment.objects.get(pk=comment_id)
    if was_empty:
        there.created_at = draft.created_at
    else:
        _spare_email(draft, there)
    if draft.exact:
        _rewrite_past(there, draft, draft.exact, now)
    elif there.text != draft.text and not was_empty:
        _remember(there.article_id, there.pk, [(there.text, now)])
        there.revision += 1
        there.edited_at = now
    Comment.objects.filter(pk=there.pk).update(**_values(there, draft))
    return Change(there.article_id, there.pk, there.tree_id, there.state, draft)


def _values(there: Comment, draft: Draft) -> dict[str, Any]:
    own = draft.exact.columns() if draft.exact else {}
    return {
        "name": draft.name,
        "email": draft.email,
        "email_key": draft.email_key,
        "website": draft.website,
        "text": draft.text,
        "html": html_of(draft.text),
        "revision": there.revision,
        "edited_at": there.edited_at,
        "created_at": there.created_at,
    } | own


def _rewrite_past(there: Comment, draft: Draft, exact: Exact, now: datetime) -> None:
    """Its earlier texts as the file has them. Those that only we have are not lost."""
    known = set(there.revisions.values_list("text", "replaced_at"))
    earlier = [each for each in exact.earlier if each not in known]
    if there.text not in {draft.text, *(text for text, _ in exact.earlier)}:
        earlier.append((there.text, now))
    _remember(there.article_id, there.pk, earlier)


def _spare_email(draft: Draft, there: Comment) -> None:
    if not there.email:
        key = there.email_key and draft.email_key
        draft.email, draft.email_hash = "", key.hex if key else ""


def settle(changes: Iterable[Change]) -> None:
    """Give these comments their states, and their threads what follows from them."""
    trees: dict[int, list[Change]] = {}
    for change in changes:
        trees.setdefault(change.tree, []).append(change)
    for tree, made in trees.items():
        _settle_thread(made[0].article, tree, made)
    waiting.refresh([change.comment for made in trees.values() for change in made])


def _settle_thread(article_id: int, tree: int, made: list[Change]) -> None:
    _number(article_id, tree, [change for change in made if change.draft.is_numbered])
    for change in made:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE comments_comment SET state = %s, visible = visible OR %s,"
                " published_at = coalesce(published_at, %s) WHERE id = %s",
                [change.after, change.after == State.PUBLISHED, change.shown_at, change.comment],
            )
    refresh_visibility(tree)
    newest = max((c.at for c in made if c.after == State.PUBLISHED), default=None)
    count(article_id, tree, sum(change.published for change in made), newest)


def _number(article_id: int, tree: int, made: list[Change]) -> None:
    """Together, but for those that bring their own numbers: where these are next, or free above."""
    own = sorted((change for change in made if change.own_number), key=lambda c: c.own_number)
    for change in own:
        with connection.cursor() as cursor:
            cursor.execute(REACH, [change.own_number - 1, change.comment])
        give_numbers(article_id, tree, [change.comment])
    give_numbers(article_id, tree, [c.comment for c in made if not c.own_number])


def _held(draft: Draft) -> Draft:
    exact = draft.exact and replace(draft.exact, number=None, published_at=None)
    return replace(draft, depth=1, state=State.HELD, exact=exact)


def _insert(row: Row) -> None:
    with copying(COPY) as copy:
        copy.write_row(row)


def _remember(article_id: int, comment_id: int, texts: Iterable[tuple[str, datetime]]) -> None:
    Revision.objects.bulk_create(
        Revision(
            id=new_id(article_id),
            article_id=article_id,
            comment_id=comment_id,
            text=text,
            replaced_at=at,
        )
        for text, at in texts
        if text
    )
