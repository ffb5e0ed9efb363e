"""Who a comment is by, as a key: one word for whoever can be told from others.

"a12" is an account; "g", "e", "n" and "x" stand before the 32 digits of a guest's identity, and
of the hashes of an e-mail address, a network and one exact address. Pure; knows no Django.
"""

import re
from enum import StrEnum
from typing import NamedTuple, Protocol, Self
from uuid import UUID

from comments.people import Written

# As far as accounts are numbered.
LAST_ACCOUNT = 2**31 - 1
WRITTEN = re.compile(r"(a)([1-9][0-9]{0,9})|([genx])([0-9a-f]{32})", re.ASCII)


class Kind(StrEnum):
    ACCOUNT = "a"
    GUEST = "g"
    EMAIL = "e"
    NETWORK = "n"
    ADDRESS = "x"


class Key(NamedTuple):
    """A person's key, taken apart."""

    kind: Kind
    value: int | UUID

    def __str__(self) -> str:
        digits = self.value.hex if isinstance(self.value, UUID) else self.value
        return f"{self.kind}{digits}"

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises ValueError for what is no key."""
        found = WRITTEN.fullmatch(text)
        if found is None:
            raise ValueError(f"{text!r} is no person's key")
        if found[3]:
            return cls(Kind(found[3]), UUID(found[4]))
        number = int(found[2])
        if number > LAST_ACCOUNT:
            raise ValueError(f"{number} is no account's number")
        return cls(Kind.ACCOUNT, number)


class Traced(Written, Protocol):
    """All that tells who wrote a comment."""

    @property
    def email_key(self) -> UUID | None: ...


def account_person(account_id: int) -> str:
    return str(Key(Kind.ACCOUNT, account_id))


def guest_person(guest: UUID) -> str:
    return str(Key(Kind.GUEST, guest))


def email_person(email_key: UUID) -> str:
    return str(Key(Kind.EMAIL, email_key))


def key_of(comment: Traced) -> str:
    """The person who wrote it; empty of what was imported with a name alone."""
    if comment.author_id is not None:
        return account_person(comment.author_id)
    if comment.guest is not None:
        return guest_person(comment.guest)
    return email_person(comment.email_key) if comment.email_key else ""
