"""Who is meant by what an operator names: an account, an e-mail address, a guest's identity."""

import re
from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.core.signing import BadSignature
from django.http import HttpRequest
from django.utils.translation import ngettext

from articles.lookup import is_number
from comments.dossier.counting import counts_of
from comments.dossier.names import called
from comments.dossier.whom import PERSONAL, Linked, Whom, emails_like
from comments.identity import GUEST_COOKIE
from comments.models import Comment
from comments.persons.keys import Key, Kind, key_of

NAMES = {
    "account": ("USERNAME", "an account"),
    "email": ("ADDRESS", "all that was written as a guest of this e-mail address"),
    "guest": ("IDENTITY", "a guest: what the cookie “guest” holds, or the identity alone"),
    "key": ("KEY", "the admin's address of their page, or what it ends in, such as a12"),
    "website": ("ADDRESS", "a website of theirs: pingbacks from there"),
    "comment": (
        "ID",
        "one comment by itself, by its address or its id: of somebody who left nothing but a name",
    ),
}
# Whatever else it may look like, it was stored as somebody gave it.
EMAIL = re.compile(r"[^\s@]+@[^\s@]+")
# As readers, moderators and programs see where a comment is.
COMMENT = re.compile(r"(?:.*(?:/comments?/|#c-))?([0-9]+)(?:/(?:[a-z]+/?)?)?", re.ASCII)
PERSON_PAGE = re.compile(r".*/person/([^/]+)(?:/.*)?")


class Unknown(ValueError):
    """Nobody is known by what was named."""


def add_names(parser: ArgumentParser) -> None:
    for name, (value, words) in NAMES.items():
        parser.add_argument(
            f"--{name}", action="append", default=[], metavar=value, help=f"{words}; repeatable"
        )


def each(named: dict[str, Any]) -> list[Whom]:
    """Whom each name means that was given. Raises Unknown for what names nobody."""
    found = [read(text.strip()) for name, read in READERS.items() for text in named[name]]
    if not found:
        raise Unknown("Name an account, an e-mail address, a guest, a website or a comment.")
    return found


def whom(named: dict[str, Any]) -> Whom:
    return together(each(named))


def together(found: Iterable[Whom]) -> Whom:
    return reduce(or_, found)


def unheld(found: Iterable[Whom]) -> list[str]:
    """The names under which there is nothing."""
    return [name for one in found if not counts_of(one, words=True) for name in one.named]


def guest_in(text: str) -> UUID:
    """As the cookie carries it, with its signature; or the identity alone, as it is stored."""
    value = text.strip().removeprefix(f"{GUEST_COOKIE}=")
    if ":" in value:
        request = HttpRequest()
        request.COOKIES[GUEST_COOKIE] = value
        try:
            value = str(request.get_signed_cookie(GUEST_COOKIE))
        except BadSignature:
            raise Unknown(f"{text}: this site has not signed this identity.") from None
    try:
        return UUID(value)
    except ValueError:
        raise Unknown(f"{text} is no guest's identity.") from None


def first_named(named: dict[str, Any]) -> str:
    """What has to be typed again before anything is erased."""
    return next(str(text) for name in NAMES for text in named[name])


def told(other: Linked) -> str:
    """Who else it could be, as it would have to be named."""
    return f"--key {other.key}: “{other.name}”, {counted(other.comments)}"


def known_authors(whom: Whom) -> list[str]:
    """Who wrote more than the one comment that was named, perhaps."""
    comments = Comment.objects.filter(pk__in=whom.comments).order_by("pk")
    keys = {comment.pk: key_of(comment) for comment in comments.defer("html", "text")}
    known = {*map(str, whom.keys), ""}
    return [f"--key {key} wrote comment {pk}" for pk, key in keys.items() if key not in known]


def counted(comments: int) -> str:
    return ngettext("%(n)s comment", "%(n)s comments", comments) % {"n": f"{comments:,}"}


def _account(username: str) -> Whom:
    account: Any = get_user_model().objects.filter(username=username).first()
    if account is None:
        raise Unknown(f"There is no account “{username}”.")
    return Whom((Key(Kind.ACCOUNT, account.pk),), named=(f"account {username}",))


def _email(address: str) -> Whom:
    if not EMAIL.fullmatch(address):
        raise Unknown(f"{address} is no e-mail address.")
    keys = (Key(Kind.EMAIL, key) for key in sorted(emails_like(address)))
    return Whom(tuple(keys), named=(f"e-mail address {address}",))


def _guest(text: str) -> Whom:
    key = Key(Kind.GUEST, guest_in(text))
    return Whom((key,), named=(called(key),))


def _key(text: str) -> Whom:
    page = PERSON_PAGE.fullmatch(text)
    try:
        key = Key.read(page[1] if page else text)
    except ValueError as error:
        raise Unknown(f"{error}.") from None
    if key.kind not in PERSONAL:
        raise Unknown(f"{text} is an address or a network, which many people may share.")
    return Whom((key,), named=(called(key),))


def _website(address: str) -> Whom:
    site = address.rstrip("/")
    if not site:
        raise Unknown("No website is named.")
    return Whom((), websites=(site,), named=(f"website {site}",))


def _comment(text: str) -> Whom:
    found = COMMENT.fullmatch(text)
    if not found or not is_number(found[1]):
        raise Unknown(f"{text} is no comment's address, nor its id.")
    pk = int(found[1])
    if not Comment.objects.filter(pk=pk).exists():
        raise Unknown(f"There is no comment {pk}.")
    return Whom((), comments=(pk,), named=(f"comment {pk}",))


READERS: dict[str, Callable[[str], Whom]] = {
    "account": _account,
    "email": _email,
    "guest": _guest,
    "key": _key,
    "website": _website,
    "comment": _comment,
}
