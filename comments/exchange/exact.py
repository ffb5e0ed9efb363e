"""What our own lines say of comments, kept as it is: ids, numbers, times, marks, persons."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model

from comments.exchange import words
from comments.exchange.moments import micros, moment
from comments.exchange.records import OwnComment, SourceComment
from comments.rules import NAME_LENGTH

OWN = tuple(field.name for field in fields(OwnComment))
NO_ACCOUNT = "there is no such account here"


@dataclass(frozen=True, slots=True)
class Exact:
    """What a stored comment has that none from elsewhere can bring.

    `id` None: it gets one here. `number` None: none was given to it, or it gets the next.
    """

    id: int | None = None
    number: int | None = None
    replies_numbered: int = 0
    published_at: datetime | None = None
    edited_at: datetime | None = None
    revision: int = 1
    closed: bool = False
    pinned: bool = False
    picked: bool = False
    author: int | None = None
    guest: UUID | None = None
    earlier: tuple[tuple[str, datetime], ...] = ()
    has_persons: bool = True

    @property
    def is_numbered(self) -> bool:
        return self.number is not None or self.published_at is not None

    def columns(self) -> dict[str, Any]:
        """By their names in the table; those that its thread decides about are not among them."""
        return {
            "edited_at": self.edited_at,
            "revision": self.revision,
            "closed": self.closed,
            "pinned": self.pinned,
            "picked": self.picked,
            **({"author_id": self.author, "guest": self.guest} if self.has_persons else {}),
        }


def staged_comment(comment: SourceComment, notes: list[str]) -> dict[str, Any]:
    """Its words and persons, to wait as JSON; what is fit to be stored is not touched."""
    email, email_hash = words.kept_email(words.email_of(comment, notes))
    if comment.own and not comment.email and settings.IMPORTED_EMAILS != "drop":
        email_hash = comment.own.email_key
    is_fit = bool(comment.name) and len(comment.name) <= NAME_LENGTH
    return {
        "name": comment.name if is_fit else words.name_of(comment, notes),
        "email": email,
        "email_hash": email_hash,
        "website": words.website_of(comment, notes),
        "text": comment.text if len(comment.text) <= words.LONGEST_TEXT else "",
        "state": str(comment.state),
        "earlier": "",
        "edited_at": comment.edited_at and micros(comment.edited_at),
        "url": "",
        "likes": comment.likes,
        "dislikes": comment.dislikes,
        "own": comment.own and {name: getattr(comment.own, name) for name in OWN},
    }


def why_refused(comment: SourceComment) -> str:
    """A comment may be without words here: they were erased, or it only keeps a place."""
    is_too_long = len(comment.text) > words.LONGEST_TEXT
    return f"longer than {words.LONGEST_TEXT:,} characters" if is_too_long else ""


def exact_of(said: dict[str, Any], own_id: int | None, author: int | None) -> Exact:
    """From what waited as JSON."""
    own, edited_at = said["own"], said["edited_at"]
    return Exact(
        id=own_id,
        number=own["number"],
        replies_numbered=own["replies_numbered"],
        published_at=_time(own["published_at"]),
        edited_at=_time(edited_at),
        revision=own["revision"],
        closed=own["closed"],
        pinned=own["pinned"],
        picked=own["picked"],
        author=author,
        guest=_uuid(own["guest"]),
        earlier=tuple((text, moment(at)) for text, at in own["earlier"]),
        has_persons=own["has_persons"],
    )


def place_of(said: dict[str, Any], own_id: int | None) -> Exact | None:
    """Of a row that is not taken: its id and its number, for whatever is to come there."""
    if own := said.get("own"):
        return Exact(own_id, own["number"], own["replies_numbered"])
    return Exact(own_id) if own_id else None


def accounts(usernames: Iterable[str]) -> dict[str, int]:
    wanted = {name for name in usernames if name}
    if not wanted:
        return {}
    known = get_user_model().objects.filter(username__in=wanted)
    return dict(known.values_list("username", "pk"))


def _time(at: int | None) -> datetime | None:
    return None if at is None else moment(at)


def _uuid(digits: str) -> UUID | None:
    return UUID(digits) if digits else None
