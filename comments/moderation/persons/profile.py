"""Who somebody is, as far as it is known: by what they wrote, and who else that could be."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.functions import Now

from comments.models import Comment, Decision, Note, Sanction, State
from comments.persons.keys import Key, Kind, key_of
from comments.persons.records import (
    comments_of,
    decisions_about,
    kept_addresses,
    notes_on,
    sanctions_on,
)
from comments.persons.wording import CALLED, short

NAMES_SHOWN = 10
DECISIONS_SHOWN = 30
NOTES_SHOWN = 100
SANCTIONS_SHOWN = 50
RELATED_SHOWN = 20
PAGE = 25

# What the page needs of an article is its title.
UNREAD = ("html", "article__summary", "article__body", "article__body_html")


@dataclass(frozen=True)
class Related:
    """Somebody who may be the same, and how many comments say so."""

    key: str
    name: str
    comments: int


@dataclass(frozen=True)
class Relation:
    """What somebody shares with others: an e-mail address, a network."""

    key: Key
    comments: int

    @property
    def short(self) -> str:
        return short(self.key)


@dataclass(frozen=True)
class Profile:
    key: Key
    account: Any
    states: list[tuple[State, int]]
    first_seen: datetime | None
    last_seen: datetime | None
    names: list[tuple[str, int]]
    decisions: list[Decision]
    notes: list[Note]
    sanctions: list[Sanction]

    @property
    def name(self) -> str:
        if self.names:
            return self.names[0][0]
        if self.account:
            return str(self.account.get_full_name() or self.account.get_username())
        return str(CALLED[self.key.kind])

    @property
    def total(self) -> int:
        return sum(count for _, count in self.states)

    @property
    def current(self) -> list[Sanction]:
        return [each for each in self.sanctions if each.holds()]

    @property
    def past(self) -> list[Sanction]:
        return [each for each in self.sanctions if not each.holds()]

    @property
    def held(self) -> Sanction | None:
        """Why everything of theirs is held, if it is."""
        own = [s for s in self.current if s.does == Sanction.Does.HOLD and s.key == str(self.key)]
        return own[0] if own else None

    def is_known(self) -> bool:
        kept = (self.account, self.states, self.decisions, self.notes, self.sanctions)
        return any(kept)


def profile_of(key: Key) -> Profile:
    theirs = comments_of(key).order_by()
    states = theirs.values_list("state").annotate(Count("pk"), Min("created_at"), Max("created_at"))
    rows = sorted(states, key=lambda row: (-row[1], row[0]))
    names = theirs.values_list("name").annotate(Count("pk"), last=Max("created_at"))
    return Profile(
        key=key,
        account=_account(key),
        states=[(State(state), count) for state, count, *_ in rows],
        first_seen=min((row[2] for row in rows), default=None),
        last_seen=max((row[3] for row in rows), default=None),
        names=[(name, count) for name, count, _ in names.order_by("-last")[:NAMES_SHOWN]],
        decisions=decisions_about(key, DECISIONS_SHOWN),
        notes=list(notes_on(key)[:NOTES_SHOWN]),
        sanctions=list(sanctions_on(key)[:SANCTIONS_SHOWN]),
    )


def page_of(key: Key, before: int | None) -> tuple[list[Comment], int | None]:
    """So many comments, the newest first, and behind which one there are more."""
    found = comments_of(key).select_related("article").defer(*UNREAD)
    last = Comment.objects.only("created_at").filter(pk=before).first() if before else None
    if last is not None:
        same = Q(created_at=last.created_at, pk__lt=last.pk)
        found = found.filter(Q(created_at__lt=last.created_at) | same)
    rows = list(found.order_by("-created_at", "-pk")[: PAGE + 1])
    return rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None


def who_else(key: Key) -> list[tuple[str, list[Relation], list[Related]]]:
    """By kind: what is shared with how many comments, and who else wrote those."""
    mine = comments_of(key).order_by()
    emails = Comment.objects.filter(
        email_key__in=mine.filter(email_key__isnull=False).values("email_key")
    )
    networks = kept_addresses().filter(comment__in=mine).values("network")
    near = Comment.objects.filter(
        address__network__in=networks, address__expires_at__gt=Now()
    ).order_by()
    return [
        (Kind.EMAIL.name.lower(), _shared(emails, "email_key", Kind.EMAIL), _people(emails, key)),
        (
            Kind.NETWORK.name.lower(),
            _shared(near, "address__network", Kind.NETWORK),
            _people(near, key),
        ),
    ]


def _shared(comments: QuerySet[Comment], column: str, kind: Kind) -> list[Relation]:
    counted = comments.order_by().values_list(column).annotate(n=Count("pk")).order_by("-n")
    return [Relation(Key(kind, value), n) for value, n in counted[:RELATED_SHOWN]]


def _people(comments: QuerySet[Comment], but: Key) -> list[Related]:
    columns = ("author_id", "guest", "email_key")
    counted = comments.order_by().values(*columns).annotate(n=Count("pk"), called=Max("name"))
    rows = counted.order_by("-n").values_list(*columns, "n", "called", named=True)
    return list(_merged(rows[:RELATED_SHOWN], str(but)))


def _merged(rows: Iterable[Any], but: str) -> Iterable[Related]:
    """A guest who has given several addresses is one."""
    found: dict[str, Related] = {}
    for row in rows:
        key = key_of(row)
        earlier = found.get(key)
        found[key] = Related(key, row.called, row.n + (earlier.comments if earlier else 0))
    return [each for key, each in found.items() if key and key != but]


def _account(key: Key) -> Any:
    if key.kind != Kind.ACCOUNT:
        return None
    return get_user_model().objects.filter(pk=str(key.value)).first()
