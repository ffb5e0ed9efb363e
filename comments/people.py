"""Who writes: a signed-in account, or a guest known by a signed cookie. Pure; knows no Django."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


class Written(Protocol):
    """Anything with an author: a comment, or a row of one."""

    @property
    def author_id(self) -> int | None: ...

    @property
    def guest(self) -> UUID | None: ...


@dataclass(frozen=True)
class Person:
    """A visitor, as far as comments care. Neither `user_id` nor `guest`: a mere reader."""

    name: str = ""
    email: str = ""
    website: str = ""
    user_id: int | None = None
    guest: UUID | None = None

    def is_nobody(self) -> bool:
        """Whether nothing can be theirs."""
        return self.user_id is None and self.guest is None

    def wrote(self, comment: Written) -> bool:
        by_account = self.user_id is not None and comment.author_id == self.user_id
        by_guest = self.guest is not None and comment.guest == self.guest
        return by_account or by_guest


class Signed(Written, Protocol):
    """What its author gave of themselves."""

    name: str
    email: str
    website: str


def author_of(comment: Signed) -> Person:
    """The person who wrote it, as they called themselves then."""
    return Person(
        name=comment.name,
        email=comment.email,
        website=comment.website,
        user_id=comment.author_id,
        guest=comment.guest,
    )
