"""A post. Only it asks the rules before it locks.

The one statement that locks and writes does nothing if what the rules were asked about has
changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from articles.models import Article
from comments import rules
from comments.actions.base import Refused, ask, locked_comment, require_unbanned
from comments.actions.holding import add_holds
from comments.facts import Facts
from comments.locking import persistent
from comments.models import Comment
from comments.people import Person
from comments.persons.bans import keys_of
from comments.persons.origins import NOWHERE, Origin
from comments.posting import Landing, Outcome, Sender, draft, store
from comments.rules import Refusal, State, Suspicion
from comments.tree.placing import place_last

# Two processes make the same id about once in a thousand posts of the same millisecond; what the
# rules decided upon hardly ever changes before the thread's lock is taken.
TRIES = 10


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
    origin: Origin = NOWHERE,
) -> Posted:
    """Add a comment under an article, in answer to `parent_id` if that is given.

    A submission key makes the post safe to repeat: the same key and words give the same comment.
    Raises Refused, with ALREADY_POSTED if the key was used for other words, and Banned if the
    author or the `origin` is. With any `suspicions` the comment waits for a moderator. What is
    known of the article and the parent (`facts`) need not be read, unless it has changed by now.
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
            origin=origin,
        )
    except Refused:
        # The first try of the same form may have been in time.
        if not _tried_before(article, submission):
            raise
        posted = None
    return posted or _repeated(article, text, parent_id, submission)


def _post(
    article: Article,
    author: Person,
    text: str,
    parent_id: int | None,
    *,
    submission: UUID | None,
    suspicions: Sequence[Suspicion],
    facts: Facts | None,
    origin: Origin,
) -> Posted | None:
    """Facts, rules, one statement; again if the facts change meanwhile. None: posted before."""
    sender, given = Sender(keys_of(author, origin), origin), suspicions
    for _attempt in range(TRIES):
        facts = facts or _facts(article, parent_id)
        comment = draft(facts, author, text, submission, suspicions)
        _ask_about(comment, facts)
        landing = _stored(comment, facts, suspicions, sender)
        if landing.outcome == Outcome.POSTED:
            return Posted(comment, landing)
        if landing.outcome == Outcome.REPEATED:
            return None
        if facts.parent and landing.outcome == Outcome.FULL:
            _make_room(facts.parent.pk)
        if landing.outcome == Outcome.SANCTIONED:
            standing = require_unbanned(sender.keys)
            sender = Sender(sender.keys, origin, standing.known())
            suspicions = [*given, *standing.suspicions()]
        facts = None
    raise RuntimeError(f"not posted in {TRIES} tries")


def _stored(
    comment: Comment, facts: Facts, suspicions: Sequence[Suspicion], sender: Sender
) -> Landing:
    """Stored; in the queue, together with the reasons, if it waits."""
    if comment.state != State.HELD:
        return store(comment, facts, sender)
    with transaction.atomic():
        landing = store(comment, facts, sender)
        if landing.outcome == Outcome.POSTED:
            add_holds(comment, suspicions)
    return landing


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
        ask(rules.may_post(facts.article, comment.created_at))
    else:
        refusal = rules.may_reply(
            facts.article, facts.parent, comment.created_at, is_closed=facts.is_closed
        )
        ask(refusal, facts.parent)


@persistent
def _make_room(parent_id: int) -> None:
    with transaction.atomic():
        parent = locked_comment(parent_id)
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
