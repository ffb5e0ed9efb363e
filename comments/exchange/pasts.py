"""What became of made-up comments: earlier texts, decisions, changes of state."""

from datetime import datetime
from typing import NamedTuple

from articles.ids import new_id
from articles.models import Article
from comments.models import Decision, Revision, StateChange
from comments.rules import State, Verb

VERBS = {State.REMOVED: Verb.REMOVE, State.SPAM: Verb.SPAM}

# Who decided there is not known here; the decision is shown under this name.
MODERATOR = "mod"


class Past(NamedTuple):
    comment: int
    state: State
    earlier: str
    reason: str
    at: datetime


def write_pasts(article: Article, pasts: list[Past]) -> None:
    decisions = {past.comment: _decision(article, past) for past in pasts if past.state in VERBS}
    Decision.objects.bulk_create(decisions.values())
    StateChange.objects.bulk_create(
        _change(article, past, decisions.get(past.comment))
        for past in pasts
        if past.state != State.PUBLISHED
    )
    Revision.objects.bulk_create(_revision(article, past) for past in pasts if past.earlier)


def _decision(article: Article, past: Past) -> Decision:
    return Decision(
        id=new_id(article.pk),
        article=article,
        comment_id=past.comment,
        verb=VERBS[past.state],
        reason=past.reason,
        moderator_name=MODERATOR,
        decided_at=past.at,
    )


def _change(article: Article, past: Past, decision: Decision | None) -> StateChange:
    # A comment without a number was never public: spam was caught while it waited.
    before = State.HELD if past.state == State.SPAM else State.PUBLISHED
    return StateChange(
        id=new_id(article.pk),
        article=article,
        comment_id=past.comment,
        decision=decision,
        before=before,
        after=past.state,
        changed_at=past.at,
    )


def _revision(article: Article, past: Past) -> Revision:
    return Revision(
        id=new_id(article.pk),
        article=article,
        comment_id=past.comment,
        text=past.earlier,
        replaced_at=past.at,
    )
