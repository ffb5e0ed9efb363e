"""Every change to a conversation: one function a verb, one transaction each.

Each function takes the thread's lock, reads again what it is about to change, asks the rules
and then writes. Only a post asks first: the one statement that locks and writes does nothing if
what the rules were asked about has changed. A refusal raises `Refused` and leaves nothing behind.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from articles.ids import new_id
from articles.models import Article
from comments import moves, rules, states
from comments.facts import Facts
from comments.locking import locked, persistent
from comments.markup import comment_html
from comments.models import Comment, Decision, Hold, Revision
from comments.people import Person
from comments.posting import Landing, Outcome, draft, store
from comments.rules import MODERATION, RESULT, Refusal, Suspicion, Verb
from comments.spam.deciding import learn_from
from comments.tallies import count
from comments.tree.placing import place_last

# Two processes make the same id about once in a thousand posts of the same millisecond; what the
# rules decided upon hardly ever changes before the thread's lock is taken.
TRIES = 10


class Refused(Exception):
    """The rules said no. `comment` is the one that stands in the way, if there is one."""

    def __init__(self, refusal: Refusal, comment: Comment | None = None) -> None:
        super().__init__(refusal)
        self.refusal = refusal
        self.comment = comment


@dataclass(frozen=True)
class Posted:
    """The comment that a post made, and where; no `landing` if an earlier try made it."""

    comment: Comment
    landing: Landing | None = None

    @property
    def repeated(self) -> bool:
        return self.landing is None


def post(
    article: Article,
    author: Person,
    text: str,
    *,
    parent_id: int | None = None,
    submission: UUID | None = None,
    suspicions: Sequence[Suspicion] = (),
    facts: Facts | None = None,
) -> Posted:
    """Add a comment under an article, in answer to `parent_id` if that is given.

    A submission key makes the post safe to repeat: the same key and words give the same comment.
    Raises Refused, with ALREADY_POSTED if the key was used for other words. With any `suspicions`
    the comment waits for a moderator. What is known of the article and the parent (`facts`) need
    not be read, unless it has changed by now.
    """
    try:
        posted = _post(
            article,
            author,
            text,
            parent_id,
            submission=submission,
            suspicions=suspicions,
            facts=facts,
        )
    except Refused:
        # The first try of the same form may have been in time.
        if not _tried_before(article, submission):
            raise
        posted = None
    return posted or _repeated(article, text, parent_id, submission)


@persistent
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


@persistent
def withdraw(comment_id: int, author: Person) -> Comment:
    """Take the author's own comment back. Its place stays if others have answered."""
    with transaction.atomic():
        comment = _locked(comment_id)
        _ask(rules.may_withdraw(comment, author), comment)
        change = states.Change(comment.pk, comment.state, RESULT[Verb.WITHDRAW])
        states.apply(comment, [change], timezone.now())
    comment.refresh_from_db()
    return comment


@persistent
def moderate(
    verb: Verb, comment_id: int, moderator: Any, reason: str = "", *, branch: bool = False
) -> Decision:
    """Publish, hold, mark as spam, remove or restore a comment, or its whole branch.

    Recorded as one decision of `moderator` (an account) with a history entry a comment. Raises
    Refused with NOTHING_TO_DO if no comment is in a state that the verb leads on from.
    """
    with transaction.atomic():
        comment = _locked(comment_id)
        made = states.changes(comment, MODERATION[verb], RESULT.get(verb), branch=branch)
        if not made:
            raise Refused(Refusal.NOTHING_TO_DO, comment)
        decision = _decision(verb, comment, moderator, reason, branch=branch)
        states.apply(comment, made, decision.decided_at, decision)
        learn_from(change.comment for change in made)
    return decision


@persistent
def move(
    comment_id: int,
    moderator: Any,
    to_parent_id: int | None,
    reason: str = "",
    *,
    last_move: int | None = None,
) -> Decision:
    """Put a comment with all beneath it last beneath another, or (None) make it a thread.

    `last_move` is the newest Move of the comment that the moderator has seen, 0 if none: raises
    Refused with MOVED_MEANWHILE if there is a newer one.
    """
    with transaction.atomic():
        found = locked(comment_id, *([] if to_parent_id is None else [to_parent_id]))
        comment = _there(found, comment_id, Refusal.PARENT_GONE)
        target = None
        if to_parent_id is not None:
            target = _there(found, to_parent_id, Refusal.TARGET_GONE)
        if last_move is not None and last_move != moves.newest(comment):
            raise Refused(Refusal.MOVED_MEANWHILE, comment)
        branch = moves.measure(comment)
        _ask(rules.may_move(comment, target, branch.height), target)
        beneath = branch.size > 1
        decision = _decision(Verb.MOVE, comment, moderator, reason, branch=beneath)
        moves.apply(comment, target, branch, decision)
    return decision


