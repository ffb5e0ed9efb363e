"""A new comment: drafted, and stored with all that is counted about it in one statement."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.utils import timezone

from articles.ids import new_id
from comments import reading, rules
from comments.facts import Facts
from comments.markup import comment_html
from comments.models import Comment, State, Tally
from comments.people import Person
from comments.rulebook import sketches
from comments.rules import Suspicion

# The database's function (migration 0004) locks the thread, looks whether the facts still hold,
# finds the comment its place and number, stores it and counts it. A column that comments are
# given needs a default in the database, or a new version of the function. With the comment goes
# the sketch by which its like is found.
POST = """
WITH posted AS (SELECT * FROM comments_post(
    new_id => %(id)s, new_article => %(article_id)s, new_parent => %(parent_id)s,
    new_tree => %(tree_id)s, new_level => %(level)s, new_state => %(state)s,
    new_author => %(author_id)s, new_guest => %(guest)s, new_name => %(name)s,
    new_email => %(email)s, new_website => %(website)s, new_text => %(text)s,
    new_html => %(html)s, new_time => %(created_at)s, new_submission => %(submission)s,
    article_edition => %(edition)s, parent_state => %(parent_state)s,
    tally_slot => %(tally_slot)s, tally_id => %(tally_id)s, before_limit => %(before_limit)s
)), kept AS (
    INSERT INTO comments_sketch (comment_id, article_id, hashes, sought, expires_at)
    SELECT %(id)s, %(article_id)s, %(hashes)s::bigint[], %(sought)s::bigint[], %(expires_at)s
    FROM posted WHERE outcome = 'posted' AND cardinality(%(hashes)s::bigint[]) > 0
)
SELECT outcome, new_ordinal, new_lft, new_rght, thread_ordinal, before FROM posted
"""


class Outcome(StrEnum):
    POSTED = "posted"
    # The facts hold no more.
    CHANGED = "changed"
    # The gap beneath its parent is used up.
    FULL = "full"
    # Its submission key was used before.
    REPEATED = "repeated"
    # Its id is another's.
    TAKEN = "taken"


class Landing(NamedTuple):
    """What became of a comment and, if it was posted, where it stands.

    `thread` is its thread's number. `before` counts the visible comments before it in there, up
    to as many as a page full of long threads would show.
    """

    outcome: Outcome
    ordinal: int | None
    lft: int
    rght: int
    thread: int | None
    before: int


def draft(
    facts: Facts,
    author: Person,
    text: str,
    submission: UUID | None,
    suspicions: Sequence[Suspicion],
) -> Comment:
    """The comment as it would be stored now, but for its place among its siblings."""
    own, parent = new_id(facts.article.pk), facts.parent
    return Comment(
        id=own,
        article=facts.article,
        parent=parent,
        tree_id=parent.tree_id if parent else own,
        level=parent.level + 1 if parent else 0,
        author_id=author.user_id,
        guest=author.guest,
        name=author.name,
        email=author.email,
        website=author.website,
        text=text,
        html=comment_html(text),
        state=rules.first_state(facts.article, suspicions),
        created_at=timezone.now(),
        submission=submission,
    )


def store(comment: Comment, facts: Facts) -> Landing:
    """Store a draft that the rules allow by these facts; or nothing, and say why."""
    values = vars(comment) | {
        "edition": facts.edition,
        "parent_state": facts.parent.state if facts.parent else None,
        "tally_slot": comment.tree_id % Tally.SLOTS,
        "tally_id": new_id(comment.article_id),
        "before_limit": reading.CROWDED_THREAD_ROWS,
        **sketches.kept_with(comment),
    }
    with connection.cursor() as cursor:
        cursor.execute(POST, values)
        outcome, *place = cursor.fetchone()
    landing = Landing(Outcome(outcome), *place)
    if landing.outcome == Outcome.POSTED:
        _take(comment, landing)
    return landing


def _take(comment: Comment, landing: Landing) -> None:
    """Let the comment know what it is in the database."""
    comment.ordinal, comment.lft, comment.rght = landing.ordinal, landing.lft, landing.rght
    if comment.state == State.PUBLISHED:
        comment.visible, comment.published_at = True, comment.created_at
        comment.thread_size = int(comment.parent_id is None)
    comment._state.adding = False  # noqa: SLF001 - Django documents it
