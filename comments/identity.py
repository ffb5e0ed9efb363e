"""Who is at the other end of a request: an account by its session, a guest by a signed cookie."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from comments import limits
from comments.actions import Posted
from comments.asking import RANDOM
from comments.people import Person
from comments.rules import NAME_LENGTH
from config.address import network_behind
from config.rates import Deed

GUEST_COOKIE = "guest"
# As long as a browser will keep it: a guest may withdraw a comment at any time.
GUEST_COOKIE_AGE = 400 * 24 * 60 * 60
# Addresses go from one person to the next.
SAME_FOR = 24 * 60 * 60


def person(request: HttpRequest) -> Person:
    """The visitor; for a signed-in one also the guest that the browser was before."""
    guest = _guest(request)
    user: Any = request.user
    if not user.is_authenticated:
        return Person(guest=guest)
    name = user.get_full_name() or user.get_username()
    return Person(name=name[:NAME_LENGTH], user_id=user.pk, guest=guest)


def author(visitor: Person, typed: dict[str, str]) -> Person:
    """The visitor as the author of something new, with what a guest `typed` of themselves."""
    if visitor.user_id is not None:
        return replace(visitor, guest=None)
    return Person(
        name=typed["name"],
        email=typed["email"],
        website=typed["website"],
        guest=visitor.guest or uuid4(),
    )


def must_wait(request: HttpRequest, visitor: Person, deed: Deed) -> int:
    """Count what the visitor is about to do; for how many seconds they must not, mostly 0."""
    who, address = _known_as(visitor), network_behind(request)
    return limits.wait_for(deed, person=who, address=address)


def after_posting(visitor: Person, posted: Posted) -> Person:
    """The visitor as the site knows them once the answer with its cookie has arrived."""
    return replace(visitor, guest=visitor.guest or _new_guest(posted))


def remember_author(visitor: Person, response: HttpResponse, posted: Posted) -> None:
    """Let the browser prove later that it wrote as this guest, unless it already can."""
    remember(_new_guest(posted), visitor, response)


def reporter(visitor: Person, form_key: UUID | None) -> Person:
    """The visitor as somebody who can be told from others: as the guest of this form, if need be.

    The same form, sent twice before the cookie has come, is the same guest's. Nobody chooses who
    that is: only the site's secret turns the form's key into a guest.
    """
    if not visitor.is_nobody():
        return visitor
    return replace(visitor, guest=_guest_of(form_key) if form_key else uuid4())


def is_another(request: HttpRequest, reader: Person, deed: str) -> bool:
    """Whether a reader is one person more who does this, and not a guest without their cookie.

    A guest is only known not to be another by coming from where somebody did it within a day.
    """
    network = network_behind(request)
    if reader.user_id is not None or not network:
        return True
    return not limits.used_before("another", f"{deed} {network}", SAME_FOR)


def remember(guest: UUID | None, visitor: Person, response: HttpResponse) -> None:
    """Let the browser prove later that it was this guest, unless it is another already."""
    if guest is None or visitor.guest is not None:
        return
    response.set_signed_cookie(
        GUEST_COOKIE,
        guest.hex,
        max_age=GUEST_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _known_as(visitor: Person) -> str:
    if visitor.user_id is not None:
        return f"account {visitor.user_id}"
    return f"guest {visitor.guest}" if visitor.guest else ""


def _guest_of(form_key: UUID) -> UUID:
    digest = salted_hmac("comments.identity.guest", form_key.hex, algorithm="sha256").digest()
    return UUID(bytes=digest[:16], version=RANDOM)


def _new_guest(posted: Posted) -> UUID | None:
    """The guest who wrote this.

    A repeated post proves it by its key, if that is a random one which nobody could guess: the
    first answer, with the cookie, may have been lost on its way.
    """
    key = posted.comment.submission
    guessable = key is None or key.version != RANDOM
    return None if posted.repeated and guessable else posted.comment.guest


def _guest(request: HttpRequest) -> UUID | None:
    value = request.get_signed_cookie(GUEST_COOKIE, default="")
    return UUID(value) if value else None