def _post(
    article: Article,
    author: Person,
    text: str,
    parent_id: int | None,
    *,
    submission: UUID | None,
    suspicions: Sequence[Suspicion],
    facts: Facts | None,
) -> Posted | None:
    """Facts, rules, one statement; again if the facts change meanwhile. None: posted before."""
    for _attempt in range(TRIES):
        facts = facts or _facts(article, parent_id)
        comment = draft(facts, author, text, submission, suspicions)
        _ask_about(comment, facts)
        landing = _stored(comment, facts, suspicions)
        if landing.outcome == Outcome.POSTED:
            return Posted(comment, landing)
        if landing.outcome == Outcome.REPEATED:
            return None
        if facts.parent and landing.outcome == Outcome.FULL:
            _make_room(facts.parent.pk)
        facts = None
    raise RuntimeError(f"not posted in {TRIES} tries")


def _stored(comment: Comment, facts: Facts, suspicions: Sequence[Suspicion]) -> Landing:
    """Stored together with the reasons why it waits, if there are any."""
    if not suspicions:
        return store(comment, facts)
    with transaction.atomic():
        landing = store(comment, facts)
        if landing.outcome == Outcome.POSTED:
            Hold.objects.bulk_create(_holds(comment, suspicions))
    return landing


def _holds(comment: Comment, suspicions: Sequence[Suspicion]) -> list[Hold]:
    article = comment.article_id
    return [
        Hold(id=new_id(article), article_id=article, comment=comment, code=code, evidence=evidence)
        for code, evidence in suspicions
    ]


def _facts(article: Article, parent_id: int | None) -> Facts:
    """What the rules are asked about, as it is now: the article's rules may have changed too."""
    if parent_id is None:
        facts, missing = Facts.under(article.pk), Refusal.ARTICLE_GONE
    else:
        facts, missing = Facts.beneath(parent_id), Refusal.PARENT_GONE
    if facts is None:
        raise Refused(missing)
    if facts.article != article:
        raise Refused(Refusal.OTHER_ARTICLE, facts.parent)
    return facts


def _ask_about(comment: Comment, facts: Facts) -> None:
    if facts.parent is None:
        _ask(rules.may_post(facts.article, comment.created_at))
    else:
        _ask(rules.may_reply(facts.article, facts.parent, comment.created_at), facts.parent)


@persistent
def _make_room(parent_id: int) -> None:
    with transaction.atomic():
        parent = _locked(parent_id)
        place_last(parent.pk, parent.tree_id)


def _tried_before(article: Article, key: UUID | None) -> bool:
    return key is not None and Comment.objects.under(article).filter(submission=key).exists()


def _repeated(
    article: Article, text: str, parent_id: int | None, submission: UUID | None
) -> Posted:
    """The comment that the same form has made before, if it was for the same words."""
    first = Comment.objects.get(article=article, submission=submission)
    earliest = first.revisions.order_by("id").first()
    words = earliest.text if earliest else first.text
    moved = first.moves.order_by("id").first()
    under = moved.from_parent_id if moved else first.parent_id
    if (words, under) != (text, parent_id):
        raise Refused(Refusal.ALREADY_POSTED, first)
    return Posted(first)


def _locked(comment_id: int) -> Comment:
    """The comment as it is once its thread's lock is held. Raises Refused if there is none."""
    return _there(locked(comment_id), comment_id, Refusal.PARENT_GONE)


def _there(found: dict[int, Comment], comment_id: int, refusal: Refusal) -> Comment:
    if comment_id not in found:
        raise Refused(refusal)
    return found[comment_id]


def _ask(refusal: Refusal | None, comment: Comment | None = None) -> None:
    if refusal is not None:
        raise Refused(refusal, comment)


def _decision(
    verb: Verb, comment: Comment, moderator: Any, reason: str, *, branch: bool
) -> Decision:
    return Decision.objects.create(
        id=new_id(comment.article_id),
        article_id=comment.article_id,
        comment=comment,
        verb=verb,
        branch=branch,
        reason=reason,
        moderator=moderator,
        moderator_name=moderator.get_username(),
        decided_at=timezone.now(),
    )


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
