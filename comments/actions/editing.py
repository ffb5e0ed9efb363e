"""What authors do to their own comments."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.ids import new_id
from comments import rules, states
from comments.actions.base import Refused, ask, locked_comment, require_unbanned
from comments.actions.holding import add_holds, hold
from comments.locking import persistent
from comments.markup import comment_html
from comments.models import Comment, Revision
from comments.people import Person, author_of
from comments.persons.bans import Standing, keys_of
from comments.persons.origins import NOWHERE, Origin
from comments.rulebook import sketches
from comments.rules import RESULT, Refusal, State, Suspicion, Verb
from comments.tallies import count


@persistent
def edit(
    comment_id: int,
    author: Person,
    text: str,
    revision: int,
    suspicions: Sequence[Suspicion] = (),
    *,
    origin: Origin = NOWHERE,
) -> Comment:
    """Replace the author's own words; the earlier ones are kept for moderators.

    `revision` is the one that was edited: raises Refused with EDITED_MEANWHILE if another
    tab was faster, and Banned if the author is. With any `suspicions` the comment waits for a
    moderator.
    """
    now = timezone.now()
    with transaction.atomic():
        comment = locked_comment(comment_id)
        ask(rules.may_edit(comment, author, now), comment)
        suspicions = [*suspicions, *_standing(comment, origin).suspicions()]
        if comment.text == text:
            return comment
        if comment.revision != revision:
            raise Refused(Refusal.EDITED_MEANWHILE, comment)
        _keep_revision(comment, now)
        _write(comment, text=text, html=comment_html(text), revision=revision + 1, edited_at=now)
        sketches.renew(comment)
        count(comment.article_id, comment.tree_id)
        if suspicions:
            _hold(comment, suspicions)
    return comment


@persistent
def withdraw(comment_id: int, author: Person) -> Comment:
    """Take the author's own comment back. Its place stays if others have answered."""
    with transaction.atomic():
        comment = locked_comment(comment_id)
        ask(rules.may_withdraw(comment, author), comment)
        change = states.Change(comment.pk, comment.state, RESULT[Verb.WITHDRAW])
        states.apply(comment, [change], timezone.now())
    comment.refresh_from_db()
    return comment


def _standing(comment: Comment, origin: Origin) -> Standing:
    """Of whoever wrote it, as they wrote it: a guest may have signed in since."""
    return require_unbanned(keys_of(author_of(comment), origin))


def _hold(comment: Comment, suspicions: Sequence[Suspicion]) -> None:
    if comment.state == State.PUBLISHED:
        hold(comment, suspicions)
        comment.refresh_from_db()
    else:
        add_holds(comment, suspicions)


def _keep_revision(comment: Comment, now: datetime) -> None:
    Revision.objects.create(
        id=new_id(comment.article_id),
        article_id=comment.article_id,
        comment=comment,
        text=comment.text,
        replaced_at=now,
    )


def _write(comment: Comment, **values: Any) -> None:
    for name, value in values.items():
        setattr(comment, name, value)
    comment.save(update_fields=list(values))
