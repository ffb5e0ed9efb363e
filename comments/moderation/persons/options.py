"""By what somebody could be banned: themselves, and what their comments carry."""

from typing import Any

from django.db.models import Count, Max
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.persons.keys import Key, Kind
from comments.persons.records import address_column, comments_of, kept_addresses
from comments.persons.wording import CALLED, short

OFFERED = 10


def options(key: Key) -> list[tuple[str, str]]:
    """Each key with what a moderator reads of it."""
    own = _("This %(person)s") % {"person": CALLED[key.kind]}
    return [(str(key), own), *_emails(key), *_addresses(key, Kind.ADDRESS), *_networks(key)]


def _networks(key: Key) -> list[tuple[str, str]]:
    return [] if key.kind == Kind.ADDRESS else _addresses(key, Kind.NETWORK)


def _emails(key: Key) -> list[tuple[str, str]]:
    if key.kind != Kind.GUEST:
        return []
    found = comments_of(key).filter(email_key__isnull=False).order_by()
    rows = found.values_list("email_key").annotate(n=Count("pk"), last=Max("created_at"))
    return [_option(Kind.EMAIL, row) for row in rows.order_by("-last")[:OFFERED]]


def _addresses(key: Key, kind: Kind) -> list[tuple[str, str]]:
    if key.kind == kind:
        return []
    column = address_column(kind)
    found = kept_addresses().filter(comment__in=comments_of(key)).order_by()
    rows = found.values_list(column).annotate(n=Count("pk"), last=Max("comment__created_at"))
    return [_option(kind, row) for row in rows.order_by("-last")[:OFFERED]]


def _option(kind: Kind, row: Any) -> tuple[str, str]:
    value, count, last = row
    key = Key(kind, value)
    words = ngettext(
        "The %(kind)s %(short)s of %(count)d comment, the last on %(last)s",
        "The %(kind)s %(short)s of %(count)d comments, the last on %(last)s",
        count,
    )
    day = date_format(localtime(last))
    return str(key), words % {
        "kind": CALLED[kind],
        "short": short(key),
        "count": count,
        "last": day,
    }
