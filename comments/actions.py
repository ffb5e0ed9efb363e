"""Every change to a conversation: one function a verb, one transaction each.

Each function takes the thread's lock, reads again what it is about to change, asks the rules
and then writes. A refusal raises `Refused` and leaves nothing behind.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.ids import new_id
from articles.models import Article
from comments import rules, states
from comments.markup import comment_html
from comments.models import Comment, Decision, Revision
from comments.people import Person
from comments.rules import MODERATION, RESULT, Refusal, State, Verb
from comments.tallies import count, next_ordinal
from comments.tree.intervals import ROOT
from comments.tree.placing import lock_thread, place_last

# Two processes make the same id about once in a thousand posts of the same millisecond.
ID_TRIES = 5


class Refused(Exception):
    """The rules said no. `comment` is the one that stands in the way, if there is one."""

    def __init__(self, refusal: Refusal, comment: Comment | None = None) -> None:
        super().__init__(refusal)
        self.refusal = refusal
        self.comment = comment


@dataclass(frozen=True)
class Posted:
    """The comment that a post made; `repeated` if an earlier try of the same form made it."""

    comment: Comment
    repeated: bool = False


def post(
    article: Article,
    author: Person,
    text: str,
    *,
    parent_id: int | None = None,
    submission: UUID | None = None,
) -> Posted:
    """Add a comment under an article, in answer to `parent_id` if that is given.

    A submission key makes the post safe to repeat: the same key and words give the same comment.
    Raises Refused, with ALREADY_POSTED if the key was used for other words.
    """
    for _attempt in range(ID_TRIES):
        comment = _draft(article, author, text, submission)
        try:
            with transaction.atomic():
                _place(comment, parent_id)
                _insert(comment)
            return Posted(comment)
        except Refused:
            # The first try of the same form may have been in time.
            if not _tried_before(comment):
                raise
            return _repeated(comment, parent_id)
        except IntegrityError as error:
            if _constraint(error) == "comment_submitted_once":
                return _repeated(comment, parent_id)
            if _constraint(error) != "comments_comment_pkey":
                raise
    raise RuntimeError(f"no free id in {ID_TRIES} tries")


def edit(comment_id: int, author: Person, text: str, revision: int) -> Comment:
    """Replace the author's own words; the earlier ones are kept for moderators.

    `revision` is the one that was edited: raises Refused with EDITED_MEANWHILE if another
    tab was faster.
    """
    now = timezone.now()
    with transaction.atomic():
        comment = _locked(comment_id)
        _ask(rules.may_edit(comment, author, now), comment)
        if comment.text == text:
            return comment
        if comment.revision != revision:
            raise Refused(Refusal.EDITED_MEANWHILE, comment)
        _keep_revision(comment, now)
        _write(comment, text=text, html=comment_html(text), revision=revision + 1, edited_at=now)
        count(comment.article_id, comment.tree_id)
    return comment


def withdraw(comment_id: int, author: Person) -> Comment:
    """Take the author's own comment back. Its place stays if others have answered."""
    with transaction.atomic():
        comment = _locked(comment_id)
        _ask(rules.may_withdraw(comment, author), comment)
        change = states.Change(comment.pk, comment.state, RESULT[Verb.WITHDRAW])
        states.apply(comment, [change], timezone.now())
    comment.refresh_from_db()
    return comment


def moderate(
    verb: Verb, comment_id: int, moderator: Any, reason: str = "", *, branch: bool = False
) -> Decision:
    """Publish, hold, mark as spam, remove or restore a comment, or its whole branch.

    Recorded as one decision of `moderator` (an account) with a history entry a comment. Raises
    Refused with NOTHING_TO_DO if no comment is in a state that the verb leads on from.
    """
    now = timezone.now()
    with transaction.atomic():
        comment = _locked(comment_id)
        made = states.changes(comment, MODERATION[verb], RESULT.get(verb), branch=branch)
        if not made:
            raise Refused(Refusal.NOTHING_TO_DO, comment)
        decision = Decision.objects.create(
            id=new_id(comment.article_id),
            article_id=comment.article_id,
            comment=comment,
            verb=verb,
            branch=branch,
            reason=reason,
            moderator=moderator,
            moderator_name=moderator.get_username(),
            decided_at=now,
        )
        states.apply(comment, made, now, decision)
    return decision


def _draft(article: Article, author: Person, text: str, submission: UUID | None) -> Comment:
    return Comment(
        id=new_id(article.pk),
        article=article,
        author_id=author.user_id,
        guest=author.guest,
        name=author.name,
        email=author.email,
        website=author.website,
        text=text,
        html=comment_html(text),
        created_at=timezone.now(),
        submission=submission,
    )


def _place(comment: Comment, parent_id: int | None) -> None:
    """Ask the rules and find the new comment its place: a thread of its own, or a reply."""
    # Its rules may have changed since the page was read.
    article = Article.objects.defer("body", "body_html").get(pk=comment.article_id)
    comment.state = rules.first_state(article)
    if parent_id is None:
        _ask(rules.may_post(article, comment.created_at))
        comment.tree_id, comment.level = comment.pk, 0
        comment.lft, comment.rght = ROOT
        return
    parent = _locked(parent_id)
    if parent.article_id != article.pk:
        raise Refused(Refusal.OTHER_ARTICLE, parent)
    _ask(rules.may_reply(article, parent, comment.created_at), parent)
    comment.parent = parent
    comment.tree_id, comment.level = parent.tree_id, parent.level + 1
    comment.lft, comment.rght = place_last(parent.pk, parent.tree_id)


def _insert(comment: Comment) -> None:
    published = comment.state == State.PUBLISHED
    if published:
        comment.ordinal = next_ordinal(comment.article_id, comment.parent_id)
        comment.published_at = comment.created_at
        comment.visible = True
    comment.save(force_insert=True)
    if published:
        count(comment.article_id, comment.tree_id, 1, comment.created_at)


def _tried_before(again: Comment) -> bool:
    key = again.submission
    return key is not None and Comment.objects.under(again.article).filter(submission=key).exists()


def _repeated(again: Comment, parent_id: int | None) -> Posted:
    """The comment that the same form has made before, if it was for the same words."""
    first = Comment.objects.get(article_id=again.article_id, submission=again.submission)
    earliest = first.revisions.order_by("id").first()
    words = earliest.text if earliest else first.text
    if (words, first.parent_id) != (again.text, parent_id):
        raise Refused(Refusal.ALREADY_POSTED, first)
    return Posted(first, repeated=True)


def _locked(comment_id: int) -> Comment:
    """The comment as it is once its thread's lock is held. Raises Refused if there is none."""
    tree_id = Comment.objects.filter(pk=comment_id).values_list("tree_id", flat=True).first()
    if tree_id is None or not lock_thread(tree_id):
        raise Refused(Refusal.PARENT_GONE)
    comment = Comment.objects.get(pk=comment_id)
    # It may have been moved to another thread while we waited.
    return comment if comment.tree_id == tree_id else _locked(comment_id)


def _ask(refusal: Refusal | None, comment: Comment | None = None) -> None:
    if refusal is not None:
        raise Refused(refusal, comment)


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


def _constraint(error: IntegrityError) -> str | None:
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None)
