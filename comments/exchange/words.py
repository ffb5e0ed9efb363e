"""What people entered elsewhere, made fit to be stored, with a note of what had to be settled."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator

from comments.exchange.fromhtml import markdown_of
from comments.exchange.frommarkdown import ours
from comments.exchange.records import Markup, SourceComment
from comments.persons.origins import email_key
from comments.rules import NAME_LENGTH

# Pages are made of stored fragments: one comment must not weigh more than a whole page.
LONGEST_TEXT = 100_000
NAMELESS = "Anonymous"
EMAIL_LENGTH = 254
WEBSITE_LENGTH = 200

UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)

_is_email = EmailValidator()
_is_url = URLValidator(schemes=["http", "https"])


def clean(text: str) -> str:
    """Without control characters and halves of characters; line ends are newlines."""
    if text.isprintable():
        return text
    return UNSTORABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def shown(text: str) -> str:
    """With a sign for whatever a terminal or a report could take for more than a letter."""
    return "".join(sign if sign.isprintable() else "�" for sign in text)


def one_line(text: str) -> str:
    return " ".join(clean(text).split())


def name_of(comment: SourceComment, notes: list[str]) -> str:
    name = one_line(comment.name)
    if not name:
        notes.append("no name")
    elif len(name) > NAME_LENGTH:
        notes.append("long name cut")
        name = name[: NAME_LENGTH - 1] + "…"
    return name or NAMELESS


def email_of(comment: SourceComment, notes: list[str]) -> str:
    return _valid(comment.email, EMAIL_LENGTH, _is_email, "e-mail left out", notes)


def kept_email(email: str) -> tuple[str, str]:
    """What is stored of it: itself, and the digits of its hash where that is all."""
    if settings.IMPORTED_EMAILS == "keep" or not email:
        return email, ""
    key = email_key(email)
    return "", key.hex if key and settings.IMPORTED_EMAILS == "hash" else ""


def website_of(comment: SourceComment, notes: list[str]) -> str:
    website = comment.website.strip()
    if website in {"", "http://", "https://"}:
        return ""
    return _valid(website, WEBSITE_LENGTH, _is_url, "website left out", notes)


def text_of(text: str, markup: Markup) -> str:
    text = clean(text).strip()
    if markup == Markup.MARKDOWN:
        return text
    if markup.told == Markup.MARKDOWN:
        return ours(text, has_tags=markup == Markup.TAGGED)
    return markdown_of(text, lines=markup != Markup.HTML, is_plain=markup == Markup.PLAIN)


def time_of(at: datetime | None, now: datetime, notes: list[str]) -> datetime | None:
    """None where there is none that can be true: it is then that of the row before."""
    if at is not None and EARLIEST <= at <= now:
        return at
    notes.append("no time" if at is None else "impossible time")
    return None


def edit_of(edited: datetime | None, at: datetime | None) -> datetime | None:
    """Nothing was edited in the year 1, or before it was written."""
    return max(at, edited) if at and edited and edited >= EARLIEST else None


def _valid(
    value: str, longest: int, check: Callable[[str], object], note: str, notes: list[str]
) -> str:
    value = value.strip()
    if not value:
        return ""
    try:
        check(value)
    except ValidationError:
        notes.append(note)
        return ""
    if len(value) > longest:
        notes.append(note)
        return ""
    return value
