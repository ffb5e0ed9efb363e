"""What the queue is asked for: which of what waits, in which order, from where on."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, Self
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils import timezone

from articles.lookup import LARGEST, is_number
from comments.models import Waiting
from comments.persons.keys import Key
from comments.persons.records import COLUMN

# Enough to know that there is a lot; counting more costs time at each opening.
MOST_COUNTED = 999

URGENT, OLDEST = "urgent", "oldest"
ORDERS = {URGENT: ("-urgency", "since", "comment"), OLDEST: ("since", "comment")}
# How long it waits: less than that, or more.
AGES = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}
OLDER = "over-"

CODE = re.compile(r"[a-z0-9-]{1,20}")
PLACE = re.compile(r"([0-9])-([0-9]{1,17})-([0-9]{1,19})")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Place(NamedTuple):
    """Where in the queue something stands; the next page begins behind it."""

    urgency: int
    since: datetime
    comment: int

    def __str__(self) -> str:
        return f"{self.urgency}-{microseconds(self.since)}-{self.comment}"


@dataclass(frozen=True)
class Asked:
    """A part of the queue. What an address says that makes no sense is not asked for."""

    why: str = ""
    article: int | None = None
    person: str = ""
    age: str = ""
    order: str = URGENT

    @classmethod
    def read(cls, said: Mapping[str, str]) -> Self:
        article = said.get("article", "")
        return cls(
            why=_fitting(CODE, said.get("why", "")),
            article=int(article) if is_number(article) else None,
            person=_person(said.get("person", "")),
            age=said.get("age", "") if said.get("age", "").removeprefix(OLDER) in AGES else "",
            order=OLDEST if said.get("order") == OLDEST else URGENT,
        )

    @property
    def fields(self) -> list[tuple[str, str]]:
        """As the address and the forms carry it, without what is not asked."""
        order = "" if self.order == URGENT else self.order
        said = {"why": self.why, "article": self.article, "person": self.person}
        values = (said | {"age": self.age, "order": order}).items()
        return [(name, str(value)) for name, value in values if value not in {None, ""}]

    @property
    def is_all(self) -> bool:
        return self.anyhow == Asked()

    @property
    def anyhow(self) -> "Asked":
        return replace(self, order=URGENT)

    def query(self, after: Place | None = None) -> str:
        """For the address: nothing, or what follows a question mark with it."""
        fields = [*self.fields, *([("after", str(after))] if after else [])]
        return f"?{urlencode(fields)}" if fields else ""

    def rows(self) -> "QuerySet[Waiting]":
        found = Waiting.objects.all()
        if self.why:
            found = found.filter(reasons__contains=[self.why])
        if self.article is not None:
            found = found.filter(article=self.article)
        if self.person:
            found = found.filter(_by(Key.read(self.person)))
        return found.filter(_aged(self.age, timezone.now())) if self.age else found

    def page(self, after: Place | None, size: int) -> list[Waiting]:
        """So many rows behind this place, and one more if there are more."""
        order = ORDERS[self.order]
        if after is None:
            return list(self.rows().order_by(*order)[: size + 1])
        later = Q(since__gt=after.since) | Q(since=after.since, comment__gt=after.comment)
        behind = self.rows().filter(later, since__gte=after.since).order_by(*order)
        if self.order == OLDEST:
            return list(behind[: size + 1])
        # Two ranges of the index: what is as urgent and came later, then what is less urgent.
        same = behind.filter(urgency=after.urgency)[: size + 1]
        less = self.rows().filter(urgency__lt=after.urgency).order_by(*order)[: size + 1]
        return list(same.union(less, all=True).order_by(*order)[: size + 1])


def microseconds(moment: datetime) -> int:
    return (moment - EPOCH) // MICROSECOND


def moment(microseconds: int) -> datetime:
    """Raises OverflowError beyond the calendar."""
    return EPOCH + microseconds * MICROSECOND


def read_place(text: str) -> Place | None:
    found = PLACE.fullmatch(text)
    if not found or int(found[3]) > LARGEST:
        return None
    try:
        return Place(int(found[1]), moment(int(found[2])), int(found[3]))
    except OverflowError:
        return None


def place_of(row: Waiting) -> Place:
    return Place(row.urgency, row.since, row.comment_id)


def counted(rows: "QuerySet[Waiting]") -> int:
    """How many, or one more than is told."""
    return rows.order_by()[: MOST_COUNTED + 1].count()


def told(count: int) -> str:
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)


def _fitting(pattern: re.Pattern[str], text: str) -> str:
    return text if pattern.fullmatch(text) else ""


def _person(text: str) -> str:
    try:
        return text if Key.read(text).kind in COLUMN else ""
    except ValueError:
        return ""


def _by(key: Key) -> Q:
    return Q(**{f"comment__{COLUMN[key.kind]}": key.value})


def _aged(age: str, now: datetime) -> Q:
    border = now - AGES[age.removeprefix(OLDER)]
    return Q(since__lt=border) if age.startswith(OLDER) else Q(since__gte=border)
