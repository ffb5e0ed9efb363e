"""Who is meant by what an operator names: an account, an e-mail address, a guest's identity."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.core.signing import BadSignature
from django.http import HttpRequest

from comments.dossier.whom import PERSONAL, Linked, Whom, emails_like
from comments.identity import GUEST_COOKIE
from comments.persons.keys import Key, Kind

NAMES = {
    "account": ("USERNAME", "an account"),
    "email": ("ADDRESS", "all that was written as a guest of this e-mail address"),
    "guest": ("IDENTITY", "a guest: what the cookie “guest” holds, or the identity alone"),
    "key": ("KEY", "what the admin's address of their page ends in, such as a12"),
    "website": ("ADDRESS", "a website of theirs: pingbacks from there"),
}


class Unknown(ValueError):
    """Nobody is known by what was named."""


def add_names(parser: ArgumentParser) -> None:
    for name, (value, words) in NAMES.items():
        parser.add_argument(
            f"--{name}", action="append", default=[], metavar=value, help=f"{words}; repeatable"
        )


def whom(named: dict[str, Any]) -> Whom:
    """Raises Unknown for what names nobody."""
    keys = [
        *map(_account, named["account"]),
        *(Key(Kind.EMAIL, key) for text in named["email"] for key in sorted(emails_like(text))),
        *(Key(Kind.GUEST, guest_in(text)) for text in named["guest"]),
        *map(_key, named["key"]),
    ]
    websites = [site for text in named["website"] if (site := text.strip().rstrip("/"))]
    if not keys and not websites:
        raise Unknown("Name an account, an e-mail address, a guest or a website.")
    return Whom(tuple(dict.fromkeys(keys)), tuple(websites))


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
    return f"--key {other.key}: “{other.name}”, {other.comments:,} comments"


def _account(username: str) -> Key:
    account: Any = get_user_model().objects.filter(username=username).first()
    if account is None:
        raise Unknown(f"There is no account “{username}”.")
    return Key(Kind.ACCOUNT, account.pk)


def _key(text: str) -> Key:
    try:
        key = Key.read(text)
    except ValueError as error:
        raise Unknown(f"{error}.") from None
    if key.kind not in PERSONAL:
        raise Unknown(f"{text} is an address or a network, which many people may share.")
    return key
