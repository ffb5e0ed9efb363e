"""Telling Akismet where moderators decided otherwise than it did: manage.py tell_akismet."""

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from comments.models import Hold, State, StateChange, Told
from comments.spam import akismet
from comments.suspicions import AKISMET

# Changes are told in the order of their ids, and a decision on a large branch is there only some
# time after it has given its changes theirs.
SETTLED = timedelta(minutes=5)
MOST = 1_000
THANKS = "Thanks for making the web a better place."


class Tale(NamedTuple):
    """What was told, and of which comment."""

    is_spam: bool
    comment_id: int


def tell() -> Iterator[Tale]:
    """Tell what was decided since the last time, but at most so much at once.

    The first time only says where to begin. Each step is remembered before the next: what fails
    with akismet.Unanswered goes on from there.
    """
    until = _newest_settled()
    told, _ = Told.objects.get_or_create(service=AKISMET, defaults={"last_id": until})
    news = list(_corrections().filter(pk__gt=told.last_id, pk__lte=until).order_by("pk")[:MOST])
    for change in news:
        yield _tell(change)
        _remember(change.pk)
    if len(news) < MOST:
        _remember(until)


def _newest_settled() -> int:
    settled = StateChange.objects.filter(changed_at__lt=timezone.now() - SETTLED)
    return settled.order_by("-pk").values_list("pk", flat=True).first() or 0


def _corrections() -> QuerySet[StateChange]:
    """Moderators' decisions that still stand, where it thought otherwise of a guest's comment."""
    suspected = Exists(Hold.objects.filter(comment=OuterRef("comment"), code=AKISMET))
    missed = Q(before=State.PUBLISHED) | (Q(before=State.HELD) & ~suspected)
    cleared = Q(before=State.SPAM) | (Q(before=State.HELD) & suspected)
    return StateChange.objects.filter(
        Q(missed, after=State.SPAM) | Q(cleared, after=State.PUBLISHED),
        comment__state=F("after"),
        comment__author=None,
        decision__moderator__isnull=False,
    ).select_related("comment__article")


def _tell(change: StateChange) -> Tale:
    comment, is_spam = change.comment, change.after == State.SPAM
    about = akismet.described(comment, comment.text, comment.article)
    call = "submit-spam" if is_spam else "submit-ham"
    # From where it was written is not known any more.
    akismet.ask(call, about | {"user_ip": akismet.NO_ADDRESS}, {THANKS})
    return Tale(is_spam, comment.pk)


def _remember(last_id: int) -> None:
    Told.objects.filter(service=AKISMET, last_id__lt=last_id).update(last_id=last_id)
