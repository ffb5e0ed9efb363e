"""What stands against somebody who wants to write: a ban, or that everything of theirs is held."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.http import HttpRequest
from django.utils.timezone import localdate

from comments.models import Sanction
from comments.people import Person
from comments.persons.keys import account_person, email_person, guest_person
from comments.persons.origins import Origin, email_key, origin_of
from comments.rules import Suspicion
from comments.suspicions import WATCHED

# What is in force. The statement that posts asks the same: comments/posting.py.
FIND = """
SELECT * FROM comments_sanction WHERE key = ANY(%s)
AND lifted_by_id IS NULL AND (until IS NULL OR until > statement_timestamp())
"""


@dataclass(frozen=True)
class Standing:
    """What somebody has to bear at present: the ban that lasts longest, and what holds them."""

    ban: Sanction | None = None
    holds: tuple[Sanction, ...] = ()

    def suspicions(self) -> list[Suspicion]:
        return [Suspicion(WATCHED)] if self.holds else []

    def known(self) -> list[int]:
        return [sanction.pk for sanction in self.holds]


def keys_of(person: Person, origin: Origin) -> list[str]:
    """By what a person is told. An account by itself: what a guest types may be anybody's."""
    if origin.exempt:
        return []
    if person.user_id is not None:
        return [account_person(person.user_id), *origin.keys()]
    guest = [guest_person(person.guest)] if person.guest else []
    hashed = email_key(person.email)
    return [*guest, *([email_person(hashed)] if hashed else []), *origin.keys()]


def standing_of(person: Person, request: HttpRequest) -> Standing:
    """Of a visitor. A moderator may do everything."""
    return standing_as(keys_of(person, origin_of(request)))


def standing_as(keys: Sequence[str]) -> Standing:
    if not keys:
        return Standing()
    with connection.cursor() as cursor:
        cursor.execute(FIND, [list(keys)])
        names = [column.name for column in cursor.description]
        found = [Sanction.from_db(connection.alias, names, row) for row in cursor.fetchall()]
    bans = [sanction for sanction in found if sanction.does == Sanction.Does.BAN]
    holds = tuple(sanction for sanction in found if sanction.does == Sanction.Does.HOLD)
    return Standing(_longest(bans), holds)


def in_force(does: Sanction.Does, keys: Sequence[str]) -> list[Sanction]:
    found = Sanction.objects.filter(does=does, key__in=keys, lifted_by=None)
    return [sanction for sanction in found if sanction.holds()]


def written(sanctions: Iterable[Sanction]) -> str:
    """What is in force, as the log says it."""
    found = list(sanctions)
    if any(sanction.does == Sanction.Does.HOLD for sanction in found):
        return "everything held"
    longest = _longest(found)
    if longest is None:
        return ""
    return f"until {localdate(longest.until):%Y-%m-%d}" if longest.until else "without an end"


def _longest(bans: list[Sanction]) -> Sanction | None:
    return max(bans, key=_end, default=None)


def _end(ban: Sanction) -> tuple[bool, float]:
    end: datetime | None = ban.until
    return end is None, end.timestamp() if end else 0.0
