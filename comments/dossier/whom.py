"""Whom it is about, when somebody asks what is held about them: by all keys that were named.

Nobody is ever taken for somebody else by a name alone; who else it could be is told, and must be
named too.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Count, Max, QuerySet
from django.db.models.functions import Lower

from comments.models import Comment
from comments.persons.keys import Key, Kind, account_person, email_person, guest_person
from comments.persons.origins import email_key
from comments.statements import ask

# Of comments; followed by more, it needs no brackets of its own.
WRITTEN = """
(author_id = ANY(%(accounts)s::int[]) OR guest = ANY(%(guests)s::uuid[])
    OR email_key = ANY(%(emails)s::uuid[]) OR id = ANY(%(comments)s::bigint[]))
"""
THEIRS = f"SELECT id FROM comments_comment WHERE {WRITTEN}"
EMAILS = f"""
SELECT DISTINCT email_key FROM comments_comment WHERE {WRITTEN} AND email_key IS NOT NULL
"""
# Who shares an e-mail address with half the world is told of some of them.
LINKED_SHOWN = 50
PERSONAL = frozenset({Kind.ACCOUNT, Kind.GUEST, Kind.EMAIL})


@dataclass(frozen=True)
class Whom:
    """Those keys of comments/persons/keys.py that tell one person, and websites of theirs.

    `comments` are theirs by themselves: whoever wrote one has left nothing else to be told by.
    """

    keys: tuple[Key, ...]
    websites: tuple[str, ...] = ()
    comments: tuple[int, ...] = ()
    # In whose words: comments/dossier/names.py.
    named: tuple[str, ...] = ()

    @property
    def values(self) -> dict[str, Any]:
        """What the statements here and in comments/dossier/parts.py are given."""
        return {
            "accounts": self.of(Kind.ACCOUNT),
            "guests": self.of(Kind.GUEST),
            "emails": self.of(Kind.EMAIL),
            "keys": [str(key) for key in self.keys],
            "websites": list(self.websites),
            "comments": list(self.comments),
        }

    def of(self, kind: Kind) -> list[Any]:
        return [key.value for key in self.keys if key.kind == kind]

    def __or__(self, other: "Whom") -> "Whom":
        return Whom(
            keys=tuple(dict.fromkeys(self.keys + other.keys)),
            websites=tuple(dict.fromkeys(self.websites + other.websites)),
            comments=tuple(dict.fromkeys(self.comments + other.comments)),
            named=tuple(dict.fromkeys(self.named + other.named)),
        )

    def accounts(self) -> QuerySet[Any]:
        return get_user_model().objects.filter(pk__in=self.of(Kind.ACCOUNT))


@dataclass(frozen=True)
class Linked:
    """Who may be the same: the e-mail address is. `comments` may be theirs already."""

    key: Key
    name: str
    comments: int


def emails_like(address: str) -> set[UUID]:
    """The keys of an e-mail address: today's, and those made with another SECRET_KEY."""
    found = Comment.objects.annotate(given=Lower("email")).order_by()
    known = found.filter(given=address.strip().lower(), email_key__isnull=False)
    today = email_key(address)
    return {*known.values_list("email_key", flat=True).distinct(), *([today] if today else [])}


def linked(whom: Whom) -> list[Linked]:
    """Accounts, guests and addresses that have an e-mail address in common with them."""
    emails = _emails(whom)
    shared = Comment.objects.filter(email_key__in=emails).order_by()
    columns = ("author_id", "guest", "email_key")
    counted = shared.values_list(*columns).annotate(n=Count("pk"), name=Max("name"))
    found: dict[Key, Linked] = {}
    for author, guest, email, n, name in counted.order_by("-n", "name")[:LINKED_SHOWN]:
        for key in _keys(author, guest, email):
            earlier = found.get(key, Linked(key, name, 0))
            found[key] = replace(earlier, comments=earlier.comments + n)
    for account in _accounts_with(emails, whom):
        key = Key(Kind.ACCOUNT, account.pk)
        found.setdefault(key, Linked(key, account.get_username(), 0))
    return [each for key, each in found.items() if key not in whom.keys]


def _emails(whom: Whom) -> set[UUID]:
    found = {key for (key,) in ask(EMAILS, whom.values)}
    own = (email_key(account.email) for account in whom.accounts())
    return found | {*whom.of(Kind.EMAIL)} | {key for key in own if key}


def _accounts_with(emails: set[UUID], whom: Whom) -> Iterable[Any]:
    """Whose account has one of these addresses: as guests wrote it, or another account."""
    written = Comment.objects.filter(email_key__in=emails).annotate(given=Lower("email"))
    known = {*written.order_by().values_list("given", flat=True).distinct()[:LINKED_SHOWN]}
    known |= {account.email.strip().lower() for account in whom.accounts()}
    accounts = get_user_model().objects.annotate(given=Lower("email"))
    return accounts.filter(given__in=known - {""}).order_by("pk")[:LINKED_SHOWN]


def _keys(author: int | None, guest: UUID | None, email: UUID) -> list[Key]:
    texts = [
        *([account_person(author)] if author is not None else []),
        *([guest_person(guest)] if guest is not None else []),
        email_person(email),
    ]
    return [Key.read(text) for text in texts]
