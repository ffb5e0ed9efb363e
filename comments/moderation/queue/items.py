"""What a moderator needs to decide about each comment on a page of the queue.

As many statements for fifty as for one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from django.utils import timezone
from django.utils.safestring import SafeString

from comments.models import Comment, StateChange, Waiting
from comments.moderation import cells
from comments.moderation.addresses import person_address
from comments.moderation.listing import short_number
from comments.moderation.queue.choices import Choice, choices_for
from comments.moderation.queue.forms import WaitingForm
from comments.moderation.queue.reasons import Why, reasons_of
from comments.moderation.records import Record, records_of
from comments.persons.keys import key_of
from comments.querysets import numbers_of
from comments.seen import Seen, seen_of

UNREAD = ("article__summary", "article__body", "article__body_html", "parent__html")


@dataclass(frozen=True)
class Item:
    waiting: Waiting
    comment: Comment
    number: str
    parent_number: str
    why: list[Why]
    record: Record | None
    person: str
    seen: Seen
    # How it came to be as it is, if somebody decided that.
    last: StateChange | None
    choices: Sequence[Choice]
    on_site: bool
    # What comes after it, and what was typed about it but not accepted.
    next: int | None = None
    form: WaitingForm | None = None

    @property
    def address(self) -> str:
        """Where the person can be banned."""
        return person_address(self.person)

    @property
    def waits(self) -> SafeString:
        return cells.ago(self.waiting.since)

    @property
    def first_seen(self) -> SafeString | None:
        return cells.ago(self.record.first_seen) if self.record else None

    @property
    def last_age(self) -> SafeString | None:
        return cells.ago(self.last.changed_at) if self.last else None


def in_a_row(items: Sequence[Item]) -> list[Item]:
    """Each with what comes next."""
    linked = [replace(item, next=after.comment.pk) for item, after in pairwise(items)]
    return [*linked, *items[-1:]]


def items_of(rows: Sequence[Waiting]) -> list[Item]:
    ids = [row.comment_id for row in rows]
    comments = _comments(ids)
    numbers = numbers_of(ids)
    why = reasons_of(ids, {row.comment_id: row.reasons for row in rows})
    records = records_of(comments.values())
    seen, last = seen_of(ids), _last_changes(ids)
    now = timezone.now()
    return [
        Item(
            waiting=row,
            comment=comment,
            number=short_number(numbers[comment.pk]),
            parent_number=short_number(numbers[comment.pk][:-1]),
            why=why[comment.pk],
            record=records.get(comment.pk),
            person=key_of(comment),
            seen=seen[comment.pk],
            last=last.get(comment.pk),
            choices=choices_for(comment.state),
            on_site=comment.visible and comment.article.is_public(now),
        )
        for row in rows
        if (comment := comments.get(row.comment_id)) is not None
    ]


def item_of(comment_id: int, form: WaitingForm) -> Item | None:
    """What a refused form was about, if it still waits."""
    found = items_of(list(Waiting.objects.filter(pk=comment_id)))
    return replace(found[0], form=form) if found else None


def _comments(ids: list[int]) -> dict[int, Comment]:
    comments = Comment.objects.select_related("article", "parent").defer("text", *UNREAD)
    return comments.in_bulk(ids)


def _last_changes(ids: list[int]) -> dict[int, StateChange]:
    newest = StateChange.objects.order_by("comment", "-id").distinct("comment")
    decided = newest.filter(comment__in=ids, decision__isnull=False)
    return {change.comment_id: change for change in decided.select_related("decision__cause")}
