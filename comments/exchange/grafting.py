"""Adds to and changes threads that are there already, a comment at a time.

The way for what a later, longer export of the same source has that an earlier one had not.
Call inside a transaction that holds the locks of the threads.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from articles.ids import new_id
from comments import waiting
from comments.exchange.quick_html import html_of
from comments.exchange.rows import COLUMNS, NUMBERED, Draft, Row, rows_of
from comments.models import Comment, Revision
from comments.numbering import give_numbers
from comments.rules import State
from comments.states import refresh_visibility
from comments.tallies import count
from comments.tree.placing import place_last

COPY = f"COPY comments_comment ({COLUMNS}) FROM STDIN"


@dataclass(frozen=True)
class Change:
    """A comment's state, which it is to have once the thread is put in order."""

    article: int
    comment: int
    tree: int
    before: str
    after: State
    at: datetime


def graft(draft: Draft, parent: int) -> Change:
    """A new last reply; held until `settle` gives it its state and number."""
    above = Comment.objects.only("article_id", "tree_id", "level").get(pk=parent)
    bounds = place_last(parent, above.tree_id)
    alone = rows_of(above.article_id, [_held(draft)], 0)[0]
    row = alone._replace(
        parent_id=parent,
        tree_id=above.tree_id,
        lft=bounds.lft,
        rght=bounds.rght,
        level=above.level + 1,
    )
    _insert(row)
    _remember(row.article_id, row.id, draft.earlier, draft.changed_at or draft.created_at)
    return Change(row.article_id, row.id, row.tree_id, State.HELD, draft.state, draft.created_at)


def rewrite(comment_id: int, draft: Draft, now: datetime, *, was_empty: bool) -> Change:
    """Other words, name or state for a comment that is there.

    `draft` is left with what is kept of its e-mail address: no more than was kept before.
    """
    there = Comment.objects.get(pk=comment_id)
    if there.text != draft.text and not was_empty:
        _remember(there.article_id, there.pk, there.text, now)
        there.revision += 1
        there.edited_at = now
    if was_empty:
        there.created_at = draft.created_at
    if not was_empty:
        _spare_email(draft, there)
    there.name, there.email, there.website = draft.name, draft.email, draft.website
    there.email_key = draft.email_key
    there.text, there.html = draft.text, html_of(draft.text)
    words = (
        "name",
        "email",
        "email_key",
        "website",
        "text",
        "html",
        "revision",
        "edited_at",
        "created_at",
    )
    Comment.objects.filter(pk=there.pk).update(**{name: getattr(there, name) for name in words})
    return Change(
        there.article_id, there.pk, there.tree_id, there.state, draft.state, draft.created_at
    )


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
    numbered = [change.comment for change in made if change.after in NUMBERED]
    give_numbers(article_id, tree, numbered)
    for change in made:
        shown_at = change.at if change.after in NUMBERED else None
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE comments_comment SET state = %s, visible = visible OR %s,"
                " published_at = coalesce(published_at, %s) WHERE id = %s",
                [change.after, change.after == State.PUBLISHED, shown_at, change.comment],
            )
    refresh_visibility(tree)
    more = sum(
        (change.after == State.PUBLISHED) - (change.before == State.PUBLISHED) for change in made
    )
    newest = max((c.at for c in made if c.after == State.PUBLISHED), default=None)
    count(article_id, tree, more, newest)


def _held(draft: Draft) -> Draft:
    return Draft(
        name=draft.name,
        text=draft.text,
        depth=1,
        created_at=draft.created_at,
        state=State.HELD,
        email=draft.email,
        website=draft.website,
        email_hash=draft.email_hash,
        earlier=draft.earlier,
        changed_at=draft.changed_at,
    )


def _insert(row: Row) -> None:
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        copy.write_row(row)


def _remember(article_id: int, comment_id: int, text: str, at: datetime) -> None:
    if text:
        Revision.objects.create(
            id=new_id(article_id),
            article_id=article_id,
            comment_id=comment_id,
            text=text,
            replaced_at=at,
        )
