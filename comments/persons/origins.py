"""Where somebody writes from, as keyed hashes: no address is kept anywhere."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from comments.keyed import keyed_hash
from comments.persons.keys import Key, Kind
from comments.rights import may_moderate
from config.address import neighbours_of, visitor_behind


@dataclass(frozen=True)
class Origin:
    """The hashes of an address and of its network; none if nobody can tell.

    `exempt`: comes from a moderator, whom nothing that was put upon others may stop.
    """

    address: UUID | None = None
    network: UUID | None = None
    exempt: bool = False

    def keys(self) -> list[str]:
        known = ((Kind.ADDRESS, self.address), (Kind.NETWORK, self.network))
        return [str(Key(kind, value)) for kind, value in known if value]


NOWHERE = Origin()


def origin_of(request: HttpRequest) -> Origin:
    found = visitor_behind(request)
    if found is None:
        return Origin(exempt=may_moderate(request))
    return Origin(
        address=keyed_hash("comments.address", str(found)),
        network=keyed_hash("comments.network", neighbours_of(found)),
        exempt=may_moderate(request),
    )


def kept_until(now: datetime | None = None) -> datetime | None:
    """When the hashes of an address of today are forgotten; None if they are not kept at all."""
    if not settings.ADDRESS_DAYS:
        return None
    return (now or timezone.now()) + timedelta(days=settings.ADDRESS_DAYS)


def email_key(address: str) -> UUID | None:
    """The hash of an e-mail address however it is spelled; None of no address."""
    known = address.strip().casefold()
    return keyed_hash("comments.email", known) if known else None
