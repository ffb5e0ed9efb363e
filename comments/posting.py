"""A new comment: drafted, and stored with all that is counted about it in one statement."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.utils import timezone

from articles.ids import new_id
from comments import reading, rules
from comments.facts import Facts
from comments.markup import comment_html
from comments.models import Comment, State, Tally
from comments.people import Person
from comments.persons.origins import NOWHERE, Origin, email_key, kept_until
from comments.rulebook import sketches
from comments.rules import Suspicion

# The database's function (migrations 0004 and 0018) locks the thread, looks whether the facts still
# hold, finds the comment its place and number, stores it and counts it. A column that comments are
# given needs a default in the database, or a new version of the function. Nothing is posted if
# something is in force against its author that was not known; what is posted leaves the hashes of
# its address, and takes two with it that have expired. With it goes the sketch by which its like
# is found.
POST = """
WITH sanction AS MATERIALIZED (
    SELECT FROM comments_sanction
    WHERE key = ANY(%(keys)s) AND id <> ALL(%(known)s::bigint[])
    AND lifted_by_id IS NULL AND (until IS NULL OR until > statement_timestamp())
), posted AS MATERIALIZED (SELECT * FROM comments_post(
    new_id => %(id)s, new_article => %(article_id)s, new_parent => %(parent_id)s,
    new_tree => %(tree_id)s, new_level => %(level)s, new_state => %(state)s,
    new_author => %(author_id)s, new_guest => %(guest)s, new_name => %(name)s,
    new_email => %(email)s, new_website => %(website)s, new_text => %(text)s,
    new_html => %(html)s, new_time => %(created_at)s, new_submission => %(submission)s,
    article_edition => %(edition)s, parent_state => %(parent_state)s,
    tally_slot => %(tally_slot)s, tally_id => %(tally_id)s, before_limit => %(before_limit)s,
    new_email_key => %(email_key)s
) WHERE NOT EXISTS (SELECT FROM sanction)), kept AS (
    INSERT INTO comments_addresshash (comment_id, article_id, address, network, expires_at)
    SELECT %(id)s, %(article_id)s, %(address)s::uuid, %(network)s::uuid, %(kept_until)s
    FROM posted WHERE outcome = 'posted' AND %(address)s::uuid IS NOT NULL
        AND %(kept_until)s::timestamptz IS NOT NULL
), forgotten AS (
    DELETE FROM comments_addresshash WHERE comment_id = ANY (ARRAY(
        SELECT comment_id FROM comments_addresshash WHERE expires_at <= statement_timestamp()
        ORDER BY expires_at LIMIT 2 FOR UPDATE SKIP LOCKED
    ))
), sketched AS (
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
    # Something is in force against its author that was not known.
    SANCTIONED = "sanctioned"


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


SANCTIONED = Landing(Outcome.SANCTIONED, None, 0, 0, None, 0)


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
        email_key=email_key(author.email),
        website=author.website,
        text=text,
        html=comment_html(text),
        state=rules.first_state(facts.article, suspicions),
        created_at=timezone.now(),
        submission=submission,
    )


class Sender(NamedTuple):
    """Who posts, as sanctions tell them, where from, and which holds are known already."""

    keys: Sequence[str]
    origin: Origin = NOWHERE
    known: Sequence[int] = ()

    def values(self) -> dict[str, Any]:
        return {
            "keys": list(self.keys),
            "known": list(self.known),
            "address": self.origin.address,
            "network": self.origin.network,
            "kept_until": kept_until(),
        }


def store(comment: Comment, facts: Facts, sender: Sender) -> Landing:
    """Store a draft that the rules allow by these facts; or nothing, and say why."""
    values = vars(comment) | {
        "edition": facts.edition,
        "parent_state": facts.parent.state if facts.parent else None,
        "tally_slot": comment.tree_id % Tally.SLOTS,
        "tally_id": new_id(comment.article_id),
        "before_limit": reading.CROWDED_THREAD_ROWS,
        **sketches.kept_with(comment),
        **sender.values(),
    }
    with connection.cursor() as cursor:
        cursor.execute(POST, values)
        row = cursor.fetchone()
    if row is None:
        return SANCTIONED
    outcome, *place = row
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
